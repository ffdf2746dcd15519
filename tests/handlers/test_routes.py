"""The table of routes is complete, and every row's role is enforced."""

from collections import Counter

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.subscribers import Role
from bot.locales import texts_for
from bot.rendering.callbacks import Action, pack
from handlers import ROUTES, command_menu
from handlers.routes import Command, Press
from tests.handlers.scene import ANA, BORIS, VERA, Scene

COMMANDS = [route for route in ROUTES if isinstance(route, Command)]
PRESSES = [route for route in ROUTES if isinstance(route, Press)]
PEOPLE = {ANA: Role.READER, BORIS: Role.EDITOR, VERA: Role.ADMIN}
PROMISED = {
    "start", "stop", "topics", "follow", "following", "latest", "video", "search", "support", "settings",
    "pause", "zone", "help", "feedback", "privacy", "mydata", "forgetme", "push", "retract", "resend",
    "proof", "log", "stats", "people", "feeds", "health",
}  # fmt: skip


def test_every_promised_command_has_one_route() -> None:
    assert Counter(route.name for route in COMMANDS) == Counter(PROMISED)


def test_every_button_has_one_route() -> None:
    assert Counter(route.action for route in PRESSES) == Counter(Action)


def test_what_the_desk_does_is_not_for_readers() -> None:
    for_readers = {route.name for route in COMMANDS if route.role is Role.READER}
    assert not for_readers & {"push", "stats"}
    decisions = {Action.SEND_NOW, Action.SKIP, Action.CANCEL_PUSH, Action.RESEND_UNKNOWN, Action.GO_ON}
    decisions |= {Action.UNKNOWN_ARRIVED, Action.LEAVE_UNKNOWN, Action.STOP_PUSH, Action.ANSWER}
    assert all(route.role >= Role.EDITOR for route in PRESSES if route.action in decisions)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("language", ["en", "mk", "sq"])
def test_a_menu_holds_what_its_role_may_use(role: Role, language: str) -> None:
    menu = command_menu(language, role)
    assert [one.command for one in menu] == [route.name for route in COMMANDS if route.role <= role]
    assert all(one.description == texts_for(language).plain(f"command.{one.command}") for one in menu)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("route", COMMANDS, ids=lambda route: route.name)
async def test_a_command_beyond_the_role_is_unknown(scene: Scene, route: Command, person: int) -> None:
    answer = await scene.types(person, f"/{route.name}")
    assert ("do not know this command" in answer) is (PEOPLE[person] < route.role)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("route", PRESSES, ids=lambda route: route.action)
async def test_a_press_beyond_the_role_is_refused(scene: Scene, route: Press, person: int) -> None:
    await _shown_a_button(scene, person, pack(route.action, "1.1"))
    await scene.taps(person, "Button")
    toasts = (await scene.phones.screen(person)).toasts
    refused = any(one.text == "Only the newsroom can do this." and one.show_alert for one in toasts)
    assert refused is (PEOPLE[person] < route.role)


@pytest.mark.parametrize(
    "data",
    [
        "gone:1",
        "send",
        "send:",
        "send:x",
        "send:1",
        "skip:1.2.3",
        "cancel:-1",
        f"cancel:{'9' * 40}",
        "?",
        "topics:",
        "topics:-1",
        "toggle:0",
        "toggle:0.x",
        "toggle:x.0123456789",
        "drop:0.",
        "follow:Economy",
        "end:",
        "here:x",
        "page:1",
        "page:1.x",
        "less:",
        "why:x",
        "mute:1",
        "unmute:x.0123456789",
        "back:",
    ],
)
async def test_an_unreadable_button_is_out_of_date(scene: Scene, data: str) -> None:
    await _shown_a_button(scene, BORIS, data)
    await scene.taps(BORIS, "Button")
    assert "out of date" in (await scene.toast(BORIS)).text


@pytest.mark.parametrize(
    "data",
    [
        "send:99.1",
        "edition:xx",
        "settings:xx",
        "write:xx",
        "region:xx.0",
        "toggle:0.0123456789",
        "drop:7.0123456789",
        "follow:0123456789",
        "end:0123456789",
        "here:99",
        "page:99.1",
    ],
)
async def test_a_button_about_something_gone_is_out_of_date(scene: Scene, data: str) -> None:
    await _shown_a_button(scene, BORIS, data)
    await scene.taps(BORIS, "Button")
    assert "out of date" in (await scene.toast(BORIS)).text


@pytest.mark.parametrize(
    "data",
    [
        "pause:",
        "pause:7",
        "resume:",
        "edition:mk",
        "mode:digest",
        "cap:5",
        "hour:+0800",
        "zone:Europe/Skopje",
    ],
)
async def test_a_strangers_settings_button_says_how_to_subscribe(scene: Scene, data: str) -> None:
    await _shown_a_button(scene, ANA, data)
    await scene.taps(ANA, "Button")
    assert "Send /start to subscribe" in (await scene.toast(ANA)).text


async def _shown_a_button(scene: Scene, person: int, data: str) -> None:
    await scene.types(person, "/start")
    await scene.bot.send_message(
        person,
        "From another time",
        reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("Button", callback_data=data)]]),
    )
