"""The desk's buttons around a push: *Stop* in the window, *Pause · Resume · Cancel*, the newsroom stop."""

from datetime import timedelta

import pytest

from bot.domain.ids import ChatId, MessageId, PushId
from bot.domain.push_troubles import PushTrouble, PushTroubleKind
from bot.domain.pushes import PushState
from bot.usecases.freeze import article_push
from tests.handlers.scene import ANA, BORIS, DORA, EN, Scene, draft, labels

STOP = "🛑 Stop (20 s)"


@pytest.fixture
def window() -> timedelta:
    """Twenty seconds, as by default."""
    return timedelta(seconds=20)


@pytest.fixture
async def push(scene: Scene) -> PushId:
    """A push to Ana that is being sent, with both editors there to see it."""
    await scene.subscribed(ANA)
    for editor in (BORIS, DORA):
        await scene.types(editor, "/start")
    (article,) = await scene.published(draft("Buses are late"))
    now = scene.clock.now()
    async with scene.open_store() as store:
        push = await store.pushes.add(article_push(article, scene.newsroom.paper, due_at=now, editor=None))
    assert push
    await scene.newsroom.plan_pushes()
    await scene.newsroom.show_progress()
    return push.id


async def state(scene: Scene, push: PushId) -> PushState:
    """How the push stands."""
    async with scene.open_store() as store:
        found = await store.pushes.get(push)
    assert found
    return found.state


async def test_stop_in_the_window_returns_the_card_to_review(scene: Scene) -> None:
    await scene.before_the_desk(draft("Buses are late"))
    card = await scene.taps(BORIS, "Send now")
    assert labels(card)[0] == STOP
    assert labels(card)[1].startswith("✓ Approved by Boris")
    back = await scene.taps(BORIS, STOP)
    assert labels(back)[-6:-2] == ["Send now", "Skip", "Test to me", "Edit"]
    assert (await scene.toast(BORIS)).text == "Stopped. Nothing was sent."


async def test_another_editor_stops_it_too(scene: Scene) -> None:
    await scene.before_the_desk(draft("Buses are late"))
    await scene.taps(BORIS, "Send now")
    await scene.newsroom.show_reviews()
    back = await scene.taps(DORA, STOP)
    assert labels(back)[-6:-2] == ["Send now", "Skip", "Test to me", "Edit"]


async def test_a_second_send_now_in_the_window_is_told_who_was_faster(scene: Scene) -> None:
    await scene.before_the_desk(draft("Buses are late"))
    await scene.taps(BORIS, "Send now")
    card = await scene.taps(DORA, "Send now")
    assert labels(card)[0] == STOP
    assert (await scene.toast(DORA)).text.startswith("Already decided: ✓ Approved by Boris")


async def test_a_card_that_push_brought_can_be_stopped_and_says_so_later(scene: Scene) -> None:
    await scene.types(BORIS, "/start")
    (article,) = await scene.published(draft("Buses are late", url=f"{scene.phones.address}/paper/en/x/"))
    await scene.types(BORIS, f"/push {article.url}")
    card = await scene.taps(BORIS, "Send now")
    assert labels(card)[0] == STOP
    scene.clock.pass_by(seconds=20)
    await scene.newsroom.plan_pushes()
    await scene.newsroom.show_reviews()
    (row,) = [one for one in await scene.messages(BORIS) if one.message_id == card.message_id]
    assert labels(row)[0].startswith("✓ Approved by Boris")


async def test_a_stop_that_comes_too_late_says_where_to_go(scene: Scene) -> None:
    await scene.before_the_desk(draft("Buses are late"))
    await scene.taps(BORIS, "Send now")
    scene.clock.pass_by(seconds=20)
    await scene.newsroom.plan_pushes()
    card = await scene.taps(BORIS, STOP)
    assert labels(card)[0].startswith("✓ Approved by Boris")
    assert "Too late" in (await scene.toast(BORIS)).text


async def test_a_stopped_article_that_has_changed_comes_again(scene: Scene) -> None:
    article = await scene.before_the_desk(draft("Buses are late"))
    await scene.taps(BORIS, "Send now")
    async with scene.open_store() as store:
        await store.articles.revise(article.id, draft("Buses are on time"), keys=(), fingerprint="2")
    card = await scene.taps(BORIS, STOP)
    assert labels(card) == ["Stopped; the article has changed and comes again"]


async def test_pause_and_resume_stand_in_place(scene: Scene, push: PushId) -> None:
    paused = await scene.taps(BORIS, "⏸ Pause")
    assert "⏸ Paused" in paused.text
    assert await state(scene, push) is PushState.PAUSED
    resumed = await scene.taps(BORIS, "▶ Resume")
    assert "📤 Going out" in resumed.text
    assert await state(scene, push) is PushState.SENDING


