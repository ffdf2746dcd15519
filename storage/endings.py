"""How deliveries end otherwise than by an outcome: halted, given back, settled by an editor; and counted.

Plain functions over one connection, for the ledger's transactions and for those of the desk.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, case, exists, select, update

from bot.domain.deliveries import DeliveryState, Reason, Verdict
from bot.domain.ids import PushId, SubscriberId
from bot.domain.pushes import Action, PushState, expiry
from storage.batches import Batch, Fields, batch
from storage.columns import dialect_named
from storage.delivery_rows import DeliveryRow
from storage.push_rows import PushRow, PushTallyRow

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_NO_REASON = 0
_NOT_OVER = (PushState.DRAFT, PushState.SCHEDULED, PushState.SENDING, PushState.PAUSED)


def tally(
    connection: Connection, push_id: PushId, state: DeliveryState, count: int, reason: Reason | None = None
) -> None:
    """Add to the count of a push's deliveries that ended so."""
    tally_all(connection, {(push_id, state, reason): count})


def tally_all(
    connection: Connection, counts: Mapping[tuple[PushId, DeliveryState, Reason | None], int]
) -> None:
    """The same of several pushes, states and reasons."""
    rows = [
        (push_id, int(state), int(reason or _NO_REASON), count)
        for (push_id, state, reason), count in counts.items()
        if count
    ]
    if rows:
        _adding(connection.dialect.name)(connection, rows)


@cache
def _adding(kind: str) -> Batch:
    names = ("push_id", "state", "reason", "count")

    def add(one: Fields) -> Any:
        adding = dialect_named(kind).insert(PushTallyRow).from_select(names, select(*one.values()))
        return adding.on_conflict_do_update(
            index_elements=["push_id", "state", "reason"],
            set_={"count": PushTallyRow.count + adding.excluded.count},
        )

    return batch(kind, names, add)


def share(connection: Connection, which: Any) -> list[PushId]:
    """The pushes that fit `which`; nobody halts them meanwhile. Who ends deliveries asks for it first: who
    halts a push has its row before those of its deliveries, and nobody may wait in a circle."""
    shared = select(PushRow.id).where(which).with_for_update(read=True, key_share=True)
    return list(connection.scalars(shared).all())


def hand_of(push_id: Any) -> Any:
    """Whether anything of this push is claimed or under way."""
    return exists().where(DeliveryRow.epoch >= 0, DeliveryRow.push_id == push_id)


def end_waiting(connection: Connection, push_id: PushId, state: DeliveryState, now: datetime) -> int:
    """Everything of a push that still waits ends so; how many."""
    ended = connection.execute(
        update(DeliveryRow)
        # Every moment is later than that; said so, the index of what waits serves the question.
        .where(DeliveryRow.push_id == push_id, DeliveryRow.not_before >= LONG_AGO)
        .values(state=state, not_before=None, at=now)
    ).rowcount
    tally(connection, push_id, state, ended)
    return ended


def give_back(connection: Connection, claimed: Any, now: datetime) -> int:
    """Claimed deliveries that fit `claimed` wait again."""
    return connection.execute(
        update(DeliveryRow)
        .where(DeliveryRow.epoch >= 0, DeliveryRow.state == DeliveryState.CLAIMED, claimed)
        .values(state=DeliveryState.PENDING, epoch=None, not_before=now)
    ).rowcount


def let_go(connection: Connection, subscriber_id: SubscriberId, now: datetime) -> None:
    """Who leaves gets nothing that was claimed for them and has not begun; what waits is dropped when it is
    claimed. Corrections of what they have stay, and so does what is under way."""
    sends = select(PushRow.id).where(PushRow.action == Action.SEND)
    # All that is in hand, which is little.
    theirs = DeliveryRow.epoch >= 0, DeliveryRow.subscriber_id == subscriber_id
    share(connection, PushRow.id.in_(select(DeliveryRow.push_id).where(*theirs)))
    dropped = connection.scalars(
        update(DeliveryRow)
        .where(*theirs, DeliveryRow.state == DeliveryState.CLAIMED, DeliveryRow.push_id.in_(sends))
        .values(state=DeliveryState.CANCELLED, epoch=None, at=now)
        .returning(DeliveryRow.push_id)
    )
    for push_id, count in Counter(dropped.all()).items():
        tally(connection, push_id, DeliveryState.CANCELLED, count)


