"""What the use cases need from the world, as the use cases would like to have it.

Repositories return frozen domain values, never rows, and never commit: one `async with open_store()`
is one transaction, committed on a clean exit, rolled back on an exception. No network inside it.
All datetimes are aware UTC.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from bot.appeal_ports import AppealStore
from bot.article_ports import Paragraphs, Stories
from bot.chat_ports import ChatFacts
from bot.delivery_ports import Digests, Notices, Pushes, Schedules, Sums, Waits
from bot.desk_ports import DeskStore
from bot.domain.articles import Article, Draft, Reading
from bot.domain.changes import Change
from bot.domain.deliveries import Outcome
from bot.domain.entries import Entry, Known, ParsedFeed, Sighting
from bot.domain.ids import ArticleId, ChatId, Edition, FeedId, MessageId, PushId, ThreadId
from bot.domain.pushes import ButtonRows, Card, Upload
from bot.domain.reviews import Review, ReviewState
from bot.domain.subscribers import Person
from bot.feed_ports import Feeds, Surges, UnreadPages
from bot.follow_ports import Choices, Follows, Subscribers
from bot.inbox_ports import Answers, Inbox
from bot.question_ports import Archive, Questions
from bot.queue_ports import Audiences, Queue
from bot.review_ports import DeskCards, Edits, Lookups
from bot.rights_ports import FeedbackFile, Records
from bot.star_ports import StarStore
from bot.statistics_ports import StatisticsFile
from bot.upkeep_ports import UpkeepStore


class Articles(Protocol):
    """Articles, the keys under which they are known, and their text index."""

    async def known(self, feed_id: FeedId, keys: Sequence[str]) -> Mapping[str, Known]:
        """The articles known under these keys, by key; `link:` keys count in all feeds."""
        ...

    async def file(
        self, draft: Draft, *, feed_id: FeedId | None, keys: Sequence[str], fingerprint: str, now: datetime
    ) -> Article:
        """File a new article under all its keys and index its text."""
        ...

    async def revise(
        self,
        article_id: ArticleId,
        draft: Draft,
        *,
        keys: Sequence[str],
        fingerprint: str,
        feed_id: FeedId | None = None,
    ) -> Article:
        """Replace the content, add 1 to the revision, add new keys, index anew. The fingerprint is of
        what `feed_id` said, by default the feed that brought the article."""
        ...

    async def sight(self, feed_id: FeedId, sightings: Sequence[Sighting]) -> None:
        """Keep what a feed last said of articles; their content stays."""
        ...

    async def headlines(
        self, edition: Edition, since: datetime, limit: int
    ) -> list[tuple[FeedId | None, ArticleId, str]]:
        """Headlines of an edition seen since then, newest first, with the feed that brought each."""
        ...

    async def note_changes(self, article: Article, changes: Sequence[Change], now: datetime) -> None:
        """Keep what this revision changed."""
        ...

    async def changes(self, article_id: ArticleId) -> Mapping[int, Sequence[Change]]:
        """What each revision changed, by its number."""
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


class Reviews(Protocol):
    """What waits for the desk, and the desk messages that show it."""

    async def open(self, article_id: ArticleId, now: datetime) -> None:
        """Lay an article before the desk; again if it was decided or expired before."""
        ...

    async def reopen(self, article_id: ArticleId, now: datetime) -> None:
        """What was decided is to be decided again, on the same desk messages."""
        ...

    async def get(self, article_id: ArticleId) -> Review | None:
        """The review of an article."""
        ...

    async def decide(
        self, article_id: ArticleId, state: ReviewState, by: Person, now: datetime, *, on_card: bool = True
    ) -> bool:
        """Decide if it still waits, keeping who it was; False when somebody was faster.

        `on_card`: the answer to a press on the card in the decider's chat shows the verdict there.
        """
        ...

    async def overtake(self, article_id: ArticleId, now: datetime) -> None:
        """A schedule sends the article: nobody needs to decide any more."""
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

    async def leaves(
        self, article_id: ArticleId, push_id: PushId, chat_id: ChatId, message_id: MessageId | None
    ) -> None:
        """This push carries out the decision, and can be stopped as long as it has not begun. That message
        shows it already."""
        ...

    async def stop_shown(self, article_id: ArticleId, chat_id: ChatId, *, stoppable: bool) -> None:
        """The desk message in this chat offers to stop it now, or does not any more."""
        ...

    async def back(self) -> list[tuple[Review, ChatId, MessageId]]:
        """Desk messages that offer to stop what somebody has stopped, oldest first."""
        ...

    async def verdict_shown(self, article_id: ArticleId, chat_id: ChatId) -> None:
        """The desk message in this chat says what was decided, or can't be made to."""
        ...


