"""Digests: what waits comes in one message at the reader's hour."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import time

import pytest

from bot.delivery_ports import Beat
from bot.domain.deliveries import Delivery, DeliveryState, Key
from bot.domain.follows import FollowKind, edition_subject, subject
from bot.domain.ids import PushId
from bot.domain.preferences import Mode, QuietHours
from bot.domain.pushes import Card
from bot.errors import DatabaseUnavailable, UsageError
from bot.usecases.deliver_pushes import DeliverPushes
from bot.usecases.make_digests import MakeDigests
from tests.usecases.house import ANA, BORIS, MK, HandClock, House, person
from tests.usecases.mornings import DIGEST, HEADLINES, chooses, publish, texts, tick, told, until


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


async def test_what_comes_of_another_edition_is_in_the_digest_of_ones_own(
    house: House, clock: HandClock
) -> None:
    await chooses(house, mode=Mode.DIGEST)
    await house.newsroom.follow.toggle(person(ANA), edition_subject(MK).ref)
    await house.push("Снегот затвори три патишта", "sneg", edition=MK, language="mk")
    await publish(house, 1)
    await until(house, clock, 7, 30, days=1)
    (digest,) = await texts(house)
    assert "Primer Daily: 2 articles for you" in digest
    assert all(one in digest for one in (HEADLINES[0], "Снегот затвори три патишта"))


async def test_what_has_ended_of_another_edition_is_in_no_digest(house: House, clock: HandClock) -> None:
    await chooses(house, mode=Mode.DIGEST)
    for slug in ("one", "other"):
        await house.newsroom.follow.toggle(person(ANA), edition_subject(MK).ref)
        await house.push("Снегот затвори три патишта", slug, edition=MK, language="mk")
    await until(house, clock, 7, 30, days=1)
    assert await texts(house) == []


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


async def test_a_late_start_after_two_digests_brings_nothing_twice(house: House, clock: HandClock) -> None:
    await chooses(house, mode=Mode.DIGEST, digest_times=(time(7), time(7, 30)))
    await publish(house, 2)
    await until(house, clock, 9, days=1)
    for _ in range(2):
        await tick(house)
    (articles,) = told(await texts(house))
    assert sorted(articles) == sorted(HEADLINES[:2])


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
    await house.newsroom.steer_push.pause(stopped, person(BORIS))
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
