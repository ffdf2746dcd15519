"""An editor's decision about articles that are held together. The first one stands, the second is told."""

from bot.clock import Clock
from bot.domain.audit import Deed, decided
from bot.domain.paper import Paper
from bot.domain.subscribers import Person
from bot.domain.surges import SurgeDecided, SurgeId, SurgeState
from bot.errors import UsageError
from bot.ports import OpenStore, Store
from bot.usecases.freeze import push_once

_DEEDS = {
    SurgeState.NEWEST_PUSHED: Deed.PUSH_NEWEST,
    SurgeState.SEEN: Deed.MARK_SEEN,
    SurgeState.REVIEWED: Deed.REVIEW_EACH,
}


class DecideSurge:
    """*Push the newest*, *Mark all as seen* and *Review one by one*. Raises UsageError for no such surge.

    Who decides also has the other editors' phones told, by `ShowSurges.verdict`, once that is committed.
    """

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._paper = paper
        self._clock = clock

    async def push_newest(self, surge_id: SurgeId, editor: Person) -> SurgeDecided:
        """Readers get the newest article; UsageError where they did already."""
        async with self._open_store() as store:
            decided = await self._decide(store, surge_id, SurgeState.NEWEST_PUSHED, editor)
            if decided.by_this_press:
                newest, now = decided.surge.articles[0], self._clock.now()
                await push_once(store, newest, self._paper, due_at=now, editor=editor.id)
        return decided

    async def mark_seen(self, surge_id: SurgeId, editor: Person) -> SurgeDecided:
        """Readers get none of them."""
        async with self._open_store() as store:
            return await self._decide(store, surge_id, SurgeState.SEEN, editor)

    async def review_each(self, surge_id: SurgeId, editor: Person) -> SurgeDecided:
        """Each of them waits for its own decision, the oldest first."""
        async with self._open_store() as store:
            decided = await self._decide(store, surge_id, SurgeState.REVIEWED, editor)
            if decided.by_this_press:
                for article in reversed(decided.surge.articles):
                    await store.reviews.open(article.id, self._clock.now())
        return decided

    async def _decide(
        self, store: Store, surge_id: SurgeId, state: SurgeState, editor: Person
    ) -> SurgeDecided:
        now = self._clock.now()
        won = await store.surges.decide(surge_id, state, editor, now)
        after = await store.surges.get(surge_id)
        if after is None:
            raise UsageError("error.stale_button")
        if won:
            await store.audit.add(
                decided(
                    _DEEDS[state],
                    editor,
                    now,
                    about=after.articles[0].headline,
                    article_id=after.articles[0].id,
                    before=SurgeState.WAITING,
                    after=state,
                )
            )
        return SurgeDecided(after, won)
