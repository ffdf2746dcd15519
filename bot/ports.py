"""What the use cases need from the world, as the use cases would like to have it.

Repositories return frozen domain values, never rows, and never commit: one `async with open_store()`
is one transaction, committed on a clean exit, rolled back on an exception. No network inside it.
All datetimes are aware UTC.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from bot.domain.answers import Matter, OwedAnswer
from bot.domain.articles import Article, Draft, Reading
from bot.domain.deliveries import Delivery, DeliveryState, Outcome, Settlement, Tally, Verdict
from bot.domain.entries import Entry, Known, ParsedFeed
from bot.domain.feeds import Feed, FeedPlan, Validators
from bot.domain.ids import ArticleId, ChatId, Edition, FeedId, MessageId, PushId, SubscriberId
from bot.domain.pushes import ButtonRows, Card, NewPush, Push
from bot.domain.reviews import Review, ReviewState
from bot.domain.statistics import DayMoves, PushTally
from bot.domain.subscribers import Person, Standing, Subscriber


class Feeds(Protocol):
    """The feeds and what we remember of their servers."""

    async def enrol(self, plans: Sequence[FeedPlan], now: datetime) -> None:
        """Make the table match the plans by URL: new ones due now, missing ones no longer polled."""
        ...

    async def due(self, now: datetime, limit: int) -> list[Feed]:
        """Enrolled feeds with `next_poll_at <= now`, longest due first."""
        ...

    async def save(self, feed: Feed) -> None:
        """Keep the feed's memory: validators, seeded, failures, next poll, last problem."""
        ...

    async def get(self, feed_id: FeedId) -> Feed:
        """The feed on file."""
        ...


class Articles(Protocol):
    """Articles, the keys under which they are known, and their text index."""

    async def known(self, feed_id: FeedId, keys: Sequence[str]) -> Known | None:
        """The article known under the first of these keys, if any; `link:` keys count in all feeds."""
        ...

    async def file(
        self, draft: Draft, *, feed_id: FeedId | None, keys: Sequence[str], fingerprint: str, now: datetime
    ) -> Article:
        """File a new article under all its keys and index its text."""
        ...

    async def revise(
        self, article_id: ArticleId, draft: Draft, *, keys: Sequence[str], fingerprint: str
    ) -> Article:
        """Replace the content, add 1 to the revision, add new keys, index anew."""
        ...

    async def get(self, article_id: ArticleId) -> Article:
        """The article on file."""
        ...

    async def by_link(self, key: str) -> Article | None:
        """The article known under a `link:` key."""
        ...

    async def latest(self, edition: Edition, limit: int, *, with_video: bool = False) -> list[Article]:
        """The newest articles of an edition by publication (then filing) time."""
        ...

    async def search(self, query: Sequence[str], edition: Edition, limit: int) -> list[Article]:
        """Articles that hold every word in any spelling or form (a beginning is enough), the asked edition's
        and newest first. The words are as they were written."""
        ...


class Paragraphs(Protocol):
    """Prints of the paragraphs of each feed's last articles; see `bot.domain.paragraphs`."""

    async def note(self, feed_id: FeedId, article_id: ArticleId, prints: Sequence[str]) -> None:
        """Keep the paragraphs of an article, replacing earlier ones; forget the feed's older articles."""
        ...

    async def often(self, feed_id: FeedId) -> frozenset[str]:
        """Those that stand in several of the feed's last articles."""
        ...


