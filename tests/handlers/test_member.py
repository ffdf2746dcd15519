"""A reader who paid brings the code that the page showed, and sees that they are a member."""

from datetime import date, timedelta

import pytest

from bot.domain.ids import ChatId
from bot.domain.member_codes import MemberCodes
from bot.domain.memberships import Member
from tests.canaries import MEMBERSHIP_SECRET
from tests.handlers.scene import ANA, DORA, Scene, labels

CODES = MemberCodes(MEMBERSHIP_SECRET)
UNTIL = date(2044, 11, 3)
CODE = CODES.write(1, UNTIL, 3)


@pytest.fixture
def codes() -> MemberCodes | None:
    """The site shares a secret with us."""
    return CODES


async def is_member(scene: Scene, chat: int = ANA) -> bool:
    """Whether somebody's membership is on file."""
    async with scene.open_store() as store:
        return await store.memberships.of(ChatId(chat)) is not None


@pytest.mark.parametrize("words", [f"/member {CODE}", f"/member {CODE.lower()}", CODE, f"/start m_{CODE}"])
async def test_a_code_is_taken_however_it_comes(scene: Scene, words: str) -> None:
    await scene.subscribed(ANA)
    await scene.types(ANA, words)
    assert [one for one in await scene.messages(ANA) if "Thank you" in one.text]
    assert await is_member(scene)


async def test_a_stranger_with_a_link_is_thanked_and_greeted(scene: Scene) -> None:
    greeting = await scene.types(ANA, f"/start m_{CODE}")
    assert "Primer Daily" in greeting
    assert "Thank you" in (await scene.messages(ANA))[-2].text


async def test_i_am_already_a_member_asks_for_the_code(scene: Scene) -> None:
    """Also of a paper that asks nobody by itself."""
    await scene.subscribed(ANA)
    await scene.types(ANA, "/support")
    await scene.taps(ANA, "I am already a member")
    question = (await scene.messages(ANA))[-1]
    assert "show you a code" in question.text
    await scene.phones.type(ANA, CODE.replace("-", ""), reply_to=question.message_id)
    assert "Thank you" in (await scene.answered(ANA)).text


async def test_members_see_until_when_and_are_not_asked_to_say_so(scene: Scene) -> None:
    await scene.types(ANA, f"/member {CODE}")
    assert "You are a member until" in await scene.types(ANA, "/member")
    page = await scene.types(ANA, "/support")
    assert page.startswith("You are a member until")
    assert "I am already a member" not in labels((await scene.messages(ANA))[-1])


async def test_a_member_with_an_old_button_is_told_until_when_and_not_asked_for_a_code(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.types(ANA, "/support")
    await scene.types(ANA, f"/member {CODE}")
    page = await scene.taps(ANA, "I am already a member")
    assert page.text.startswith("You are a member until")
    assert "Thank you" in (await scene.messages(ANA))[-1].text


async def test_a_forwarded_code_is_told_to_be_used(scene: Scene) -> None:
    await scene.types(ANA, f"/member {CODE}")
    assert "used already" in await scene.types(DORA, CODE)
    assert not await is_member(scene, DORA)
    assert "You are a member until" in await scene.types(ANA, CODE)


async def test_a_wrong_or_ended_code_gets_a_clear_answer(scene: Scene) -> None:
    assert "no code of our membership page" in await scene.types(ANA, "/member 1234")
    assert "membership is over" in await scene.types(ANA, CODES.write(2, date(2025, 1, 1), 3))
    for _ in range(9):
        await scene.types(ANA, "/member 1234")
    assert "in an hour" in await scene.types(ANA, CODE)


async def test_member_alone_asks_for_the_code(scene: Scene) -> None:
    assert "show you a code" in await scene.types(ANA, "/member")


async def test_who_will_not_renew_sees_that(scene: Scene) -> None:
    async with scene.open_store() as store:
        until = scene.clock.now().date() + timedelta(days=3)
        await store.memberships.change(ChatId(ANA), lambda _: Member(until=until, is_cancelled=True))
    assert "will not be renewed" in await scene.types(ANA, "/support")
