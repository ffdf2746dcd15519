"""What is done to the lease of the active process; who asks for it when is in storage/leases.py."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, literal, or_, text, update

from bot.errors import LeaseLost
from storage.columns import dialect_of
from storage.delivery_rows import LeaseRow

COURIER = "courier"
"""The lease of the process that delivers, polls and ticks."""
NOBODYS = 0
"""An epoch that no holder ever had."""
TERM = timedelta(seconds=8)
"""How long a holder that hangs keeps everybody waiting."""
_GONE = text(
    "NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE application_name = 'kolporter ' || leases.holder)"
    " AND EXISTS (SELECT 1 FROM pg_stat_activity WHERE application_name = :ours)"
)
"""The holder is not connected, though we are: where everybody's connection broke, that says nothing."""
_END = text(
    "SELECT pg_terminate_backend(pid) FROM leases JOIN pg_stat_activity"
    " ON application_name = 'kolporter ' || holder"
    " WHERE name = :lease AND holder <> :us"
    " AND NOT until BETWEEN clock_timestamp() AND clock_timestamp() + :longest"
)
_OVER = datetime(1970, 1, 1, tzinfo=UTC)


def take(connection: Connection, holder: str) -> int:
    """Take the lease, whoever held it; the new epoch. For one process alone, as on SQLite."""
    epoch: int = connection.execute(_taking(connection, holder, _OVER)).scalar_one()
    return epoch


def presence_of(holder: str) -> str:
    """The name of a holder's connections."""
    return f"kolporter {holder}"


def take_if_free(connection: Connection, holder: str) -> int | None:
    """The same where others stand by: only when the lease has run out, or its holder is gone."""
    now = func.clock_timestamp()
    gone = _GONE.bindparams(ours=presence_of(holder))
    # No holder asks for more than a term; what stands for longer was written before the clock was put back.
    free = or_(LeaseRow.until < now, LeaseRow.until > now + 2 * TERM, gone)
    taking = _taking(connection, holder, now + TERM, where=free)
    return connection.execute(taking).scalar_one_or_none()


def end_the_hanging(connection: Connection, us: str) -> None:
    """Who let the lease run out, because its process is stopped or its machine is away, may have a
    transaction open that locks the lease's row; PostgreSQL would keep it as long as the connection."""
    connection.execute(_END, {"lease": COURIER, "us": us, "longest": 2 * TERM})


def _taking(connection: Connection, holder: str, until: Any, where: Any = None) -> Any:
    new = dialect_of(connection).insert(LeaseRow).values(name=COURIER, epoch=1, holder=holder, until=until)
    return new.on_conflict_do_update(
        index_elements=["name"],
        set_={"epoch": LeaseRow.epoch + 1, "holder": holder, "until": new.excluded.until},
        where=where,
    ).returning(LeaseRow.epoch)


def renew(connection: Connection, epoch: int, term: timedelta) -> None:
    """Hold it for a term from now on. Raises LeaseLost."""
    ours = update(LeaseRow).where(LeaseRow.name == COURIER, LeaseRow.epoch == epoch)
    until = func.clock_timestamp() + literal(term)
    if not connection.execute(ours.values(until=until)).rowcount:
        raise LeaseLost