class Reviews(Protocol):
    """What waits for the desk, and the desk messages that show it."""

    async def open(self, article_id: ArticleId, now: datetime) -> None:
        """Lay an article before the desk; again if it was decided or expired before."""
        ...

    async def get(self, article_id: ArticleId) -> Review | None:
        """The review of an article."""
        ...

    async def decide(self, article_id: ArticleId, state: ReviewState, by: Person, now: datetime) -> bool:
        """Decide if it still waits, keeping who it was; False when somebody was faster.

        The answer in the decider's chat shows the verdict there.
        """
        ...

    async def show_again(self, article_id: ArticleId) -> None:
        """A waiting review's article changed: forget its desk messages, so that it is shown anew."""
        ...

    async def expire(self, before: datetime) -> None:
        """Close reviews opened earlier than `before` that still wait."""
        ...

    async def unshown(self, desk: Sequence[ChatId]) -> list[tuple[Review, ChatId]]:
        """Waiting reviews that a desk chat has not been shown (or tried) yet, oldest first."""
        ...

    async def shown(self, article_id: ArticleId, chat_id: ChatId, message_id: MessageId | None) -> None:
        """Remember the desk message; None means that the chat could not be reached."""
        ...

    async def forget_unreached(self, chat_id: ChatId) -> None:
        """The chat can be reached now: let its missed reviews be shown again."""
        ...

    async def without_verdict(self) -> list[tuple[Review, ChatId, MessageId]]:
        """Desk messages of reviews that are over which still show the buttons to decide, oldest first."""
        ...

    async def verdict_shown(self, article_id: ArticleId, chat_id: ChatId) -> None:
        """The desk message in this chat says what was decided, or can't be made to."""
        ...


class Pushes(Protocol):
    """Pushes with their frozen cards."""

    async def add(self, push: NewPush) -> Push | None:
        """File a push; None when its (schedule, slot) exists already."""
        ...

    async def get(self, push_id: PushId) -> Push | None:
        """The push with its cards."""
        ...

    async def of_article(self, article_id: ArticleId) -> list[Push]:
        """Every push of this article, cancelled ones included, oldest first."""
        ...

    async def due(self, now: datetime) -> list[Push]:
        """Scheduled pushes whose time has come."""
        ...

    async def cancel(self, push_id: PushId, now: datetime) -> bool:
        """Cancel a push and what of it still waits; False when it is over already."""
        ...

    async def pause(self, push_id: PushId, now: datetime) -> bool:
        """Let what is under way end and start no more; False when it is not being sent."""
        ...

    async def resume(self, push_id: PushId) -> bool:
        """Go on with a paused push; False when it is not paused."""
        ...

    async def progress(self, push_id: PushId) -> Tally | None:
        """How a push stands now, at no cost that grows with its deliveries."""
        ...

    async def settle_unknown(self, push_id: PushId, verdict: Verdict, now: datetime) -> int:
        """Decide about every delivery of a push of which nobody knows whether it arrived; how many."""
        ...

    async def with_unknown(self) -> list[Push]:
        """Pushes with unknown deliveries that no editor has settled or seen, oldest first."""
        ...

    async def tallies(self, limit: int) -> list[PushTally]:
        """The last pushes, newest first, with their deliveries counted."""
        ...


Key = tuple[PushId, SubscriberId]
"""Names a delivery."""


@dataclass(frozen=True, kw_only=True)
class Beat:
    """One step of the delivery machine, to be taken in one transaction."""

    settlements: Sequence[Settlement] = ()
    parked: Mapping[ChatId, datetime] = field(default_factory=dict)
    """Chats that Telegram wants left alone, and until when."""
    intend: Sequence[Delivery] = ()
    """Claimed deliveries whose requests leave once this is recorded."""
    claim: int = 0
    """How many more to claim."""


@dataclass(frozen=True, kw_only=True)
class Beaten:
    """What the step brought: the intents that are still ours, and new claims."""

    intended: frozenset[Key]
    claimed: Sequence[Delivery]


