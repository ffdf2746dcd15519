"""The table of routes is complete, and every row's role is enforced."""

from collections import Counter
from collections.abc import Sequence

import pytest

from bot.domain.subscribers import Role
from bot.locales import texts_for
from bot.rendering.callbacks import SEALED, Action, pack
from bot.sandbox.client import Toast
from handlers import ROUTES, command_menu
from handlers.routes import Command, Press
from tests.handlers.scene import ANA, BORIS, VERA, Scene

COMMANDS = [route for route in ROUTES if isinstance(route, Command)]
PRESSES = [route for route in ROUTES if isinstance(route, Press)]
PEOPLE = {ANA: Role.READER, BORIS: Role.EDITOR, VERA: Role.ADMIN}
PROMISED = {
    "start", "stop", "topics", "follow", "following", "latest", "video", "search", "support", "settings",
    "member", "pause", "zone", "help", "feedback", "privacy", "mydata", "forgetme", "paysupport", "terms",
    "push", "queue",
    "breaking", "announce", "retract", "resend", "proof", "log", "pause_all", "stats",
    "people", "feeds", "health", "appeals",
}  # fmt: skip
UNREADABLE = [
    "gone:1",
    "send",
    "send:",
    "send:x",
    "send:1",
    "skip:1.2.3",
    "cancel:-1",
    f"cancel:{'9' * 30}",
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
]
GONE = [
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
]
SETTINGS = [
    "pause:",
    "pause:7",
    "resume:",
    "edition:mk",
    "mode:digest",
    "cap:5",
    "hour:+0800",
    "zone:Europe/Skopje",
]


def test_every_promised_command_has_one_route() -> None:
    assert Counter(route.name for route in COMMANDS) == Counter(PROMISED)


def test_every_button_has_one_route() -> None:
    assert Counter(route.action for route in PRESSES) == Counter(Action)


def test_what_the_desk_does_is_not_for_readers() -> None:
    for_readers = {route.name for route in COMMANDS if route.role is Role.READER}
    assert not for_readers & {"push", "pause_all", "stats"}
    decisions = {Action.SEND_NOW, Action.SKIP, Action.CANCEL_PUSH, Action.RESEND_UNKNOWN, Action.GO_ON}
    decisions |= {Action.UNKNOWN_ARRIVED, Action.LEAVE_UNKNOWN, Action.STOP_PUSH, Action.ANSWER}
    decisions |= {
        Action.WITHDRAW,
        Action.PAUSE_PUSH,
        Action.RESUME_PUSH,
        Action.CANCEL_REST,
        Action.RESUME_ALL,
    }
    decisions |= {Action.ASK_CANCEL, Action.KEEP_PUSH, Action.SEND_HELD, Action.DROP_HELD, Action.ASK_DROP}
    assert all(route.role >= Role.EDITOR for route in PRESSES if route.action in decisions)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("language", ["en", "mk", "sq"])
def test_a_menu_holds_what_its_role_may_use(role: Role, language: str) -> None:
    menu = command_menu(language, role)
    assert [one.command for one in menu] == [route.name for route in COMMANDS if route.role <= role]
    assert all(one.description == texts_for(language).plain(f"command.{one.command}") for one in menu)


@pytest.mark.parametrize("person", PEOPLE)
async def test_commands_beyond_the_role_are_unknown(scene: Scene, person: int) -> None:
    unknown = set()
    for route in COMMANDS:
        scene.clock.pass_by(minutes=1)
        if "do not know this command" in await scene.types(person, f"/{route.name}"):
            unknown.add(route.name)
    assert unknown == {route.name for route in COMMANDS if PEOPLE[person] < route.role}


@pytest.mark.parametrize("person", PEOPLE)
async def test_presses_beyond_the_role_are_refused(scene: Scene, person: int) -> None:
    await scene.types(person, "/start")
    refused = {
        route.action
        for route in PRESSES
        for toast in await _toasts(scene, person, pack(route.action, "1.1"))
        if toast.text == "Only the newsroom can do this." and toast.show_alert
    }
    assert refused == {route.action for route in PRESSES if PEOPLE[person] < route.role}


async def test_unreadable_buttons_are_out_of_date(scene: Scene) -> None:
    await scene.types(BORIS, "/start")
    told = {data: await _toasts(scene, BORIS, data) for data in UNREADABLE}
    assert not {data for data, toasts in told.items() if "out of date" not in toasts[-1].text}


async def test_buttons_about_something_gone_are_out_of_date(scene: Scene) -> None:
    await scene.types(BORIS, "/start")
    told = {data: await _toasts(scene, BORIS, data) for data in GONE}
    assert not {data for data, toasts in told.items() if "out of date" not in toasts[-1].text}


async def test_a_strangers_settings_buttons_say_how_to_subscribe(scene: Scene) -> None:
    await scene.types(ANA, "/start")
    told = {data: await _toasts(scene, ANA, data) for data in SETTINGS}
    assert not {data for data, toasts in told.items() if "Send /start to subscribe" not in toasts[-1].text}


async def _toasts(scene: Scene, person: int, data: str) -> Sequence[Toast]:
    """What the person is told at once after such a button, a minute after the one before."""
    scene.clock.pass_by(minutes=1)
    before = len((await scene.phones.screen(person)).toasts)
    await scene.press(person, data)
    return (await scene.phones.screen(person)).toasts[before:]


def test_every_button_of_the_desk_is_sealed_and_no_other() -> None:
    presses = [route for route in ROUTES if isinstance(route, Press)]
    assert {one.action for one in presses if one.role > Role.READER} == SEALED


async def test_a_button_of_the_desk_without_our_seal_is_refused(scene: Scene) -> None:
    await scene.types(BORIS, "/start")
    await scene.shows_button(BORIS, "send:1.1.0~0000000000000000")
    await scene.taps(BORIS, "Button")
    assert (await scene.toast(BORIS)).text == "Nobody here knows this button. Nothing was done."
