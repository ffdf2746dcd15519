"""The delivery machine on SQL: every step is one transaction of guarded statements.

Which outcome leads where is decided in bot/domain/deliveries.py. The steps are plain functions over one
connection, because the driver's own thread is asked once a transaction, not once a statement: a
broadcast makes fifty of them a second. Every step names the worker's epoch; a worker whose lease went
to another changes nothing any more.
"""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select, update

from bot.delivery_ports import Beat, Beaten
from bot.domain.deliveries import UNFROZEN, Delivery, DeliveryState, Reason, Settlement
from bot.domain.ids import ChatId, Edition, MessageId, PushId, SubscriberId
from bot.domain.preferences import Preferences
from bot.domain.pushes import Action, Card, PushState
from bot.domain.subscribers import ChatKind, Standing
from bot.errors import LeaseLost
from bot.failpoints import reached
from bot.rate import MINUTE
from bot.rendering.channels import in_channel
from storage.answers import AnswerRow
from storage.columns import dialect_of, millis
from storage.delivery_rows import DeliveryRow, ParkedChatRow
from storage.digest_rows import DigestRow
from storage.endings import LONG_AGO, end_waiting, give_back, halt, hand_of, share, tally, tally_all, unsee
from storage.ledger_statements import (
    ALSO_READ,
    CURRENT_PUSHES,
    EARLIER_OF_STORY,
    WAITING,
    broken_off,
    settled_rows,
    statements,
)
from storage.planning import plan, plan_digests
from storage.push_rows import CARDS, PushCardRow, PushRow, cards_from
from storage.subscribers import SubscriberRow, lose, move_chat

T = TypeVar("T")
Step = Callable[[Connection], T]
Cards = Mapping[Edition, Card]
Choose = Callable[[Any], Card | None]
Transact = Callable[[Step[Any]], Awaitable[Any]]

_FINAL = tuple(state for state in DeliveryState if state >= DeliveryState.SENT)


class SqlLedger:
    """bot.ports.Ledger on SQL, for the worker of one epoch."""

    def __init__(self, transact: Transact, epoch: int) -> None:
        self._transact = transact
        self._epoch = epoch

    async def plan(self, push_id: PushId, now: datetime, papers: Preferences) -> int:
        """Make the deliveries of a scheduled push, or of its next piece, by one INSERT … SELECT."""
        return await self._do("plan", partial(plan, push_id=push_id, now=now, papers=papers))

    async def plan_digests(self, push_ids: Sequence[PushId], now: datetime, papers: Preferences) -> int:
        """The deliveries of all these digests in one transaction."""
        step = partial(plan_digests, push_ids=push_ids, now=now, papers=papers)
        return await self._do("plan", step)

    async def beat(self, beat: Beat, now: datetime) -> Beaten:
        """Settle, intend and claim in one transaction."""
        return await self._do("beat", partial(_beat, epoch=self._epoch, beat=beat, now=now))

    async def report_late(self, settlements: Sequence[Settlement], now: datetime) -> None:
        """Outcomes that come when another worker took over: `unknown` may become `sent`, nothing else."""
        await self._transact(partial(_arrive, settlements=settlements, now=now))

    async def expire(self, now: datetime) -> int:
        """Waiting deliveries of pushes past `expires_at` become `expired`."""
        return await self._do("expire", partial(_expire, now=now))

    async def release(self, now: datetime) -> int:
        """Give back what was claimed and not begun."""
        return await self._do("release", partial(_release, epoch=self._epoch, now=now))

    async def recover(self, now: datetime) -> Mapping[DeliveryState, int]:
        """Take over what was in hand before; how many became what."""
        return await self._do("recover", partial(_recover, epoch=self._epoch, now=now))

    async def finish(self, now: datetime) -> list[PushId]:
        """Pushes without open deliveries become `done`; those that just did."""
        return await self._do("finish", partial(_finish, now=now))

    async def pause(self, push_id: PushId, why: str, now: datetime) -> bool:
        """Stop a push that should not go on, keeping why."""
        return await self._do(
            "pause", partial(halt, push_id=push_id, state=PushState.PAUSED, now=now, why=why)
        )

    async def learn_picture(self, push_id: PushId, photo: str, photo_id: str | None) -> None:
        """Remember Telegram's name for a picture; None takes the picture off the push's cards."""
        await self._do(
            "learn_picture", partial(_learn_picture, push_id=push_id, photo=photo, photo_id=photo_id)
        )

    async def parked(self, now: datetime) -> Mapping[ChatId, datetime]:
        """The chats that Telegram wants left alone, and until when."""
        return await self._do("parked", partial(_parked, now=now))

    async def group_sends(self, now: datetime) -> list[tuple[ChatId, datetime]]:
        """What went to groups and channels in the last minute."""
        return await self._do("group_sends", partial(_group_sends, since=now - MINUTE, now=now))

    async def _do(self, name: str, step: Step[T]) -> T:
        def fenced(connection: Connection) -> T:
            _fence(connection, self._epoch)
            reached(f"{name}.fenced")
            done = step(connection)
            reached(f"{name}.uncommitted")
            return done

        result: T = await self._transact(fenced)
        reached(f"{name}.committed")
        return result


