"""Deciding: the first editor decides, the second one is told, and what was seen is what is sent."""

import pytest

from bot.domain.ids import ArticleId
from bot.domain.reviews import ReviewState
from bot.errors import UsageError
from tests.usecases.house import ANA, ELENA, FILIP, MK, NEWS, House, editor


@pytest.fixture
async def waiting(house: House) -> ArticleId:
    """An article that both editors have on their phones."""
    await house.publish(MK, NEWS)
    await house.round()
    return (await house.article("snow")).id


async def test_readers_get_what_the_editor_saw(house: House, waiting: ArticleId) -> None:
    await house.subscribe(ANA, language="mk")
    await house.newsroom.review_article.send_now(waiting, 1, editor())
    await house.round()
    (seen,) = await house.messages(ELENA, NEWS.title)
    (sent,) = await house.messages(ANA, NEWS.title)
    assert (sent.text, sent.photo, sent.entities) == (seen.text, seen.photo, seen.entities)


async def test_the_first_decision_is_the_one_that_counts(house: House, waiting: ArticleId) -> None:
    first = await house.newsroom.review_article.send_now(waiting, 1, editor(ELENA, "Elena"))
    second = await house.newsroom.review_article.skip(waiting, 1, editor(FILIP, "Filip"))
    assert (first.by_this_press, second.by_this_press) == (True, False)
    assert second.review.decided_name == "Elena"
    assert second.review.state is ReviewState.APPROVED


async def test_two_presses_of_send_now_are_one_push(house: House, waiting: ArticleId) -> None:
    for one in (ELENA, FILIP):
        await house.newsroom.review_article.send_now(waiting, 1, editor(one))
    assert len(await house.pushes("snow")) == 1


async def test_a_skipped_article_is_not_pushed(house: House, waiting: ArticleId) -> None:
    decided = await house.newsroom.review_article.skip(waiting, 1, editor())
    assert decided.review.state is ReviewState.SKIPPED
    assert await house.pushes("snow") == []


async def test_a_button_of_no_review_is_stale(house: House) -> None:
    old = await house.article("old")
    with pytest.raises(UsageError, match="stale_button"):
        await house.newsroom.review_article.skip(old.id, 1, editor())


async def test_what_was_scheduled_already_cannot_be_sent_now(house: House, waiting: ArticleId) -> None:
    """Somebody scheduled it and laid it before the desk once more: one push, and the review still waits."""
    url = f"{house.web.address}/snow"
    await house.newsroom.push_article.schedule(url, "18:30", editor())
    await house.newsroom.push_article.prepare(url, editor())
    with pytest.raises(UsageError, match="already_pushed"):
        await house.newsroom.review_article.send_now(waiting, 1, editor())
    review = await house.review("snow")
    assert review
    assert review.state is ReviewState.WAITING


async def test_a_decision_is_dated_and_signed(house: House, waiting: ArticleId) -> None:
    decided = await house.newsroom.review_article.skip(waiting, 1, editor(FILIP, "Filip"))
    assert decided.review.decided_by == FILIP
    assert decided.review.decided_at == house.clock.now()
