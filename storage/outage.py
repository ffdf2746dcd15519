"""Whether the database can be used: told once when it goes, and once when it is back.

Everybody who works with it stumbles in their own way and tries again; nobody else has to complain.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection, update

from bot.clock import Clock, SystemClock
from bot.domain.measures import DATABASE_ERRORS
from bot.errors import DatabaseUnavailable
from bot.meter import meter
from storage.delivery_rows import LeaseRow

log = structlog.get_logger()

_PROBATION = timedelta(seconds=8)
"""So long nobody may stumble: on a full disk, what is small finds room now and then."""


class Outage:
    """A time without the database, if it `lasts`; it is over when everybody could write for a while."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.lasts = False
        self._clock = clock or SystemClock()
        self._better_since: datetime | None = None

    @contextmanager
    def noticed(self) -> Iterator[None]:
        """Around each transaction. Raises what it raises."""
        try:
            yield
        except DatabaseUnavailable as error:
            meter.count(DATABASE_ERRORS)
            if not self.lasts:
                log.error("database_away", problem=error.args_["problem"])
            self.lasts, self._better_since = True, None
            raise

    def written(self) -> None:
        """Somebody could write again."""
        now = self._clock.now()
        self._better_since = min(self._better_since or now, now)
        if self.lasts and now - self._better_since >= _PROBATION:
            log.warning("database_back")
            self.lasts = False


def write_something(connection: Connection) -> None:
    """Changes nothing, but only where changes can be kept: a full disk can still be read."""
    connection.execute(update(LeaseRow).values(holder=LeaseRow.holder))
