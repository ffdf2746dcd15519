"""The desk: every editor sees the readers' card once, and what became of it."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.ids import ChatId
from bot.domain.reviews import ReviewState
from bot.errors import UsageError
from tests.canaries import GORAN
from tests.usecases.house import ANA, ELENA, FILIP, MK, NEWS, House, editor


async def test_every_editor_gets_the_card_with_the_desks_buttons(house: House) -> None:
    await house.publish(MK, NEWS)
    await house.round()
    for one in (ELENA, FILIP):
        own = (await house.labels(one, NEWS.title))[-6:-2]
        assert own == ["Испрати сега", "Прескокни", "Проба за мене", "Уреди"]


async def test_the_desks_buttons_speak_the_editors_language(house: House) -> None:
    await house.subscribe(ELENA, language="en")
    await house.publish(MK, NEWS)
    await house.round()
    assert "Send now" in await house.labels(ELENA, NEWS.title)


async def test_a_review_is_shown_once(house: House) -> None:
    await house.publish(MK, NEWS)
    await house.round()
    await house.round()
    assert await house.received(ELENA, NEWS.title) == 1


async def test_readers_do_not_see_the_desks_cards(house: House) -> None:
    await house.subscribe(ANA, language="mk")
    await house.publish(MK, NEWS)
    await house.round()
    assert await house.received(ANA, NEWS.title) == 0


async def test_a_corrected_article_is_shown_anew_while_it_waits(house: House) -> None:
    await house.publish(MK, NEWS)
    await house.round()
    await house.publish(MK, NEWS.rewritten("Four roads now."))
    await house.round()
    assert [await house.received(ELENA, text) for text in (NEWS.title, "Four roads now.")] == [2, 1]


async def test_the_old_cards_button_is_refused_after_a_correction(house: House) -> None:
    await house.publish(MK, NEWS)
    await house.publish(MK, NEWS.rewritten("Four roads now."))
    article = await house.article("snow")
    with pytest.raises(UsageError, match="article_changed"):
        await house.newsroom.review_article.send_now(article.id, 1, editor())
    assert await house.pushes("snow") == []


async def test_a_decision_replaces_the_buttons_on_the_other_phones(house: House) -> None:
    await house.publish(MK, NEWS)
    await house.round()
    article = await house.article("snow")
    await house.newsroom.review_article.skip(article.id, 1, editor(ELENA, "Elena"))
    await house.round()
    (label,) = await house.labels(FILIP, NEWS.title)
    assert "Elena" in label
    assert len(await house.labels(ELENA, NEWS.title)) > 1, "the answer to her press does that"


@pytest.mark.parametrize(
    ("fault", "shown"), [({"status": 502}, True), ({"status": 400, "description": "Bad Request: no"}, False)]
)
async def test_a_verdict_is_tried_again_a_minute_later_unless_it_was_refused(
    house: House, fault: dict[str, Any], shown: bool
) -> None:
    await house.publish(MK, NEWS)
    await house.round()
    await house.telegram.fault(method="editMessageReplyMarkup", **fault)
    article = await house.article("snow")
    await house.newsroom.review_article.skip(article.id, 1, editor(ELENA, "Elena"))
    for _ in range(2):
        await house.round()
        assert len(await house.labels(FILIP, NEWS.title)) > 1
    house.clock.advance(minutes=1)
    await house.round()
    assert (len(await house.labels(FILIP, NEWS.title)) == 1) is shown


async def test_a_review_that_nobody_decides_expires_on_the_phones_too(house: House) -> None:
    await house.publish(MK, NEWS)
    await house.round()
    house.clock.advance(hours=25)
    await house.round()
    review = await house.review("snow")
    assert review
    assert review.state is ReviewState.EXPIRED
    assert len(await house.labels(ELENA, NEWS.title)) == 1


async def test_an_editor_who_never_pressed_start_gets_the_card_once_they_do(house: House) -> None:
    await house.telegram.person(GORAN, "Goran")
    desk = await house.restarted(paper=replace(house.world.paper, desk=(ChatId(GORAN),)))
    await desk.publish(MK, NEWS)
    await desk.round()
    await desk.telegram.type(GORAN, "/start")
    await desk.round()
    assert await desk.received(GORAN, NEWS.title) == 0
    await desk.newsroom.show_reviews.reach_again(ChatId(GORAN))
    await desk.round()
    assert await desk.received(GORAN, NEWS.title) == 1


async def test_a_card_that_telegram_did_not_take_comes_again_a_minute_later(house: House) -> None:
    await house.publish(MK, NEWS)
    await house.telegram.fault(500, chat=ELENA)
    await house.round()
    await house.round()
    assert await house.received(ELENA, NEWS.title) == 0
    house.clock.advance(minutes=1)
    await house.round()
    assert await house.received(ELENA, NEWS.title) == 1
