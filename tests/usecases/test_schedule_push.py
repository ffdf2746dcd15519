"""*Schedule*: a time for an article or a push, on a day that is not full, once."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.ids import ArticleId
from bot.domain.paper import DeskRules
from bot.domain.pushes import PushState
from bot.domain.queue import ArticleSeen, PushSeen
from bot.domain.reviews import ReviewState
from bot.domain.timing import Choice, Load
from bot.errors import UsageError
from tests.usecases.house import ANA, ELENA, FILIP, MK, NEWS, House, editor
from tests.usecases.web import Item

ROADS = Item("roads", "Roads are open again")


async def before_the_desk(house: House, item: Item = NEWS) -> ArticleSeen:
    """A new article of the edition that asks its editors."""
    await house.publish(MK, item)
    article = await house.article(item.slug)
    return ArticleSeen(article.id, article.revision)


def in_an_hour(house: House) -> datetime:
    """An hour from now."""
    return house.clock.now() + timedelta(hours=1)


async def scheduled(house: House, item: Item = NEWS) -> PushSeen:
    """An article that goes out in an hour."""
    seen = await before_the_desk(house, item)
    timed = await house.newsroom.schedule_push.at(seen, in_an_hour(house), editor())
    assert timed.queued
    return PushSeen(timed.queued.push.id)


async def with_cap(house: House, cap: int) -> House:
    """The same newsroom with so many pushes a day."""
    return await house.restarted(paper=replace(house.world.paper, desk_rules=DeskRules(daily_cap=cap)))


async def test_a_scheduled_article_comes_when_its_time_has_come_and_not_before(house: House) -> None:
    await house.subscribe(ANA, language="mk")
    await scheduled(house)
    await house.round()
    assert await house.received(ANA, "Snow") == 0
    house.clock.advance(hours=1)
    await house.round()
    assert await house.received(ANA, "Snow") == 1


async def test_scheduling_decides_the_review(house: House) -> None:
    await scheduled(house)
    review = await house.review("snow")
    assert review
    assert (review.state, review.decided_by) == (ReviewState.APPROVED, ELENA)


async def test_the_second_editor_is_told_that_it_is_decided(house: House) -> None:
    seen = await before_the_desk(house)
    await house.newsroom.schedule_push.at(seen, in_an_hour(house), editor())
    with pytest.raises(UsageError, match="decided_already"):
        await house.newsroom.schedule_push.at(seen, None, editor(FILIP))


async def test_an_article_that_changed_since_is_not_scheduled(house: House) -> None:
    seen = await before_the_desk(house)
    with pytest.raises(UsageError, match="article_changed"):
        await house.newsroom.schedule_push.at(replace(seen, revision=7), in_an_hour(house), editor())


async def test_what_was_never_before_the_desk_is_not_scheduled(house: House) -> None:
    seen = await before_the_desk(house)
    unknown = replace(seen, article_id=ArticleId(999))
    with pytest.raises(UsageError, match="stale_button"):
        await house.newsroom.schedule_push.at(unknown, in_an_hour(house), editor())


async def test_a_moment_that_is_over_is_refused(house: House) -> None:
    seen = await before_the_desk(house)
    with pytest.raises(UsageError, match="when_over"):
        await house.newsroom.schedule_push.at(seen, house.clock.now() - timedelta(hours=1), editor())


async def test_a_push_is_moved_with_its_expiry(house: House) -> None:
    seen = await scheduled(house)
    later = in_an_hour(house) + timedelta(days=1)
    timed = await house.newsroom.schedule_push.at(seen, later, editor(FILIP))
    assert timed.queued
    assert timed.queued.push.due_at == later
    assert timed.queued.push.expires_at == later + timedelta(hours=12)


async def test_a_push_is_moved_by_what_somebody_writes(house: House) -> None:
    timed = await house.newsroom.schedule_push.typed(await scheduled(house), "tomorrow 8:00", editor())
    assert timed.moment.astimezone(house.world.paper.zone).hour == 8


async def test_what_is_sent_can_be_moved_no_more(house: House) -> None:
    seen = await scheduled(house)
    await house.newsroom.schedule_push.at(seen, None, editor())
    await house.round()
    for attempt in (
        house.newsroom.schedule_push.at(seen, in_an_hour(house), editor()),
        house.newsroom.schedule_push.get(seen.push_id),
    ):
        with pytest.raises(UsageError, match="not_waiting"):
            await attempt


async def test_the_queue_is_in_the_order_of_time_and_without_what_was_cancelled(house: House) -> None:
    later = await scheduled(house)
    cancelled = await scheduled(house, ROADS)
    await house.newsroom.push_article.cancel(cancelled.push_id, editor())
    sooner = await scheduled(house, Item("fog", "Fog over the lake"))
    await house.newsroom.schedule_push.at(later, in_an_hour(house) + timedelta(hours=3), editor())
    waiting = await house.newsroom.schedule_push.waiting()
    assert [one.push.id for one in waiting] == [sooner.push_id, later.push_id]
    assert waiting[0].headline == "Fog over the lake"


async def test_a_full_day_takes_one_more_only_when_an_editor_says_so(house: House) -> None:
    house = await with_cap(house, 1)
    first = await scheduled(house)
    second = await before_the_desk(house, ROADS)
    same_day = await house.newsroom.schedule_push.at(first, in_an_hour(house), editor())
    assert same_day.queued
    full = await house.newsroom.schedule_push.at(second, in_an_hour(house), editor())
    assert (full.queued, full.load) == (None, Load(1, 1))
    assert (await house.newsroom.schedule_push.load_now()).is_full
    anyway = await house.newsroom.schedule_push.at(second, in_an_hour(house), editor(), anyway=True)
    assert anyway.queued
    assert anyway.queued.push.state is PushState.SCHEDULED


async def test_push_with_a_time_does_not_go_over_a_full_day(house: House) -> None:
    house = await with_cap(house, 1)
    await scheduled(house)
    await before_the_desk(house, ROADS)
    await house.newsroom.schedule_push.at(
        PushSeen((await house.newsroom.schedule_push.waiting())[0].push.id), in_an_hour(house), editor()
    )
    with pytest.raises(UsageError, match="day_full"):
        await house.newsroom.push_article.schedule(f"{house.web.address}/roads", "today 23:00", editor())


async def test_a_free_slot_keeps_away_from_what_is_scheduled(house: House) -> None:
    await scheduled(house)
    seen = await before_the_desk(house, ROADS)
    due = (await house.newsroom.schedule_push.waiting())[0].push.due_at
    offered = dict(await house.newsroom.schedule_push.offers(seen))
    assert abs(offered[Choice.FREE] - due) >= house.world.paper.desk_rules.spacing


async def test_the_desks_buttons_come_back(house: House) -> None:
    seen = await before_the_desk(house)
    rows = await house.newsroom.schedule_push.buttons(seen, editor())
    assert [one.label for one in rows[-3]] == ["Испрати сега", "Прескокни"]


async def test_a_typed_time_is_said_on_every_card_of_the_desk(house: House) -> None:
    seen = await before_the_desk(house)
    await house.round()
    await house.newsroom.schedule_push.typed(seen, "tomorrow 8:00", editor())
    await house.round()
    for one in (ELENA, FILIP):
        (label,) = await house.labels(one, NEWS.title)
        assert label.startswith("🕒 Закажано: Elena")