async def test_cancel_names_how_many_are_left_and_can_be_thought_better_of(
    scene: Scene, push: PushId
) -> None:
    asked = await scene.taps(BORIS, "Cancel…")
    assert labels(asked) == ["Cancel: 1 will not get it", "Back"]
    assert labels(await scene.taps(BORIS, "Back")) == ["⏸ Pause", "Cancel…"]
    assert await state(scene, push) is PushState.SENDING
    await scene.taps(BORIS, "Cancel…")
    cancelled = await scene.taps(BORIS, "Cancel: 1 will not get it")
    assert "✕ Cancelled at" in cancelled.text
    assert "sent 0 of 1 · dropped 1" in cancelled.text
    assert await state(scene, push) is PushState.CANCELLED


async def test_the_slower_of_two_editors_is_told(scene: Scene, push: PushId) -> None:
    await scene.taps(BORIS, "⏸ Pause")
    card = await scene.taps(DORA, "⏸ Pause")
    assert "⏸ Paused" in card.text
    assert "somebody was faster" in (await scene.toast(DORA)).text


async def test_resuming_what_stopped_by_itself_settles_its_notices(scene: Scene, push: PushId) -> None:
    """The notice in each chat says so, the one in the chat of the press, too."""
    async with scene.open_store() as store:
        await store.pushes.pause(push, scene.clock.now())
        trouble = PushTrouble(
            push_id=push, kind=PushTroubleKind.STOPPED, headline="x", edition=EN, figure=1, planned=1
        )
    await scene.types(BORIS, "/help")
    notice = (await scene.messages(BORIS))[-1]
    async with scene.open_store() as store:
        await store.notices.shown(trouble, ChatId(BORIS), MessageId(notice.message_id))
    scene.clock.pass_by(seconds=3)
    await scene.newsroom.show_progress()
    await scene.taps(BORIS, "▶ Resume")
    assert labels((await scene.messages(BORIS))[-1]) == ["Goes on: Boris"]


async def test_pause_all_shows_what_waits_and_asks_about_each_when_it_ends(
    scene: Scene, push: PushId
) -> None:
    text = await scene.types(BORIS, "/pause_all")
    assert "All pushing is stopped" in text
    assert "Buses are late (1 wait for it)" in text
    assert "Boris stopped all pushing" in (await scene.messages(DORA))[-1].text
    asked = await scene.taps(BORIS, "▶ Resume…")
    assert labels(asked) == ["Send: Buses are late", "Drop…"]
    assert await state(scene, push) is PushState.PAUSED
    sent = await scene.taps(BORIS, "Send: Buses are late")
    assert "Nothing is held" in sent.text
    assert await state(scene, push) is PushState.SENDING


async def test_dropping_what_was_held_names_how_many_will_not_get_it(scene: Scene, push: PushId) -> None:
    await scene.types(BORIS, "/pause_all")
    await scene.taps(BORIS, "▶ Resume…")
    sure = await scene.taps(BORIS, "Drop…")
    assert labels(sure) == ["Drop: 1 will not get it", "Back"]
    assert labels(await scene.taps(BORIS, "Back")) == ["Send: Buses are late", "Drop…"]
    await scene.taps(BORIS, "Drop…")
    await scene.taps(BORIS, "Drop: 1 will not get it")
    assert await state(scene, push) is PushState.CANCELLED


async def test_the_other_editor_looks_and_decides_as_well(scene: Scene, push: PushId) -> None:
    await scene.types(BORIS, "/pause_all")
    assert "Buses are late" in (await scene.taps(DORA, "What waits")).text
    await scene.taps(DORA, "▶ Resume…")
    await scene.taps(DORA, "Send: Buses are late")
    await scene.taps(BORIS, "▶ Resume…")
    assert "Nothing is held" in (await scene.messages(BORIS))[-2].text


async def test_what_went_stale_in_a_stop_is_said(scene: Scene, push: PushId) -> None:
    await scene.types(BORIS, "/pause_all")
    scene.clock.pass_by(hours=13)
    await scene.newsroom.deliver_pushes()
    await scene.taps(BORIS, "▶ Resume…")
    assert (await scene.messages(BORIS))[
        -1
    ].text == "Went stale meanwhile:\n• Buses are late (1 did not get it)"


async def test_people_are_answered_while_pushing_is_stopped(scene: Scene, push: PushId) -> None:
    await scene.types(BORIS, "/pause_all")
    assert "/search" in await scene.types(ANA, "/help")


async def test_taps_under_a_push_are_counted(scene: Scene, push: PushId) -> None:
    await scene.newsroom.deliver_pushes()
    await scene.taps(ANA, "Less like this")
    scene.clock.pass_by(hours=1)
    await scene.newsroom.show_progress()
    report = next(one for one in await scene.messages(DORA) if "Buses are late" in one.text)
    assert "“Less like this” 1" in report.text


async def test_who_sends_while_all_pushing_is_stopped_is_told_that_it_waits(scene: Scene) -> None:
    await scene.before_the_desk(draft("Buses are late"))
    await scene.types(DORA, "/pause_all")
    await scene.taps(BORIS, "Send now")
    assert (await scene.toast(BORIS)).text.startswith("All pushing is stopped")
