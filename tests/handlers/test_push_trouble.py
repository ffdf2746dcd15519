"""The buttons under the notice of a push that needs an editor."""

import pytest

from bot.delivery_ports import Beat, Ledger
from bot.domain.deliveries import DeliveryState, Reason, Settlement
from bot.domain.ids import PushId
from bot.domain.pushes import PushState
from bot.usecases.freeze import article_push
from storage.database import Database
from tests.handlers.scene import ANA, BORIS, DORA, Scene, draft, labels

REJECTED = 'Bad Request: can\'t parse entities: Unsupported start tag "x"'


@pytest.fixture
async def push(scene: Scene) -> PushId:
    """A push to Ana under way, with both editors there to hear of it."""
    await scene.subscribed(ANA)
    for editor in (BORIS, DORA):
        await scene.types(editor, "/start")
    (article,) = await scene.published(draft("Buses are late"))
    async with scene.open_store() as store:
        now = scene.clock.now()
        push = await store.pushes.add(article_push(article, scene.newsroom.paper, due_at=now, editor=None))
    assert push
    return push.id


@pytest.fixture
async def ledger(scene: Scene, push: PushId, sqlite_database: Database) -> Ledger:
    """The ledger with the push claimed and its request gone."""
    ledger, now = await sqlite_database.lead("next"), scene.clock.now()
    await ledger.plan(push, now, scene.newsroom.paper.preferences)
    claimed = (await ledger.beat(Beat(claim=9), now)).claimed
    await ledger.beat(Beat(intend=claimed), now)
    return ledger


async def end(scene: Scene, ledger: Ledger, push: PushId, state: DeliveryState) -> None:
    """Ana's delivery ends so, and the desk is told."""
    now, reason = scene.clock.now(), Reason.REJECTED if state is DeliveryState.FAILED else None
    subscriber = await scene.subscriber(ANA)
    assert subscriber
    ended = Settlement(push_id=push, subscriber_id=subscriber.id, state=state, reason=reason)
    await ledger.beat(Beat(settlements=[ended]), now)
    await ledger.pause(push, REJECTED, now)
    await scene.newsroom.show_trouble()


async def count(scene: Scene, push: PushId, state: DeliveryState) -> int:
    """How many deliveries ended so."""
    async with scene.open_store() as store:
        tally = await store.pushes.progress(push)
    assert tally
    return tally.of(state)


@pytest.mark.parametrize(
    ("label", "unknown", "sent"), [("Send again", 0, 0), ("It arrived", 0, 1), ("Leave", 1, 0)]
)
async def test_an_unknown_delivery_is_settled_by_a_button(
    scene: Scene, push: PushId, ledger: Ledger, label: str, unknown: int, sent: int
) -> None:
    await end(scene, ledger, push, DeliveryState.UNKNOWN)
    card = await scene.taps(BORIS, label)
    assert len(labels(card)) == 1
    assert "Boris" in labels(card)[0]
    found = [await count(scene, push, one) for one in (DeliveryState.UNKNOWN, DeliveryState.SENT)]
    assert found == [unknown, sent]


@pytest.mark.parametrize(("label", "state"), [("Go on", PushState.SENDING), ("Cancel", PushState.CANCELLED)])
async def test_a_stopped_push_says_why_and_waits_for_a_button(
    scene: Scene, push: PushId, ledger: Ledger, label: str, state: PushState
) -> None:
    await end(scene, ledger, push, DeliveryState.FAILED)
    card = await scene.taps(BORIS, label)
    assert REJECTED in card.text
    async with scene.open_store() as store:
        found = await store.pushes.get(push)
    assert found
    assert found.state is state
    assert "Boris" in labels((await scene.messages(DORA))[-1])[0]


async def test_the_slower_editor_is_told(scene: Scene, push: PushId, ledger: Ledger) -> None:
    await end(scene, ledger, push, DeliveryState.FAILED)
    await scene.phones.fault(400, method="editMessageReplyMarkup", description="Bad Request: too bad")
    await scene.phones.fault(400, method="editMessageReplyMarkup", description="Bad Request: too bad")
    await scene.taps(BORIS, "Cancel")
    await scene.taps(DORA, "Go on")
    assert (await scene.toast(DORA)).text == "Already decided"
