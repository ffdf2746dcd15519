"""Choosing times on the desk's phones, and the queue."""

from datetime import timedelta

import pytest

from bot.domain.paper import DeskRules
from bot.domain.pushes import PushState
from tests.handlers.scene import BORIS, DORA, EN, Scene, draft, labels

ONE_A_DAY = pytest.mark.parametrize("desk_rules", [DeskRules(daily_cap=1)])


async def states(scene: Scene) -> list[PushState]:
    """Of the pushes of the newest articles."""
    async with scene.open_store() as store:
        found = [await store.pushes.of_article(one.id) for one in await store.articles.latest(EN, 3)]
        return [push.state for pushes in found for push in pushes]


def starting(words: str, card: list[str]) -> str:
    """The label that begins so."""
    return next(one for one in card if one.startswith(words))


async def test_an_article_is_scheduled_by_two_taps_and_moved_by_a_third(scene: Scene) -> None:
    await scene.before_the_desk(draft("Buses are late"))
    choices = labels(await scene.taps(BORIS, "🕒 Schedule"))
    card = labels(await scene.taps(BORIS, starting("In 1 h", choices)))
    assert card[0] == "🕒 " + starting("In 1 h", choices).partition(" · ")[2]
    assert card[1:] == ["−15 min", "+15 min", "+1 h", "Send now", "👥 Audience", "✕ Cancel", "☰ Queue"]
    moved = labels(await scene.taps(BORIS, "+1 h"))
    assert moved[0] != card[0]
    assert await states(scene) == [PushState.SCHEDULED]


async def test_back_brings_the_desks_buttons_again(scene: Scene) -> None:
    await scene.before_the_desk(draft("Buses are late"))
    card = (await scene.messages(BORIS))[-1]
    await scene.taps(BORIS, "🕒 Schedule")
    assert labels(await scene.taps(BORIS, "‹ Back")) == labels(card)


async def test_a_time_is_written_in_reply(scene: Scene) -> None:
    await scene.before_the_desk(draft("Buses are late"))
    await scene.taps(BORIS, "🕒 Schedule")
    await scene.taps(BORIS, "Write a time…")
    question = (await scene.messages(BORIS))[-1]
    await scene.phones.type(BORIS, "утре 8:00", reply_to=question.message_id)
    card = await scene.answered(BORIS)
    assert card.text == "Buses are late"
    assert labels(card)[0].endswith("08:00")


async def test_what_is_no_time_is_told(scene: Scene) -> None:
    await scene.before_the_desk(draft("Buses are late"))
    await scene.taps(BORIS, "🕒 Schedule")
    await scene.taps(BORIS, "Write a time…")
    question = (await scene.messages(BORIS))[-1]
    await scene.phones.type(BORIS, "when it suits", reply_to=question.message_id)
    assert "is no time" in (await scene.answered(BORIS)).text
    assert await states(scene) == []


async def test_the_queue_lists_what_waits_and_cancels_it(scene: Scene) -> None:
    nothing, daily = (await scene.types(DORA, "/queue")).splitlines()
    assert nothing == "Nothing is scheduled."
    assert daily.startswith("🔁 ")
    assert daily.endswith("video of the day (sq), if there is a new one")
    await scene.before_the_desk(draft("Buses are late"))
    choices = labels(await scene.taps(BORIS, "🕒 Schedule"))
    await scene.taps(BORIS, starting("Tomorrow", choices))
    listed = await scene.types(DORA, "/queue")
    assert listed.startswith("1 push is scheduled:")
    assert "Buses are late" in listed
    opened = await scene.taps(DORA, labels((await scene.messages(DORA))[-1])[0])
    assert opened.text == "Buses are late"
    assert labels(await scene.taps(DORA, "✕ Cancel")) == ["Cancelled"]
    assert await states(scene) == [PushState.CANCELLED]


async def test_what_waits_can_be_sent_now(scene: Scene) -> None:
    await scene.before_the_desk(draft("Buses are late"))
    choices = labels(await scene.taps(BORIS, "🕒 Schedule"))
    await scene.taps(BORIS, starting("Tomorrow", choices))
    await scene.taps(BORIS, "Send now")
    await scene.newsroom.plan_pushes()
    assert PushState.SCHEDULED not in await states(scene)


async def test_the_second_editor_who_schedules_is_told_who_was_faster(scene: Scene) -> None:
    await scene.before_the_desk(draft("Buses are late"))
    choices = labels(await scene.taps(DORA, "🕒 Schedule"))
    await scene.taps(BORIS, "Send now")
    await scene.taps(DORA, starting("Tomorrow", choices))
    assert (await scene.toast(DORA)).text == "Boris has decided about this article already."


async def test_an_old_choice_does_not_send_in_the_past(scene: Scene) -> None:
    await scene.before_the_desk(draft("Buses are late"))
    choices = labels(await scene.taps(BORIS, "🕒 Schedule"))
    scene.passes(timedelta(hours=3))
    await scene.taps(BORIS, starting("In 1 h", choices))
    assert "That time is over" in (await scene.toast(BORIS)).text
    assert await states(scene) == []


@ONE_A_DAY
async def test_a_full_day_needs_another_tap(scene: Scene) -> None:
    await scene.before_the_desk(draft("Buses are late"))
    assert labels(await scene.taps(BORIS, "Send now"))[0].startswith("✓ Approved")
    await scene.before_the_desk(draft("Trains are late"))
    full = await scene.taps(BORIS, "Send now")
    assert labels(full) == ["⚠️ 1 of 1 that day: send all the same", "‹ Back"]
    assert len(await states(scene)) == 1
    assert labels(await scene.taps(BORIS, labels(full)[0]))[0].startswith("✓ Approved")
    assert len(await states(scene)) == 2


@ONE_A_DAY
async def test_a_chosen_time_on_a_full_day_needs_another_tap(scene: Scene) -> None:
    await scene.before_the_desk(draft("Buses are late"))
    choices = labels(await scene.taps(BORIS, "🕒 Schedule"))
    await scene.taps(BORIS, starting("Tomorrow", choices))
    await scene.before_the_desk(draft("Trains are late"))
    await scene.taps(BORIS, "🕒 Schedule")
    await scene.taps(BORIS, starting("Tomorrow", choices))
    assert (await scene.toast(BORIS)).text.startswith("That day is full: 1 of 1")
    await scene.taps(BORIS, "⚠️ 1 of 1 that day: send all the same")
    assert await states(scene) == [PushState.SCHEDULED] * 2
