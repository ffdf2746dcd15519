"""Who works for the paper, on phones: roles that are given, taken, and looked at when somebody presses."""

from itertools import count
from typing import Any

import pytest
from telegram import BotCommandScopeChat

from bot.domain.audit import Decision, Deed
from bot.domain.ids import UserId
from bot.domain.people import Invitation, InvitationKind
from bot.domain.subscribers import Role
from handlers import publish_commands
from tests.handlers.scene import ANA, BORIS, DORA, VERA, Scene, draft

SENT_BY_VERA = {
    "message_id": 900,
    "date": 1_790_000_000,
    "chat": {"id": VERA, "type": "private", "first_name": "Vera"},
    "from": {"id": VERA, "is_bot": False, "first_name": "Vera", "language_code": "en"},
}
NUMBERS = count(10**9)
ORIGINS: dict[str, dict[str, Any]] = {
    "hidden": {"type": "hidden_user", "sender_user_name": "<Ana> & co"},
    "group": {"type": "chat", "sender_chat": {"id": -1005, "type": "supergroup", "title": "News"}},
    "bot": {"type": "user", "sender_user": {"id": 9, "is_bot": True, "first_name": "Bot"}},
}


async def introduces(scene: Scene, **what: Any) -> str:
    """Vera sends something that no phone of the sandbox can make; what she is told."""
    await scene.happens({"update_id": next(NUMBERS), "message": {**SENT_BY_VERA, **what}})
    return (await scene.messages(VERA))[-1].text


async def forwards(scene: Scene, user_id: int, name: str, text: str = "Hello") -> str:
    """Vera forwards a message of somebody."""
    origin = {"type": "user", "date": 1, "sender_user": {"id": user_id, "is_bot": False, "first_name": name}}
    return await introduces(scene, text=text, forward_origin=origin)


async def decisions(scene: Scene) -> list[Decision]:
    """The record, oldest first."""
    async with scene.open_store() as store:
        return [one.decision for one in reversed(await store.audit.latest(20))]


async def link(scene: Scene, role: str) -> str:
    """What the link carries that Vera makes."""
    await scene.types(VERA, "/people")
    return (await scene.taps(VERA, f"Invite an {role}")).text.partition("start=")[2].strip()


@pytest.fixture(autouse=True)
async def vera(scene: Scene) -> None:
    """She has pressed Start, and so has Ana."""
    for person in (VERA, ANA):
        await scene.types(person, "/start")


async def test_a_forwarded_message_makes_an_editor_who_can_work_at_once(scene: Scene) -> None:
    assert "Ana\nA reader" in await forwards(scene, ANA, "Ana")
    shown = await scene.taps(VERA, "Make editor")
    assert shown.text == "Ana is an editor from now on."
    assert "You are an editor of" in (await scene.messages(ANA))[-1].text
    assert "push" in (await scene.phones.screen(ANA)).commands
    assert "decided nothing" in (await scene.types(ANA, "/log")) or "Change a role" in await scene.types(
        ANA, "/log"
    )
    (decision,) = await decisions(scene)
    assert (decision.deed, decision.by, decision.about) == (Deed.CHANGE_ROLE, VERA, f"Ana ({ANA})")
    assert (decision.before, decision.after) == ("reader", "editor")


async def test_what_was_taken_away_no_button_brings_back(scene: Scene) -> None:
    await forwards(scene, ANA, "Ana")
    await scene.taps(VERA, "Make admin")
    assert "Who works for" in await scene.types(ANA, "/people")
    await scene.types(VERA, "/people")
    await scene.taps(VERA, "Ana")
    await scene.taps(VERA, "Take the role away")
    await scene.taps(ANA, "Invite an admin")
    assert "Only the newsroom" in (await scene.toast(ANA)).text
    assert "push" not in (await scene.phones.screen(ANA)).commands
    assert "Who works for" not in await scene.types(ANA, "/people")


async def test_a_contact_does_as_well_and_its_name_is_shown_safely(scene: Scene) -> None:
    contact = {"phone_number": "+389", "first_name": "<b>A\u202ena</b>\n" + "x" * 90, "user_id": ANA}
    said = await introduces(scene, contact=contact)
    assert said == "<b>A na</b>…\nA reader"


@pytest.mark.parametrize(
    ("origin", "said"), [("hidden", "<Ana> & co hides"), ("group", "not a person's"), ("bot", "a bot")]
)
async def test_who_cannot_be_told_from_a_forward_is_named_a_way_out(
    scene: Scene, origin: str, said: str
) -> None:
    assert said in await introduces(scene, text="Hi", forward_origin={"date": 1, **ORIGINS[origin]})
    assert "Telegram does not tell" in await introduces(
        scene, contact={"phone_number": "1", "first_name": "A"}
    )


