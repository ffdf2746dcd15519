"""The bot's profile: name and descriptions in every language, written only when they change."""

from dataclasses import replace

import pytest

from bot.domain.ids import ChatId
from bot.domain.paper import Paper
from handlers import publish_commands, publish_profile
from tests.canaries import capture_logs
from tests.handlers.scene import BORIS, Scene

TITLES = {"en": "Primer Daily", "mk": "Весник Пример", "sq": "Gazeta Primer"}


def titled(paper: Paper, title: str) -> Paper:
    """The paper with this title for its first edition."""
    code, first = next(iter(paper.editions.items()))
    return replace(paper, editions={**paper.editions, code: replace(first, title=title)})


@pytest.mark.parametrize("language", TITLES)
async def test_name_and_descriptions_speak_the_language_of_the_app(scene: Scene, language: str) -> None:
    await publish_profile(scene.bot, scene.newsroom.paper)
    name = await scene.bot.get_my_name(language)
    description = await scene.bot.get_my_description(language)
    short = await scene.bot.get_my_short_description(language)
    assert name.name == TITLES[language]
    assert description.description.startswith(TITLES[language])
    assert short.short_description.startswith(TITLES[language])
    assert "Start" in description.description


async def test_an_app_in_another_language_sees_the_first_edition(scene: Scene) -> None:
    await publish_profile(scene.bot, scene.newsroom.paper)
    assert (await scene.bot.get_my_name("de")).name == next(
        iter(scene.newsroom.paper.editions.values())
    ).title


async def test_a_second_start_writes_nothing(scene: Scene) -> None:
    await scene.phones.type(BORIS, "/start")
    await publish_profile(scene.bot, scene.newsroom.paper)
    await publish_commands(scene.bot, scene.newsroom.paper)
    await scene.phones.fault(400, method="set*", count=None, description="Bad Request: no")
    await publish_profile(scene.bot, scene.newsroom.paper)
    await publish_commands(scene.bot, scene.newsroom.paper)
    assert not (await scene.phones.faults())["dealt"]


async def test_only_what_changed_is_written(scene: Scene) -> None:
    paper = scene.newsroom.paper
    await publish_profile(scene.bot, paper)
    await publish_profile(scene.bot, titled(paper, "The Primer"))
    first = next(iter(paper.editions))
    assert (await scene.bot.get_my_name(first)).name == "The Primer"
    assert (await scene.bot.get_my_name("sq")).name == TITLES["sq"]


async def test_the_longest_title_still_makes_a_profile(scene: Scene) -> None:
    await publish_profile(scene.bot, titled(scene.newsroom.paper, "Primer " * 40))
    name = (await scene.bot.get_my_name()).name
    assert name.startswith("Primer Primer")
    assert len(name) <= 64
    assert len((await scene.bot.get_my_short_description()).short_description) <= 120


async def test_a_refused_name_leaves_the_rest(scene: Scene) -> None:
    await scene.phones.fault(429, method="setMyName", count=4, retry_after=86_400)
    with capture_logs() as logs:
        await publish_profile(scene.bot, scene.newsroom.paper)
    assert {(one["event"], one["fact"]) for one in logs} == {("profile_not_published", "name")}
    assert (await scene.bot.get_my_description("mk")).description.startswith(TITLES["mk"])


async def test_the_desks_group_sees_what_works_there_and_other_groups_nothing(scene: Scene) -> None:
    desk = await scene.phones.chat("supergroup", "Desk", [BORIS], bot="member")
    other = await scene.phones.chat("supergroup", "Readers", [BORIS], bot="member")
    await publish_commands(scene.bot, replace(scene.newsroom.paper, desk=(ChatId(desk),)))
    assert list((await scene.phones.screen(desk)).commands) == [
        "push",
        "breaking",
        "announce",
        "queue",
        "retract",
        "resend",
        "proof",
        "log",
        "pause_all",
    ]
    assert (await scene.phones.screen(other)).commands == {}
