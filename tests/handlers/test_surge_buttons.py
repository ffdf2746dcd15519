"""The buttons under articles that are held together."""

import pytest

from bot.domain.surges import Surprise
from tests.handlers.scene import BORIS, DORA, Scene, draft, labels


@pytest.fixture
async def held(scene: Scene) -> Scene:
    """Two articles that Boris and Dora were just shown in one card."""
    for editor in (BORIS, DORA):
        await scene.types(editor, "/start")
    await scene.newsroom.poll_feeds.enrol(scene.newsroom.paper.feeds)
    articles = await scene.published(draft("Buses are late"), draft("Peppers are cheap"))
    async with scene.open_store() as store:
        feed = (await store.feeds.due(scene.clock.now(), 1))[0]
        numbers = [one.id for one in articles]
        await store.surges.open(feed.id, Surprise.FLOOD, numbers, scene.clock.now())
    await scene.newsroom.show_surges()
    return scene


@pytest.mark.parametrize("button", ["Push the newest", "Mark all as seen", "Review one by one"])
async def test_the_decision_stands_on_both_phones(held: Scene, button: str) -> None:
    card = await held.taps(BORIS, button)
    other = (await held.messages(DORA))[-1]
    assert "Boris" in labels(card)[0]
    assert labels(other) == labels(card)


async def test_the_slower_editor_is_told_who_was_faster(held: Scene) -> None:
    await held.phones.fault(400, method="editMessageReplyMarkup", count=2, description="Bad Request: no")
    await held.taps(BORIS, "Mark all as seen")
    await held.taps(DORA, "Push the newest")
    assert "Boris" in (await held.toast(DORA)).text