async def test_what_readers_forward_is_a_question_as_before(scene: Scene) -> None:
    origin = {"type": "user", "date": 1, "sender_user": {"id": 7, "is_bot": False, "first_name": "X"}}
    message = {**SENT_BY_VERA, "chat": {"id": ANA, "type": "private"}, "text": "night train"}
    message |= {"from": {"id": ANA, "is_bot": False, "first_name": "Ana", "language_code": "en"}}
    await scene.happens({"message": {**message, "forward_origin": origin}})
    assert "night train" in (await scene.messages(ANA))[-1].text


async def test_a_link_makes_one_editor_and_its_maker_hears_of_it(scene: Scene) -> None:
    payload = await link(scene, "editor")
    await scene.types(ANA, f"/start {payload}")
    assert any("one of the newsroom" in one.text for one in await scene.messages(ANA))
    assert "Ana is an editor" in (await scene.messages(VERA))[-1].text
    await scene.phones.person(505, "Emil", language_code="en")
    assert "does not work" in await scene.types(505, f"/start {payload}")
    assert [one.after for one in await decisions(scene)] == ["editor", "editor"]


async def test_a_link_of_who_is_no_admin_any_more_opens_nothing(scene: Scene) -> None:
    async with scene.open_store() as store:
        by_boris = Invitation(
            kind=InvitationKind.LINK,
            role=Role.ADMIN,
            by=UserId(BORIS),
            name="Boris",
            expires_at=scene.clock.now().replace(year=2999),
        )
        token = await store.people.invite(by_boris, scene.clock.now())
    assert "does not work" in await scene.types(ANA, f"/start join_{token}")


async def test_who_is_more_already_does_not_use_a_link_up(scene: Scene) -> None:
    payload = await link(scene, "editor")
    await scene.types(BORIS, f"/start {payload}")
    await scene.types(ANA, f"/start {payload}")
    assert [one.about for one in await decisions(scene)] == ["", f"Ana ({ANA})"]


async def test_the_consoles_code_makes_an_admin_once(scene: Scene) -> None:
    code = await scene.newsroom.keep_people.code()
    await scene.types(ANA, f"/start {code[:4]}-{code[4:]}")
    assert "Who works for" in await scene.types(ANA, "/people")
    assert "does not work" in await scene.types(DORA, f"/start {code}")
    assert [(one.deed, one.by) for one in await decisions(scene)] == [(Deed.CLAIM, ANA)]


async def test_five_wrong_codes_spoil_the_right_one(scene: Scene) -> None:
    code = await scene.newsroom.keep_people.code()
    wrong = f"{(int(code) + 1) % 10**8:08}"
    for _ in range(5):
        assert "does not work" in await scene.types(DORA, f"/start {wrong}")
    assert "does not work" in await scene.types(ANA, f"/start {code}")


async def test_a_code_is_for_a_private_chat(scene: Scene) -> None:
    group = await scene.phones.chat("supergroup", "Desk", [ANA], bot="administrator")
    code = await scene.newsroom.keep_people.code()
    await scene.phones.type(ANA, f"/start@{scene.bot.username} {code}", chat=group)
    await scene.answer()
    assert await decisions(scene) == []


async def test_whom_the_configuration_names_no_button_removes(scene: Scene) -> None:
    card = await scene.types(VERA, "/people")
    assert f"{VERA} · in the configuration" in card
    await forwards(scene, VERA, "Vera")
    await scene.taps(VERA, "Make editor")
    assert "configuration says so" in (await scene.toast(VERA)).text


async def test_a_new_editor_is_shown_what_waits_for_the_desk(scene: Scene) -> None:
    await forwards(scene, ANA, "Ana")
    await scene.taps(VERA, "Make editor")
    await scene.before_the_desk(draft("Buses are late"))
    assert "Buses are late" in (await scene.card(ANA)).text


async def test_menus_of_a_start_are_those_of_the_roles_that_were_given(scene: Scene) -> None:
    await forwards(scene, ANA, "Ana")
    await scene.taps(VERA, "Make admin")
    await scene.bot.delete_my_commands(BotCommandScopeChat(ANA))
    await publish_commands(scene.bot, scene.newsroom.paper, await scene.newsroom.keep_people.all())
    assert "people" in (await scene.phones.screen(ANA)).commands
