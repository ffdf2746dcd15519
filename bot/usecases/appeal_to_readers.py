"""Ask readers for support, rarely: count what they do, decide after an answer, keep what they say to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import Clock
from bot.domain.appeals import AppealRules, Effect, Form, History, Occasion, Rest, Wording, decide
from bot.domain.articles import Article
from bot.domain.asking import Asking
from bot.domain.ids import Edition
from bot.domain.paper import EditionFacts, Paper
from bot.domain.reminders import reminder_promised
from bot.domain.subscribers import Person
from bot.ports import OpenStore, Store
from bot.usecases.appealing import edition_of, history_of, moment_of, reader_of, supports_until


@dataclass(frozen=True)
class Appeal:
    """What to show after an answer."""

    edition: EditionFacts
    wording: Wording
    form: Form


@dataclass(frozen=True)
class Rested:
    """What holds after somebody said something to it."""

    history: History
    reminded_on: datetime | None
    """When they are reminded; None where nobody does."""


class AppealToReaders:
    """Nothing is counted where the paper asks nobody, nor of strangers and groups."""

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._paper = paper
        self._clock = clock

    async def acted(self, person: Person) -> None:
        """They read here, searched, asked, followed or looked for videos."""
        rules = self._paper.appeals
        if rules is None or person.chat_id < 0:
            return
        async with self._open_store() as store:
            if await reader_of(store, person.chat_id):
                history = await history_of(store, person.chat_id)
                acted = history.acted(self._clock.now().date(), rules.within)
                await store.appeals.keep(person.chat_id, acted)

    async def after(self, person: Person, occasion: Occasion, articles: Sequence[Article]) -> Appeal | None:
        """What to show below an answer with these articles; from then on it counts as shown."""
        if self._paper.appeals is None or person.chat_id < 0:
            return None
        chat_id, now = person.chat_id, self._clock.now()
        async with self._open_store() as store:
            reader, history = await reader_of(store, chat_id), await history_of(store, chat_id)
            ids = [one.id for one in articles]
            moment = moment_of(
                self._paper,
                chat_id,
                reader,
                now,
                occasion,
                articles,
                member=await store.memberships.of(chat_id),
                is_breaking=await store.appeals.any_breaking(ids),
                is_forbidden=Asking.NEVER in (await store.edits.asking(ids)).values(),
                is_paused=await store.appeals.pause() is not None,
                role=person.role,
                supports_until=await supports_until(store, chat_id, now),
            )
            decision = decide(self._paper.appeals, history, moment)
            if decision.wording is None:
                return None
            await store.appeals.keep(chat_id, history.shown(decision.wording, now))
            edition = edition_of(self._paper, reader)
            await self._count(store, edition.code, decision.wording.key, Effect.SHOWN)
        return Appeal(edition, decision.wording, decision.form)

    async def tapped(self, person: Person, wording: str) -> None:
        """They want to see how; counts once for each time they were asked with these words."""
        async with self._open_store() as store:
            history = await history_of(store, person.chat_id)
            if history.wording == wording and not history.is_tapped:
                await store.appeals.keep(person.chat_id, replace(history, is_tapped=True))
                await self._count(store, self._edition_with(wording), wording, Effect.TAPPED)

    async def rest(self, person: Person, rest: Rest, wording: str) -> Rested:
        """They said so, to these words or of themselves (''); tells what holds now."""
        rules = self._paper.appeals or AppealRules()
        async with self._open_store() as store:
            history = await history_of(store, person.chat_id)
            now = self._clock.now()
            rested = history.rested(rest, rules, now)
            await store.appeals.keep(person.chat_id, rested)
            if history.wording == wording and rested != history:
                await self._count(store, self._edition_with(wording), wording, Effect(rest.value))
            reader = await reader_of(store, person.chat_id)
            moment = moment_of(
                self._paper,
                person.chat_id,
                reader,
                now,
                member=await store.memberships.of(person.chat_id),
                role=person.role,
                supports_until=await supports_until(store, person.chat_id, now),
            )
        return Rested(rested, reminder_promised(rules, rested, moment) if self._paper.appeals else None)

    async def _count(self, store: Store, edition: Edition, wording: str, effect: Effect) -> None:
        await store.appeals.count(self._clock.now().date(), edition, wording, effect)

    def _edition_with(self, wording: str) -> Edition:
        """Where the paper has these words; its first edition where it has them no more."""
        editions = self._paper.editions.values()
        having = (one.code for one in editions if any(own.key == wording for own in one.wordings))
        return next(having, next(iter(self._paper.editions)))
