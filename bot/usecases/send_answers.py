"""Send what handlers had to say: in order within a chat, before every broadcast, until Telegram took it."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.domain.answers import Answer, Attempt, Over, OwedAnswer, Way, after
from bot.domain.deliveries import Outcome, Throttled
from bot.domain.ids import ChatId
from bot.domain.turns import CROWD, Turns
from bot.errors import DatabaseUnavailable, KolporterError
from bot.failpoints import reached
from bot.inbox_ports import AnswerKey, Answers
from bot.ports import Courier, OpenStore
from bot.rate import Budgets
from bot.usecases.subscribe import Subscribe

_AT_ONCE = 128
"""Requests under way; what waits for a budget or for Telegram is not counted. The most that Telegram allows,
1,000 a second, are 100 of them where each takes a tenth of a second; a broadcast has as many connections."""
_LOOK_AT = 1_000
"""So many answers of other processes are taken up at once."""
_REST_SECONDS = 5.0
_TOGETHER_SECONDS = 0.05

log = structlog.get_logger()


class SendAnswers:
    """Sends answers that are on file, and takes those off the file that are done with."""

    def __init__(
        self, *, open_store: OpenStore, courier: Courier, subscribe: Subscribe, budgets: Budgets, clock: Clock
    ) -> None:
        self._open_store = open_store
        self._courier = courier
        self._subscribe = subscribe
        self._budgets = budgets
        self._clock = clock
        self._turns: Turns[OwedAnswer] = Turns()
        self._in_hand: set[AnswerKey] = set()
        self._over: list[OwedAnswer] = []
        self._unsettled = 0
        self._added, self._ended, self._rested = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._at_once = asyncio.Semaphore(_AT_ONCE)

    def __len__(self) -> int:
        """How many answers are still on file."""
        return len(self._turns) + self._unsettled

    @property
    def pressing(self) -> int:
        """The same, when of each chat a crowd counts at most."""
        return self._turns.pressing + self._unsettled

    async def crowded(self, _: Answers, chat_ids: Collection[ChatId]) -> Collection[ChatId]:
        """Those for whom so many wait already that their person can't be reading them."""
        return [one for one in chat_ids if self._turns.of(one) >= CROWD]

    async def resume(self, answers: Answers) -> None:
        """Send what a process before this one left."""
        self.add(await answers.owed())

    async def look(self) -> None:
        """Send what other processes have put on file meanwhile, and what this one has.

        Raises:
            DatabaseUnavailable: what is there nobody knows.
        """
        # What is off the file between this moment and the answer must not look new.
        known = frozenset(self._in_hand)
        async with self._open_store() as store:
            waiting = await store.answers.owed_keys(_LOOK_AT + len(known))
            new = [one for one in waiting if one not in known]
            owed = await store.answers.owed(new) if new else ()
        self.add(owed)

    def add(self, owed: Sequence[OwedAnswer]) -> None:
        """Send these, which are on file."""
        for one in owed:
            self._in_hand.add(_key(one))
            self._turns.add(one.answer.chat_id, one)
        self._added.set()

    async def rest(self) -> None:
        """Wait until nothing is on file any more."""
        while len(self):
            self._rested.clear()
            await self._rested.wait()

    async def run(self, progress: Callable[[], None]) -> None:
        """Send until cancelled; tells `progress` whenever something is off the file."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._keep_file(progress))
            while True:
                await self._added.wait()
                self._added.clear()
                while (turn := self._turns.take()) is not None:
                    tasks.create_task(self._deal_with(*turn))

    async def _deal_with(self, chat_id: ChatId | None, owed: OwedAnswer) -> None:
        over = await self._sent(Attempt(owed.answer))
        if over.problem is not None:
            log.warning("answer_given_up", chat=chat_id, update=owed.update_id, problem=over.problem)
        if over.lost_chat:
            await self._remember_block(owed.answer.chat_id)
        self._over.append(owed)
        self._unsettled += 1
        self._turns.done(chat_id)
        self._added.set()
        self._ended.set()

    async def _sent(self, attempt: Attempt) -> Over:
        while True:
            place = await self._wait_for_budget(attempt.answer)
            async with self._at_once:
                reached("answer.leaving")
                outcome = await self._send(attempt.answer)
                reached("answer.back")
            now = self._clock.now()
            self._budgets.answered(place, now)
            if isinstance(outcome, Throttled):
                self._budgets.throttled(attempt.answer.chat_id, outcome.retry_after, now)
            step = after(attempt, outcome)
            if isinstance(step, Over):
                return step
            log.info("answer_again", chat=attempt.answer.chat_id, outcome=str(outcome))
            await self._wait(step.wait)
            attempt = step.attempt

    async def _wait_for_budget(self, answer: Answer) -> datetime:
        """Its place; the chat's budget counts new messages, the bot's everything."""
        now = self._clock.now()
        if answer.way is Way.NEW:
            # What waits for its chat must not hold a place that others could have.
            await self._wait(self._budgets.earliest(answer.chat_id, now) - now)
            now = self._clock.now()
            wait = self._budgets.take(answer.chat_id, now)
        else:
            wait = self._budgets.take_call(now)
        await self._wait(wait)
        return now + wait

    async def _wait(self, wait: timedelta) -> None:
        if wait > timedelta(0):
            await self._clock.sleep(wait.total_seconds())

    async def _send(self, answer: Answer) -> Outcome:
        match answer.way, answer.message_id:
            case Way.EDIT, message_id if message_id is not None:
                return await self._courier.edit(answer.chat_id, message_id, answer.card)
            case Way.BUTTONS, message_id if message_id is not None:
                return await self._courier.set_buttons(answer.chat_id, message_id, answer.card.buttons)
        return await self._courier.answer(answer.chat_id, answer.card, answer.thread_id)

    async def _remember_block(self, chat_id: ChatId) -> None:
        try:
            await self._subscribe.blocked(chat_id)
        except KolporterError as error:
            # The next message to this chat, or Telegram's own word about it, says so again.
            log.warning("block_not_kept", chat=chat_id, problem=str(error))

    async def _keep_file(self, progress: Callable[[], None]) -> None:
        while True:
            await self._ended.wait()
            if len(self._turns):
                # One transaction for all that end about now.
                await self._clock.sleep(_TOGETHER_SECONDS)
            self._ended.clear()
            over, self._over = self._over, []
            await self._remove(over)
            progress()

    async def _remove(self, over: Sequence[OwedAnswer]) -> None:
        while True:
            try:
                async with self._open_store() as store:
                    await store.answers.remove(over, self._clock.now())
                    reached("answer.uncommitted")
            except DatabaseUnavailable:
                await self._clock.sleep(_REST_SECONDS)
            else:
                break
        self._unsettled -= len(over)
        self._in_hand.difference_update(_key(one) for one in over)
        self._rested.set()


def _key(owed: OwedAnswer) -> AnswerKey:
    """Which answer to which update it is."""
    return owed.update_id, owed.position
