"""Deliveries: claim a batch, record the intents, send, record the outcomes.

The engine works in beats. One beat is one transaction, which records what has come back and what will
leave next, and then the requests leave. An intent is committed before its request leaves, so a crash
leaves at most `concurrency` deliveries of which nobody knows whether they arrived; see the state machine in
bot/domain/deliveries.py.
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.delivery_ports import Beat, Ledger
from bot.domain.deliveries import (
    UNFROZEN,
    Delivery,
    Key,
    NotSent,
    Outcome,
    Refused,
    Settlement,
    Throttled,
    not_left,
    nothing_to_send,
    put_off,
    settle,
)
from bot.domain.ids import ChatId, PushId
from bot.domain.measures import ATTEMPTS, named
from bot.domain.pictures import Learned, Pictures
from bot.domain.progress import WINDOW, Stop, should_stop
from bot.domain.pushes import Action, Card, Lane
from bot.errors import DatabaseUnavailable, LeaseLost
from bot.failpoints import reached
from bot.meter import meter
from bot.ports import Courier
from bot.rate import Budgets

log = structlog.get_logger()

Make = Callable[[Sequence[Delivery]], Awaitable[Mapping[Key, Card]]]
"""Gives digests their cards; those without one have nothing to tell."""

_LEAD = timedelta(milliseconds=40)
"""How long before its requests leave a beat's transaction begins: as long as one takes on a busy disk, and
less than lies between two of the moments that the budgets give, or every other one would be missed."""
_LATE = timedelta(milliseconds=3)
_PATIENCE = timedelta(seconds=2)
"""Who must wait longer than this for the bot's budget gives back what is claimed."""
_MOST_CLAIMED = 500
_STALE = timedelta(seconds=2)
"""A process that comes so late was stopped, and another may have taken over since."""
_DATABASE_PAUSE = 0.5


