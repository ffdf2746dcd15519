"""`/people`: who works for the paper, who comes and who goes. Each change is on record; one admin stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.domain.audit import Deed, decided
from bot.domain.desk_refs import STANDS_FOR, DeskRef
from bot.domain.ids import ChatId, UserId
from bot.domain.paper import Paper
from bot.domain.people import (
    CODE_WORKS_FOR,
    LINK_WORKS_FOR,
    Brought,
    Colleague,
    Invitation,
    InvitationKind,
    objection,
)
from bot.domain.pushes import Card
from bot.domain.subscribers import Person, Role
from bot.errors import NotAllowed, UsageError
from bot.locales import texts_for
from bot.ports import OpenStore, Store
from bot.rendering.callbacks import Action
from bot.rendering.people import people_page, person_page
from bot.usecases import staff
from bot.usecases.redeem import redeem

log = structlog.get_logger()

GIVES = {Action.MAKE_EDITOR: Role.EDITOR, Action.MAKE_ADMIN: Role.ADMIN, Action.TAKE_ROLE: Role.READER}
"""What the buttons of a person's page make of them."""


@dataclass(frozen=True, kw_only=True)
class Appointed:
    """Somebody whose role is another one now, and the language in which they are told."""

    id: UserId
    name: str
    role: Role
    language: str


@dataclass(frozen=True)
class Joined:
    """What came of a link or a code: the person's role now, and who made it; no role where nothing did."""

    role: Role | None = None
    by: UserId | None = None


class KeepPeople:
    """Roles that are given and taken in chats. Those of the configuration stay whatever is done here."""

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._paper = paper
        self._clock = clock

    async def role_of(self, user_id: UserId) -> Role:
        """Who this person is to us, at this moment."""
        async with self._open_store() as store:
            return await staff.role_of(store, self._paper, user_id)

    async def all(self) -> Mapping[UserId, Role]:
        """Everybody above a reader. Where nobody administers, the log says how somebody comes to."""
        async with self._open_store() as store:
            roles = await staff.staff(store, self._paper)
        if Role.ADMIN not in roles.values():
            log.warning("no_admin", remedy="python main.py people code")
        return roles

    async def desk(self) -> tuple[ChatId, ...]:
        """The chats that are shown what waits."""
        async with self._open_store() as store:
            return await staff.desk_of(store, self._paper)

    async def page(self, admin: Person) -> Card:
        """Everybody, by role."""
        async with self._open_store() as store:
            given = await store.people.all()
        return people_page(given, self._paper, texts_for(admin.language))

    async def person(self, user_id: UserId, name: str, admin: Person) -> Card:
        """One person and what they can be made; `name` is what to call them if we don't know them."""
        async with self._open_store() as store:
            known = next((one for one in await store.people.all() if one.id == user_id), None)
            role = await staff.role_of(store, self._paper, user_id)
            called = (known.name if known else "") or name or str(user_id)
            tokens = {
                action: await self._token(store, action, user_id, role, called, admin)
                for action, gives in GIVES.items()
                if gives is not role and not (gives is Role.READER and known is None)
            }
        return person_page(called, role, known, tokens, self._paper.zone, texts_for(admin.language))

    async def change(self, token: str, action: Action, admin: Person) -> Appointed:
        """Make somebody what the button says.

        Raises:
            RefRefused: the button is not to be obeyed.
            NotAllowed: whoever pressed it was an admin a moment ago.
            UsageError: the configuration says otherwise, it is the last admin, or it was changed meanwhile.
        """
        now, role = self._clock.now(), GIVES[action]
        async with self._open_store() as store:
            ref = await redeem(store, token, action, admin, now)
            given = await store.people.all(to_change=True)
            if await staff.role_of(store, self._paper, admin.id) is not Role.ADMIN:
                raise NotAllowed
            user_id = UserId(ref.about)
            before = await staff.role_of(store, self._paper, user_id)
            if before != ref.version:
                raise UsageError("people.changed")
            if why := objection(user_id, role, self._paper.roles, given):
                raise UsageError(f"objection.{why}")
            await self._give(store, Person(id=user_id, chat_id=ChatId(user_id), name=ref.words, language=""),
                             role, by=admin, before=before)  # fmt: skip
            subscriber = await store.subscribers.by_chat(ChatId(user_id))
        language = subscriber.language if subscriber else next(iter(self._paper.editions))
        return Appointed(id=user_id, name=ref.words, role=role, language=language)

    async def invite(self, role: Role, admin: Person) -> str:
        """A link's token that gives this role to one person, for a day."""
        async with self._open_store() as store:
            token = await self._invite(store, InvitationKind.LINK, role, LINK_WORKS_FOR, admin)
            decision = decided(Deed.INVITE, admin, self._clock.now(), after=_word(role))
            await store.audit.add(decision)
        return token

    async def code(self) -> str:
        """Eight digits that make an admin of whoever sends them first, for ten minutes and five tries."""
        async with self._open_store() as store:
            return await self._invite(store, InvitationKind.CODE, Role.ADMIN, CODE_WORKS_FOR)

    async def join(self, person: Person, brought: Brought) -> Joined:
        """What a link or a code makes of somebody. A wrong one counts, so it raises nothing."""
        now = self._clock.now()
        async with self._open_store() as store:
            invitation = await store.people.invited(brought, now)
            if invitation is None or not await self._stands(store, invitation):
                return Joined()
            before = await staff.role_of(store, self._paper, person.id)
            if before >= invitation.role:
                return Joined(before)
            await store.people.use(brought)
            by = None if invitation.by is None else _signed(invitation, invitation.by)
            await self._give(store, person, invitation.role, by=by, before=before)
        return Joined(invitation.role, invitation.by)

    async def _stands(self, store: Store, invitation: Invitation) -> bool:
        """Whether who made it may still give what it gives."""
        by = invitation.by
        return by is None or await staff.role_of(store, self._paper, by) is Role.ADMIN

    async def _give(
        self, store: Store, person: Person, role: Role, *, by: Person | None, before: Role
    ) -> None:
        now = self._clock.now()
        if role is Role.READER or role is self._paper.role_of(person.id):
            await store.people.drop(person.id)
        else:
            await store.people.put(
                Colleague(
                    id=person.id, role=role, name=person.name, since=now, given_by=by.name if by else ""
                )
            )
        deed = Deed.CHANGE_ROLE if by else Deed.CLAIM
        about = f"{person.name} ({person.id})"
        await store.audit.add(
            decided(deed, by or person, now, about=about, before=_word(before), after=_word(role))
        )

    async def _invite(
        self,
        store: Store,
        kind: InvitationKind,
        role: Role,
        works_for: timedelta,
        admin: Person | None = None,
    ) -> str:
        now = self._clock.now()
        by, name = (admin.id, admin.name) if admin else (None, "")
        invitation = Invitation(kind=kind, role=role, by=by, name=name, expires_at=now + works_for)
        return await store.people.invite(invitation, now)

    async def _token(
        self, store: Store, action: Action, user_id: UserId, role: Role, name: str, admin: Person
    ) -> str:
        now = self._clock.now()
        ref = DeskRef(
            action=action,
            about=user_id,
            version=role,
            words=name,
            chat_id=ChatId(admin.id),
            expires_at=now + STANDS_FOR,
        )
        return await store.desk_refs.issue(ref, now)


def _signed(invitation: Invitation, by: UserId) -> Person:
    """The admin who made a link, as the record names them."""
    return Person(id=by, chat_id=ChatId(by), name=invitation.name, language="")


def _word(role: Role) -> str:
    return role.name.lower()
