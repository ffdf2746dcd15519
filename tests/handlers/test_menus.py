"""The menus of commands in people's apps."""

import pytest
from telegram import BotCommandScopeAllChatAdministrators

from handlers import publish_commands
from tests.canaries import capture_logs
from tests.handlers.scene import ANA, BORIS, VERA, Scene


@pytest.fixture
async def published(scene: Scene) -> Scene:
    """Boris and Ana had pressed Start before the bot was started; Vera had not."""
    await scene.phones.type(BORIS, "/start")
    await scene.phones.type(ANA, "/start")
    await publish_commands(scene.bot, scene.newsroom.paper)
    return scene


async def test_readers_see_the_readers_commands(published: Scene) -> None:
    menu = (await published.phones.screen(ANA)).commands
    assert menu["latest"] == "The latest articles"
    assert not menu.keys() & {"push", "stats"}


async def test_the_menu_speaks_the_readers_language(published: Scene) -> None:
    await published.phones.person(ANA, "Ana", language_code="mk")
    assert (await published.phones.screen(ANA)).commands["latest"] == "Најновите текстови"


async def test_an_app_in_another_language_gets_the_first_editions(published: Scene) -> None:
    await published.phones.person(ANA, "Ana", language_code="de")
    assert (await published.phones.screen(ANA)).commands["latest"] == "The latest articles"


async def test_editors_see_their_commands_too(published: Scene) -> None:
    menu = (await published.phones.screen(BORIS)).commands
    assert "push" in menu
    assert "stats" not in menu


@pytest.mark.parametrize("language", [None, "en", "mk", "sq"])
async def test_a_groups_admins_see_what_they_may_use_there(published: Scene, language: str | None) -> None:
    menu = await published.bot.get_my_commands(BotCommandScopeAllChatAdministrators(), language)
    names = [one.command for one in menu]
    assert names == ["settings", "topics", "follow", "following", "start", "stop", "help"]


async def test_who_joins_the_desk_later_gets_the_menu_with_start(scene: Scene) -> None:
    await scene.types(VERA, "/start")
    assert {"push", "stats"} <= (await scene.phones.screen(VERA)).commands.keys()


async def test_a_refused_menu_stops_nothing(scene: Scene) -> None:
    await scene.phones.fault(400, method="setMyCommands", description="Bad Request: chat not found")
    with capture_logs() as logs:
        await publish_commands(scene.bot, scene.newsroom.paper)
    assert [one["problem"] for one in logs] == ["Chat not found"]
    assert "push" in (await scene.phones.screen(BORIS)).commands


async def test_a_telegram_that_is_away_stops_nothing(scene: Scene) -> None:
    await scene.phones.fault(500, method="setMyCommands", description="Internal Server Error")
    with capture_logs() as logs:
        await publish_commands(scene.bot, scene.newsroom.paper)
    assert [one["event"] for one in logs] == ["menu_not_published"]
