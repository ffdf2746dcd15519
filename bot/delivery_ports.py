"""What pushing needs of the database: pushes, notices about them, schedules, and the ledger of deliveries.

Each call of the ledger is one transaction of its own. All datetimes are aware UTC.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from bot.domain.articles import Article
from bot.domain.deliveries import Delivery, DeliveryState, Key, Settlement, Tally, Verdict
from bot.domain.digests import Candidate, DigestClock
from bot.domain.ids import ArticleId, ChatId, Edition, MessageId, PushId, SubscriberId
from bot.domain.measures import OnFile
from bot.domain.preferences import Preferences
from bot.domain.progress import PushAtWork
from bot.domain.push_troubles import PushTrouble, PushTroubleKind
from bot.domain.pushes import Card, NewPush, Push
from bot.domain.schedules import Plan, Schedule


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

    async def plan(self, push_id: PushId, now: datetime, papers: Preferences) -> int:
        """Make the deliveries of a scheduled push: one per active subscriber of its editions who follows it
        and wants it at once, or one per message that it edits or deletes; the push is then `sending`. Where
        its readers are many, these are the first of them, and the next call is for the next. Once all are
        made it adds nothing, nor while another push has to be planned first. `papers` holds for who chose
        nothing. Returns how many."""
        ...

    async def plan_digests(self, push_ids: Sequence[PushId], now: datetime, papers: Preferences) -> int:
        """The same for digests, of which many hours of many zones may be due at once."""
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
        """Pushes without open deliveries, and of which all are planned, become `done`, paused ones when they
        expire; those that just did."""
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


class Pushes(Protocol):
    """Pushes with their frozen cards."""

    async def add(self, push: NewPush) -> Push | None:
        """File a push; None when its (schedule, slot) exists already."""
        ...

    async def get(self, push_id: PushId) -> Push | None:
        """The push with its cards."""
        ...

    async def link(self, push_id: PushId, links: Mapping[str, str]) -> None:
        """Where links of a push's cards lead, by the key in their address."""
        ...

    async def of_article(self, article_id: ArticleId) -> list[Push]:
        """Every push of this article, cancelled ones included, oldest first."""
        ...

    async def due(self, now: datetime) -> list[Push]:
        """Scheduled pushes whose time has come, in a newsroom stop only corrections of what is out; and what
        is planned in part."""
        ...

    async def cancel(self, push_id: PushId, now: datetime) -> bool:
        """Cancel a push and what of it still waits; False when it is over already."""
        ...

    async def withdraw(self, push_id: PushId, now: datetime) -> bool:
        """Cancel a push of which nothing has begun; False when its deliveries are planned or it is over."""
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

    async def at_work(self, besides: Sequence[PushId] = ()) -> list[PushAtWork]:
        """The pushes that are being sent or paused, and these, oldest first, at no cost that grows with
        their deliveries."""
        ...

    async def settle_unknown(self, push_id: PushId, verdict: Verdict, now: datetime) -> int:
        """Decide about every delivery of a push of which nobody knows whether it arrived; how many."""
        ...

    async def with_unknown(self) -> list[Push]:
        """Pushes with unknown deliveries that no editor has settled or seen, oldest first."""
        ...


class Notices(Protocol):
    """Pushes that need an editor, and the desk messages that say so."""

    async def due(self, desk: Sequence[ChatId]) -> list[tuple[PushTrouble, ChatId]]:
        """What a desk chat has not been told (or tried) yet, or only with a smaller figure."""
        ...

    async def shown(self, trouble: PushTrouble, chat_id: ChatId, message_id: MessageId | None) -> None:
        """Remember the newest desk message; None means that the chat could not be reached."""
        ...

    async def close(self, push_id: PushId, kind: PushTroubleKind) -> list[tuple[ChatId, MessageId]]:
        """It is decided: forget who was told, so that new trouble is told anew; the messages, by chat."""
        ...

    async def forget_unreached(self, chat_id: ChatId) -> None:
        """The chat can be reached now: let it be told what it missed."""
        ...


class Digests(Protocol):
    """When digests are due, what waits for them, and what was frozen."""

    async def clocks(self) -> Sequence[DigestClock]:
        """Every wall time at which somebody wanted a digest once."""
        ...

    async def begin(self, clock: DigestClock, now: datetime) -> None:
        """It stands since now, if it did not before; a clock that was ahead does not count."""
        ...

    async def use(self, clock: DigestClock, day: date) -> bool:
        """Take a day's slot; False when somebody has just taken it."""
        ...

    async def is_wanted(self, clock: DigestClock, day: date, papers: Preferences) -> bool:
        """Whether something waits for anybody who wants their digest then; `papers` holds for who chose
        nothing."""
        ...

    async def frozen(self, keys: Sequence[Key]) -> Mapping[Key, Card]:
        """The cards of these deliveries that were made before."""
        ...

    async def take(
        self, readers: Sequence[SubscriberId], now: datetime
    ) -> Mapping[SubscriberId, Sequence[Candidate]]:
        """What may wait for these readers, those without anything left out; nothing waits any more."""
        ...

    async def editions_of(self, readers: Sequence[SubscriberId]) -> Mapping[SubscriberId, Edition]:
        """What these readers read."""
        ...

    async def keep(self, key: Key, card: Card, articles: Sequence[ArticleId], now: datetime) -> None:
        """Freeze a digest."""
        ...

    async def articles_of(self, push_id: PushId, chat_id: ChatId) -> Sequence[Article]:
        """What the digest of a chat held, best first; empty for one that nobody remembers."""
        ...

    async def of_a_day(self, edition: Edition, since: datetime, until: datetime) -> Sequence[Candidate]:
        """The articles of an edition that were pushed in that time to all who follow them, and that nobody
        stopped or took back."""
        ...

    async def sweep(self, before: datetime) -> None:
        """Forget what was frozen earlier."""
        ...


class Schedules(Protocol):
    """Schedules and the record of their slots, of which each is used at most once, for all time."""

    async def enrol(self, plans: Sequence[Plan], now: datetime) -> None:
        """Make the schedules match the plans: those that are new or changed stand since now, those without
        a plan are over. The record of their slots stays."""
        ...

    async def at_work(self, plans: Sequence[Plan], now: datetime) -> Sequence[Schedule]:
        """The schedules of these plans, those that were enrolled, with the slots they remember."""
        ...

    async def use(self, schedule: str, day: date, now: datetime) -> bool:
        """Take a day's slot; False when it is used already. Of several who try at once one gets it, or the
        next one when that one's transaction fails."""
        ...

    async def expire(self, schedule: str, day: date, now: datetime) -> bool:
        """Record that a slot went by unused; False when it has a record already."""
        ...

    async def newest_video(self, edition: Edition, since: datetime) -> Article | None:
        """The newest article with a video published since then that neither a push has taken nor an editor
        held back."""
        ...


class Waits(Protocol):
    """What waits for its time: feeds and pages to be asked again, deliveries, chats that Telegram wants left
    alone, schedules that stand from a time on. What people chose a day and hour for stays."""

    async def latest(self) -> datetime | None:
        """The latest time that was kept."""
        ...

    async def keep(self, latest: datetime) -> None:
        """Remember this as the latest time."""
        ...

    async def put_back(self, by: timedelta, now: datetime) -> None:
        """The clock was put back by so much: so much earlier ends what waits for a time after `now`, and
        pushes that were due are due now."""
        ...


class Sums(Protocol):
    """What `/metrics` tells of the database."""

    async def on_file(self) -> OnFile:
        """What stands there at this moment, at a cost that does not grow with the deliveries."""
        ...
