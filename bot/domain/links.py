"""What a link into the bot may carry: `t.me/bot?start=…`, at most 64 letters, digits, `_` and `-`.

`topic_public-transport`, `author_andonovic` and `series_…` name a subject in any spelling that folds to its
own; `article_17` an article and `story_17` its story; `site_…`, `qr_…` and `campaign_…` only say where
somebody came from.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

_PAYLOAD = re.compile(r"([a-z]{1,16})_([A-Za-z0-9_-]{1,62})")
_LONGEST = 64
_NUMBER = re.compile(r"[0-9]{1,15}")


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


SOURCES = frozenset({LinkKind.SITE, LinkKind.QR, LinkKind.CAMPAIGN})
"""Links that lead to the greeting."""
_NUMBERED = frozenset({LinkKind.ARTICLE, LinkKind.STORY})


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
    def tag(self) -> str:
        """The whole of it, as it is kept of where a reader came from."""
        return f"{self.kind}_{self.name}"


def read_link(payload: str) -> Link | None:
    """What stands after `/start`; None for what no link of ours carries."""
    found = _PAYLOAD.fullmatch(payload) if len(payload) <= _LONGEST else None
    if found is None or found[1] not in set(LinkKind):
        return None
    link = Link(LinkKind(found[1]), found[2])
    return None if link.kind in _NUMBERED and not _NUMBER.fullmatch(link.name) else link
