"""How figures by the day are kept: what happened is added to its day, and marked, in one transaction.

What marks it is a column of the row itself, not the time of the last look: transactions end in another
order than they begin, clocks are put back, and a crash may come between any two of them.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select, update

from bot.domain.deliveries import DeliveryState, Reason
from bot.domain.pushes import Action, PushKind
from bot.domain.statistics import Ending
from storage.appeals import count_gone
from storage.columns import dialect_of
from storage.push_rows import PushRow, PushTallyRow
from storage.statistics_rows import DailyRow
from storage.subscribers import Move, MoveRow

MOVE, ENDED, DIGEST, HOUR = "move", "ended", "digest", "hour"
"""Facts, and what their keys are: a move; how a delivery ended; the same of digests; weekday.hour of a push
that arrived."""

_ENDINGS = {
    DeliveryState.SENT: Ending.SENT,
    DeliveryState.FAILED: Ending.FAILED,
    DeliveryState.CANCELLED: Ending.CANCELLED,
    DeliveryState.EXPIRED: Ending.EXPIRED,
    DeliveryState.UNKNOWN: Ending.UNKNOWN,
}

_LEAVES = (Move.LEFT, Move.BLOCKED)
Added = Counter[tuple[str, date, str]]


def count_moves(connection: Connection, zone: ZoneInfo, limit: int) -> int:
    """Add the oldest moves that no day holds; how many."""
    oldest = select(MoveRow.id).where(~MoveRow.counted).order_by(MoveRow.id).limit(limit)
    marked = (
        update(MoveRow)
        .where(MoveRow.id.in_(oldest), ~MoveRow.counted)
        .values(counted=True)
        .returning(MoveRow.move, MoveRow.at, MoveRow.subscriber_id)
    )
    moved = connection.execute(marked).all()
    add(connection, Counter((MOVE, at.astimezone(zone).date(), str(move)) for move, at, _ in moved))
    if left := {reader: at for move, at, reader in moved if move in _LEAVES}:
        count_gone(connection, left, zone)
    return len(moved)


def count_tallies(connection: Connection, zone: ZoneInfo, limit: int) -> int:
    """Add what the tallies of pushes have grown by; of how many. A tally that a beat is at work on is left
    for the next time: who waits for it while holding others could be waited for."""
    grown = connection.execute(
        select(
            PushTallyRow.push_id,
            PushTallyRow.state,
            PushTallyRow.reason,
            PushTallyRow.count,
            (PushTallyRow.count - PushTallyRow.folded).label("more"),
            PushRow.kind,
            PushRow.action,
            PushRow.due_at,
        )
        .join(PushRow, PushRow.id == PushTallyRow.push_id)
        .where(PushTallyRow.count != PushTallyRow.folded)
        .limit(limit)
        .with_for_update(of=PushTallyRow, skip_locked=True)
    ).all()
    added: Added = Counter()
    for row in grown:
        _add_tally(added, row, zone)
    if grown:
        connection.execute(_FOLD, [_folded(row) for row in grown])
    add(connection, added)
    return len(grown)


def add(connection: Connection, added: Mapping[tuple[str, date, str], int]) -> None:
    """Add these to their days; always in the same order, so that nobody waits in a circle."""
    rows = [
        {"fact": fact, "day": day, "key": key, "count": count}
        for (fact, day, key), count in sorted(added.items())
        if count
    ]
    if rows:
        adding = dialect_of(connection).insert(DailyRow)
        connection.execute(
            adding.on_conflict_do_update(
                index_elements=["fact", "day", "key"],
                set_={"count": DailyRow.count + adding.excluded.count},
            ),
            rows,
        )


def ending_of(state: DeliveryState, reason: Reason | None) -> Ending:
    """How a delivery ended that is in this state."""
    return Ending.LOST if reason and reason.loses_the_chat else _ENDINGS[state]


def _add_tally(added: Added, row: Any, zone: ZoneInfo) -> None:
    # What changes or deletes a message is no message.
    if row.action is not Action.SEND:
        return
    due = row.due_at.astimezone(zone)
    ending = ending_of(row.state, Reason(row.reason) if row.reason else None)
    added[ENDED, due.date(), str(ending)] += row.more
    if ending is Ending.SENT:
        added[HOUR, due.date(), f"{due.weekday()}.{due.hour}"] += row.more
        if row.kind is PushKind.DIGEST:
            added[DIGEST, due.date(), str(ending)] += row.more


_TALLY: Any = PushTallyRow.__table__
_FOLD = (
    update(_TALLY)
    .where(
        _TALLY.c.push_id == bindparam("of_push"),
        _TALLY.c.state == bindparam("of_state"),
        _TALLY.c.reason == bindparam("of_reason"),
    )
    .values(folded=bindparam("counted"))
)


def _folded(row: Any) -> dict[str, Any]:
    return {
        "of_push": row.push_id,
        "of_state": row.state,
        "of_reason": row.reason,
        "counted": row.count,
    }
