"""When news comes: at once, in one message at the reader's hour, or after quiet hours."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from bot.delivery_ports import Beat
from bot.domain.deliveries import Delivery, DeliveryState, Key
from bot.domain.follows import FollowKind, subject
from bot.domain.ids import PushId
from bot.domain.preferences import Mode, Preferences, QuietHours
from bot.domain.pushes import Card
from bot.domain.subscribers import Standing
from bot.errors import DatabaseUnavailable, UsageError
from bot.usecases.deliver_pushes import DeliverPushes
from bot.usecases.make_digests import MakeDigests
from tests.usecases.house import ANA, BORIS, HandClock, House, person

STORIES = (
    ("snow", "Snow closes three mountain roads"),
    ("budget", "Parliament passes the budget"),
    ("library", "A library opens at night"),
    ("peppers", "Peppers are dearer than ever"),
)
HEADLINES = [headline for _, headline in STORIES]
NIGHT = QuietHours(start=time(22), end=time(7))
DIGEST = "for you"


async def chooses(house: House, reader: int = ANA, **chosen: Any) -> Preferences:
    """A reader of everything chooses this."""
    await house.subscribe(reader)
    return await house.newsroom.choose_when.change(person(reader), lambda one: replace(one, **chosen))


async def tick(house: House) -> None:
    """One tick of everything that sends, when each phone may get a message again."""
    house.clock.advance(seconds=2)
    await house.newsroom.send_digests()
    await house.round()


async def publish(house: House, count: int, topics: tuple[str, ...] = ()) -> None:
    """The first stories go out, one after the other."""
    for slug, headline in STORIES[:count]:
        await house.push(headline, slug, topics=topics)
        await tick(house)


async def until(house: House, clock: HandClock, hour: int, minute: int = 0, *, days: int = 0) -> None:
    """It becomes this time in Skopje, which in November is an hour ahead of UTC, so many days later."""
    then = clock.now().replace(hour=hour - 1, minute=minute, second=0) + timedelta(days=days)
    clock.advance(seconds=(then - clock.now()).total_seconds())
    await tick(house)


async def texts(house: House, reader: int = ANA) -> list[str]:
    """What the bot has brought to a phone, oldest first."""
    return [one.text for one in await house.messages(reader, "")]


def told(texts: list[str]) -> list[list[str]]:
    """The headlines in each message."""
    return [[one for one in HEADLINES if one in text] for text in texts]


@pytest.fixture(autouse=True)
async def begun(house: House) -> None:
    """The service has been ticking before anybody comes."""
    await tick(house)


async def test_a_reader_with_a_digest_gets_three_articles_in_one_message(
    house: House, clock: HandClock
) -> None:
    await chooses(house, mode=Mode.DIGEST)
    await publish(house, 3)
    assert await texts(house) == []
    await until(house, clock, 7, 30, days=1)
    (digest,) = await texts(house)
    assert "Primer Daily: 3 articles for you" in digest
    assert sorted(*told([digest])) == sorted(HEADLINES[:3])


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


async def test_an_empty_digest_is_not_sent(house: House, clock: HandClock) -> None:
    await chooses(house, mode=Mode.DIGEST)
    await publish(house, 1, topics=("Roads",))
    roads = subject(FollowKind.TOPIC, "Roads")
    assert roads
    await house.newsroom.less_like_this.mute(person(ANA), (await house.article("snow")).id, roads.ref)
    await until(house, clock, 7, 30, days=1)
    assert await texts(house) == []
    assert await house.counts(PushId(2)) == {DeliveryState.CANCELLED: 1}


async def test_a_slot_is_used_once(house: House, clock: HandClock) -> None:
    await chooses(house, mode=Mode.DIGEST, digest_times=(time(7, 30), time(18)))
    await publish(house, 1)
    await until(house, clock, 18)
    await house.push(HEADLINES[1], "budget")
    await tick(house)
    assert told(await texts(house)) == [HEADLINES[:1]]
    await until(house, clock, 7, 30, days=1)
    assert told(await texts(house)) == [[HEADLINES[0]], [HEADLINES[1]]]


async def test_a_digest_comes_on_chosen_days_only(house: House, clock: HandClock) -> None:
    await chooses(house, mode=Mode.DIGEST, digest_days=frozenset({3}))
    await publish(house, 2)  # on a Tuesday
    await until(house, clock, 7, 30, days=1)
    assert await texts(house) == []
    await until(house, clock, 7, 30, days=1)
    assert sorted(*told(await texts(house))) == sorted(HEADLINES[:2])


async def test_each_reader_has_a_morning_of_their_own(house: House, clock: HandClock) -> None:
    await chooses(house, mode=Mode.DIGEST)
    await chooses(house, BORIS, mode=Mode.DIGEST, zone="America/New_York")
    await publish(house, 1)
    await tick(house)
    await until(house, clock, 13, 30)
    assert (await texts(house), told(await texts(house, BORIS))) == ([], [HEADLINES[:1]])


async def test_who_chooses_an_hour_that_has_passed_waits_for_tomorrow(house: House, clock: HandClock) -> None:
    await chooses(house, mode=Mode.DIGEST)
    await publish(house, 1)
    await chooses(house, mode=Mode.DIGEST, digest_times=(time(9),))  # it is ten
    await tick(house)
    await tick(house)
    assert await texts(house) == []
    await until(house, clock, 9, days=1)
    assert told(await texts(house)) == [HEADLINES[:1]]


async def test_a_late_start_makes_up_for_the_morning(house: House, clock: HandClock) -> None:
    await chooses(house, mode=Mode.DIGEST)
    await publish(house, 1)
    await until(house, clock, 19, days=1)
    assert told(await texts(house)) == [HEADLINES[:1]]


async def test_a_start_in_the_evening_leaves_it_to_the_next_morning(house: House, clock: HandClock) -> None:
    await chooses(house, mode=Mode.DIGEST)
    await publish(house, 1)
    await until(house, clock, 19, 31, days=1)
    assert await texts(house) == []
    await until(house, clock, 7, 30, days=1)
    assert told(await texts(house)) == [HEADLINES[:1]]


async def test_a_digest_waits_for_the_end_of_quiet_hours(house: House, clock: HandClock) -> None:
    await chooses(house, mode=Mode.DIGEST, quiet=QuietHours(start=time(22), end=time(8)))
    await publish(house, 1)
    await until(house, clock, 7, 30, days=1)
    assert await texts(house) == []
    await until(house, clock, 8)
    assert told(await texts(house)) == [HEADLINES[:1]]


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


async def test_what_waited_before_a_pause_is_not_in_a_digest_after_it(house: House, clock: HandClock) -> None:
    await chooses(house, mode=Mode.DIGEST)
    await publish(house, 1)
    await house.newsroom.subscribe.pause(person(ANA))
    await house.push(HEADLINES[1], "budget")
    await house.newsroom.subscribe.resume(person(ANA))
    await house.push(HEADLINES[2], "library")
    await until(house, clock, 7, 30, days=1)
    assert told(await texts(house)) == [[HEADLINES[2]]]


async def test_what_an_editor_stopped_is_in_no_digest(house: House, clock: HandClock) -> None:
    await chooses(house, mode=Mode.DIGEST)
    await house.subscribe(BORIS)
    stopped = await house.push(HEADLINES[0], "snow")
    await house.newsroom.steer_push.pause(stopped)
    await house.push(HEADLINES[1], "budget")
    await until(house, clock, 7, 30, days=1)
    assert told(await texts(house)) == [[HEADLINES[1]]]


async def test_no_story_comes_twice_in_other_words(house: House, clock: HandClock) -> None:
    await chooses(house, mode=Mode.DIGEST)
    await house.push("Snow closes three mountain roads", "snow")
    await house.push("VIDEO | Snow closes three mountain roads!", "snow-again")
    await until(house, clock, 7, 30, days=1)
    (digest,) = await texts(house)
    assert digest.count("mountain roads") == 1


async def test_the_button_shows_the_next_ones_and_the_first_again(house: House, clock: HandClock) -> None:
    await chooses(house, mode=Mode.DIGEST)
    for number in range(12):
        await house.push(f"{'ABCDEFGHIJKL'[number]} comes alone", str(number))
        clock.advance(seconds=1)
    await until(house, clock, 7, 30, days=1)
    assert "2 more ›" in await house.labels(ANA, DIGEST)
    digests = house.newsroom.make_digests
    more = await digests.more(person(ANA), PushId(13), 10)
    assert more.html.count("comes alone") == 2
    assert more.buttons[0][0].data == "digest:13.0"
    with pytest.raises(UsageError):
        await digests.more(person(ANA), PushId(13), 12)
    with pytest.raises(UsageError):
        await digests.more(person(BORIS), PushId(13), 0)


async def test_the_button_of_an_old_digest_is_stale(house: House, clock: HandClock) -> None:
    await chooses(house, mode=Mode.DIGEST)
    await publish(house, 1)
    await until(house, clock, 7, 30, days=1)
    assert (await house.newsroom.make_digests.more(person(ANA), PushId(2), 0)).html
    await until(house, clock, 7, 30, days=4)
    with pytest.raises(UsageError):
        await house.newsroom.make_digests.more(person(ANA), PushId(2), 0)


async def test_a_digest_whose_process_died_is_sent_as_it_was_frozen(house: House, clock: HandClock) -> None:
    await chooses(house, mode=Mode.DIGEST)
    await publish(house, 2)
    clock.advance(seconds=(clock.now().replace(hour=6, minute=30, second=1) - clock.now()).total_seconds())
    clock.advance(days=1)
    await house.newsroom.send_digests()
    await house.newsroom.plan_pushes()
    ledger, now = house.world.ledger, clock.now()
    claimed = (await ledger.beat(Beat(claim=10), now)).claimed
    cards = await house.newsroom.make_digests(claimed)
    await ledger.beat(Beat(intend=claimed), now)
    await house.push(HEADLINES[2], "library")
    await (await house.restarted()).newsroom.deliver_pushes()
    (digest,) = await texts(house)
    assert told([digest]) == told([one.html for one in cards.values()])
    assert house.risks() == 1


async def test_the_text_of_a_digest_is_kept_no_longer_than_it_may_be_sent(
    house: House, clock: HandClock
) -> None:
    await chooses(house, mode=Mode.DIGEST)
    await publish(house, 1)
    await until(house, clock, 7, 30, days=1)
    with closing(sqlite3.connect(house.database)) as connection:
        assert connection.execute("SELECT html, articles FROM digests").fetchall() == [(None, "[2]")]


async def test_a_digest_that_the_database_can_not_make_is_made_later(house: House, clock: HandClock) -> None:
    await chooses(house, mode=Mode.DIGEST)
    await publish(house, 1)
    failing = FailsOnce(house.newsroom.make_digests)
    world = house.world
    house.newsroom.deliver_pushes.stop()
    await until(house, clock, 7, 30, days=1)
    deliver = DeliverPushes(
        ledger=world.ledger,
        courier=world.courier,
        clock=clock,
        budgets=world.budgets,
        make_digests=failing,
    )
    await deliver()
    assert told(await texts(house)) == [HEADLINES[:1]]
    assert failing.calls == 2


class FailsOnce:
    """The database goes for a moment."""

    def __init__(self, make: MakeDigests) -> None:
        self._make = make
        self.calls = 0

    async def __call__(self, deliveries: Sequence[Delivery]) -> Mapping[Key, Card]:
        """The first call fails."""
        self.calls += 1
        if self.calls == 1:
            raise DatabaseUnavailable(problem="gone")
        return await self._make(deliveries)
