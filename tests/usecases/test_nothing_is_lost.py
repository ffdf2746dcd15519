"""Whatever readers choose and whenever the service is down: nothing that is due is lost or comes twice.

Histories by chance on a real database, without Telegram: what is claimed arrives. Every push that a reader's
follows match when it is planned comes to them once, at once or in a digest, or is dropped by a rule that is
written here. Caps and quiet hours are those that held when it was planned. In every other history no two
readers are planned for in the same transaction.
"""

import asyncio
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.delivery_ports import Beat, Ledger
from bot.domain.articles import Draft
from bot.domain.deliveries import UNFROZEN, Delivery, DeliveryState, Key, Settlement, nothing_to_send
from bot.domain.follows import FollowKind, edition_subject, stance, subject
from bot.domain.ids import MessageId, PushId, SubscriberId
from bot.domain.preferences import Mode, Preferences, QuietHours, hours_of, quiet_until
from bot.domain.pushes import Card, Lane, NewPush
from bot.domain.subscribers import Standing
from bot.usecases.choose_when import ChooseWhen
from bot.usecases.make_digests import MakeDigests
from bot.usecases.plan_pushes import PlanPushes
from bot.usecases.send_digests import SendDigests
from bot.usecases.subscribe import Subscribe
from storage.database import Database, connect
from storage.pieces import PIECE
from tests.usecases.house import EN, HandClock, paper_at, person

READERS = (501, 502, 503)
BEGIN = datetime(2026, 10, 23, 9, tzinfo=UTC)
"""Two days before the clocks change in Europe, nine before they do in America."""
HOURS = tuple(time(hour, minute) for hour in (0, 2, 7, 13, 22) for minute in (0, 30))
FRESH = timedelta(hours=12)
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
"""Every transaction waits for the disk, and here are thousands."""

choices = st.builds(
    Preferences,
    zone=st.sampled_from(("Europe/Skopje", "America/New_York", "Asia/Kathmandu")),
    mode=st.sampled_from(Mode),
    digest_times=st.lists(st.sampled_from(HOURS), min_size=1, max_size=2).map(tuple),
    digest_days=st.frozensets(st.integers(0, 6), min_size=4),
    daily_cap=st.sampled_from((1, 2, None)),
    quiet=st.none()
    | st.builds(QuietHours, start=st.just(time(21)), end=st.sampled_from((time(2, 30), time(7))))
    | st.just(QuietHours(start=time(12), end=time(15))),
    only_breaking=st.sampled_from((False, False, False, True)),
)


@dataclass(frozen=True)
class Publish:
    """An article on these topics."""

    topics: tuple[str, ...]
    is_breaking: bool


@dataclass(frozen=True)
class Wait:
    """The service ticks on; or it is down."""

    minutes: int
    is_down: bool


@dataclass(frozen=True)
class Choose:
    """A reader chooses this."""

    reader: int
    chosen: Preferences


@dataclass(frozen=True)
class DigestOnly:
    """A reader wants a topic in digests only, or no longer so."""

    reader: int
    mode: Mode | None


@dataclass(frozen=True)
class Pause:
    """A reader wants nothing for some hours."""

    reader: int
    hours: int


Step = Publish | Wait | Choose | DigestOnly | Pause
readers = st.sampled_from(READERS)
topics = st.sampled_from(((), ("Roads",), ("Roads", "Books")))
steps = st.one_of(
    st.builds(Publish, topics, st.sampled_from((False, False, False, False, True))),
    st.builds(Publish, topics, st.just(False)),
    st.builds(Wait, st.integers(1, 300), st.just(False)),
    st.builds(Wait, st.integers(1, 1200), st.booleans()),
    st.builds(Choose, readers, choices),
    st.builds(DigestOnly, readers, st.sampled_from((Mode.DIGEST, None))),
    st.builds(Pause, readers, st.integers(1, 30)),
)


@dataclass(frozen=True)
class Planned:
    """A push when it was planned, for a reader who was active then, with what they had chosen."""

    at: datetime
    chosen: Preferences
    is_breaking: bool


