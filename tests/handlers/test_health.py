"""`/health`, and what admins are told by themselves when something is wrong or well again."""

from datetime import datetime, timedelta

import pytest

from bot.domain.ids import ChatId
from bot.domain.moments import Moment
from tests.handlers.scene import ANA, VERA, Scene, texts

MINUTES = timedelta(minutes=1)


@pytest.fixture(autouse=True)
async def vera(scene: Scene) -> None:
    """She has pressed Start."""
    await scene.types(VERA, "/start")


async def told(scene: Scene) -> list[str]:
    """What the admins hear at this moment."""
    before = len(await scene.messages(VERA))
    await scene.newsroom.watch_health()
    await scene.newsroom.tell_admins()
    return texts((await scene.messages(VERA))[before:])


async def backed_up(scene: Scene, at: datetime) -> None:
    """The last backup was then."""
    async with scene.open_store() as store:
        await store.moments.note(Moment.BACKUP, at)


async def test_a_healthy_service_says_so_with_its_figures(scene: Scene) -> None:
    said = await scene.types(VERA, "/health")
    assert "✅ No alarm." in said
    assert "Pushes of the last hour: 0 delivered, 0 failed" in said
    assert "Backup: none" in said
    assert "Health" not in await scene.types(ANA, "/health")


async def test_an_alarm_is_told_once_stands_in_health_and_its_end_is_told(scene: Scene) -> None:
    await backed_up(scene, scene.clock.now() - timedelta(hours=30))
    assert await told(scene) == ["🚨 The last backup is 30 hours old."]
    scene.passes(MINUTES)
    assert await told(scene) == []
    assert "The last backup is 30 hours old. Since" in await scene.types(VERA, "/health")
    await backed_up(scene, scene.clock.now())
    assert await told(scene) == []
    scene.passes(6 * MINUTES)
    (said,) = await told(scene)
    assert said.startswith("✅ There is a fresh backup.\nFrom ")
    assert await told(scene) == []


async def test_a_second_bot_that_comes_and_goes_is_one_alarm(scene: Scene) -> None:
    heard = []
    for _ in range(4):
        scene.newsroom.watch_health.met_another()
        heard += await told(scene)
        scene.passes(3 * MINUTES)
        heard += await told(scene)
    scene.passes(6 * MINUTES)
    heard += await told(scene)
    assert ["(409, " in one for one in heard] == [True, False]


async def test_admins_by_a_word_in_a_chat_are_told_too(scene: Scene) -> None:
    code = await scene.newsroom.keep_people.code()
    await scene.types(ANA, f"/start {code}")
    await scene.newsroom.watch_health.note_refusal()
    await told(scene)
    assert "refused the bot's token" in (await scene.messages(ANA))[-1].text
    assert ChatId(ANA)
