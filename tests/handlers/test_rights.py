"""A reader's rights: to know what is kept, to have it, to have it erased, and to begin anew."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.subscribers import Standing
from bot.updates import ALLOWED
from tests.handlers.scene import ANA, BORIS, VERA, Scene, draft, labels
from tests.handlers.test_feedback import report


async def data_of(scene: Scene, person: int) -> dict[str, Any]:
    """The file that the person got last."""
    files = scene.sandbox.state.files
    shown = [
        one for one in scene.sandbox.state.chats[person].messages.values() if one.body.kind == "document"
    ]
    stored = shown[-1].body.media
    assert stored
    assert stored.name == "my-data.json"
    told: dict[str, Any] = json.loads(files.content(stored.path) or b"")
    return told


@pytest.mark.parametrize("language", ["en", "mk", "sq"])
async def test_privacy_is_complete_in_the_readers_language(scene: Scene, language: str) -> None:
    await scene.phones.person(ANA, "Ana", language_code=language)
    answer = await scene.types(ANA, "/privacy")
    assert all(part in answer for part in ("/mydata", "/forgetme", "/stop", "/feedback", "90", "30"))
    assert len(answer) < 4096


async def test_mydata_is_a_file_with_everything(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await report(scene, "The bridge is older")
    assert "All that Primer Daily keeps" in await scene.types(ANA, "/mydata")
    told = await data_of(scene, ANA)
    assert told["chat_id"] == ANA
    assert told["subscription"]["standing"] == "active"
    assert [one["move"] for one in told["moves"]] == ["joined"]
    assert [one["text"] for one in told["feedback"]] == ["The bridge is older"]


async def test_a_strangers_file_holds_nothing(scene: Scene) -> None:
    await scene.types(ANA, "/mydata")
    told = await data_of(scene, ANA)
    assert (told["subscription"], told["moves"], told["feedback"]) == (None, [], [])


async def test_mydata_comes_again_only_after_a_while(scene: Scene) -> None:
    await scene.types(ANA, "/mydata")
    assert "a moment ago" in await scene.types(ANA, "/mydata")
    scene.passes(timedelta(minutes=10))
    assert "All that" in await scene.types(ANA, "/mydata")


async def test_forgetme_warns_before_anything_is_gone(scene: Scene) -> None:
    await scene.subscribed(ANA)
    assert "cannot be undone" in await scene.types(ANA, "/forgetme")
    assert await scene.standing(ANA) is Standing.ACTIVE


async def test_one_tap_erases_everything(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.types(ANA, "/forgetme")
    message = await scene.taps(ANA, "Erase everything")
    assert "is erased" in message.text
    assert labels(message) == []
    assert await scene.subscriber(ANA) is None
    assert "Nothing is kept" in await scene.types(ANA, "/forgetme")


async def test_who_was_erased_begins_anew_with_start(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.in_settings(ANA, "📰 Edition", "Gazeta Primer")
    await scene.types(ANA, "/forgetme")
    await scene.taps(ANA, "Erase everything")
    await scene.subscribed(ANA)
    subscriber = await scene.subscriber(ANA)
    assert subscriber
    assert (subscriber.edition, subscriber.standing) == ("en", Standing.ACTIVE)


async def test_a_double_tap_erases_once_and_says_so_twice(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.types(ANA, "/forgetme")
    await scene.phones.tap(ANA, "Erase everything")
    await scene.phones.tap(ANA, "Erase everything")
    assert "is erased" in (await scene.answered(ANA)).text
    async with scene.open_store() as store:
        assert await store.subscribers.standings() == {Standing.ERASED: 1}


async def test_an_old_button_of_who_was_erased_says_how_to_begin(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.in_settings(ANA)
    await scene.types(ANA, "/forgetme")
    await scene.taps(ANA, "Erase everything")
    await scene.taps(ANA, "🗞 Digest")
    assert "/start" in (await scene.toast(ANA)).text


async def test_statistics_know_how_many_were_erased(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.types(ANA, "/forgetme")
    await scene.taps(ANA, "Erase everything")
    answer = await scene.types(VERA, "/stats")
    assert "Erased: 1" in answer
    assert "+1 joined, −1 left" in answer


async def test_the_desks_copy_of_what_an_erased_reader_wrote_goes_too(scene: Scene) -> None:
    await report(scene, "My name is Ana and I live next to it")
    assert "I live next to it" in (await scene.messages(BORIS))[-1].text
    await scene.types(ANA, "/forgetme")
    await scene.taps(ANA, "Erase everything")
    await scene.newsroom.show_feedback()
    copy = (await scene.messages(BORIS))[-1]
    assert "had this message erased" in copy.text
    assert labels(copy) == []


async def test_nothing_is_pushed_to_who_was_erased(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.before_the_desk(draft("Buses are late"))
    await scene.taps(BORIS, "Send now")
    await scene.newsroom.plan_pushes()
    await scene.types(ANA, "/forgetme")
    await scene.taps(ANA, "Erase everything")
    await scene.newsroom.deliver_pushes()
    assert not [one for one in await scene.messages(ANA) if "Buses are late" in one.text]


async def test_a_handler_that_is_undone_has_given_no_file(scene: Scene) -> None:
    """Asked in one breath with a command that fails, which undoes both the first time, it still comes."""
    await scene.phones.type(ANA, "/mydata")
    await scene.phones.type(BORIS, "/push nonsense more words")
    await scene.take_in(*await scene.bot.raw_updates(scene.offset, 0, ALLOWED))
    assert "All that" in (await scene.messages(ANA))[-1].text
    assert "is no time" in (await scene.messages(BORIS))[-1].text
