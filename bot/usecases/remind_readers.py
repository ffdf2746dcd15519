"""Remind those who wanted it to support the paper: once, without a sound, outside their quiet hours."""

from datetime import datetime
from zoneinfo import ZoneInfo

import structlog

from bot.clock import Clock
from bot.domain.appeals import AppealRules, History
from bot.domain.deliveries import NotSent, Throttled
from bot.domain.ids import ChatId, UserId
from bot.domain.paper import Paper
from bot.domain.preferences import quiet_until
from bot.domain.pushes import Card
from bot.domain.reminders import WAITS, remind
from bot.domain.subscribers import Standing, Subscriber
from bot.locales import texts_for
from bot.ports import Courier, OpenStore, Store
from bot.rendering.support import reminder_message
from bot.usecases import staff
from bot.usecases.appealing import edition_of, history_of, moment_of, reader_of, supports_until

_AT_ONCE = 20

log = structlog.get_logger()


class RemindReaders:
    """A tick. It is on file before it leaves: a crash between may lose a reminder, and never brings two."""

    def __init__(self, *, open_store: OpenStore, courier: Courier, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._courier = courier
        self._paper = paper
        self._clock = clock

    async def __call__(self) -> None:
        """Those who have waited longest."""
        rules = self._paper.appeals
        if rules is None:
            return
        async with self._open_store() as store:
            is_paused = await store.appeals.pause() is not None
            due = () if is_paused else await store.appeals.reminders(self._clock.now(), _AT_ONCE)
        for chat_id in due:
            await self._remind(chat_id, rules)

    async def _remind(self, chat_id: ChatId, rules: AppealRules) -> None:
        async with self._open_store() as store:
            # What they say at this moment must not be lost.
            await store.appeals.hold(chat_id)
            history, reader = await history_of(store, chat_id), await reader_of(store, chat_id)
            role = await staff.role_of(store, self._paper, UserId(chat_id))
            now = self._clock.now()
            member = await store.memberships.of(chat_id)
            until = await supports_until(store, chat_id, now)
            moment = moment_of(
                self._paper, chat_id, reader, now, member=member, role=role, supports_until=until
            )
            silence = await self._silence(store, reader, now) if reader else None
            reminding = remind(rules, history, moment, silence)
            await store.appeals.keep(chat_id, reminding.history)
        if reminding.comes and reader is not None:
            card = reminder_message(edition_of(self._paper, reader), texts_for(reader.language))
            await self._send(chat_id, card, before=history, after=reminding.history)

    async def _silence(self, store: Store, reader: Subscriber, now: datetime) -> datetime | None:
        """When they want to hear from us again; None for now."""
        if reader.standing is Standing.PAUSED:
            return now + WAITS
        chosen = await store.preferences.of(reader.id) or self._paper.preferences
        return quiet_until(chosen.quiet, ZoneInfo(chosen.zone), now) if chosen.quiet else None

    async def _send(self, chat_id: ChatId, card: Card, *, before: History, after: History) -> None:
        """What certainly did not leave is owed again, unless they did something meanwhile."""
        outcome = await self._courier.send(chat_id, card)
        log.info("reader_reminded", chat=chat_id, outcome=type(outcome).__name__)
        if isinstance(outcome, NotSent | Throttled):
            async with self._open_store() as store:
                await store.appeals.hold(chat_id)
                if await history_of(store, chat_id) == after:
                    await store.appeals.keep(chat_id, before)