class Ledger(Protocol):
    """The delivery machine's rows. Each call is one transaction; each raises LeaseLost when another
    worker took over, DatabaseUnavailable when nobody knows whether it was recorded."""

    async def plan(self, push_id: PushId, now: datetime) -> int:
        """Make the deliveries of a scheduled push by one INSERT … SELECT: one per active subscriber of its
        editions, or one per message that it edits or deletes; the push is then `sending`. Running it
        again adds nothing. Returns how many."""
        ...

    async def beat(self, beat: Beat, now: datetime) -> Beaten:
        """Record outcomes, then intents, then claim: first lane first, then the oldest push.

        Lost chats become `blocked` subscribers, moved chats get their new id, an outcome that comes
        after all moves `unknown` to `sent`; claims of who left or paused since then are `cancelled`."""
        ...

    async def report_late(self, settlements: Sequence[Settlement], now: datetime) -> None:
        """What this worker still learns after it lost the lease: `unknown` may become `sent`."""
        ...

    async def expire(self, now: datetime) -> int:
        """Waiting deliveries of pushes past `expires_at` become `expired`."""
        ...

    async def release(self, now: datetime) -> int:
        """Give back what was claimed and not begun."""
        ...

    async def recover(self, now: datetime) -> Mapping[DeliveryState, int]:
        """Nothing of this worker is under way: take over whatever is in hand. Claimed → pending; sending →
        pending at risk or unknown, by policy. Returns how many became what."""
        ...

    async def finish(self, now: datetime) -> list[PushId]:
        """Pushes without open deliveries become `done`; return those that just did."""
        ...

    async def pause(self, push_id: PushId, why: str, now: datetime) -> bool:
        """Stop a push that should not go on, keeping why; what waits of it goes on waiting."""
        ...

    async def learn_picture(self, push_id: PushId, photo: str, photo_id: str | None) -> None:
        """Remember Telegram's name for a picture; None takes the picture off the push's cards."""
        ...

    async def parked(self, now: datetime) -> Mapping[ChatId, datetime]:
        """The chats that Telegram wants left alone, and until when."""
        ...

    async def group_sends(self, now: datetime) -> Sequence[tuple[ChatId, datetime]]:
        """What went to groups and channels in the last minute."""
        ...


class Subscribers(Protocol):
    """The chats that get pushes and the log of who came and went."""

    async def by_chat(self, chat_id: ChatId) -> Subscriber | None:
        """The subscriber of a chat, whatever its standing."""
        ...

    async def join(self, chat_id: ChatId, *, edition: Edition, language: str, now: datetime) -> Subscriber:
        """Subscribe a chat or make it active again; logged as a join when it was not active."""
        ...

    async def set_standing(self, chat_id: ChatId, standing: Standing, now: datetime) -> None:
        """Change the standing of a known chat, and log the move if it is one."""
        ...

    async def set_edition(self, chat_id: ChatId, edition: Edition) -> None:
        """Change what a known chat reads."""
        ...

    async def standings(self) -> Mapping[Standing, int]:
        """How many subscribers stand how."""
        ...

    async def moves(self, since: datetime, zone: str) -> list[DayMoves]:
        """Joins, leaves and blocks per day of the zone, oldest first, days without moves left out."""
        ...


@dataclass(frozen=True)
class StoredUpdate:
    """An update as Telegram gave it, kept until it was handled."""

    update_id: int
    payload: Mapping[str, Any]


class Inbox(Protocol):
    """Updates from Telegram, stored before they are acknowledged."""

    async def store(self, updates: Sequence[StoredUpdate], now: datetime) -> list[int]:
        """Keep them; returns the ids that are new."""
        ...

    async def unhandled(self) -> list[StoredUpdate]:
        """What a crash left, oldest first."""
        ...

    async def handled(self, update_ids: Sequence[int], now: datetime) -> None:
        """Mark them as done."""
        ...


class Answers(Protocol):
    """What we have to say to people, on file until Telegram took it."""

    async def add(self, owed: Sequence[OwedAnswer]) -> None:
        """Keep them until `remove`."""
        ...

    async def owed(self) -> list[OwedAnswer]:
        """What was not sent yet, oldest update first."""
        ...

    async def remove(self, owed: Sequence[OwedAnswer]) -> None:
        """They are sent, or given up."""
        ...


class Store(Protocol):
    """All repositories inside one transaction."""

    @property
    def feeds(self) -> Feeds:
        """The feeds."""
        ...

    @property
    def articles(self) -> Articles:
        """The articles."""
        ...

    @property
    def paragraphs(self) -> Paragraphs:
        """What the feeds' articles repeat."""
        ...

    @property
    def reviews(self) -> Reviews:
        """What waits for the desk."""
        ...

    @property
    def pushes(self) -> Pushes:
        """The pushes."""
        ...

    @property
    def subscribers(self) -> Subscribers:
        """The subscribers."""
        ...

    @property
    def inbox(self) -> Inbox:
        """Updates from Telegram."""
        ...

    @property
    def answers(self) -> Answers:
        """What we have to say to people."""
        ...