def _fence(connection: Connection, epoch: int) -> None:
    """The lease can't change hands before this transaction ends. Raises LeaseLost."""
    if statements(connection.dialect.name).in_force(connection, epoch) is None:
        raise LeaseLost


def _beat(connection: Connection, epoch: int, beat: Beat, now: datetime) -> Beaten:
    # First, for the same reason as in `share`.
    current = connection.execute(CURRENT_PUSHES, {"now": now}).all() if beat.claim > 0 else ()
    _settle(connection, epoch, beat.settlements, now)
    reached("beat.settled")
    _park(connection, beat.parked)
    reached("beat.parked")
    intended = _intend(connection, epoch, beat.intend, now)
    reached("beat.intended")
    return Beaten(intended=intended, claimed=_claim(connection, epoch, now, beat.claim, current))


def _settle(connection: Connection, epoch: int, settlements: Sequence[Settlement], now: datetime) -> None:
    if not settlements:
        return
    settle = statements(connection.dialect.name).settle
    landed = settle(connection, settled_rows(settlements), millis(now), epoch)
    by_key = {(one.push_id, one.subscriber_id): one for one in settlements}
    settled = [by_key[push_id, reader] for push_id, reader in landed]
    _count(connection, ((one.push_id, one.state, one.reason) for one in settled if one.state in _FINAL))
    _end_cancelled(connection, settled, now)
    if len(settled) < len(settlements):
        _arrive(connection, settlements, now)
    lose(
        connection,
        [one.subscriber_id for one in settlements if one.reason and one.reason.loses_the_chat],
        now,
    )
    for one in settlements:
        if one.new_chat_id is not None:
            move_chat(connection, one.subscriber_id, one.new_chat_id)


def _arrive(connection: Connection, settlements: Sequence[Settlement], now: datetime) -> None:
    """Somebody gave these deliveries up as unknown in the meantime; an answer came after all."""
    sent = [one for one in settlements if one.state is DeliveryState.SENT]
    if not sent:
        return
    arrive = statements(connection.dialect.name).arrive
    late = arrive(connection, settled_rows(sent), millis(now))
    _count(connection, ((push_id, DeliveryState.SENT, None) for push_id, _ in late))
    _count(connection, ((push_id, DeliveryState.UNKNOWN, None) for push_id, _ in late), by=-1)
    for push_id, count in Counter(push_id for push_id, _ in late).items():
        unsee(connection, push_id, count)


def _end_cancelled(connection: Connection, landed: Sequence[Any], now: datetime) -> None:
    """What was under way when its push was cancelled is not tried again."""
    again = {row.push_id for row in landed if row.state is DeliveryState.PENDING}
    if not again:
        return
    over = select(PushRow.id).where(PushRow.id.in_(again), PushRow.state == PushState.CANCELLED)
    for push_id in connection.scalars(over).all():
        end_waiting(connection, push_id, DeliveryState.CANCELLED, now)


def _count(
    connection: Connection,
    ended: Iterable[tuple[PushId, DeliveryState, Reason | None]],
    by: int = 1,
) -> None:
    tally_all(connection, {one: count * by for one, count in Counter(ended).items()})


def _park(connection: Connection, parked: Mapping[ChatId, datetime]) -> None:
    for chat_id, until in parked.items():
        parking = dialect_of(connection).insert(ParkedChatRow).values(chat_id=chat_id, until=until)
        connection.execute(
            parking.on_conflict_do_update(index_elements=["chat_id"], set_={"until": parking.excluded.until})
        )


