"""What the desk's cards need of the database: the editors' changes, where each card stands, and what checks
look up. All datetimes are aware UTC."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.articles import Article
from bot.domain.asking import Asking
from bot.domain.deliveries import Sent
from bot.domain.edits import Version
from bot.domain.ids import ArticleId, ChatId, Edition, MessageId
from bot.domain.preferences import Preferences
from bot.domain.reach import Aim, Reach
from bot.domain.review_checks import EarlierPush
from bot.domain.reviews import Page


@dataclass(frozen=True, kw_only=True)
class DeskCard:
    """A waiting article's card in a desk chat that shows something else than it should."""

    article: Article
    chat_id: ChatId
    message_id: MessageId
    page: Page
    picture: str | None
    """The picture it shows, by address or Telegram's name; None where it has none."""
    turn: int
    """Which change it is to show."""
    anew: bool
    """Whether it is wanted at the end of the chat."""
    checks_id: MessageId | None
    """The message below it with its checks."""


@dataclass(frozen=True, kw_only=True)
class CardToCheck:
    """A waiting article's card in a desk chat whose checks are still to be made, or made anew."""

    article: Article
    chat_id: ChatId
    shown: Sent
    """Telegram's receipt for the card."""
    checks_id: MessageId | None
    turn: int
    """Which change the checks are of."""


class Edits(Protocol):
    """The editors' versions of each revision of an article."""

    async def newest(self, article_id: ArticleId, revision: int) -> Version:
        """The version that counts; version 0 where nobody changed anything of this revision."""
        ...

    async def at(self, article_id: ArticleId, revision: int, number: int) -> Version | None:
        """An earlier version."""
        ...

    async def hold(self, article_id: ArticleId) -> None:
        """Until this transaction ends, nobody else files a version of this article, or decides about it."""
        ...

    async def add(self, article_id: ArticleId, revision: int, version: Version) -> None:
        """File the next version."""
        ...

    async def left_behind(self, article_id: ArticleId, revision: int) -> Version | None:
        """The last edit of an earlier revision, which counts no more."""
        ...

    async def asking(self, article_ids: Sequence[ArticleId]) -> Mapping[ArticleId, Asking]:
        """What was said last about asking for support beside these articles; without those of which nobody
        said anything."""
        ...


class DeskCards(Protocol):
    """Where the cards of waiting articles stand, and what they show."""

    async def turn(
        self, article_id: ArticleId, chat_id: ChatId, message_id: MessageId, page: Page, *, anew: bool = False
    ) -> None:
        """The card in this chat is this message, and is to show this page."""
        ...

    async def changed(self, article_id: ArticleId, anew_in: ChatId | None = None) -> None:
        """All cards of this article are to show its newest version; one chat's at the end of the chat."""
        ...

    async def recheck(self, article_id: ArticleId) -> None:
        """The checks below all cards of this article are to be made anew."""
        ...

    async def to_check(self) -> Sequence[CardToCheck]:
        """Cards that show what they should, and below them no checks yet, or older ones."""
        ...

    async def checked(
        self, article_id: ArticleId, chat_id: ChatId, checks_id: MessageId | None, turn: int
    ) -> None:
        """The checks of this turn are this message, or can't be shown."""
        ...

    async def outdated(self) -> Sequence[DeskCard]:
        """Cards that do not show yet what they should."""
        ...

    async def shows(
        self,
        article_id: ArticleId,
        chat_id: ChatId,
        message_id: MessageId,
        picture: str | None,
        turn: int | None = None,
    ) -> None:
        """The card in this chat is this message now, with this picture, and shows the change of this turn;
        None: the last one."""
        ...

    async def arrived(self, article_id: ArticleId, chat_id: ChatId, sent: Sent) -> None:
        """The card is a new message, with no checks below it yet."""
        ...


class Lookups(Protocol):
    """What is looked up about an article before it is sent."""

    async def reach(self, aim: Aim, now: datetime, papers: Preferences) -> Reach:
        """How many would get such a push now."""
        ...

    async def pushed_since(self, edition: Edition, since: datetime, but: ArticleId) -> Sequence[EarlierPush]:
        """Pushes of other articles in an edition that are due or went since then, newest first."""
        ...

    async def is_unread(self, article_id: ArticleId) -> bool:
        """Whether the article's page could not be had when it was filed, nor since."""
        ...

    async def siblings(self, article: Article, since: datetime) -> Mapping[Edition, Article]:
        """The newest article of each other edition since then that shares a picture or a video with it."""
        ...
