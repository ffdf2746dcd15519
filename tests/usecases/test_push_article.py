"""`/push`: any article of the paper, now or at a time, and never twice."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ids import ChatId
from bot.domain.pushes import PushState
from bot.domain.reviews import ReviewState
from bot.errors import BadTime, FetchError, NotAnArticle, UsageError
from bot.usecases.freeze import article_push
from tests.usecases.house import ANA, CVETA, ELENA, EN, FILIP, MK, NEWS, House, editor
from tests.usecases.web import Page, article_page


@pytest.fixture
def url(house: House) -> str:
    """An article that was in no feed."""
    return house.web.put("/en/fog", article_page("Fog closes the airport"))


async def test_an_unknown_article_of_the_papers_site_is_read_and_laid_before_the_desk(
    house: House, url: str
) -> None:
    await house.newsroom.push_article.prepare(url, editor())
    assert await house.review("en/fog")


async def test_who_asked_gets_the_card_once_with_its_checks_and_sees_what_others_decide(
    house: House, url: str
) -> None:
    other = house.web.put("/en/rain", article_page("Rain"))
    await house.newsroom.push_article.prepare(other, editor())
    number = await house.newsroom.push_article.prepare(url, editor(CVETA))
    for _ in range(2):
        await house.newsroom.show_reviews.lay_before(number, ChatId(CVETA))
        await house.newsroom.refresh_checks()
    (card,) = await house.messages(CVETA, "Fog")
    (checks,) = await house.messages(CVETA, "Headline")
    assert checks.reply_to == card.message_id
    await house.newsroom.review_article.skip(number, 1, editor(FILIP, "Filip"))
    await house.round()
    assert "Skipped by Filip" in (await house.labels(CVETA, "Fog"))[0]


async def test_who_asks_again_gets_the_card_anew_in_place_of_the_old_one(house: House, url: str) -> None:
    number = await house.newsroom.push_article.prepare(url, editor())
    await house.round()
    before = await house.messages(ELENA, "Fog")
    await house.newsroom.push_article.prepare(url, editor())
    await house.newsroom.show_reviews.lay_before(number, ChatId(ELENA))
    await house.newsroom.refresh_cards()
    after = [one for one in await house.messages(ELENA, "Fog") if not one.is_deleted]
    assert [len(before), len(after)] == [1, 1]
    assert after[0].message_id > before[0].message_id


async def test_a_known_article_is_not_read_again(house: House) -> None:
    await house.publish(EN, NEWS)
    asked = len(house.web.asked)
    await house.newsroom.push_article.prepare(f"{house.web.address}/snow", editor())
    assert len(house.web.asked) == asked


async def test_another_address_of_a_known_article_leads_to_that_article(house: House, url: str) -> None:
    await house.newsroom.push_article.prepare(url, editor())
    other = house.web.put("/en/fog-amp", article_page("Fog", canonical=url))
    await house.newsroom.push_article.prepare(other, editor())
    with pytest.raises(AssertionError, match="no article"):
        await house.article("en/fog-amp")


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/fog",
        "ftp://127.0.0.1/fog",
        "not an address",
        "javascript:alert(1)",
        "http://[x",
    ],
)
async def test_an_address_that_is_not_the_papers_is_refused_unread(house: House, address: str) -> None:
    asked = len(house.web.asked)
    with pytest.raises(NotAnArticle):
        await house.newsroom.push_article.prepare(address, editor())
    assert len(house.web.asked) == asked


async def test_a_redirect_to_somebody_elses_page_is_refused(house: House, url: str) -> None:
    elsewhere = url.replace("127.0.0.1", "localhost")
    away = house.web.put("/en/away", Page(b"", 302, headers=(("Location", elsewhere),)))
    with pytest.raises((NotAnArticle, FetchError)):
        await house.newsroom.push_article.prepare(away, editor())


async def test_an_article_pushed_while_the_poller_reads_it_is_one_article(house: House) -> None:
    house.web.put("/snow", article_page("Snow closes the road"))
    address = f"{house.web.address}/snow"
    push = house.newsroom.push_article
    house.web.meanwhile("/snow", lambda: push.prepare(address, editor()))
    await house.publish(EN, NEWS)
    await house.round()
    assert await house.received(FILIP, "Snow") == 1


async def test_a_page_that_is_no_article_is_refused(house: House) -> None:
    url = house.web.put("/en/", "<html><head><title>Home</title></head><body><nav>Sport</nav></body></html>")
    with pytest.raises(NotAnArticle):
        await house.newsroom.push_article.prepare(url, editor())


async def test_a_page_that_cannot_be_read_is_named(house: House) -> None:
    with pytest.raises(FetchError, match=r"error\.fetch\.status"):
        await house.newsroom.push_article.prepare(f"{house.web.address}/en/gone", editor())


async def test_an_article_belongs_to_the_edition_whose_feed_is_nearest(house: House) -> None:
    url = house.web.put("/mk/fog", article_page("Магла го затвори аеродромот"))
    await house.newsroom.push_article.prepare(url, editor())
    assert (await house.article("mk/fog")).edition == MK


async def test_a_host_without_a_feed_counts_for_the_first_edition(house: House, url: str) -> None:
    host = house.web.address.removeprefix("http://")
    with closing(sqlite3.connect(house.database)) as connection, connection:
        connection.execute("DELETE FROM feeds")
    feedless = await house.restarted(paper=replace(house.world.paper, feeds=(), hosts=frozenset({host})))
    await feedless.newsroom.push_article.prepare(url, editor())
    assert (await house.article("en/fog")).edition == EN


async def test_a_scheduled_push_comes_at_its_time_and_not_before(house: House, url: str) -> None:
    await house.subscribe(ANA)
    await house.newsroom.push_article.schedule(url, "18:30", editor())
    house.clock.advance(hours=8)
    await house.round()
    assert await house.received(ANA, "Fog") == 0
    house.clock.advance(hours=1)
    await house.round()
    assert await house.received(ANA, "Fog") == 1


async def test_the_time_is_on_the_papers_clocks(house: House, url: str) -> None:
    scheduled = await house.newsroom.push_article.schedule(url, "18:30", editor())
    assert scheduled.push.due_at == datetime(2026, 11, 24, 17, 30, tzinfo=UTC)


async def test_a_time_that_nobody_can_read_is_refused(house: House, url: str) -> None:
    with pytest.raises(BadTime):
        await house.newsroom.push_article.schedule(url, "half past six", editor())


async def test_scheduling_what_waits_for_the_desk_decides_it(house: House) -> None:
    await house.publish(MK, NEWS)
    await house.newsroom.push_article.schedule(f"{house.web.address}/snow", "18:30", editor())
    review = await house.review("snow")
    assert review
    assert review.state is ReviewState.APPROVED


async def test_a_second_push_of_an_article_is_refused(house: House, url: str) -> None:
    await house.newsroom.push_article.schedule(url, "18:30", editor())
    with pytest.raises(UsageError, match="already_pushed"):
        await house.newsroom.push_article.schedule(url, "19:30", editor())


async def test_a_cancelled_push_makes_room_for_another(house: House, url: str) -> None:
    first = await house.newsroom.push_article.schedule(url, "18:30", editor())
    assert await house.newsroom.push_article.cancel(first.push.id, editor())
    await house.newsroom.push_article.schedule(url, "19:30", editor())
    assert [one.state for one in await house.pushes("en/fog")] == [PushState.CANCELLED, PushState.SCHEDULED]


async def test_a_cancelled_push_reaches_nobody(house: House, url: str) -> None:
    await house.subscribe(ANA)
    scheduled = await house.newsroom.push_article.schedule(url, "18:30", editor())
    await house.newsroom.push_article.cancel(scheduled.push.id, editor())
    house.clock.advance(days=1)
    await house.round()
    assert await house.received(ANA, "Fog") == 0


async def test_a_push_under_way_cannot_be_cancelled(house: House, url: str) -> None:
    scheduled = await house.newsroom.push_article.schedule(url, "18:30", editor())
    house.clock.advance(days=1)
    await house.round()
    assert not await house.newsroom.push_article.cancel(scheduled.push.id, editor())


async def test_an_old_cancel_button_stops_nothing_that_has_begun(house: House, url: str) -> None:
    """Who cancels that is first shown how many have not got it yet."""
    await house.subscribe(ANA)
    scheduled = await house.newsroom.push_article.schedule(url, "18:30", editor())
    house.clock.advance(days=1)
    async with house.world.open_store() as store:
        await store.queue.move(scheduled.push.id, house.clock.now(), house.clock.now() + timedelta(hours=1))
    await house.newsroom.plan_pushes()
    assert not await house.newsroom.push_article.cancel(scheduled.push.id, editor())
    await house.newsroom.deliver_pushes()
    assert await house.received(ANA, "Fog") == 1


async def test_a_slot_that_is_taken_counts_as_pushed(house: House, url: str) -> None:
    """Two processes may decide the same at once; the database lets one of them through."""
    await house.newsroom.push_article.prepare(url, editor())
    article, other, now = await house.article("en/fog"), await house.article("old"), house.clock.now()
    push = article_push(article, house.world.paper, due_at=now, editor=None)
    async with house.world.open_store() as store:
        await store.pushes.add(replace(push, article_id=other.id))
    with pytest.raises(UsageError, match="already_pushed"):
        await house.newsroom.review_article.send_now(article.id, 1, editor())
