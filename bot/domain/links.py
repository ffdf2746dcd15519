"""What a link into the bot may carry: `t.me/bot?start=…`, at most 64 letters, digits, `_` and `-`.

`topic_public-transport`, `author_andonovic` and `series_…` name a subject in any spelling that folds to its
own; `article_17` an article and `story_17` its story; `article_17-inline` says besides how somebody came
upon it; `site_…`, `qr_…`, `campaign_…` and `inline_…` only say where somebody came from; `support_…` leads to
the ways to become a member and carries a sealed reference.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import ArticleId

_PAYLOAD = re.compile(r"([a-z]{1,16})_([A-Za-z0-9_-]{1,62})")
_LONGEST = 64
_SUPPORT = "support_"
_ARTICLE = re.compile(r"([0-9]{1,15})(?:-([a-z]{1,16}))?")


class LinkKind(StrEnum):
    """What a link leads to."""

    TOPIC = "topic"
    AUTHOR = "author"
    SERIES = "series"
    STORY = "story"
    ARTICLE = "article"
    SITE = "site"
    QR = "qr"
    CAMPAIGN = "campaign"
    INLINE = "inline"


class Via(StrEnum):
    """How somebody came upon an article."""

    INLINE = "inline"
    """A card that somebody shared in another chat."""
    CHAT = "chat"
    """*Read here* under a push to a group or channel."""


SOURCES = frozenset({LinkKind.SITE, LinkKind.QR, LinkKind.CAMPAIGN, LinkKind.INLINE})
"""Links that lead to the greeting."""
_SHAPES = {LinkKind.ARTICLE: _ARTICLE, LinkKind.STORY: re.compile(r"[0-9]{1,15}")}


@dataclass(frozen=True)
class Link:
    """A link that can be read: `name` is the rest after the kind."""

    kind: LinkKind
    name: str

    @property
    def words(self) -> str:
        """The name as words."""
        return re.sub(r"[_-]+", " ", self.name)

    @property
    def article_id(self) -> ArticleId:
        """The article of a link to one."""
        return ArticleId(int(self.name.partition("-")[0]))

    @property
    def is_source(self) -> bool:
        """Whether it says where somebody came from."""
        return self.kind in SOURCES or (self.kind is LinkKind.ARTICLE and "-" in self.name)

    @property
    def tag(self) -> str:
        """The whole of it, as it is kept of where a reader came from."""
        return f"{self.kind}_{self.name}"


def article_link(article_id: ArticleId, via: Via) -> str:
    """What a link to an article carries."""
    return f"{LinkKind.ARTICLE}_{article_id}-{via}"


def support_link(reference: str) -> str:
    """What a link to the ways to become a member carries."""
    return f"{_SUPPORT}{reference}"


def read_support_link(payload: str) -> str | None:
    """The reference that such a link carries, ours or not; None for another link."""
    return payload.removeprefix(_SUPPORT) if payload.startswith(_SUPPORT) else None


def read_link(payload: str) -> Link | None:
    """What stands after `/start`; None for what no link of ours carries."""
    found = _PAYLOAD.fullmatch(payload) if len(payload) <= _LONGEST else None
    if found is None or found[1] not in set(LinkKind):
        return None
    link = Link(LinkKind(found[1]), found[2])
    shape = _SHAPES.get(link.kind)
    return None if shape and not shape.fullmatch(link.name) else link
