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
from bot.domain.push_reports import EFFECT_LASTS
from bot.domain.reminders import reminder_promised
from bot.domain.subscribers import Person
from bot.domain.support_counts import Step
from bot.domain.support_links import Place, Reference
from bot.ports import OpenStore, Store
from bot.usecases.appealing import edition_of, history_of, moment_of, reader_of, supports_until
from bot.usecases.attribute_support import count_step
from bot.usecases.once import Once

_KEY = 8
"""Letters of a wording's key."""


@dataclass(frozen=True)
class Appeal:
    """What to show after an answer."""

    edition: EditionFacts
    wording: Wording
    form: Form
    reference: str | None = None
    """What its button says; None where links carry none."""


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
        self._tired = Once()

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
            reference = Reference(
                place=Place.APPEAL,
                reader=reader.id if reader else 0,
                day=now.date(),
                wording=decision.wording.key,
                edition=edition.code,
                article=articles[0].id if len(articles) == 1 else None,
            )
            await count_step(store, self._paper, chat_id, Step.SHOWN, reference, self._clock)
        references = self._paper.references
        written = references.write(reference) if references else None
        return Appeal(edition, decision.wording, decision.form, written)

    async def tapped(self, person: Person, said: str) -> Reference | None:
        """They want to see how; counts once for each time they were asked with these words. `said` is the
        reference of the button, or the wording's key on one that is older; None where it says nothing of
        this reader."""
        async with self._open_store() as store:
            reader = await store.subscribers.by_chat(person.chat_id)
            reference = self._read(said, reader.id if reader else 0)
            history = await history_of(store, person.chat_id)
            if reference is None or reference.wording is None or history.wording != reference.wording:
                return None
            if not history.is_tapped:
                await store.appeals.keep(person.chat_id, replace(history, is_tapped=True))
                edition = reference.edition or self._edition_with(reference.wording)
                await self._count(store, edition, reference.wording, Effect.TAPPED)
                await count_step(store, self._paper, person.chat_id, Step.TAPPED, reference, self._clock)
        return reference

    async def tired(self, person: Person) -> None:
        """They wanted less of something: soon after they were asked it may be because of that."""
        now = self._clock.now()
        async with self._open_store() as store:
            history = await history_of(store, person.chat_id)
            at, wording = history.shown_at, history.wording
            showing = person.chat_id, at
            if wording is None or at is None or not at <= now <= at + EFFECT_LASTS or showing in self._tired:
                return
            await self._count(store, self._edition_with(wording), wording, Effect.LESS)
        self._tired.add(showing)

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

    def _read(self, said: str, reader: int) -> Reference | None:
        if len(said) == _KEY:
            day = self._clock.now().date()
            return Reference(
                place=Place.APPEAL, reader=reader, day=day, wording=said, edition=self._edition_with(said)
            )
        references = self._paper.references
        reference = references.read(said) if references else None
        is_theirs = reference and reference.place is Place.APPEAL and reference.reader == reader
        return reference if is_theirs else None

    async def _count(self, store: Store, edition: Edition, wording: str, effect: Effect) -> None:
        today = self._clock.now().astimezone(self._paper.zone).date()
        await store.appeals.count(today, edition, wording, effect)

    def _edition_with(self, wording: str) -> Edition:
        """Where the paper has these words; its first edition where it has them no more."""
        editions = self._paper.editions.values()
        having = (one.code for one in editions if any(own.key == wording for own in one.wordings))
        return next(having, next(iter(self._paper.editions)))