def _intend(
    connection: Connection, epoch: int, deliveries: Sequence[Delivery], now: datetime
) -> frozenset[tuple[PushId, SubscriberId]]:
    """Claimed → sending with one more attempt, before any request leaves; those still ours."""
    if not deliveries:
        return frozenset()
    intend = statements(connection.dialect.name).intend
    ours = intend(connection, [one.key for one in deliveries], millis(now), epoch)
    return frozenset((push_id, reader) for push_id, reader in ours)


def _claim(
    connection: Connection, epoch: int, now: datetime, limit: int, pushes: Sequence[Any]
) -> list[Delivery]:
    claimed: list[Delivery] = []
    for push in pushes:
        cards: Cards | None = None
        while len(claimed) < limit:
            asked = {"push": push.id, "now": now, "limit": limit - len(claimed)}
            found = connection.execute(WAITING, asked).all()
            if not found:
                break
            # Not before: when all of a push is claimed, beat after beat finds nothing more of it.
            if cards is None:
                cards = cards_from(connection.execute(CARDS, {"push_ids": [push.id]})).get(push.id, {})
            claimed += _take(connection, epoch, push, cards, found, now)
    return claimed


def _take(
    connection: Connection,
    epoch: int,
    push: Any,
    cards: Cards,
    found: Sequence[Any],
    now: datetime,
) -> list[Delivery]:
    """Claim these; who left, paused or reads none of the push's editions any more gets nothing new."""
    # Unpacked, because asking a row for its columns by name takes five times as long, for every delivery.
    push_id, action, lane, policy, *_ = push
    sends = action is Action.SEND
    # A push without cards is a digest, whose card is made for its reader.
    is_own = sends and bool(cards)
    besides = _read_besides(connection, cards, found) if is_own else {}
    earlier = _earlier(connection, push, [row[0] for row in found])
    other = None if is_own else next(iter(cards.values()), UNFROZEN)
    taken, dropped = [], []
    for reader, attempts, message_id, chat_id, kind, thread_id, edition, standing in found:
        card = cards.get(edition) or besides.get(reader, other)
        if card is None and message_id is not None:
            card = next(iter(cards.values()))  # a note goes to who has the message, whatever they read by now
        if card is None or not _is_still_theirs(standing, sends=sends):
            dropped.append((push_id, reader))
            continue
        if kind is ChatKind.CHANNEL and action is not Action.DELETE:
            card = in_channel(card, edition)
        taken.append(
            Delivery(
                push_id=push_id,
                subscriber_id=reader,
                chat_id=chat_id,
                chat_kind=kind,
                lane=lane,
                action=action,
                policy=policy,
                card=card,
                attempts=attempts,
                message_id=message_id,
                thread_id=thread_id,
                reply_to=earlier.get(reader),
            )
        )
    sql = statements(connection.dialect.name)
    if taken:
        sql.take(connection, [one.key for one in taken], epoch)
    if dropped:
        sql.drop(connection, dropped, millis(now))
        tally(connection, push_id, DeliveryState.CANCELLED, len(dropped))
    return taken


def _is_still_theirs(standing: Standing, *, sends: bool) -> bool:
    """Whether its reader may still have it: something new, or a change to what they have."""
    return standing is Standing.ACTIVE if sends else standing is not Standing.ERASED


def _read_besides(connection: Connection, cards: Cards, found: Sequence[Any]) -> Mapping[SubscriberId, Card]:
    """The card of another edition than their own, of which they get everything."""
    guests = [row.subscriber_id for row in found if row.edition not in cards]
    also = connection.execute(ALSO_READ, {"readers": guests}).all() if guests else ()
    return {reader: cards[Edition(key)] for reader, key in also if key in cards}


def _earlier(
    connection: Connection, push: Any, readers: Sequence[SubscriberId]
) -> Mapping[SubscriberId, MessageId]:
    """What a follow-up of a story replies to. What begins its story has nothing before it."""
    if push.action is not Action.SEND or push.story in (None, str(push.article_id)) or not readers:
        return {}
    asked = {"readers": readers, "story": int(push.story), "key": push.story}
    earlier = connection.execute(EARLIER_OF_STORY, asked)
    return {row.subscriber_id: row.message_id for row in earlier if row.message_id is not None}


