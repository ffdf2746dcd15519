"""What the desk needs of the database besides reviews: a record of its decisions, and what its buttons mean.

All datetimes are aware UTC.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.audit import Decision, Logged
from bot.domain.desk_refs import DeskRef


class Audit(Protocol):
    """Every decision of the desk. What is in it stays as it is: the database itself refuses to change it."""

    async def add(self, decision: Decision) -> None:
        """Keep a decision, in the transaction that carries it out."""
        ...

    async def latest(self, limit: int, before: int | None = None) -> Sequence[Logged]:
        """The newest decisions first, those with a number below `before` where it is given."""
        ...


class DeskRefs(Protocol):
    """What the desk's buttons stand for."""

    async def issue(self, ref: DeskRef, now: datetime) -> str:
        """Keep it; the token (22 letters, digits, `-` and `_`) that the button is to carry."""
        ...

    async def find(self, token: str) -> DeskRef | None:
        """What a token stands for; None for one that was never given out, or long ago."""
        ...

    async def use(self, token: str, now: datetime) -> bool:
        """It is carried out; False when it was before. Of several at once one gets True."""
        ...
