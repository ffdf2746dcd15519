"""*Schedule*: a time for an article before the desk or for a push that waits, on a day that is not full."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.articles import Article
from bot.domain.audit import Deed
from bot.domain.ids import PushId
from bot.domain.paper import Paper
from bot.domain.pushes import ButtonRows, Lane, Push, PushState, expiry
from bot.domain.queue import ArticleSeen, PushSeen, Queued, Target
from bot.domain.reviews import ReviewState
from bot.domain.schedules import Plan, next_slot
from bot.domain.subscribers import Person
from bot.domain.timing import Choice, Load, check_ahead, load, offers
from bot.errors import UsageError
from bot.locales import texts_for
from bot.ports import OpenStore, Store
from bot.rendering.moments import read_moment
from bot.rendering.queue import queued_rows
from bot.usecases.desk_card import desk_card
from bot.usecases.edit_card import as_seen
from bot.usecases.freeze import push_once
from bot.usecases.log_decision import log_push_decision

_TWO_DAYS = timedelta(days=2)
"""Today on the paper's clocks began later than that, wherever it is."""


@dataclass(frozen=True)
class Timed:
    """What became of a chosen time: the push that waits for it, or None because that day is full."""

    moment: datetime
    load: Load
    queued: Queued | None


class SchedulePush:
    """Choose and change when something goes out. The same tap twice is the same as once."""

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._paper = paper
        self._clock = clock

    async def offers(self, target: Target) -> Sequence[tuple[Choice, datetime]]:
        """What one tap can choose."""
        paper, now = self._paper, self._clock.now()
        async with self._open_store() as store:
            taken = await store.queue.taken(now - _TWO_DAYS, _push_of(target))
        return tuple(offers(taken, paper.desk_rules, paper.zone, now))

    async def load_now(self) -> Load:
        """How full today is."""
        async with self._open_store() as store:
            return await load_at(store, self._paper, self._clock.now())

    async def waiting(self) -> Sequence[Queued]:
        """All that is scheduled, by time."""
        async with self._open_store() as store:
            return await store.queue.waiting()

    def recurring(self) -> Sequence[tuple[Plan, datetime]]:
        """What the paper sends by the clock, each with its next time; the next one first."""
        now = self._clock.now()
        turns = [(plan, next_slot(plan, now).due_at) for plan in self._paper.schedules]
        return sorted(turns, key=lambda turn: turn[1])

    async def get(self, push_id: PushId) -> Queued:
        """A push that waits. Raises UsageError where it does not any more."""
        async with self._open_store() as store:
            return await _queued(store, push_id)

    async def buttons(self, target: Target, editor: Person) -> ButtonRows:
        """What stands under it while no time is being chosen. Raises UsageError where it does not wait."""
        texts = texts_for(editor.language)
        async with self._open_store() as store:
            if isinstance(target, PushSeen):
                queued = await _queued(store, target.push_id)
                return queued_rows(queued, self._clock.now(), self._paper, texts)
            article = await _seen(store, target)
            return (await desk_card(store, article, self._paper, editor.chat_id)).buttons

    async def typed(self, target: Target, text: str, editor: Person) -> Timed:
        """The time that somebody wrote. Raises BadTime for one that nobody can read, or that is over."""
        moment = read_moment(text, self._paper.zone, self._clock.now())
        return await self._at(target, moment, editor, anyway=False, on_card=False)

    async def at(
        self, target: Target, moment: datetime | None, editor: Person, *, anyway: bool = False
    ) -> Timed:
        """Let it go out then, or now without a moment; on a full day only `anyway`.

        Raises:
            UsageError: the moment is over, somebody decided already, or the article changed meanwhile.
        """
        return await self._at(target, moment, editor, anyway=anyway, on_card=True)

    async def _at(
        self, target: Target, moment: datetime | None, editor: Person, *, anyway: bool, on_card: bool
    ) -> Timed:
        now = self._clock.now()
        if moment is not None:
            check_ahead(moment, now)
        # Now is when the window is over in which it can still be taken back.
        due_at = moment or now + self._paper.window
        async with self._open_store() as store:
            there = await load_at(store, self._paper, due_at, _push_of(target))
            if there.is_full and not (anyway or await _is_breaking(store, target)):
                return Timed(due_at, there, None)
            push_id = await self._schedule(store, target, due_at, editor, on_card=on_card)
            deed = Deed.SCHEDULE if moment else Deed.SEND_NOW
            await log_push_decision(store, deed, editor, push_id, now, after=due_at.isoformat())
            return Timed(due_at, there, await _queued(store, push_id))

    async def _schedule(
        self, store: Store, target: Target, due_at: datetime, editor: Person, *, on_card: bool
    ) -> PushId:
        if isinstance(target, PushSeen):
            queued = await _queued(store, target.push_id)
            if queued.push.state is PushState.DRAFT:
                await self._release(store, queued.push, editor)
            await store.queue.move(target.push_id, due_at, expiry(due_at))
            return target.push_id
        # First of all: what is read below must not change before it is decided by it.
        await store.edits.hold(target.article_id)
        article, audience = await _seen(store, target), await store.queue.audience(target)
        await as_seen(store, article, target.version)
        now = self._clock.now()
        await store.reviews.decide(article.id, ReviewState.APPROVED, editor, now, on_card=on_card)
        push = await push_once(
            store, article, self._paper, due_at=due_at, editor=editor.id, audience=audience
        )
        return push.id

    async def _release(self, store: Store, push: Push, editor: Person) -> None:
        """A draft may go: breaking news by the word of another editor, an article only once."""
        needs_two = push.lane is Lane.BREAKING and self._paper.desk_rules.breaking_needs_two
        if needs_two and push.created_by == editor.id:
            raise UsageError("error.breaking_needs_two")
        if push.article_id is None:
            return
        others = [one for one in await store.pushes.of_article(push.article_id) if one.id != push.id]
        if any(one.state not in (PushState.CANCELLED, PushState.DRAFT) for one in others):
            article = await store.articles.get(push.article_id)
            raise UsageError("error.already_pushed", headline=article.headline)
        now = self._clock.now()
        await store.reviews.decide(push.article_id, ReviewState.APPROVED, editor, now, on_card=False)


async def _seen(store: Store, target: ArticleSeen) -> Article:
    """The article before the desk as it was seen. Raises UsageError when it is not there or not the same."""
    review = await store.reviews.get(target.article_id)
    if review is None:
        raise UsageError("error.stale_button")
    if review.state is not ReviewState.WAITING:
        raise UsageError("error.decided_already", name=review.decided_name or "–")
    if review.article.revision != target.revision:
        raise UsageError("error.article_changed")
    return review.article


async def load_at(store: Store, paper: Paper, moment: datetime, besides: PushId | None = None) -> Load:
    """How full the day of this moment is."""
    taken = await store.queue.taken(moment - _TWO_DAYS, besides)
    return load(taken, paper.desk_rules, paper.zone, moment)


async def _is_breaking(store: Store, target: Target) -> bool:
    """Whether it goes past all caps, the desk's own too."""
    queued = await store.queue.get(target.push_id) if isinstance(target, PushSeen) else None
    return queued is not None and queued.push.lane is Lane.BREAKING


async def _queued(store: Store, push_id: PushId) -> Queued:
    queued = await store.queue.get(push_id)
    if queued is None:
        raise UsageError("desk.not_waiting")
    return queued


def _push_of(target: Target) -> PushId | None:
    return target.push_id if isinstance(target, PushSeen) else None
