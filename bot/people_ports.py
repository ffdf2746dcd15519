"""What is kept about who works for the paper; see ports.py for what holds for all repositories."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.ids import UserId
from bot.domain.people import Brought, Colleague, Invitation
from bot.domain.subscribers import Role


class People(Protocol):
    """Roles that were given in chats, and invitations to one."""

    async def role(self, user_id: UserId) -> Role:
        """What was given to this person; READER where nothing was."""
        ...

    async def all(self, *, to_change: bool = False) -> Sequence[Colleague]:
        """Everybody, the highest role and the longest service first. Of several that are `to_change` them at
        once, each sees what the one before it left."""
        ...

    async def put(self, colleague: Colleague) -> None:
        """Give the role, in place of an earlier one."""
        ...

    async def drop(self, user_id: UserId) -> None:
        """Take the role away, and the invitations that this person made."""
        ...

    async def invite(self, invitation: Invitation, now: datetime) -> str:
        """Keep it; the secret that is to be brought (a link's token, a code's eight digits) is kept by nobody
        else. A new code takes the place of the one before, and what expired goes."""
        ...

    async def invited(self, brought: Brought, now: datetime) -> Invitation | None:
        """What this opens; None for nothing, or nothing any more. A code counts one try whatever comes. Of
        several at once who bring the same each waits for the one before it."""
        ...

    async def use(self, brought: Brought) -> None:
        """It is taken, and opens nothing from now on."""
        ...