class OpenStore(Protocol):
    """`async with open_store() as store:` is one transaction, or joins the one of `together`."""

    def __call__(self) -> AbstractAsyncContextManager[Store]:
        """Begin."""
        ...


class Together(Protocol):
    """`async with together() as store:` is one transaction for all that happens inside.

    Every `open_store()` of the same task yields this store and leaves the commit to the outer end.
    """

    def __call__(self) -> AbstractAsyncContextManager[Store]:
        """Begin."""
        ...


class Understand(Protocol):
    """An update, as Telegram gave it → what it asks of us."""

    def __call__(self, payload: Mapping[str, Any]) -> Matter | None:
        """None for what nobody needs to handle, or can't read. Never raises."""
        ...


@dataclass(frozen=True)
class Fetched:
    """A body that was read: at most the asked bytes, decompressed, not decoded."""

    url: str
    """Where it really came from, after redirects."""
    body: bytes
    content_type: str
    validators: Validators


@dataclass(frozen=True)
class NotModified:
    """The server says, or the body's hash shows, that nothing changed."""

    validators: Validators


class Fetch(Protocol):
    """The guarded, only outbound HTTP besides Telegram."""

    async def __call__(
        self, url: str, validators: Validators | None = None, *, accept: str = "*/*"
    ) -> Fetched | NotModified:
        """GET. Raises FetchError with a named reason, never anything else for what the web does."""
        ...


class ParseFeed(Protocol):
    """Bytes → entries."""

    async def __call__(self, body: bytes, *, url: str, content_type: str) -> ParsedFeed:
        """Raises FeedError when it is no feed."""
        ...


class ReadPage(Protocol):
    """Entry, page and post → Reading."""

    async def __call__(
        self,
        entry: Entry,
        page: bytes | None,
        *,
        edition: Edition,
        topic: str | None,
        post: bytes | None = None,
        often: frozenset[str] = frozenset(),
    ) -> Reading:
        """Read what the paper published; without a page from the entry alone. Never raises for bad HTML.

        `post` is what the site's WordPress says about it; `often` holds the prints of paragraphs that the
        feed's articles repeat.
        """
        ...


class Courier(Protocol):
    """The only way into somebody else's chat. Never raises for what Telegram or the network does."""

    async def send(self, chat_id: ChatId, card: Card) -> Outcome:
        """Send a card as a new message."""
        ...

    async def answer(self, chat_id: ChatId, card: Card) -> Outcome:
        """The same for an answer to a person: markup that Telegram refuses goes as plain text."""
        ...

    async def edit(self, chat_id: ChatId, message_id: MessageId, card: Card) -> Outcome:
        """Put this card in place of a message of ours; twice is the same as once."""
        ...

    async def delete(self, chat_id: ChatId, message_id: MessageId, instead: Card) -> Outcome:
        """Take a message of ours away; where it is too old for that, put `instead` in its place."""
        ...

    async def set_buttons(self, chat_id: ChatId, message_id: MessageId, buttons: ButtonRows) -> Outcome:
        """Replace the buttons under a message of ours."""
        ...


class Inspector(Protocol):
    """What `doctor` asks Telegram. Each raises TokenRefused, or FetchError when Telegram is out of reach."""

    async def identify(self) -> str:
        """The bot's username."""
        ...

    async def server_time(self) -> datetime:
        """The time on Telegram's clock."""
        ...

    async def can_write(self, chat_id: ChatId) -> bool:
        """Whether the bot may send into this chat."""
        ...


@dataclass(frozen=True)
class DatabaseReport:
    """Which database it is (never with a password), and SQLite's version where it is one."""

    place: str
    sqlite: tuple[int, ...] | None
