"""The video of the day: out once a day by the clock, whatever the clock does."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.pushes import PushState
from bot.domain.reviews import ReviewState
from bot.domain.schedules import SlotState
from bot.ports import OpenStore
from bot.usecases.freeze import article_push
from bot.usecases.keep_schedules import KeepSchedules
from tests.canaries import capture_logs
from tests.usecases.house import ANA, BORIS, ELENA, EN, MK, HandClock, House, editor
from tests.usecases.videos import keeper, paper_with, plan, publish, pushes, slots

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EVENING = MORNING + timedelta(hours=9)


@pytest.fixture
async def keep(open_store: OpenStore, clock: HandClock) -> KeepSchedules:
    """Enrolled on a Monday at ten in Skopje, for seven in the evening."""
    keep = keeper(open_store, clock)
    await keep.enrol()
    return keep


async def test_at_its_time_the_newest_video_is_pushed(
    keep: KeepSchedules, open_store: OpenStore, clock: HandClock
) -> None:
    older = await publish(open_store, clock, published_at=MORNING - timedelta(hours=1))
    newer = await publish(open_store, clock, published_at=MORNING)
    clock.advance(hours=8, minutes=59)
    await keep()
    assert await pushes(open_store, newer) == []
    clock.advance(minutes=1)
    await keep()
    (push,) = await pushes(open_store, newer)
    assert (push.due_at, push.created_by, push.state) == (EVENING, None, PushState.SCHEDULED)
    assert "A video" in push.cards[EN].html
    assert await pushes(open_store, older) == []


async def test_ticking_again_pushes_nothing_more(
    keep: KeepSchedules, open_store: OpenStore, clock: HandClock
) -> None:
    articles = [await publish(open_store, clock) for _ in range(2)]
    clock.advance(hours=9)
    for _ in range(3):
        await keep()
    assert [len(await pushes(open_store, one)) for one in articles] == [0, 1]


async def test_the_next_day_brings_the_next_video(
    keep: KeepSchedules, open_store: OpenStore, clock: HandClock
) -> None:
    for _ in range(2):
        article = await publish(open_store, clock)
        clock.advance(hours=12)
        await keep()
        assert len(await pushes(open_store, article)) == 1
        clock.advance(hours=12)
    used = dict.fromkeys([date(2026, 11, 23), date(2026, 11, 24)], SlotState.USED)
    assert await slots(open_store, clock, plan()) == used


async def test_without_a_new_video_the_slot_is_used_and_nothing_goes_out(
    keep: KeepSchedules, open_store: OpenStore, clock: HandClock
) -> None:
    clock.advance(hours=9)
    with capture_logs() as logs:
        await keep()
    assert [(one["event"], one["slot"]) for one in logs] == [("slot_empty", "2026-11-23")]
    late = await publish(open_store, clock)
    clock.advance(hours=1)
    await keep()
    assert await pushes(open_store, late) == []


async def test_what_a_standstill_missed_is_made_up_for_while_it_is_fresh(
    keep: KeepSchedules, open_store: OpenStore, clock: HandClock
) -> None:
    clock.advance(hours=20)
    article = await publish(open_store, clock)
    await keep()
    (push,) = await pushes(open_store, article)
    assert (push.due_at, push.expires_at) == (EVENING, EVENING + timedelta(hours=12))


async def test_what_a_standstill_missed_for_longer_is_reported_once_and_not_sent(
    keep: KeepSchedules, open_store: OpenStore, clock: HandClock
) -> None:
    clock.advance(hours=70)
    article = await publish(open_store, clock)
    with capture_logs() as logs:
        await keep()
        await keep()
    missed = [("slot_expired", f"2026-11-{day}") for day in (25, 24, 23)]
    assert [(one["event"], one["slot"]) for one in logs] == missed
    assert await pushes(open_store, article) == []


async def test_a_clock_that_is_put_back_repeats_nothing_and_goes_on(
    keep: KeepSchedules, open_store: OpenStore, clock: HandClock
) -> None:
    clock.advance(hours=9)
    await keep()
    clock.advance(hours=-2)
    article = await publish(open_store, clock)
    for _ in range(3):
        clock.advance(hours=1)
        await keep()
    assert await pushes(open_store, article) == []
    clock.advance(hours=23)
    tomorrows = await publish(open_store, clock)
    await keep()
    assert len(await pushes(open_store, tomorrows)) == 1


async def test_what_expired_by_a_clock_that_was_ahead_goes_out_when_it_is_back(
    keep: KeepSchedules, open_store: OpenStore, clock: HandClock
) -> None:
    clock.advance(days=1)
    await keep()
    assert await slots(open_store, clock, plan()) == {EVENING.date(): SlotState.EXPIRED}
    clock.advance(days=-1, hours=9)
    article = await publish(open_store, clock)
    await keep()
    assert len(await pushes(open_store, article)) == 1


async def test_a_video_that_an_editor_pushes_at_that_moment_goes_out_once(
    keep: KeepSchedules, open_store: OpenStore, clock: HandClock
) -> None:
    """Their push is filed between our look and ours: then its name is taken."""
    other, article = [await publish(open_store, clock) for _ in range(2)]
    theirs = article_push(article, paper_with(), due_at=clock.now(), editor=None)
    async with open_store() as store:
        assert await store.pushes.add(replace(theirs, article_id=other.id))
    clock.advance(hours=9)
    with capture_logs() as logs:
        await keep()
    assert [one["event"] for one in logs] == ["slot_empty"]
    assert await pushes(open_store, article) == []


async def test_every_edition_has_a_video_of_its_own(open_store: OpenStore, clock: HandClock) -> None:
    keep = keeper(open_store, clock, plan(EN), plan(MK))
    await keep.enrol()
    articles = [await publish(open_store, clock, edition=one) for one in (EN, MK)]
    clock.advance(hours=9)
    await keep()
    sent = [push for one in articles for push in await pushes(open_store, one)]
    assert [list(push.cards) for push in sent] == [[EN], [MK]]


async def test_a_paper_without_schedules_has_none_on_file(
    keep: KeepSchedules, open_store: OpenStore, clock: HandClock
) -> None:
    without = KeepSchedules(open_store=open_store, paper=paper_with(), clock=clock)
    await without.enrol()
    clock.advance(hours=9)
    with capture_logs() as logs:
        await without()
        await keep()
    assert logs == []


async def test_enrolling_says_when_a_schedule_is_next_due(open_store: OpenStore, clock: HandClock) -> None:
    with capture_logs() as logs:
        await keeper(open_store, clock).enrol()
    said = [(one["event"], one["schedule"], one["next"]) for one in logs]
    assert said == [("schedule_enrolled", "video_of_the_day/en", EVENING.isoformat())]


async def test_readers_of_the_edition_get_it_and_the_desk_is_told(house: House) -> None:
    await house.subscribe(ANA)
    await house.subscribe(BORIS, language="mk")
    home = await house.restarted(paper=replace(house.world.paper, schedules=(plan(),)))
    await home.newsroom.keep_schedules.enrol()
    article = await publish(home.world.open_store, home.clock)
    async with home.world.open_store() as store:
        await store.reviews.open(article.id, home.clock.now())
    await home.newsroom.show_reviews()
    home.clock.advance(hours=10)
    await home.newsroom.keep_schedules()
    await home.round()
    assert [await home.received(one, "A video") for one in (ANA, BORIS, ELENA)] == [1, 0, 1]
    assert await home.labels(ELENA, "A video") == ["✓ Sent on schedule, 20:00"]
    decided = await home.newsroom.review_article.send_now(article.id, article.revision, editor())
    assert (decided.by_this_press, decided.review.state) == (False, ReviewState.ON_SCHEDULE)
