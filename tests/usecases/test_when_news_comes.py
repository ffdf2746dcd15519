"""At once, after quiet hours, over the cap, only breaking, after a pause."""

from datetime import time, timedelta

import pytest

from bot.domain.follows import FollowKind, subject
from bot.domain.preferences import Mode
from bot.domain.subscribers import Standing
from tests.usecases.house import ANA, HandClock, House, person
from tests.usecases.mornings import HEADLINES, NIGHT, chooses, publish, texts, tick, told, until


@pytest.fixture(autouse=True)
async def begun(house: House) -> None:
    """The service has been ticking before anybody comes."""
    await tick(house)


async def test_over_the_cap_the_fourth_waits_for_the_digest(house: House, clock: HandClock) -> None:
    await house.subscribe(ANA)
    await publish(house, 4)
    assert told(await texts(house)) == [[one] for one in HEADLINES[:3]]
    await until(house, clock, 7, 30, days=1)
    assert told(await texts(house))[3:] == [HEADLINES[3:]]


async def test_the_cap_counts_the_readers_own_day(house: House, clock: HandClock) -> None:
    await chooses(house, daily_cap=1, zone="America/New_York")
    await publish(house, 1)  # at four in the morning in New York
    await until(house, clock, 23, 50)
    await house.push(HEADLINES[1], "budget")
    await until(house, clock, 6, 10, days=1)  # ten past midnight there
    await house.push(HEADLINES[2], "library")
    await tick(house)
    assert told(await texts(house)) == [[HEADLINES[0]], [HEADLINES[2]]]


async def test_quiet_hours_hold_and_deliver_after(house: House, clock: HandClock) -> None:
    await chooses(house, quiet=NIGHT)
    await until(house, clock, 23)
    await publish(house, 1)
    await until(house, clock, 6, 59, days=1)
    assert await texts(house) == []
    await until(house, clock, 7)
    assert told(await texts(house)) == [HEADLINES[:1]]


async def test_what_waits_for_the_morning_counts_for_that_day(house: House, clock: HandClock) -> None:
    await chooses(house, quiet=NIGHT, daily_cap=1, digest_times=(time(18),))
    await publish(house, 1)
    await until(house, clock, 23)
    await house.push(HEADLINES[1], "budget")
    await until(house, clock, 8, days=1)
    await house.push(HEADLINES[2], "library")
    await tick(house)
    assert told(await texts(house)) == [[HEADLINES[0]], [HEADLINES[1]]]
    await until(house, clock, 18)
    assert told(await texts(house))[2:] == [[HEADLINES[2]]]


async def test_breaking_comes_through(house: House, clock: HandClock) -> None:
    await chooses(house, mode=Mode.DIGEST, quiet=NIGHT, daily_cap=1, only_breaking=True)
    await until(house, clock, 23)
    await house.push(HEADLINES[0], "snow", kicker="BREAKING")
    await tick(house)
    assert told(await texts(house)) == [HEADLINES[:1]]


async def test_who_wants_only_breaking_news_gets_no_other(house: House, clock: HandClock) -> None:
    await chooses(house, only_breaking=True)
    await publish(house, 2)
    await until(house, clock, 7, 30, days=1)
    assert await texts(house) == []


async def test_who_wants_only_breaking_news_at_once_and_a_digest_gets_both(
    house: House, clock: HandClock
) -> None:
    await chooses(house, only_breaking=True, mode=Mode.DIGEST)
    await publish(house, 1)
    await house.push(HEADLINES[1], "budget", kicker="BREAKING")
    await tick(house)
    await until(house, clock, 7, 30, days=1)
    assert told(await texts(house)) == [[HEADLINES[1]], [HEADLINES[0]]]


async def test_a_topic_in_the_digest_only_leaves_the_rest_at_once(house: House, clock: HandClock) -> None:
    await house.subscribe(ANA)
    await publish(house, 1, topics=("Roads",))
    article, roads = await house.article("snow"), subject(FollowKind.TOPIC, "Roads")
    assert roads
    await house.newsroom.less_like_this.digest_only(person(ANA), article.id, roads.ref)
    await house.push(HEADLINES[1], "budget", topics=("Roads", "Budget"))
    await house.push(HEADLINES[2], "library", topics=("Books",))
    await tick(house)
    await until(house, clock, 7, 30, days=1)
    assert told(await texts(house)) == [[HEADLINES[0]], [HEADLINES[2]], [HEADLINES[1]]]


async def test_a_digest_only_of_one_topic_brings_no_other_to_who_wants_only_breaking_news(
    house: House, clock: HandClock
) -> None:
    await house.subscribe(ANA)
    await publish(house, 1, topics=("Roads",))
    roads = subject(FollowKind.TOPIC, "Roads")
    assert roads
    await house.newsroom.less_like_this.digest_only(person(ANA), (await house.article("snow")).id, roads.ref)
    await chooses(house, only_breaking=True)
    await house.push(HEADLINES[1], "budget", topics=("Roads",))
    await house.push(HEADLINES[2], "library", topics=("Books",))
    await until(house, clock, 7, 30, days=1)
    assert told(await texts(house)) == [[HEADLINES[0]], [HEADLINES[1]]]


async def test_digest_only_can_be_taken_back(house: House) -> None:
    await house.subscribe(ANA)
    await publish(house, 1, topics=("Roads",))
    article, roads = await house.article("snow"), subject(FollowKind.TOPIC, "Roads")
    assert roads
    await house.newsroom.less_like_this.digest_only(person(ANA), article.id, roads.ref)
    await house.newsroom.less_like_this.as_before(person(ANA), article.id, roads.ref)
    await house.push(HEADLINES[1], "budget", topics=("Roads",))
    await tick(house)
    assert told(await texts(house)) == [[HEADLINES[0]], [HEADLINES[1]]]


async def test_a_pause_ends_by_itself(house: House, clock: HandClock) -> None:
    await chooses(house)
    await house.newsroom.subscribe.pause(person(ANA), clock.now() + timedelta(days=1))
    await publish(house, 1)
    clock.advance(days=1)
    await tick(house)
    assert await house.standing(ANA) is Standing.ACTIVE
    assert (await house.newsroom.choose_when.of(person(ANA))).paused_until is None
    await house.push(HEADLINES[1], "budget")
    await tick(house)
    assert told(await texts(house)) == [[HEADLINES[1]]]


async def test_who_left_in_the_meantime_is_not_woken(house: House, clock: HandClock) -> None:
    await chooses(house)
    await house.newsroom.subscribe.pause(person(ANA), clock.now() + timedelta(days=1))
    await house.newsroom.subscribe.stop(person(ANA))
    clock.advance(days=1)
    await tick(house)
    assert await house.standing(ANA) is Standing.LEFT