class Store(DeskStore, UpkeepStore, AppealStore, StarStore, Protocol):
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
    def stories(self) -> Stories:
        """What belongs together."""
        ...

    @property
    def unread_pages(self) -> UnreadPages:
        """Pages to read again."""
        ...

    @property
    def surges(self) -> Surges:
        """Articles that wait together for one decision."""
        ...

    @property
    def reviews(self) -> Reviews:
        """What waits for the desk."""
        ...

    @property
    def edits(self) -> Edits:
        """What editors changed of cards."""
        ...

    @property
    def desk_cards(self) -> DeskCards:
        """Where cards of waiting articles stand."""
        ...

    @property
    def lookups(self) -> Lookups:
        """What is looked up about an article."""
        ...

    @property
    def notices(self) -> Notices:
        """Pushes that need an editor."""
        ...

    @property
    def pushes(self) -> Pushes:
        """The pushes."""
        ...

    @property
    def queue(self) -> Queue:
        """What waits for its time, and how full the days are."""
        ...

    @property
    def audiences(self) -> Audiences:
        """The audiences that have a name."""
        ...

    @property
    def schedules(self) -> Schedules:
        """What goes out by the clock."""
        ...

    @property
    def waits(self) -> Waits:
        """Whatever waits for its time."""
        ...

    @property
    def sums(self) -> Sums:
        """What is kept in step to be measured."""
        ...

    @property
    def subscribers(self) -> Subscribers:
        """The subscribers."""
        ...

    @property
    def follows(self) -> Follows:
        """What subscribers follow."""
        ...

    @property
    def digests(self) -> Digests:
        """Digests, and what waits for them."""
        ...

    @property
    def preferences(self) -> Choices:
        """What subscribers chose about when news comes."""
        ...

    @property
    def inbox(self) -> Inbox:
        """Updates from Telegram."""
        ...

    @property
    def answers(self) -> Answers:
        """What we have to say to people."""
        ...

    @property
    def archive(self) -> Archive:
        """The text index of all articles."""
        ...

    @property
    def questions(self) -> Questions:
        """What readers asked last."""
        ...

    @property
    def records(self) -> Records:
        """What is kept about a chat."""
        ...

    @property
    def feedback(self) -> FeedbackFile:
        """What readers told the newsroom."""
        ...

    @property
    def statistics(self) -> StatisticsFile:
        """Figures by the day."""
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


class Courier(ChatFacts, Protocol):
    """The only way into somebody else's chat. Never raises for what Telegram or the network does."""

    async def send(
        self,
        chat_id: ChatId,
        card: Card,
        thread_id: ThreadId | None = None,
        reply_to: MessageId | None = None,
    ) -> Outcome:
        """Send a card as a new message, into a topic of a forum group where one is named, and below one of
        the chat's messages while that is there."""
        ...

    async def reply(self, chat_id: ChatId, message_id: MessageId, card: Card) -> Outcome:
        """Send a card's text in reply to a message of ours; where that is gone, it comes all the same."""
        ...

    async def answer(self, chat_id: ChatId, card: Card, thread_id: ThreadId | None = None) -> Outcome:
        """The same for an answer to a person: markup that Telegram refuses goes as plain text."""
        ...

    async def send_file(
        self, chat_id: ChatId, file: Upload, card: Card, thread_id: ThreadId | None = None
    ) -> Outcome:
        """Send a picture or another file of our own with a card's text and buttons."""
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
