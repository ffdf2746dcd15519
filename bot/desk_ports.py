"""What the desk needs of the database besides reviews: the record of its decisions.

All datetimes are aware UTC.
"""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.audit import Decision, Logged


class Audit(Protocol):
    """Every decision of the desk. What is in it stays as it is: the database itself refuses to change it."""

    async def add(self, decision: Decision) -> None:
        """Keep a decision, in the transaction that carries it out."""
        ...

    async def latest(self, limit: int, before: int | None = None) -> Sequence[Logged]:
        """The newest decisions first, those with a number below `before` where it is given."""
        ...
