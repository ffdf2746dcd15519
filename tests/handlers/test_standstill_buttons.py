"""The buttons under what a standstill held: one decision for all of it."""

from datetime import timedelta

import pytest

from bot.domain.standstills import restored
from bot.usecases.freeze import article_push, file_push
from tests.handlers.scene import ANA, BORIS, DORA, Scene, draft, labels


@pytest.fixture
async def held(scene: Scene) -> Scene:
    """A push that was due before a restore, of which Boris and Dora were just told."""
    await scene.subscribed(ANA)
    for editor in (BORIS, DORA):
        await scene.types(editor, "/start")
    (article,) = await scene.published(draft("Buses are late"))
    now = scene.clock.now()
    due_at = now - timedelta(minutes=1)
    async with scene.open_store() as store:
        push = article_push(article, scene.newsroom.paper, words=(), due_at=due_at, editor=None)
        assert await file_push(store, push, article)
        await store.standstills.open(restored(None, now))
    await scene.newsroom.show_standstill()
    return scene


@pytest.mark.parametrize(("button", "verdict"), [("Send the rest", "✓ Sent"), ("Drop", "✗ Dropped")])
async def test_the_decision_stands_on_both_phones(held: Scene, button: str, verdict: str) -> None:
    card = await held.taps(BORIS, button)
    other = (await held.messages(DORA))[-1]
    assert labels(card)[0].startswith(f"{verdict} by Boris")
    assert labels(other) == labels(card)


async def test_the_slower_editor_is_told_who_was_faster(held: Scene) -> None:
    await held.phones.fault(400, method="editMessageReplyMarkup", count=2, description="Bad Request: no")
    await held.taps(BORIS, "Drop")
    await held.taps(DORA, "Send the rest")
    assert "Boris" in (await held.toast(DORA)).text
