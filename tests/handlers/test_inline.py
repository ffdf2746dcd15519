"""Inline mode: whoever types the bot's name in any chat can share an article there."""

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from bot.domain.articles import Image
from bot.domain.ids import ChatId
from bot.sandbox.client import Offers
from storage.database import Database
from tests.canaries import capture_logs
from tests.handlers.scene import ANA, BORIS, Scene, draft

TRAIN: dict[str, Any] = {
    "summary": "It may leave at ten.",
    "body": ("The night train to Ohrid may return.", "It leaves at ten."),
    "image": Image(url="https://paper.example/train.jpg"),
}
CARD = "The night train"


async def offered(scene: Scene, text: str, offset: str = "", person: int = ANA) -> tuple[str, Offers]:
    """What the person is offered who types this after the bot's name; and the query's id."""
    query = await scene.phones.ask_inline(person, text, offset)
    await scene.answer()
    offers = await scene.phones.offers(query)
    assert offers
    return query, offers


async def titles(scene: Scene, text: str, **more: Any) -> list[str]:
    """The titles of what is offered."""
    return [one.title for one in (await offered(scene, text, **more))[1].results]


@pytest.fixture
async def paper(scene: Scene) -> Scene:
    """A paper with two articles; Ana never talked to the bot."""
    await scene.published(draft(CARD, **TRAIN), draft("Snow on the roads", body=("Snow closes roads.",)))
    return scene


async def test_the_bots_name_alone_offers_the_newest(paper: Scene) -> None:
    assert await titles(paper, "") == ["Snow on the roads", CARD]


async def test_words_offer_what_is_about_them_even_half_typed(paper: Scene) -> None:
    assert await titles(paper, "night train") == [CARD]
    assert await titles(paper, "Ohri") == [CARD]


async def test_an_offer_shows_headline_summary_and_picture(paper: Scene) -> None:
    (offer,) = (await offered(paper, "night train"))[1].results
    assert (offer.title, offer.description) == (CARD, "It may leave at ten.")
    assert offer.thumbnail_url == "https://paper.example/train.jpg"
    assert offer.text.startswith(CARD)
    assert "It may leave at ten." in offer.text


async def test_every_button_of_a_shared_card_is_a_link(paper: Scene) -> None:
    (offer,) = (await offered(paper, "night train"))[1].results
    assert list(offer.buttons) == ["Read", "Support us", "Follow Primer Daily on Telegram"]
    assert all(offer.buttons.values())


async def test_a_stranger_who_taps_a_shared_card_gets_the_article_and_counts_as_shared(paper: Scene) -> None:
    friends = await paper.phones.chat("group", "Friends", [ANA, BORIS])
    query, offers = await offered(paper, "night train")
    shared = await paper.phones.choose_inline(query, offers.results[0].id, friends)
    tap = await paper.phones.tap(BORIS, "Follow Primer Daily on Telegram", shared, chat=friends)
    assert tap.url
    payload = tap.url.partition("?start=")[2]
    await paper.phones.start(BORIS, payload)
    await paper.answer()
    assert any(CARD in one.text for one in await paper.messages(BORIS))
    await paper.taps(BORIS, "Top stories")
    subscriber = await paper.subscriber(BORIS)
    assert subscriber
    assert subscriber.source == payload
    assert payload.endswith("-inline")


async def test_where_nothing_is_found_the_way_leads_to_the_bot(paper: Scene) -> None:
    offers = (await offered(paper, "xylophone"))[1]
    assert offers.results == ()
    assert offers.button == ("Nothing found. Ask the bot itself", "inline_search")
    await paper.phones.start(ANA, "inline_search")
    assert "out of date" not in (await paper.answered(ANA)).text
    await paper.taps(ANA, "Top stories")
    subscriber = await paper.subscriber(ANA)
    assert subscriber
    assert subscriber.source == "inline_search"


async def test_common_words_alone_find_nothing_and_break_nothing(paper: Scene) -> None:
    assert await titles(paper, "the and of") == []
    assert await titles(paper, "🙂 " * 80) == []


async def test_a_reader_is_offered_their_edition_in_its_words(paper: Scene) -> None:
    await paper.phones.person(BORIS, "Борис", language_code="mk")
    offers = (await offered(paper, "", person=BORIS))[1]
    assert offers.results == ()
    assert offers.button == ("Нема резултати. Прашајте го ботот", "inline_search")


async def test_answers_are_for_one_person_and_good_for_minutes(paper: Scene) -> None:
    newest, found = (await offered(paper, ""))[1], (await offered(paper, "night train"))[1]
    assert (newest.cache_time, found.cache_time) == (60, 300)
    assert newest.is_personal
    assert found.is_personal


async def test_scrolling_brings_the_next_page(scene: Scene) -> None:
    await scene.published(*(draft(f"News {number:02}") for number in range(45)))
    first = (await offered(scene, ""))[1]
    second = (await offered(scene, "", first.next_offset))[1]
    third = (await offered(scene, "", second.next_offset))[1]
    seen = [one.title for page in (first, second, third) for one in page.results]
    assert seen == [f"News {number:02}" for number in range(44, -1, -1)]
    assert third.next_offset == ""


async def test_what_was_asked_is_not_kept_once_it_is_answered(paper: Scene) -> None:
    await offered(paper, "night train")
    async with paper.open_store() as store:
        assert await store.inbox.unhandled() == []
        assert (await store.records.of(ChatId(ANA))).is_empty


async def test_an_answer_that_comes_too_late_disturbs_nobody(paper: Scene) -> None:
    await paper.phones.fault(400, method="answerInlineQuery", description="Bad Request: query is too old")
    query = await paper.phones.ask_inline(ANA, "night train")
    await paper.answer()
    assert await paper.phones.offers(query) is None
    assert await paper.messages(ANA) == []


async def test_our_own_trouble_is_no_message_to_who_typed_elsewhere(
    scene: Scene, sqlite_database: Database
) -> None:
    await scene.types(ANA, "/start")
    before = len(await scene.messages(ANA))
    assert sqlite_database.path
    with closing(sqlite3.connect(sqlite_database.path)) as connection:
        connection.execute("DROP TABLE subscribers")
    query = await scene.phones.ask_inline(ANA, "night train")
    with capture_logs() as logs:
        await scene.answer()
    assert "handler_failed" in [one["event"] for one in logs]
    assert await scene.phones.offers(query) is None
    assert len(await scene.messages(ANA)) == before
