"""Watch how the service is: raise alarms, see them end, and show the same figures in `/health`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.alarm_ports import Backlog
from bot.clock import Clock, uptime
from bot.domain.alarms import Alarm, AlarmKind, Disk, FeedVitals, Raised, Vitals, alarms, turns
from bot.domain.ids import ChatId, PushId
from bot.domain.moments import Moment
from bot.domain.paper import Paper
from bot.domain.pushes import Card
from bot.domain.steps_back import lasts
from bot.domain.subscribers import Person
from bot.errors import DatabaseUnavailable, FetchError, TokenRefused
from bot.locales import texts_for
from bot.ports import Courier, OpenStore, Store
from bot.rendering.health import alarm_text, health_page
from bot.usecases import staff

_HOUR = timedelta(hours=1)
_ASK_TELEGRAM_EVERY = timedelta(minutes=10)
_AWAY = timedelta(seconds=30)
"""A restart of the database is no alarm."""

log = structlog.get_logger()


@dataclass(frozen=True)
class Probes:
    """What tells of the machine and of Telegram; None for what nobody can tell."""

    disk: Callable[[], Disk | None] = lambda: None
    telegram_time: Callable[[], Awaitable[datetime]] | None = None
    """Raises FetchError."""


class WatchHealth:
    """For a tick. What it learns only once, or only in this process, it remembers between two of them."""

    def __init__(
        self, *, open_store: OpenStore, courier: Courier, probes: Probes, paper: Paper, clock: Clock
    ) -> None:
        self._open_store = open_store
        self._courier = courier
        self._probes = probes
        self._paper = paper
        self._clock = clock
        self._skew: timedelta | None = None
        self._skew_at: datetime | None = None
        self._second_bot_at: datetime | None = None
        self._refusal_learnt_at: datetime | None = None
        self._began_at: datetime | None = None
        self._moved: dict[PushId, tuple[int, datetime]] = {}
        self._admins: tuple[ChatId, ...] = ()
        self._away_since: datetime | None = None
        self._told_away = False

    async def __call__(self) -> None:
        """Look, and keep what is to be told."""
        await self._ask_telegram()
        try:
            async with self._open_store() as store:
                self._admins = await staff.admins(store, self._paper)
                now = self._clock.now()
                await self._learn_of_refusal(store, now)
                wrong = alarms(await self._vitals(store), self._paper.alarms)
                turned = turns(await store.alarms.raised(), wrong, now)
                for alarm in turned.began:
                    await store.alarms.begin(alarm, now)
                for alarm in turned.last:
                    await store.alarms.last(alarm, now)
                for raised in turned.over:
                    await store.alarms.end(raised, now)
                if self._told_away and self._away_since:
                    gone = Raised(Alarm(AlarmKind.DATABASE), self._away_since, now)
                    await store.alarms.end(gone, now)
        except DatabaseUnavailable:
            await self._database_is_away()
            return
        self._away_since, self._told_away = None, False
        for alarm in turned.began:
            log.warning("alarm", kind=alarm.kind, **alarm.facts)

    async def show(self, admin: Person) -> Card:
        """How it is now, and which alarms are raised."""
        now = self._clock.now()
        async with self._open_store() as store:
            vitals = await self._vitals(store)
            # The question itself is one of the updates that nobody has handled yet.
            vitals = replace(vitals, updates=max(vitals.updates - 1, 0))
            raised = await store.alarms.raised()
        since = {one.alarm.key: one.since for one in raised}
        wrong = [(one, since.get(one.key, now)) for one in alarms(vitals, self._paper.alarms)]
        return health_page(vitals, wrong, self._paper.zone, texts_for(admin.language))

    def met_another(self) -> None:
        """Somebody else takes our updates: Telegram answered 409, or calls another door than ours."""
        self._second_bot_at = self._clock.now()

    async def note_refusal(self) -> None:
        """Telegram refuses the token: nobody can be told now, so the next start tells it."""
        log.error("token_refused", remedy="the token of @BotFather into TELEGRAM_TOKEN")
        async with self._open_store() as store:
            await store.moments.note(Moment.TOKEN_REFUSED, self._clock.now())

    async def _learn_of_refusal(self, store: Store, now: datetime) -> None:
        """It is news at the first start that Telegram accepts, however long that took."""
        if await store.moments.last(Moment.TOKEN_REFUSED):
            await store.moments.forget(Moment.TOKEN_REFUSED)
            self._refusal_learnt_at = now

    async def _vitals(self, store: Store) -> Vitals:
        now, began = self._clock.now(), uptime()
        feeds = [one.feed for one in await store.known_feeds.all() if one.is_asked]
        backlog = await store.alarms.backlog(now)
        answered = timedelta(seconds=uptime() - began)
        ended = await store.alarms.ended(now - _HOUR)
        return Vitals(
            at=now,
            feeds=tuple(FeedVitals(url=one.plan.url, troubles=one.troubles) for one in feeds),
            updates=backlog.updates,
            behind=self._behind(backlog, now),
            sent=ended.sent,
            failed=ended.failed,
            unknown=ended.unknown,
            disk=self._probes.disk(),
            database=answered,
            skew=self._skew,
            second_bot_at=self._second_bot_at,
            token_refused_at=self._refusal_learnt_at,
            backup_at=await store.moments.last(Moment.BACKUP),
        )

    def _behind(self, backlog: Backlog, now: datetime) -> timedelta:
        """A broadcast may take an hour; it is behind from when it stands still. While nobody was at work
        nothing moved, which is no news to who starts us.
        """
        self._began_at = self._began_at or now
        before, self._moved = self._moved, {}
        since = [at for at in (backlog.update_at, backlog.push_at) if at is not None]
        for push_id, (due_at, ended) in backlog.sending.items():
            count, moved_at = before.get(push_id, (ended, due_at))
            self._moved[push_id] = (ended, now if ended != count else moved_at)
            since.append(max(due_at, self._moved[push_id][1]))
        return max((now - max(one, self._began_at) for one in since), default=timedelta(0))

    async def _ask_telegram(self) -> None:
        now, ask = self._clock.now(), self._probes.telegram_time
        if ask is None or (self._skew_at and lasts(self._skew_at, self._skew_at + _ASK_TELEGRAM_EVERY, now)):
            return
        try:
            self._skew = await ask() - self._clock.now()
        except (FetchError, TokenRefused):
            self._skew = None
        self._skew_at = now

    async def _database_is_away(self) -> None:
        """The record of who was told is away, too: this process remembers it, and who the admins are."""
        now = self._clock.now()
        self._away_since = self._away_since or now
        if self._told_away or now - self._away_since < _AWAY:
            return
        self._told_away = True
        texts = texts_for(next(iter(self._paper.editions)))
        html = alarm_text(Alarm(AlarmKind.DATABASE), texts)
        for chat_id in self._admins or tuple(ChatId(one) for one in sorted(self._paper.admins)):
            await self._courier.send(chat_id, Card(html=html))
