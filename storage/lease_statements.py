"""What is done to the lease of the active process; who asks for it when is in storage/leases.py."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, literal, update

from bot.errors import LeaseLost
from storage.columns import dialect_of
from storage.delivery_rows import LeaseRow

COURIER = "courier"
"""The lease of the process that delivers, polls and ticks."""
TERM = timedelta(seconds=8)
"""How long a holder that hangs keeps everybody waiting."""
_OVER = datetime(1970, 1, 1, tzinfo=UTC)


def take(connection: Connection, holder: str) -> int:
    """Take the lease, whoever held it; the new epoch. For one process alone, as on SQLite."""
    epoch: int = connection.execute(_taking(connection, holder, _OVER)).scalar_one()
    return epoch


def take_if_free(connection: Connection, holder: str, alone: bool) -> int | None:
    """The same where others stand by: only when the lease has run out, or nobody is connected to it."""
    now = func.clock_timestamp()
    taking = _taking(connection, holder, now + TERM, where=None if alone else LeaseRow.until < now)
    return connection.execute(taking).scalar_one_or_none()


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