def halt(
    connection: Connection, push_id: PushId, state: PushState, now: datetime, why: str | None = None
) -> bool:
    """Pause or cancel a push with what of it is claimed or waits; False when it is not to be halted."""
    ends = state is PushState.CANCELLED
    before = _NOT_OVER if ends else (PushState.SENDING,)
    over = {"ended_at": now, "planned_to": None} if ends else {"ended_at": None}
    # The whole row, so that no beat claims any of it meanwhile: what is claimed unseen would go out.
    connection.execute(select(PushRow.id).where(PushRow.id == push_id).with_for_update())
    changed = connection.execute(
        update(PushRow)
        .where(PushRow.id == push_id, PushRow.state.in_(before))
        .values(state=state, stopped_for=why, **over)
    ).rowcount
    if not changed:
        return False
    give_back(connection, DeliveryRow.push_id == push_id, now)
    if ends:
        end_waiting(connection, push_id, DeliveryState.CANCELLED, now)
    return True


def settle_unknown(connection: Connection, push_id: PushId, verdict: Verdict, now: datetime) -> int:
    """What an editor decides about the deliveries of which nobody knows whether they arrived; how many.

    0 when somebody was faster: then nothing of the push is unknown any more, or nothing that was not seen.
    """
    count = connection.scalar(_unknown_of(push_id)) or 0
    if verdict is Verdict.LEAVE:
        unseen = update(PushRow).where(PushRow.id == push_id, PushRow.unknown_seen < count)
        return count if connection.execute(unseen.values(unknown_seen=count)).rowcount else 0
    # What was left before is settled with the rest: whatever gets unknown from now on is new to editors.
    connection.execute(update(PushRow).where(PushRow.id == push_id).values(unknown_seen=0))
    unknown = update(DeliveryRow).where(
        DeliveryRow.push_id == push_id, DeliveryRow.state == DeliveryState.UNKNOWN
    )
    tally(connection, push_id, DeliveryState.UNKNOWN, -count)
    if verdict is Verdict.ARRIVED:
        connection.execute(unknown.values(state=DeliveryState.SENT, at=now))
        tally(connection, push_id, DeliveryState.SENT, count)
        return count
    again = unknown.values(state=DeliveryState.PENDING, not_before=now, risk=DeliveryRow.risk + 1)
    connection.execute(again)
    _reopen(connection, push_id, now)
    return count


def unsee(connection: Connection, push_id: PushId, arrived: int) -> None:
    """So many unknown ones arrived after all. Nobody knows whether an editor had seen these:
    rather show one twice than hide one."""
    seen = case((PushRow.unknown_seen > arrived, PushRow.unknown_seen - arrived), else_=0)
    connection.execute(update(PushRow).where(PushRow.id == push_id).values(unknown_seen=seen))


def _unknown_of(push_id: PushId) -> Any:
    """Their count, locked: of two editors who decide at once, the second finds none."""
    count = select(PushTallyRow.count).where(
        PushTallyRow.push_id == push_id, PushTallyRow.state == DeliveryState.UNKNOWN
    )
    return count.with_for_update()


def _reopen(connection: Connection, push_id: PushId, now: datetime) -> None:
    """An editor wants this out: the push goes on, with a time of its own to get stale in."""
    late = case((PushRow.expires_at <= now, expiry(now)), else_=PushRow.expires_at)
    connection.execute(
        update(PushRow)
        .where(PushRow.id == push_id, PushRow.state.in_((PushState.DONE, PushState.CANCELLED)))
        .values(state=PushState.SENDING, ended_at=None, expires_at=late, report_over=False)
    )
