"""Roles that were given in chats, and invitations to one: of what is to be brought only a hash is kept."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.ids import ChatId, UserId
from bot.domain.people import CODE_TRIES, Brought, Colleague, Invitation, InvitationKind
from bot.domain.subscribers import Role
from storage.columns import ROW_ID, Base, Choice, Number, insert

_TOKEN_BYTES = 16
_CODES = 10**8


class ColleagueRow(Base):
    """Somebody with a role. Staff at work: the paper's record, but for the name."""

    __tablename__ = "colleagues"

    user_id: Mapped[UserId] = mapped_column(primary_key=True, autoincrement=False)
    role: Mapped[Role] = mapped_column(Number(Role))
    name: Mapped[str]
    since: Mapped[datetime]
    given_by: Mapped[str]


class InvitationRow(Base):
    """An invitation; `user_id` and `name` are the admin's who made it."""

    __tablename__ = "invitations"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    kind: Mapped[InvitationKind] = mapped_column(Choice(InvitationKind))
    hash: Mapped[str]
    role: Mapped[Role] = mapped_column(Number(Role))
    user_id: Mapped[UserId | None]
    name: Mapped[str]
    expires_at: Mapped[datetime]
    tries: Mapped[int]


class SqlPeople:
    """bot.people_ports.People on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._roles: dict[UserId, Role] | None = None
        """Once read: a transaction handles many people's updates, and a paper has few colleagues."""

    async def role(self, user_id: UserId) -> Role:
        """What was given to this person; READER where nothing was."""
        if self._roles is None:
            given = await self._session.execute(select(ColleagueRow.user_id, ColleagueRow.role))
            self._roles = {row.user_id: row.role for row in given}
        return self._roles.get(user_id, Role.READER)

    async def all(self, *, to_change: bool = False) -> Sequence[Colleague]:
        """Everybody, the highest role and the longest service first."""
        everybody = select(ColleagueRow).order_by(ColleagueRow.user_id)
        # In one order, so that two who lock them at once wait for each other and do not lock each other out.
        found = await self._session.scalars(everybody.with_for_update() if to_change else everybody)
        return sorted(map(_colleague, found), key=lambda one: (-one.role, one.since))

    async def of(self, chat_id: ChatId) -> Colleague | None:
        """The role of whoever's private chat this is."""
        row = await self._session.get(ColleagueRow, chat_id)
        return _colleague(row) if row else None

    async def put(self, colleague: Colleague) -> None:
        """Give the role, in place of an earlier one."""
        self._roles = None
        giving = insert(self._session, ColleagueRow).values(
            user_id=colleague.id,
            role=colleague.role,
            name=colleague.name,
            since=colleague.since,
            given_by=colleague.given_by,
        )
        news = {name: giving.excluded[name] for name in ("role", "name", "since", "given_by")}
        await self._session.execute(giving.on_conflict_do_update(index_elements=["user_id"], set_=news))

    async def drop(self, user_id: UserId) -> None:
        """Take the role away, and the invitations that this person made."""
        self._roles = None
        await self._session.execute(delete(ColleagueRow).where(ColleagueRow.user_id == user_id))
        await self._session.execute(delete(InvitationRow).where(InvitationRow.user_id == user_id))

    async def invite(self, invitation: Invitation, now: datetime) -> str:
        """Keep it; returns the secret."""
        is_code = invitation.kind is InvitationKind.CODE
        gone = InvitationRow.expires_at <= now
        if is_code:
            gone = or_(gone, InvitationRow.kind == InvitationKind.CODE)
        await self._session.execute(delete(InvitationRow).where(gone))
        secret = f"{secrets.randbelow(_CODES):08}" if is_code else secrets.token_urlsafe(_TOKEN_BYTES)
        self._session.add(
            InvitationRow(
                kind=invitation.kind,
                hash=_hash(secret),
                role=invitation.role,
                user_id=invitation.by,
                name=invitation.name,
                expires_at=invitation.expires_at,
                tries=0,
            )
        )
        await self._session.flush()
        return secret

    async def invited(self, brought: Brought, now: datetime) -> Invitation | None:
        """What this opens, if anything; a code counts one try."""
        valid = InvitationRow.kind == brought.kind, InvitationRow.expires_at > now
        if brought.kind is InvitationKind.LINK:
            rows = await self._session.scalars(
                select(InvitationRow)
                .where(*valid, InvitationRow.hash == _hash(brought.secret))
                .with_for_update()
            )
        else:
            # Counted before it is compared, and the row stays locked until then: no two tries for one.
            rows = await self._session.scalars(
                update(InvitationRow)
                .where(*valid, InvitationRow.tries < CODE_TRIES)
                .values(tries=InvitationRow.tries + 1)
                .returning(InvitationRow)
            )
        row = next((one for one in rows if hmac.compare_digest(one.hash, _hash(brought.secret))), None)
        return _invitation(row) if row else None

    async def use(self, brought: Brought) -> None:
        """It is taken, and opens nothing from now on."""
        taken = InvitationRow.kind == brought.kind, InvitationRow.hash == _hash(brought.secret)
        await self._session.execute(delete(InvitationRow).where(*taken))

    async def forget(self, chat_id: ChatId) -> None:
        """The name goes, and what this person made for others; the role is the paper's to take away."""
        await self._session.execute(
            update(ColleagueRow).where(ColleagueRow.user_id == chat_id).values(name="")
        )
        await self._session.execute(delete(InvitationRow).where(InvitationRow.user_id == chat_id))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _colleague(row: ColleagueRow) -> Colleague:
    return Colleague(id=row.user_id, role=row.role, name=row.name, since=row.since, given_by=row.given_by)


def _invitation(row: InvitationRow) -> Invitation:
    return Invitation(kind=row.kind, role=row.role, by=row.user_id, name=row.name, expires_at=row.expires_at)
