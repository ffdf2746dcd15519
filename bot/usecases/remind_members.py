"""Tell members some days before it ends, once of each period and by day; after that it ends quietly."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from zoneinfo import ZoneInfo

import structlog

from bot.clock import Clock
from bot.domain.appeals import Rest
from bot.domain.deliveries import NotSent, Throttled
from bot.domain.ids import ChatId
from bot.domain.memberships import Member
from bot.domain.paper import Paper
from bot.domain.preferences import quiet_until
from bot.domain.subscribers import Standing, Subscriber
from bot.domain.support_links import Place, Reference, References, tagged
from bot.locales import texts_for
from bot.ports import Courier, OpenStore, Store
from bot.rendering.members import reminder_card
from bot.usecases.appealing import edition_of, history_of

_AT_ONCE = 200
_MORNING, _EVENING = time(9), time(20)

log = structlog.get_logger()


class RemindMembers:
    """By ticks. Not told is who has left, blocked us, pauses, or wants never to be asked."""

    def __init__(
        self,
        *,
        open_store: OpenStore,
        courier: Courier,
        paper: Paper,
        references: References | None,
        clock: Clock,
    ) -> None:
        self._open_store = open_store
        self._courier = courier
        self._paper = paper
        self._references = references
        self._clock = clock

    async def __call__(self) -> None:
        """What Telegram could not take now is said with the next tick."""
        rules = self._paper.appeals
        if rules is None or not rules.reminder:
            return
        today = self._clock.now().astimezone(self._paper.zone).date()
        async with self._open_store() as store:
            is_paused = await store.appeals.pause() is not None
            due = {} if is_paused else await self._due(store, today, today + rules.reminder)
        for chat_id, (member, reader) in due.items():
            if not await self._remind(chat_id, member, reader, today):
                async with self._open_store() as store:
                    await store.memberships.change(chat_id, _untold)

    async def _due(
        self, store: Store, today: date, until: date
    ) -> Mapping[ChatId, tuple[Member, Subscriber | None]]:
        """Who is told now. From now on they have been told, as has who does not want to hear it; being told
        counts as being asked."""
        due = {}
        for chat_id, member in (await store.memberships.unreminded(today, until, _AT_ONCE)).items():
            reader = await store.subscribers.by_chat(chat_id)
            if not await self._is_day(store, reader):
                continue
            await store.appeals.hold(chat_id)
            is_first = await store.memberships.remind(chat_id, member.until)
            if is_first and await _wants_to_hear(store, chat_id, reader):
                due[chat_id] = member, reader
                if reader is not None:
                    asked = (await history_of(store, chat_id)).reminded(self._clock.now())
                    await store.appeals.keep(chat_id, asked)
        return due

    async def _is_day(self, store: Store, reader: Subscriber | None) -> bool:
        """By their own clock, and outside of their quiet hours."""
        chosen = await store.preferences.of(reader.id) if reader else None
        hours, now = chosen or self._paper.preferences, self._clock.now()
        zone = ZoneInfo(hours.zone)
        is_quiet = hours.quiet and quiet_until(hours.quiet, zone, now)
        return _MORNING <= now.astimezone(zone).time() < _EVENING and not is_quiet

    async def _remind(self, chat_id: ChatId, member: Member, reader: Subscriber | None, today: date) -> bool:
        """Whether there is nothing left to do."""
        edition = edition_of(self._paper, reader)
        number = reader.id if reader else 0
        reference = Reference(place=Place.COMMAND, reader=number, day=today, edition=edition.code)
        written = self._references.write(reference) if self._references else None
        link = tagged(edition.membership_url, written, campaign="renewal")
        texts = texts_for(reader.language if reader else edition.code)
        outcome = await self._courier.send(chat_id, reminder_card(edition, member, link, texts))
        log.info("member_reminded", chat=chat_id, outcome=type(outcome).__name__)
        return not isinstance(outcome, NotSent | Throttled)


async def _wants_to_hear(store: Store, chat_id: ChatId, reader: Subscriber | None) -> bool:
    rests = (await history_of(store, chat_id)).rest is Rest.NEVER
    return not rests and (reader is None or reader.standing is Standing.ACTIVE)


def _untold(member: Member | None) -> Member | None:
    return replace(member, reminded=None) if member else None