class DeliverPushes:
    """Deliver all that may go now, at the pace of the budgets.

    `concurrency` caps the intents that are recorded and not settled; `ahead` is how many deliveries are
    claimed at most, and so how many breaking news waits for.
    """

    def __init__(
        self,
        *,
        ledger: Ledger,
        courier: Courier,
        clock: Clock,
        budgets: Budgets,
        make_digests: Make,
        concurrency: int = 10,
        ahead: int = 30,
    ) -> None:
        self._ledger = ledger
        self._courier = courier
        self._clock = clock
        self._budgets = budgets
        self._make_digests = make_digests
        self._concurrency = concurrency
        self._ahead = min(max(ahead, concurrency), _MOST_CLAIMED)
        self._pictures = Pictures()
        self._claimed: deque[Delivery] = deque()
        self._drained = False
        """Whether the last claim found less than it asked for."""
        self._under_way = 0
        """Requests that have left and not come back."""
        self._landing = asyncio.Event()
        self._settlements: list[Settlement] = []
        self._parked: dict[ChatId, datetime] = {}
        self._learned: list[Learned] = []
        self._verdicts: defaultdict[tuple[PushId, str], deque[Outcome]] = defaultdict(
            lambda: deque(maxlen=WINDOW)
        )
        """The latest outcomes of each frozen text."""
        self._stops: dict[PushId, Stop] = {}
        self._database_away = False
        self._stopping = False
        self._clean = False

    def stop(self) -> None:
        """Let the requests under way end, and start no more."""
        self._stopping = True
        self._landing.set()

    async def __call__(self) -> None:
        """Work until nothing may go now. Raises LeaseLost when another process took over."""
        if not self._clean:
            await self._take_over()
        self._clean = False
        await self._ledger.expire(self._clock.now())
        self._drained = False
        async with asyncio.TaskGroup() as requests:
            lost = await self._work(requests)
        if lost is not None:
            raise lost
        await self._close()
        self._verdicts.clear()
        self._clean = True

    async def _take_over(self) -> None:
        """What a process before this one, or a run that broke off, left claimed or unanswered."""
        self._claimed.clear()
        self._under_way = 0
        await self._record([], claim=0)
        now = self._clock.now()
        reached("take_over.begun")
        found = await self._ledger.recover(now)
        for chat_id, until in (await self._ledger.parked(now)).items():
            self._budgets.park(chat_id, until)
        for chat_id, at in await self._ledger.group_sends(now):
            self._budgets.note(chat_id, at)
        if found:
            counts = {state.name.lower(): count for state, count in found.items()}
            log.warning("deliveries_recovered", **counts)
        reached("take_over.done")

    async def _work(self, requests: asyncio.TaskGroup) -> LeaseLost | None:
        try:
            while await self._beat(requests):
                pass
        except LeaseLost as lost:
            await self._let_go()
            return lost
        return None

    async def _beat(self, requests: asyncio.TaskGroup) -> bool:
        """One step; False when there is nothing left to do."""
        moment = self._budgets.next_moment(self._clock.now() + _LEAD)
        if self._under_way and not self._is_far(moment):
            # What comes back meanwhile is recorded together.
            await self._wait_until(moment - _LEAD)
            moment = self._budgets.next_moment(moment)
        batch = self._choose(moment)
        claim = self._wanted()
        if batch:
            await self._wait_until(moment - _LEAD)
        if batch or claim or self._settlements:
            await self._leave(requests, await self._record(batch, claim), moment)
        elif self._under_way:
            await self._landing.wait()
        else:
            return False
        self._landing.clear()
        return True

    def _choose(self, moment: datetime) -> list[Delivery]:
        """What leaves at that moment: as much as budgets and concurrency allow."""
        chosen: list[Delivery] = []
        if self._stopping or self._database_away or self._is_far(moment):
            return chosen
        room = self._concurrency - self._under_way
        while self._claimed and len(chosen) < room and self._pictures.may_go(self._claimed[0]):
            delivery = self._claimed[0]
            if delivery.action is Action.SEND:
                free_at = self._budgets.earliest(delivery.chat_id, moment)
                if free_at > moment:
                    self._settlements.append(put_off(self._claimed.popleft(), free_at))
                    continue
            if not self._budgets.reserve(1, moment):
                break
            if delivery.action is Action.SEND:
                self._budgets.note(delivery.chat_id, moment)
            chosen.append(self._pictures.ask(self._claimed.popleft()))
        return chosen

    def _wanted(self) -> int:
        """How many more to claim: none before half of them are gone."""
        enough = self._stopping or self._drained or len(self._claimed) > self._ahead // 2
        return 0 if enough else self._ahead - len(self._claimed)

    async def _record(self, batch: Sequence[Delivery], claim: int) -> list[Delivery]:
        """One transaction; what of the batch may leave now."""
        settlements, self._settlements = self._settlements, []
        parked, self._parked = self._parked, {}
        beat = Beat(settlements=settlements, parked=parked, intend=batch, claim=claim)
        now = self._clock.now()
        try:
            beaten = await self._ledger.beat(beat, now)
            await self._record_rarities(now)
            if self._database_away:
                await self._ledger.release(now)
        except (DatabaseUnavailable, LeaseLost) as error:
            # Nobody knows whether the intents were recorded, so nothing leaves; outcomes are kept.
            self._settlements += settlements
            self._keep_back(batch, now)
            self._parked = parked | self._parked
            await self._bear(error)
            return []
        if self._database_away:
            # Given back with all that was claimed before: whether those claims were kept, nobody knew.
            self._database_away = self._drained = False
            self._claimed.clear()
            return []
        self._drained = self._drained or len(beaten.claimed) < claim
        if settlements:
            self._drained = False
        if claimed := await self._frozen(beaten.claimed):
            self._add(claimed)
        for one in batch:
            if one.key not in beaten.intended:
                self._pictures.give_up(one)
        return [one for one in batch if one.key in beaten.intended]

    async def _frozen(self, claimed: Sequence[Delivery]) -> Sequence[Delivery]:
        """The same, digests with what was made for their reader; those without anything in them end here."""
        digests = [one for one in claimed if one.card is UNFROZEN]
        if not digests:
            return claimed
        try:
            cards = await self._make_digests(digests)
        except DatabaseUnavailable:
            await self._clock.sleep(_DATABASE_PAUSE)
            now, cards = self._clock.now(), {}
            self._settlements += [not_left(one, now) for one in digests]
        else:
            self._settlements += [nothing_to_send(one) for one in digests if one.key not in cards]
        ready = (one for one in claimed if one.card is not UNFROZEN or one.key in cards)
        return [one._replace(card=cards.get(one.key, one.card)) for one in ready]

    def _add(self, claimed: Sequence[Delivery]) -> None:
        """Breaking news first. What was given back behind our back and claimed anew is held once."""
        anew = {one.key for one in claimed}
        still = [one for one in self._claimed if one.key not in anew]
        self._claimed = deque(sorted([*still, *claimed], key=lambda one: one.lane))

    async def _record_rarities(self, now: datetime) -> None:
        """What a push tells once at most: a picture's name, and that its text won't do."""
        for learned in self._learned:
            await self._ledger.learn_picture(learned.push_id, learned.photo, learned.photo_id)
        self._learned.clear()
        for push_id, stop in self._stops.items():
            log.error(
                "push_stopped", push=push_id, rejected=stop.rejected, judged=stop.judged, why=stop.detail
            )
            await self._ledger.pause(push_id, stop.detail, now)
        self._stops.clear()

    async def _bear(self, error: DatabaseUnavailable | LeaseLost) -> None:
        if isinstance(error, LeaseLost):
            raise error
        self._database_away = True
        await self._clock.sleep(_DATABASE_PAUSE)

    async def _leave(self, requests: asyncio.TaskGroup, batch: Sequence[Delivery], moment: datetime) -> None:
        """The requests leave at their moment."""
        if not batch:
            return
        await self._wait_until(moment)
        reached("leave.moment")
        now = self._clock.now()
        is_late = now > moment + _LATE
        if now > moment + _STALE or (is_late and not self._may_still_go(batch, moment, now)):
            self._keep_back(batch, now)
            return
        self._under_way += len(batch)
        for delivery in batch:
            requests.create_task(self._carry(delivery, now if is_late else moment))
        reached("leave.begun")

    def _may_still_go(self, batch: Sequence[Delivery], moment: datetime, now: datetime) -> bool:
        chats = [one.chat_id for one in batch if one.action is Action.SEND]
        return self._budgets.late(moment, now, len(batch), chats)

    def _keep_back(self, batch: Sequence[Delivery], now: datetime) -> None:
        """What was to leave waits for another beat, whether its intent is on record or not."""
        for one in batch:
            self._pictures.give_up(one)
            self._settlements.append(not_left(one, now))

    async def _carry(self, delivery: Delivery, left: datetime) -> None:
        reached("carry.begun")
        is_late = self._clock.now() > left + _STALE
        outcome = NotSent("held up") if is_late else await self._request(delivery)
        reached("carry.answered")
        meter.count(ATTEMPTS, delivery.lane.name.lower(), named(outcome))
        now = self._clock.now()
        self._budgets.answered(left, now)
        if delivery.action is Action.SEND:
            self._budgets.arrived(delivery.chat_id, now)
        self._settlements.append(settle(delivery, outcome, now))
        if learned := self._pictures.learn(delivery, outcome):
            self._learned.append(learned)
        self._judge(delivery, outcome)
        match outcome:
            case Throttled(retry_after):
                self._budgets.throttled(delivery.chat_id, retry_after, now)
                self._parked[delivery.chat_id] = now + retry_after
            case NotSent(token_refused=True):
                log.error("token_refused")
                self.stop()
        self._under_way -= 1
        self._landing.set()
        reached("carry.landed")

    def _judge(self, delivery: Delivery, outcome: Outcome) -> None:
        """A text that Telegram refuses for every reader stops its push; each try costs one their message."""
        is_digest = delivery.lane is Lane.DIGEST  # whose readers have each their own, judged together
        verdicts = self._verdicts[delivery.push_id, "" if is_digest else delivery.card.html]
        verdicts.append(outcome)
        if isinstance(outcome, Refused) and (stop := should_stop(verdicts)):
            self._stops[delivery.push_id] = stop
            verdicts.clear()

    async def _request(self, delivery: Delivery) -> Outcome:
        match delivery.action:
            case Action.SEND if delivery.message_id is not None:
                return await self._courier.reply(delivery.chat_id, delivery.message_id, delivery.card)
            case Action.SEND:
                spot = (delivery.thread_id, delivery.reply_to)
                return await self._courier.send(delivery.chat_id, delivery.card, *spot)
            case Action.EDIT:
                assert delivery.message_id is not None
                return await self._courier.edit(delivery.chat_id, delivery.message_id, delivery.card)
            case Action.DELETE:  # pragma: no branch (there is no other action)
                assert delivery.message_id is not None
                return await self._courier.delete(delivery.chat_id, delivery.message_id, delivery.card)

    async def _let_go(self) -> None:
        """Another process took over: what still comes back can only tell that an unknown one arrived."""
        self._claimed.clear()
        while self._under_way:
            await self._landing.wait()
            self._landing.clear()
        settlements, self._settlements = self._settlements, []
        await self._ledger.report_late(settlements, self._clock.now())

    async def _close(self) -> None:
        reached("close.begun")
        now = self._clock.now()
        if self._claimed:
            await self._ledger.release(now)
            self._claimed.clear()
        for push_id in await self._ledger.finish(now):
            log.info("push_done", push=push_id)
        reached("close.done")

    def _is_far(self, moment: datetime) -> bool:
        return moment > self._clock.now() + _PATIENCE

    async def _wait_until(self, moment: datetime) -> None:
        # A clock that is put back meanwhile must not make this a long sleep.
        wait = min(moment - self._clock.now(), _PATIENCE).total_seconds()
        if wait > 0:
            await self._clock.sleep(wait)
