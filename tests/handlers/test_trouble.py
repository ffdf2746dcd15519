"""What people see, and what the log holds, when something goes wrong."""

import sqlite3
from contextlib import closing

from structlog.testing import capture_logs

from storage.database import Database
from tests.handlers.scene import ANA, BORIS, Scene, draft


async def test_our_own_trouble_is_an_apology_with_a_number_from_the_log(
    scene: Scene, sqlite_database: Database
) -> None:
    _break(sqlite_database)
    with capture_logs() as logs:
        answer = await scene.types(ANA, "/start")
    (failure,) = [one for one in logs if one["event"] == "handler_failed"]
    assert "went wrong on our side" in answer
    assert answer.endswith(failure["incident"])
    assert "subscribers" not in answer
    assert "subscribers" in str(failure["exc_info"])


async def test_a_tap_in_trouble_gets_the_apology_as_a_notice(scene: Scene, sqlite_database: Database) -> None:
    await scene.types(ANA, "/start")
    _break(sqlite_database)
    await scene.taps(ANA, "Subscribe")
    toast = await scene.toast(ANA)
    assert "went wrong on our side" in toast.text
    assert toast.show_alert


async def test_a_message_that_cannot_be_edited_comes_anew(scene: Scene) -> None:
    await scene.types(ANA, "/start")
    refusal = "Bad Request: message can't be edited"
    await scene.phones.fault(400, method="editMessageText", description=refusal)
    await scene.taps(ANA, "Subscribe")
    assert "You are subscribed" in (await scene.messages(ANA))[-1].text


async def test_an_answer_telegram_does_not_take_is_logged_and_not_tried_as_an_apology(scene: Scene) -> None:
    await scene.types(ANA, "/start")
    before = await scene.messages(ANA)
    await scene.phones.fault(500, method="sendMessage", description="Internal Server Error")
    with capture_logs() as logs:
        await scene.phones.type(ANA, "/help")
        await scene.answer()
    assert [one["problem"] for one in logs if one["event"] == "answer_failed"] == ["Internal Server Error"]
    assert await scene.messages(ANA) == before


async def test_who_leaves_before_the_answer_is_no_incident(scene: Scene) -> None:
    await scene.phones.type(ANA, "/help")
    await scene.phones.block(ANA)
    with capture_logs() as logs:
        await scene.answer()
    assert not [one for one in logs if one["event"] in ("handler_failed", "update_failed")]


async def test_a_tap_that_waited_too_long_in_our_inbox_is_still_obeyed(scene: Scene) -> None:
    await scene.before_the_desk(draft("Buses are late"))
    await scene.phones.tap(BORIS, "Skip")
    (tap,) = await scene.application.bot.get_updates(offset=scene.offset)
    await scene.phones.advance(600)
    with capture_logs() as logs:
        await scene.application.process_update(tap)
    card = (await scene.messages(BORIS))[-1]
    assert card.buttons[0][0].text.startswith("Skipped by Boris")
    assert [one["event"] for one in logs] == ["tap_not_answered"]
    scene.sandbox.state.callbacks.clear()


async def test_an_apology_that_fails_is_logged(scene: Scene) -> None:
    await scene.types(BORIS, "/start")
    await scene.phones.fault(400, method="sendMessage", count=2, description="Bad Request: no")
    with capture_logs() as logs:
        await scene.phones.type(BORIS, "/help")
        await scene.answer()
    assert [one["event"] for one in logs][-2:] == ["handler_failed", "update_failed"]


def _break(database: Database) -> None:
    """Take the table of subscribers away from under the running bot."""
    assert database.path
    with closing(sqlite3.connect(database.path)) as connection:
        connection.execute("DROP TABLE subscribers")