@dataclass
class History:
    """What happened, as somebody saw it who stood beside."""

    planned: dict[Key, Planned] = field(default_factory=dict)
    at_once: dict[Key, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    in_digests: dict[Key, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    excused: set[Key] = field(default_factory=set)
    """Planned before their reader went away or wanted only breaking news, or expired."""

    def due(self, key: Key) -> datetime:
        """When one that comes at once was to go."""
        planned = self.planned[key]
        return hours_of(planned.chosen.zone, planned.chosen.quiet, planned.at).not_before or planned.at


class Service:
    """The use cases at work on a database, and what readers do. `apart`: each is in a piece of their own."""

    def __init__(self, database: Database, ledger: Ledger, clock: HandClock, *, apart: bool) -> None:
        paper, store = paper_at("https://p.example"), database.open_store
        self.paper = replace(paper, readers=replace(paper.readers, daily_cap=2))
        self.history = History()
        self._database, self._apart = database, apart
        self._ids: dict[int, SubscriberId] = {}
        self._store, self._ledger, self._clock = store, ledger, clock
        self._plan = PlanPushes(open_store=store, ledger=ledger, paper=self.paper, clock=clock)
        self._send = SendDigests(open_store=store, paper=self.paper, clock=clock)
        self._make = MakeDigests(open_store=store, paper=self.paper, clock=clock)
        self.when = ChooseWhen(open_store=store, paper=self.paper)
        self.subscribe = Subscribe(open_store=store, paper=self.paper, clock=clock)
        self._pushes: dict[int, PushId] = {}
        self._count = 0

    async def join(self, reader: int) -> None:
        """Somebody subscribes."""
        await self.subscribe(person(reader, language="en"))
        async with self._store() as store:
            subscriber = await store.subscribers.by_chat(person(reader).chat_id)
        assert subscriber
        self._ids[reader] = subscriber.id
        if self._apart:
            leap = text("UPDATE sqlite_sequence SET seq = seq + :piece WHERE name = 'subscribers'")
            await self._database.run(lambda connection: connection.execute(leap, {"piece": PIECE}))

    async def take(self, step: Step) -> None:
        """One step of the history, and a tick unless the service is down."""
        match step:
            case Publish():
                await self._publish(step)
            case Wait(minutes, is_down):
                await self._wait(minutes, is_down)
            case Choose(reader, chosen):
                await self.when.change(person(reader), lambda _: chosen)
            case DigestOnly(reader, mode):
                await self._digest_only(reader, mode)
            case Pause(reader, hours):
                until = self._clock.now() + timedelta(hours=hours)
                await self.subscribe.pause(person(reader), until)
                await self._excuse(self._ids[reader])
        await self.tick()

    async def tick(self) -> None:
        """What a tick does, or as many as there are pieces."""
        for _ in range(len(READERS) if self._apart else 1):
            await self._send()
            await self._plan()
            await self._deliver()
        for reader, number in self._ids.items():
            chosen = await self.when.of(person(reader))
            if chosen.only_breaking and chosen.mode is not Mode.DIGEST:
                await self._excuse(number)

    async def _excuse(self, reader: SubscriberId) -> None:
        self.history.excused |= {key for key in self.history.planned if key[1] == reader}

    async def _wait(self, minutes: int, is_down: bool) -> None:
        while minutes > 0:
            some = minutes if is_down else min(minutes, 30)
            self._clock.advance(minutes=some)
            minutes -= some
            if not is_down:
                await self.tick()

    async def _digest_only(self, reader: int, mode: Mode | None) -> None:
        roads = subject(FollowKind.TOPIC, "Roads")
        assert roads
        async with self._store() as store:
            subscriber = await store.subscribers.by_chat(person(reader).chat_id)
            assert subscriber
            about = stance(await store.follows.of(subscriber.id), roads)
            await store.follows.put(subscriber.id, replace(about, mode=mode))

    async def _publish(self, step: Publish) -> None:
        self._count += 1
        now = self._clock.now()
        draft = Draft(
            url=f"https://p.example/{self._count}",
            edition=EN,
            language="en",
            headline=f"News {self._count}",
            topics=step.topics,
        )
        found = (subject(FollowKind.TOPIC, one) for one in step.topics)
        keys = (edition_subject(EN), *(one for one in found if one))
        async with self._store() as store:
            await store.subscribers.wake(now)
            article = await store.articles.file(draft, feed_id=None, keys=(), fingerprint="", now=now)
            push = await store.pushes.add(
                NewPush(
                    article_id=article.id,
                    lane=Lane.BREAKING if step.is_breaking else Lane.INSTANT,
                    keys=keys,
                    cards={EN: Card(html="News")},
                    due_at=now,
                    expires_at=now + FRESH,
                    created_by=None,
                    schedule="article",
                    slot=str(self._count),
                )
            )
            assert push
            self._pushes[article.id] = push.id
            for reader, number in self._ids.items():
                subscriber = await store.subscribers.by_chat(person(reader).chat_id)
                if subscriber and subscriber.standing is Standing.ACTIVE:
                    chosen = await store.preferences.of(subscriber.id) or self.paper.preferences
                    planned = Planned(now, chosen, step.is_breaking)
                    self.history.planned[push.id, number] = planned

    async def _deliver(self) -> None:
        now = self._clock.now()
        await self._ledger.expire(now)
        while claimed := (await self._ledger.beat(Beat(claim=50), now)).claimed:
            cards = await self._make([one for one in claimed if one.card is UNFROZEN])
            ready = [one for one in claimed if one.card is not UNFROZEN or one.key in cards]
            await self._ledger.beat(Beat(intend=ready), now)
            for one in ready:
                await self._note(one, now)
            ended = [_arrived(one) if one in ready else nothing_to_send(one) for one in claimed]
            await self._ledger.beat(Beat(settlements=ended), now)
        await self._ledger.finish(now)

    async def _note(self, delivery: Delivery, now: datetime) -> None:
        if delivery.card is not UNFROZEN:
            self.history.at_once[delivery.key].append(now)
            return
        async with self._store() as store:
            articles = await store.digests.articles_of(delivery.push_id, delivery.chat_id)
        assert articles, "an empty digest"
        for one in articles:
            self.history.in_digests[self._pushes[one.id], delivery.subscriber_id].append(now)


def _arrived(delivery: Delivery) -> Settlement:
    return Settlement(
        push_id=delivery.push_id,
        subscriber_id=delivery.subscriber_id,
        state=DeliveryState.SENT,
        message_id=MessageId(1),
    )


async def play(folder: Path, taken: Sequence[Step], *, apart: bool) -> History:
    """A service lives through these steps, and two ordinary days after them."""
    clock = HandClock(BEGIN)
    async with connect(f"sqlite:///{folder}/kolporter.sqlite3") as database:
        service = Service(database, await database.lead("test"), clock, apart=apart)
        for reader in READERS:
            await service.join(reader)
        await service.tick()
        for step in taken:
            await service.take(step)
        for reader in READERS:
            plain = Preferences(zone="Europe/Skopje", mode=Mode.DIGEST)
            await service.take(Choose(reader, plain))
        await service.take(Wait(40, is_down=False))
        for _ in range(2):
            await service.take(Wait(24 * 60, is_down=False))
        expired = text("SELECT push_id, subscriber_id FROM deliveries WHERE state = :expired")
        found = await database.run(
            lambda connection: connection.execute(expired, {"expired": int(DeliveryState.EXPIRED)}).all()
        )
    service.history.excused |= {(push_id, reader) for push_id, reader in found}
    return service.history


def problems(history: History) -> list[str]:
    """What must not be in any history."""
    came = set(history.at_once) | set(history.in_digests)
    found = [f"{key} came, and nobody planned it" for key in came - set(history.planned)]
    found += [f"{key} was lost" for key in set(history.planned) - came - history.excused]
    for key in came & set(history.planned):
        if len(history.at_once.get(key, [])) + len(history.in_digests.get(key, [])) != 1:
            found.append(f"{key} came twice")
        elif key in history.at_once:
            found += [f"{key} came {problem}" for problem in wrong_hours(history, key)]
    return found


def wrong_hours(history: History, key: Key) -> Iterator[str]:
    """Of one that came at once: whether it was quiet, or more than its reader wants in a day."""
    planned, (sent,) = history.planned[key], history.at_once[key]
    chosen, at = planned.chosen, planned.at
    if planned.is_breaking:
        yield from ["late"] * (sent != at)
        return
    if chosen.only_breaking:
        yield "and is not breaking"
    if chosen.quiet and quiet_until(chosen.quiet, ZoneInfo(chosen.zone), sent):
        yield "when it was quiet"
    hours = hours_of(chosen.zone, chosen.quiet, at)
    earlier = [
        max(history.due(other), at) if times[0] > at else times[0]
        for other, times in history.at_once.items()
        if other[1] == key[1] and other[0] < key[0] and not history.planned[other].is_breaking
    ]
    today = [one for one in earlier if hours.day_begins <= one < hours.day_ends]
    if chosen.daily_cap is not None and len(today) >= chosen.daily_cap:
        yield "over the cap"


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(taken=st.lists(steps, min_size=5, max_size=25), apart=st.booleans())
@pytest.mark.proof
def test_every_push_comes_once_or_is_dropped_by_a_rule(
    sqlite_template: Path, taken: list[Step], apart: bool
) -> None:
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        shutil.copy(sqlite_template, Path(folder) / "kolporter.sqlite3")
        assert problems(asyncio.run(play(Path(folder), taken, apart=apart))) == []


KEYS = tuple((PushId(number), SubscriberId(1)) for number in (1, 2))
ORDINARY = Planned(BEGIN, Preferences(zone="Europe/Skopje", daily_cap=1), is_breaking=False)
QUIET = replace(ORDINARY, chosen=replace(ORDINARY.chosen, quiet=QuietHours(start=time(10), end=time(12))))


@pytest.mark.parametrize(
    ("planned", "at_once", "in_digests", "problem"),
    [
        (ORDINARY, 0, 0, "was lost"),
        (ORDINARY, 1, 1, "came twice"),
        (ORDINARY, 2, 0, "over the cap"),
        (QUIET, 1, 0, "when it was quiet"),
        (replace(ORDINARY, chosen=replace(ORDINARY.chosen, only_breaking=True)), 1, 0, "is not breaking"),
        (replace(ORDINARY, at=BEGIN - timedelta(hours=1), is_breaking=True), 1, 0, "late"),
    ],
)
def test_what_must_not_be_is_noticed(planned: Planned, at_once: int, in_digests: int, problem: str) -> None:
    history = History(planned=dict.fromkeys(KEYS[: max(at_once, 1)], planned))
    for key in KEYS[:at_once]:
        history.at_once[key] = [BEGIN + timedelta(minutes=key[0])]
    for key in KEYS[:in_digests]:
        history.in_digests[key] = [BEGIN]
    assert any(problem in one for one in problems(history))
