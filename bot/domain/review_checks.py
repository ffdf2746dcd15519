"""Checks: what an editor should know of a card before it goes to everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from bot.domain.appeals import WhyNot
from bot.domain.articles import Article
from bot.domain.asking import Asking
from bot.domain.edits import NO_PICTURE, Edit, Part, Removable, Version, edited
from bot.domain.folding import fold
from bot.domain.headlines import is_same_headline
from bot.domain.ids import StoryId
from bot.domain.reach import Reach

PUSHED_WITHIN = timedelta(hours=48)
"""What readers were sent so lately they should not be sent again."""
SIBLING_WITHIN = timedelta(days=3)
LONG_HEADLINE = 110
"""Characters; phones cut a notification about there."""
SMALL_PICTURE = 500
"""Pixels of width; less than that is blurred across a phone."""
_VIDEO = ("video", "видео")


@dataclass(frozen=True)
class EarlierPush:
    """Another article's push."""

    headline: str
    due_at: datetime
    story_id: StoryId | None = None


class PictureCheck(StrEnum):
    """What became of the card's picture when it was shown to the desk."""

    FITS = "fits"
    SMALL = "small"
    REFUSED = "refused"
    NONE = "none"


class LinkCheck(StrEnum):
    """What is known of the article's address."""

    FINE = "fine"
    UNREAD = "unread"
    MISSING = "missing"


class VideoCheck(StrEnum):
    """Whether there is a video to watch."""

    FOUND = "found"
    MISSING = "missing"
    """The paper says that there is one."""
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What was found out about an article before the desk."""

    article: Article
    version: Version
    left_behind: Version | None
    """An edit of an earlier revision."""
    reach: Reach
    is_narrowed: bool
    """Whether an editor chose who of them gets it."""
    per_second: int
    earlier: Sequence[EarlierPush]
    story_id: StoryId | None
    no_appeal: WhyNot | None
    """What the paper's rules have against asking for support beside it."""
    is_unread: bool
    shown_without_picture: bool
    picture_size: tuple[int, int] | None


@dataclass(frozen=True, kw_only=True)
class Checks:
    """What came of them."""

    reach: Reach
    is_narrowed: bool
    seconds: float
    """How long the push takes at the bot's rate."""
    again: EarlierPush | None
    """A push of the last 48 hours that told the same."""
    headline_length: int
    picture: PictureCheck
    picture_size: tuple[int, int] | None
    link: LinkCheck
    appeal_left_out: bool
    asking: Asking
    asks: bool
    """Whether the card asks for support."""
    asks_despite: WhyNot | None
    """An editor's word stands against this reason of the paper's rules."""
    video: VideoCheck
    edited: tuple[Part, ...]
    edited_by: str
    left_behind: Version | None

    @property
    def headline_is_long(self) -> bool:
        """Whether phones cut it."""
        return self.headline_length > LONG_HEADLINE


def check(facts: Facts) -> Checks:
    """Look at everything."""
    article, edit = facts.article, facts.version.edit
    headline = edited(article, edit).headline
    return Checks(
        reach=facts.reach,
        is_narrowed=facts.is_narrowed,
        seconds=facts.reach.at_once / facts.per_second,
        again=next((one for one in facts.earlier if _tells_the_same(one, headline, facts.story_id)), None),
        headline_length=len(headline),
        picture=_picture(article, edit, facts),
        picture_size=facts.picture_size,
        link=_link(article, is_unread=facts.is_unread),
        appeal_left_out=article.appeal is not None,
        asking=edit.asking,
        asks=edit.asking.carries(facts.no_appeal),
        asks_despite=facts.no_appeal if edit.asking.carries(facts.no_appeal) else None,
        video=_video(article, edit),
        edited=edit.parts() if facts.version.number else (),
        edited_by=facts.version.name,
        left_behind=facts.left_behind,
    )


def shares_material(one: Article, other: Article) -> bool:
    """Whether two articles show the same picture or video, as a translation does."""
    pictures = [_address(article.image.url) for article in (one, other) if article.image]
    videos = [{_address(video.url) for video in article.videos} for article in (one, other)]
    return (len(pictures) == 2 and pictures[0] == pictures[1]) or bool(videos[0] & videos[1])


def _tells_the_same(push: EarlierPush, headline: str, story_id: StoryId | None) -> bool:
    return (story_id is not None and push.story_id == story_id) or is_same_headline(push.headline, headline)


def _picture(article: Article, edit: Edit, facts: Facts) -> PictureCheck:
    own = article.image is not None or any(video.poster for video in article.videos)
    chosen = edit.picture or edit.photo_id
    if edit.picture == NO_PICTURE or not (own or chosen):
        return PictureCheck.NONE
    if facts.shown_without_picture:
        return PictureCheck.REFUSED
    width = facts.picture_size[0] if facts.picture_size else SMALL_PICTURE
    return PictureCheck.SMALL if width < SMALL_PICTURE else PictureCheck.FITS


def _link(article: Article, *, is_unread: bool) -> LinkCheck:
    if not article.url:
        return LinkCheck.MISSING
    return LinkCheck.UNREAD if is_unread else LinkCheck.FINE


def _video(article: Article, edit: Edit) -> VideoCheck:
    if article.videos:
        return VideoCheck.NONE if Removable.WATCH in edit.hidden else VideoCheck.FOUND
    is_told = fold(article.kicker or "").startswith(tuple(map(fold, _VIDEO)))
    return VideoCheck.MISSING if is_told else VideoCheck.NONE


def _address(url: str) -> tuple[str, str]:
    """Without scheme, and without what a site adds for its sizes; a video's query is its name."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url, ""
    return parts.netloc + parts.path, parts.query if "v=" in parts.query else ""
