"""Handle updates: stored first; then one commit for what a handler changed, the mark "handled", its answers.

What was rolled back is done again, and what was committed is not: a kill loses no tap and repeats none.
Several processes may work on one inbox: a transaction claims what it handles, so that nothing is handled
twice and a chat keeps its order, and what a process leaves by dying is free at once.
Updates of a chat are handled in their order, the chats in turn, and several in one transaction, as a
transaction costs more than most answers. Of such a group none is handled when one stumbles; then each
goes alone.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice

import structlog

from bot.clock import Clock
from bot.domain.answers import Errand, Matter, OwedAnswer, Response, Way
from bot.domain.growing_pauses import pause_after
from bot.domain.ids import ChatId
from bot.domain.measures import UPDATES_HANDLED, UPDATES_RECEIVED
from bot.domain.turns import Turns
from bot.errors import DatabaseUnavailable
from bot.failpoints import reached
from bot.inbox_ports import Outlet, StoredUpdate, Understand
from bot.meter import meter
from bot.ports import OpenStore, Store, Together
from bot.tracing import span
from bot.usecases.note_visit import NoteVisit

_GROUP, _GROUP_TAKES = 64, timedelta(milliseconds=50)
"""How much one transaction may hold: others wait for the database, and people for their answers."""
_AT_MOST = 1_000
"""Updates and answers in progress, of one chat a crowd at most; beyond that Telegram keeps what comes."""
_AT_MOST_OF_ALL = 50_000
"""The same with all that a flood brings: what the memory bears."""
_LONGEST_REST = 4.0
_PATIENCE_SECONDS = 5.0
"""A handler asks nobody but the database; one that takes longer holds up all others."""
_SOON_SECONDS = 0.1
"""When to ask again for what another process had in hand, or an earlier update of its chat."""
_LOOKS = 10
"""An update that was seen so often is left to us: whose door took it is busy, or dead."""

log = structlog.get_logger()


class _NotOurs(Exception):
    """Another process handles or has handled it, or one that comes before it."""


@dataclass(frozen=True)
class _Work:
    chat_id: ChatId | None
    update: StoredUpdate
    matter: Matter | None = None
    """What it asks of us, once somebody looked."""


class HandleUpdates:
    """Takes updates in and sees to it that each is handled once and answered."""

    def __init__(
        self,
        *,
        understand: Understand,
        note_visit: NoteVisit,
        open_store: OpenStore,
        together: Together,
        outlet: Outlet,
        clock: Clock,
    ) -> None:
        self._understand = understand
        self._note_visit = note_visit
        self._open_store = open_store
        self._together = together
        self._outlet = outlet
        self._clock = clock
        self._turns: Turns[_Work] = Turns()
        self._in_hand: set[int] = set()
        """What was taken up and is not done; what nobody can handle stays here until the next start."""
        self._seen: Counter[int] = Counter()
        """In how many looks an update that is not in hand waited."""
        self._taken_in, self._dealt_with, self._resumed = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._tasks = asyncio.TaskGroup()
        self._errands = 0
        """How many are under way."""
        self._stopping = False
        self._failures = 0

    async def take_in(self, updates: Sequence[StoredUpdate]) -> None:
        """Store them; when this returns, Telegram may forget them. Waits while there is much to do.

        Raises:
            DatabaseUnavailable: they are not stored.
        """
        await self._room()
        async with self._open_store() as store:
            reached("inbox.begun")
            new = set(await store.inbox.store(updates, self._clock.now()))
            reached("inbox.uncommitted")
        reached("inbox.committed")
        meter.count(UPDATES_RECEIVED, "polling", by=len(new))
        if not self._stopping:
            self._queue(one for one in updates if one.update_id in new)

    @property
    def _is_full(self) -> bool:
        pressing = self._turns.pressing + self._outlet.pressing
        return pressing >= _AT_MOST or len(self._turns) + len(self._outlet) >= _AT_MOST_OF_ALL

    async def take_up(self, update_ids: Collection[int]) -> None:
        """Handle these, which our own door has stored. Waits as `take_in` does.

        Raises:
            DatabaseUnavailable: they are not taken up.
        """
        await self._room()
        # What is finished between this moment and the answer must not look new.
        known = frozenset(self._in_hand)
        async with self._open_store() as store:
            waiting = await store.inbox.of([one for one in update_ids if one not in known])
        if not self._stopping:
            self._queue(one for one in waiting if one.update_id not in self._in_hand)

    async def look(self) -> None:
        """Take up what another process received and has not handled for several looks. Waits and raises
        as `take_up` does."""
        await self._room()
        known = frozenset(self._in_hand)
        async with self._open_store() as store:
            waiting = await store.inbox.waiting_ids(_AT_MOST + len(known))
        self._seen = Counter({one: self._seen[one] + 1 for one in waiting if one not in known})
        left = [one for one, looks in self._seen.items() if looks >= _LOOKS]
        if left:
            await self.take_up(left)

    async def _room(self) -> None:
        await self._resumed.wait()
        while self._is_full:
            await self._change()

    async def rest(self) -> None:
        """Wait until everything taken in is handled and answered, and every errand is done."""
        while len(self._turns) or self._errands:
            await self._change()
        await self._outlet.rest()

    async def stop(self) -> None:
        """Begin nothing that is not taken in yet, and rest; what is cut off is done at the next start."""
        self._stopping = True
        await self.rest()

    async def run(self) -> None:
        """Handle until cancelled; begins with what a process before this one left."""
        async with self._tasks as tasks:
            tasks.create_task(self._outlet.run(self._dealt_with.set))
            while not await self._resume():
                await self._pause()
            while True:
                await self._taken_in.wait()
                self._taken_in.clear()
                while group := self._group():
                    while group:
                        with span("handle updates"):
                            group = await self._handle_some(group)

    async def _resume(self) -> bool:
        """Take up what is on file; False when the database is away."""
        try:
            async with self._open_store() as store:
                await self._outlet.resume(store.answers)
                left = await store.inbox.unhandled()
        except DatabaseUnavailable:
            return False
        self._queue(left)
        self._resumed.set()
        return True

    async def _pause(self) -> None:
        self._failures += 1
        await self._clock.sleep(pause_after(self._failures, 0.5, _LONGEST_REST))

    def _queue(self, updates: Iterable[StoredUpdate]) -> None:
        for one in updates:
            self._in_hand.add(one.update_id)
            self._turns.add(one.chat_id, _Work(one.chat_id, one))
        self._taken_in.set()

    def _next(self) -> _Work | None:
        """What can be answered now; what must be fetched for others is on its way meanwhile."""
        while (turn := self._turns.take()) is not None:
            work = turn[1]
            matter = work.matter or self._understand(work.update.payload) or _NOTHING
            work = replace(work, matter=matter)
            if matter.fetch is None:
                return work
            self._tasks.create_task(self._fetch(work, matter.fetch))
        return None

    def _group(self) -> Sequence[_Work]:
        """What can be answered now, of each chat one."""
        return list(islice(iter(self._next, None), _GROUP))

    async def _handle_some(self, group: Sequence[_Work]) -> Sequence[_Work]:
        """Handle as many as one transaction may hold; gives the others back."""
        ours: Sequence[_Work] = group
        responses: list[Response] = []
        until = self._clock.now() + _GROUP_TAKES
        try:
            async with self._together() as store:
                ours = await _claimed(store, group)
                for work in ours:
                    responses.append(await _answer(work))
                    if self._clock.now() > until:
                        break
                taken = ours[: len(responses)]
                await self._note_visit(_visitors(taken))
                owed = await self._file(store, taken, responses)
        except Exception:
            taken = ours[: len(responses) + 1]
            for work in taken:
                await self._handle_alone(work)
        else:
            self._note_visit.kept()
            self._finish(taken, responses, owed)
        for work in group:
            if work not in ours:
                self._leave(work)
        return ours[len(taken) :]

    async def _handle_alone(self, work: _Work) -> None:
        try:
            async with self._together() as store:
                await _claim(store, work)
                response = await _answer(work)
                await self._note_visit(_visitors([work]))
                owed = await self._file(store, [work], [response])
        except _NotOurs:
            self._leave(work)
        except Exception as error:
            await self._explain(work, error)
        else:
            self._note_visit.kept()
            self._finish([work], [response], owed)

    async def _explain(self, work: _Work, error: Exception) -> None:
        assert work.matter is not None
        response = Response()
        try:
            response = work.matter.explain(error)
            async with self._together() as store:
                await _claim(store, work)
                owed = await self._file(store, [work], [response])
        except DatabaseUnavailable:
            await self._put_back(work, response)
        except _NotOurs:
            self._leave(work)
        except Exception:
            # Ours to mend; it stays in the inbox, and must not hold up its chat until then.
            log.exception("update_not_handled", update=work.update.update_id)
            await self._set_aside(work)
        else:
            self._finish([work], [response], owed)

    async def _set_aside(self, work: _Work) -> None:
        try:
            async with self._open_store() as store:
                await store.inbox.set_aside(work.update.update_id)
        except DatabaseUnavailable:
            await self._put_back(work, Response())
        else:
            self._finish([work], [], [])
            self._in_hand.add(work.update.update_id)

    def _leave(self, work: _Work) -> None:
        """Another process has it in hand, or what comes before it; who does may yet die."""
        self._finish([work], [], [])
        self._tasks.create_task(self._ask_again(work.update.update_id))

    async def _ask_again(self, update_id: int) -> None:
        with suppress(DatabaseUnavailable):  # the look, or the next start, finds it
            await self._clock.sleep(_SOON_SECONDS)
            await self.take_up([update_id])

    async def _put_back(self, work: _Work, response: Response) -> None:
        """The database is away, for everybody. Who tapped is told at once, all else when it is back."""
        self._run(response.errands)
        await self._pause()
        self._turns.again(work.chat_id, work)
        self._taken_in.set()

    async def _file(
        self, store: Store, works: Sequence[_Work], responses: Sequence[Response]
    ) -> list[OwedAnswer]:
        given = [
            OwedAnswer(update_id=work.update.update_id, position=position, answer=answer)
            for work, response in zip(works, responses, strict=True)
            for position, answer in enumerate(response.answers)
        ]
        told = {one.answer.chat_id for one in given if one.answer.way is Way.NEW}
        enough = await self._outlet.crowded(store.answers, told)
        owed = [one for one in given if one.answer.way is not Way.NEW or one.answer.chat_id not in enough]
        await store.inbox.handled([work.update.update_id for work in works], self._clock.now())
        await store.answers.add(owed)
        reached("update.uncommitted")
        return owed

    def _finish(
        self, works: Sequence[_Work], responses: Sequence[Response], owed: Sequence[OwedAnswer]
    ) -> None:
        reached("update.handled")
        meter.count(UPDATES_HANDLED, by=len(works))
        log.info("updates_handled", updates=[one.update.update_id for one in works], answers=len(owed))
        self._failures = 0
        for response in responses:
            self._run(response.errands)
        self._outlet.add(owed)
        for work in works:
            self._turns.done(work.chat_id)
            self._in_hand.discard(work.update.update_id)
        self._taken_in.set()
        self._dealt_with.set()

    async def _fetch(self, work: _Work, fetch: Callable[[], Awaitable[None]]) -> None:
        assert work.matter is not None
        try:
            await fetch()
        except Exception as error:
            await self._explain(work, error)
        else:
            self._turns.again(work.chat_id, replace(work, matter=replace(work.matter, fetch=None)))
            self._taken_in.set()

    def _run(self, errands: Sequence[Errand]) -> None:
        for errand in errands:
            self._errands += 1
            self._tasks.create_task(self._do(errand))

    async def _do(self, errand: Errand) -> None:
        try:
            await errand()
        except Exception:
            log.exception("errand_failed")
        self._errands -= 1
        self._dealt_with.set()

    async def _change(self) -> None:
        self._dealt_with.clear()
        await self._dealt_with.wait()


async def _nothing() -> Response:
    return Response()


_NOTHING = Matter(answer=_nothing, explain=lambda _: Response())
"""What nobody needs to handle, or can't read."""


def _visitors(works: Iterable[_Work]) -> set[ChatId]:
    """The chats of people who wrote or tapped themselves."""
    return {one.matter.visitor for one in works if one.matter and one.matter.visitor}


async def _claimed(store: Store, works: Sequence[_Work]) -> Sequence[_Work]:
    """Those of them that this transaction may handle."""
    alone = any(work.matter is not None and work.matter.alone for work in works)
    ours = set(await store.inbox.claim([work.update.update_id for work in works], alone=alone))
    return [work for work in works if work.update.update_id in ours]


async def _claim(store: Store, work: _Work) -> None:
    if not await _claimed(store, [work]):
        raise _NotOurs


async def _answer(work: _Work) -> Response:
    assert work.matter is not None
    reached("update.begun")
    async with asyncio.timeout(_PATIENCE_SECONDS):
        response = await work.matter.answer()
    reached("update.processed")
    return response
