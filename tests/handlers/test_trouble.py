"""What people see, and what the log holds, when something goes wrong."""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from typing import Any

from bot.domain.reviews import ReviewState
from bot.domain.subscribers import Standing
from bot.updates import ALLOWED
from storage.database import Database
from tests.canaries import capture_logs
from tests.handlers.scene import ANA, BORIS, Scene, draft, labels


def besides(logs: Sequence[Any]) -> list[Any]:
    """What the log says besides that updates were handled."""
    return [one for one in logs if one["event"] != "updates_handled"]


async def test_our_own_trouble_is_an_apology_with_a_number_from_the_log(
    scene: Scene, sqlite_database: Database
) -> None:
    await asyncio.to_thread(_break, sqlite_database)
    with capture_logs() as logs:
        answer = await scene.types(ANA, "/start")
    (failure,) = [one for one in logs if one["event"] == "handler_failed"]
    assert "went wrong on our side" in answer
    assert answer.endswith(failure["incident"])
    assert "subscribers" not in answer
    assert "subscribers" in str(failure["exc_info"])


async def test_a_tap_in_trouble_gets_the_apology_as_a_notice(scene: Scene, sqlite_database: Database) -> None:
    await scene.types(ANA, "/start")
    await asyncio.to_thread(_break, sqlite_database)
    await scene.taps(ANA, "Top stories")
    toast = await scene.toast(ANA)
    assert "went wrong on our side" in toast.text
    assert toast.show_alert


async def test_a_message_that_cannot_be_edited_comes_anew(scene: Scene) -> None:
    await scene.types(ANA, "/start")
    refusal = "Bad Request: message can't be edited"
    await scene.phones.fault(400, method="editMessageText", description=refusal)
    await scene.taps(ANA, "Top stories")
    assert "You are subscribed" in (await scene.messages(ANA))[-1].text


async def test_an_answer_telegram_did_not_take_goes_once_more(scene: Scene) -> None:
    await scene.types(ANA, "/start")
    await scene.phones.fault(500, method="sendMessage", description="Internal Server Error")
    assert "/search" in await scene.types(ANA, "/help")


async def test_an_answer_whose_button_telegram_refuses_comes_without_it(scene: Scene) -> None:
    await scene.phones.type(ANA, "/support")
    await scene.phones.fault(400, method="sendMessage", description="Bad Request: BUTTON_URL_INVALID")
    answer = await scene.answered(ANA)
    assert "free for everyone" in answer.text
    assert labels(answer) == []


async def test_two_answers_to_one_chat_keep_its_pace(scene: Scene) -> None:
    await scene.phones.type(ANA, "/help")
    await scene.phones.type(ANA, "/latest")
    before = scene.clock.now()
    await scene.answer()
    assert len(await scene.messages(ANA)) == 2
    assert scene.clock.now() - before >= timedelta(seconds=1)


async def test_who_leaves_before_the_answer_is_no_incident(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.phones.type(ANA, "/help")
    await scene.phones.block(ANA)
    with capture_logs() as logs:
        await scene.answer()
    assert [one["event"] for one in besides(logs)] == ["answer_given_up"]
    assert await scene.standing(ANA) is Standing.BLOCKED


async def test_a_tap_that_waited_too_long_in_our_inbox_is_still_obeyed(scene: Scene) -> None:
    await scene.before_the_desk(draft("Buses are late"))
    await scene.phones.tap(BORIS, "Skip")
    (tap,) = await scene.bot.raw_updates(scene.offset, 0, ALLOWED)
    await scene.phones.advance(600)
    with capture_logs() as logs:
        await scene.take_in(tap)
    card = (await scene.messages(BORIS))[-1]
    assert card.buttons[0][0].text.startswith("Skipped by Boris")
    assert [one["event"] for one in besides(logs)] == ["tap_not_answered"]
    scene.sandbox.state.callbacks.clear()


async def test_an_answer_that_telegram_refuses_for_good_is_logged(scene: Scene) -> None:
    await scene.types(BORIS, "/start")
    await scene.phones.fault(400, method="sendMessage", count=2, description="Bad Request: no")
    with capture_logs() as logs:
        await scene.phones.type(BORIS, "/help")
        await scene.answer()
    (line,) = besides(logs)
    assert (line["event"], line["problem"]) == ("answer_given_up", "Bad Request: no")


async def test_an_unreadable_update_is_logged_and_done_with(scene: Scene) -> None:
    with capture_logs() as logs:
        assert await scene.happens({"message": {"message_id": 1, "date": 1, "chat": {"id": 5}}}) == 0
    assert [one["event"] for one in besides(logs)] == ["update_unreadable"]


async def test_what_a_handler_changed_before_it_failed_is_undone(
    scene: Scene, sqlite_database: Database
) -> None:
    """The push is filed after the decision: where it can't be, the review still waits."""
    article = await scene.before_the_desk(draft("Buses are late"))
    await asyncio.to_thread(_break, sqlite_database, "push_cards")
    await scene.taps(BORIS, "Send now")
    async with scene.open_store() as store:
        review = await store.reviews.get(article.id)
    assert review
    assert review.state is ReviewState.WAITING
    assert "went wrong on our side" in (await scene.toast(BORIS)).text


def _break(database: Database, table: str = "subscribers") -> None:
    """Take a table away from under the running bot, beside the loop, which may be in a transaction."""
    assert database.path
    with closing(sqlite3.connect(database.path)) as connection:
        connection.execute(f"DROP TABLE {table}")
