"""Roles that were given in chats, and invitations: what is to be brought is kept by nobody."""

import asyncio
from datetime import timedelta

from bot.domain.ids import UserId
from bot.domain.people import CODE_TRIES, Brought, Colleague, Invitation, InvitationKind, objection
from bot.domain.subscribers import Role
from storage.database import Database
from tests.storage.samples import LATER, NOW, rows

VERA, MILA = UserId(1), UserId(2)
LINK = Invitation(kind=InvitationKind.LINK, role=Role.EDITOR, by=VERA, name="Вера", expires_at=LATER)
CODE = Invitation(kind=InvitationKind.CODE, role=Role.ADMIN, by=None, name="", expires_at=LATER)


def colleague(user_id: UserId, role: Role = Role.ADMIN) -> Colleague:
    """Somebody to whom Vera gave a role."""
    return Colleague(id=user_id, role=role, name="Мила", since=NOW, given_by="Вера")


async def hired(database: Database, *colleagues: Colleague) -> None:
    """These work for the paper."""
    async with database.open_store() as store:
        for one in colleagues:
            await store.people.put(one)


async def invite(database: Database, invitation: Invitation) -> Brought:
    """What the invited will bring."""
    async with database.open_store() as store:
        return Brought(invitation.kind, await store.people.invite(invitation, NOW))


async def invited(database: Database, brought: Brought) -> Invitation | None:
    """What it opens."""
    async with database.open_store() as store:
        return await store.people.invited(brought, NOW)


async def test_a_role_is_kept_with_who_gave_it_until_it_is_taken_away(database: Database) -> None:
    await hired(database, colleague(MILA, Role.EDITOR), colleague(VERA), colleague(MILA))
    async with database.open_store() as store:
        assert list(await store.people.all()) == [colleague(VERA), colleague(MILA)]
        await store.people.drop(MILA)
        assert [await store.people.role(one) for one in (VERA, MILA)] == [Role.ADMIN, Role.READER]


async def test_of_two_admins_who_remove_each_other_at_once_one_stays(database: Database) -> None:
    await hired(database, colleague(VERA), colleague(MILA))

    async def removes(by: UserId, whom: UserId) -> bool:
        async with database.open_store() as store:
            given = await store.people.all(to_change=True)
            if await store.people.role(by) is not Role.ADMIN or objection(whom, Role.READER, {}, given):
                return False
            await store.people.drop(whom)
        return True

    for _ in range(5):
        assert sorted(await asyncio.gather(removes(VERA, MILA), removes(MILA, VERA))) == [False, True]
        await hired(database, colleague(VERA), colleague(MILA))


async def test_a_link_opens_what_it_was_made_for_once(database: Database) -> None:
    brought = await invite(database, LINK)
    assert await invited(database, brought) == LINK

    async def joins() -> bool:
        async with database.open_store() as store:
            invitation = await store.people.invited(brought, NOW)
            await store.people.use(brought)
        return invitation is not None

    assert sorted(await asyncio.gather(joins(), joins(), joins())) == [False, False, True]
    assert await invited(database, brought) is None


async def test_neither_link_nor_code_stands_in_the_database(database: Database) -> None:
    secrets = [(await invite(database, one)).secret for one in (LINK, CODE)]
    assert not [one for one in secrets if one in str(await rows(database, "SELECT * FROM invitations"))]


async def test_what_expired_or_was_made_by_who_left_opens_nothing(database: Database) -> None:
    late, early = await invite(database, LINK), await invite(database, LINK)
    async with database.open_store() as store:
        assert await store.people.invited(late, LATER) is None
        await store.people.drop(VERA)
    assert await invited(database, early) is None


async def test_a_code_bears_five_tries_and_a_new_one_ends_it(database: Database) -> None:
    first, second = await invite(database, CODE), await invite(database, CODE)
    assert [await invited(database, one) for one in (first, second)] == [None, CODE]
    for _ in range(CODE_TRIES - 2):
        assert await invited(database, Brought(InvitationKind.CODE, "x")) is None
    assert await invited(database, second) is None


async def test_what_expired_goes_with_the_next_invitation(database: Database) -> None:
    await invite(database, LINK)
    async with database.open_store() as store:
        await store.people.invite(LINK, LATER + timedelta(seconds=1))
    assert len(await rows(database, "SELECT id FROM invitations")) == 1
