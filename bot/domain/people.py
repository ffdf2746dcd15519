"""Who works for the paper, and how somebody comes to.

A role is what the configuration says or what an admin gave, whichever is higher: what stands in the files
nobody can take away in a chat.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import UserId
from bot.domain.subscribers import Role

LINK_WORKS_FOR = timedelta(hours=24)
CODE_WORKS_FOR = timedelta(minutes=10)
CODE_TRIES = 5
"""Of everybody together: who guesses spoils the code, and whoever sits at the console makes another one."""
_LINK = re.compile(r"join_([A-Za-z0-9_-]{22})")
_CODE = re.compile(r"([0-9]{4})[- ]?([0-9]{4})")


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Somebody to whom an admin, or the console, gave a role in a chat."""

    id: UserId
    role: Role
    name: str
    since: datetime
    given_by: str
    """The admin's first name at that time; empty for the console's code."""


class InvitationKind(StrEnum):
    """What somebody brings who wants in."""

    LINK = "link"
    """`?start=join_…`, made by an admin for one person."""
    CODE = "code"
    """Eight digits from the console, for the first admin. There is one at a time."""


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """A role for whoever brings the link or the code. `by` is the admin who made it, None at the console."""

    kind: InvitationKind
    role: Role
    by: UserId | None
    name: str
    expires_at: datetime


@dataclass(frozen=True)
class Brought:
    """What stood after `/start` of somebody who wants in, as it was made: the link's token, or the digits."""

    kind: InvitationKind
    secret: str


class Objection(StrEnum):
    """Why a role stays as it is; each has its text `objection.…`."""

    IN_FILE = "in_file"
    """The configuration gives it, and only there it can be taken away."""
    LAST_ADMIN = "last_admin"


def read_brought(payload: str) -> Brought | None:
    """The link's token or the code's digits; None for what neither carries."""
    if link := _LINK.fullmatch(payload):
        return Brought(InvitationKind.LINK, link[1])
    code = _CODE.fullmatch(payload.strip())
    return Brought(InvitationKind.CODE, code[1] + code[2]) if code else None


def link_payload(token: str) -> str:
    """What a link to join carries."""
    return f"join_{token}"


def objection(
    user_id: UserId, role: Role, floor: Mapping[UserId, Role], given: Iterable[Colleague]
) -> Objection | None:
    """Why this person cannot get this role. `floor` is what the configuration gives to whom."""
    if floor.get(user_id, Role.READER) > role:
        return Objection.IN_FILE
    roles = {one.id: one.role for one in given} | {user_id: role}
    admins = [one for one in (*floor.items(), *roles.items()) if one[1] is Role.ADMIN]
    return None if admins else Objection.LAST_ADMIN