def _expire(connection: Connection, now: datetime) -> int:
    stale = PushRow.state.in_((PushState.SENDING, PushState.PAUSED)) & (PushRow.expires_at <= now)
    return sum(end_waiting(connection, one, DeliveryState.EXPIRED, now) for one in share(connection, stale))


def _release(connection: Connection, epoch: int, now: datetime) -> int:
    return give_back(connection, DeliveryRow.epoch == epoch, now)


def _recover(connection: Connection, epoch: int, now: datetime) -> Mapping[DeliveryState, int]:
    share(connection, PushRow.id.in_(select(DeliveryRow.push_id).where(DeliveryRow.epoch <= epoch)))
    became = connection.execute(broken_off(epoch), {"now": now}).all()
    _count(
        connection, ((row.push_id, row.state, None) for row in became if row.state is DeliveryState.UNKNOWN)
    )
    _end_cancelled(connection, became, now)
    return Counter(row.state for row in became)


def _finish(connection: Connection, now: datetime) -> list[PushId]:
    waits = exists().where(DeliveryRow.push_id == PushRow.id, DeliveryRow.not_before >= LONG_AGO)
    may_be = select(PushRow.id).where(
        or_(PushRow.state == PushState.SENDING, _is_stale(now)), PushRow.planned_to.is_(None)
    )
    # Asked by itself: what somebody is sending again at this moment, the next statement would not see wait.
    ours = connection.scalars(may_be.with_for_update(key_share=True, skip_locked=True)).all()
    done = connection.scalars(
        update(PushRow)
        .where(PushRow.id.in_(ours), ~waits, ~hand_of(PushRow.id))
        .values(state=PushState.DONE, ended_at=now)
        .returning(PushRow.id)
    ).all()
    _forget_texts(connection, done)
    return sorted(done)


def _forget_texts(connection: Connection, done: Sequence[PushId]) -> None:
    """A digest's own text was needed as long as it might be sent again, as an unknown one still may."""
    unknown = exists().where(
        DeliveryRow.push_id == DigestRow.push_id,
        DeliveryRow.subscriber_id == DigestRow.subscriber_id,
        DeliveryRow.state == DeliveryState.UNKNOWN,
    )
    if done:
        connection.execute(
            update(DigestRow).where(DigestRow.push_id.in_(done), ~unknown).values(html=None, buttons=None)
        )


def _is_stale(now: datetime) -> ColumnElement[bool]:
    """What was paused until it expired waits for nobody any more."""
    return and_(PushRow.state == PushState.PAUSED, PushRow.expires_at <= now)


def _learn_picture(connection: Connection, push_id: PushId, photo: str, photo_id: str | None) -> None:
    change = {"photo_id": photo_id} if photo_id else {"photo": None}
    connection.execute(
        update(PushCardRow).where(PushCardRow.push_id == push_id, PushCardRow.photo == photo).values(change)
    )


def _parked(connection: Connection, now: datetime) -> Mapping[ChatId, datetime]:
    rows = connection.execute(
        select(ParkedChatRow.chat_id, ParkedChatRow.until).where(ParkedChatRow.until > now)
    )
    return {row.chat_id: row.until for row in rows}


def _group_sends(connection: Connection, since: datetime, now: datetime) -> list[tuple[ChatId, datetime]]:
    lately = select(PushRow.id).where(
        or_(PushRow.state.in_((PushState.SENDING, PushState.PAUSED)), PushRow.ended_at >= since)
    )
    pushed = (
        select(SubscriberRow.chat_id, DeliveryRow.at)
        .join(DeliveryRow, DeliveryRow.subscriber_id == SubscriberRow.id)
        .where(
            SubscriberRow.kind != ChatKind.PRIVATE,
            DeliveryRow.push_id.in_(lately),
            DeliveryRow.attempts > 0,
            DeliveryRow.at >= since,
        )
    )
    said = select(AnswerRow.chat_id, AnswerRow.said_at).where(AnswerRow.said_at >= since)
    # Before a clock was put back it was later than now; how long ago that is, nobody knows.
    return [
        (chat_id, min(at, now)) for query in (pushed, said) for chat_id, at in connection.execute(query) if at
    ]
