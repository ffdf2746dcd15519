"""Roles that are given and taken: who may, who is told, and what cannot be done with an old button."""

import pytest

from bot.domain.ids import ChatId, UserId
from bot.domain.people import Brought, InvitationKind
from bot.domain.subscribers import Role
from bot.errors import NotAllowed, UsageError
from bot.rendering.callbacks import Action, unpack
from bot.usecases.staff import admins, desk_of
from tests.canaries import capture_logs
from tests.usecases.house import ANA, BORIS, ELENA, House, person

VERA = person(701, name="Vera", role=Role.ADMIN)


async def button(house: House, user_id: int, action: Action, admin: int = VERA.id) -> str:
    """The token of a button on somebody's page, as an admin sees it."""
    who = person(admin, name="Vera", role=Role.ADMIN)
    card = await house.newsroom.keep_people.person(UserId(user_id), "Ana", who)
    found = [unpack(one.data or "") for row in card.buttons for one in row]
    return next(pair[1] for pair in found if pair and pair[0] is action)


@pytest.fixture(autouse=True)
async def vera(house: House) -> None:
    """The console made her an admin."""
    code = await house.newsroom.keep_people.code()
    await house.newsroom.keep_people.join(VERA, Brought(InvitationKind.CODE, code))


async def test_somebody_becomes_what_the_button_says_and_no_longer_when_it_is_old(house: House) -> None:
    keep = house.newsroom.keep_people
    editor, admin = [await button(house, ANA, one) for one in (Action.MAKE_EDITOR, Action.MAKE_ADMIN)]
    made = await keep.change(editor, Action.MAKE_EDITOR, VERA)
    assert (made.id, made.role, await keep.role_of(UserId(ANA))) == (ANA, Role.EDITOR, Role.EDITOR)
    with pytest.raises(UsageError, match=r"people\.changed"):
        await keep.change(admin, Action.MAKE_ADMIN, VERA)


async def test_who_was_an_admin_when_the_button_was_shown_changes_nothing_after_that(house: House) -> None:
    keep = house.newsroom.keep_people
    await keep.change(await button(house, ANA, Action.MAKE_ADMIN), Action.MAKE_ADMIN, VERA)
    hers = await button(house, BORIS, Action.MAKE_ADMIN, admin=ANA)
    await keep.change(await button(house, ANA, Action.TAKE_ROLE), Action.TAKE_ROLE, VERA)
    with pytest.raises(NotAllowed):
        await keep.change(hers, Action.MAKE_ADMIN, person(ANA, role=Role.ADMIN))
    assert await keep.role_of(UserId(BORIS)) is Role.READER


async def test_the_last_admin_cannot_go(house: House) -> None:
    token = await button(house, VERA.id, Action.TAKE_ROLE)
    with pytest.raises(UsageError, match=r"objection\.last_admin"):
        await house.newsroom.keep_people.change(token, Action.TAKE_ROLE, VERA)


async def test_a_link_that_somebody_else_was_quicker_with_makes_nobody(house: House) -> None:
    keep = house.newsroom.keep_people
    brought = Brought(InvitationKind.LINK, await keep.invite(Role.EDITOR, VERA))
    assert (await keep.join(person(ANA, name="Ana"), brought)).by == VERA.id
    assert (await keep.join(person(BORIS), brought)).role is None


async def test_editors_by_a_word_in_a_chat_join_a_desk_of_editors_and_no_other(house: House) -> None:
    await house.newsroom.keep_people.change(
        await button(house, ANA, Action.MAKE_EDITOR), Action.MAKE_EDITOR, VERA
    )
    paper = house.world.paper
    async with house.world.open_store() as store:
        assert await desk_of(store, paper) == (*paper.desk, ChatId(ANA))
        assert ChatId(VERA.id) in await admins(store, paper)
        group = type(paper)(name="", zone=paper.zone, editions=paper.editions, desk=(ChatId(-5),))
        assert await desk_of(store, group) == (ChatId(-5),)


async def test_a_house_without_admin_says_how_to_get_one(house: House) -> None:
    async with house.world.open_store() as store:
        await store.people.drop(VERA.id)
    with capture_logs() as logs:
        roles = await house.newsroom.keep_people.all()
    assert roles[UserId(ELENA)] is Role.EDITOR
    assert [one["event"] for one in logs] == ["no_admin"]
