"""Hub orders: asked for, renewed in time, cancelled when nobody wants them, and never too often."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.feeds import Feed, FeedPlan, Mode, nudged
from bot.domain.hubs import LEASE, HubDoor, HubOrder, OrderState, Round, confirmed, denied, next_round
from bot.domain.ids import Edition, FeedId
from bot.domain.web_keys import WebKeys

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
DOOR = HubDoor("https://bot.example", WebKeys("secret"))
FEED = Feed(
    id=FeedId(1),
    plan=FeedPlan(url="https://paper.example/feed", edition=Edition("mk"), mode=Mode.AUTO),
    next_poll_at=NOW,
    hub="https://hub.example/",
)
ORDER = HubOrder(
    key=DOOR.keys.made_for("hub", "path", DOOR.url, "1", "https://hub.example/", FEED.plan.url),
    feed_id=FEED.id,
    hub="https://hub.example/",
    topic=FEED.plan.url,
)
RUNNING = confirmed(ORDER, 1_000, NOW)
DAY = timedelta(days=1)


def at(seconds: float, *known: HubOrder, feeds: tuple[Feed, ...] = (FEED,)) -> Round:
    """What is to be done so many seconds later."""
    return next_round(feeds, known, DOOR, NOW + timedelta(seconds=seconds))


def test_a_feed_that_names_a_hub_is_ordered() -> None:
    (asked,) = at(0).ask
    assert (asked.hub, asked.topic, asked.state) == (FEED.hub, FEED.plan.url, OrderState.ASKED)
    assert (asked.asked_at, asked.tries) == (NOW, 1)


def test_the_address_that_a_feed_calls_its_own_is_what_is_ordered() -> None:
    (asked,) = at(0, feeds=(replace(FEED, topic="https://paper.example/self"),)).ask
    assert asked.topic == "https://paper.example/self"


def test_a_feed_without_a_hub_is_not() -> None:
    assert at(0, feeds=(replace(FEED, hub=None),)) == Round([], [])


def test_a_hub_that_does_not_ask_back_is_asked_ever_more_rarely() -> None:
    waits, order = [], at(0).ask[0]
    for _ in range(10):
        due = next(minutes for minutes in range(1, 1441) if at(minutes * 60, order).ask)
        waits.append(due)
        order = replace(at(due * 60, order).ask[0], asked_at=NOW)
    assert waits == [10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440]


@pytest.mark.parametrize(("seconds", "asked"), [(749, 0), (750, 1), (2_000, 1)])
def test_an_order_is_renewed_before_it_ends(seconds: int, asked: int) -> None:
    assert len(at(seconds, RUNNING).ask) == asked


def test_a_renewal_that_gets_no_word_waits_like_any_other() -> None:
    (asked,) = at(750, RUNNING).ask
    assert asked.state is OrderState.RUNNING
    assert at(760, asked).ask == []
    assert at(750 + 600, asked).ask[0].tries == 2


@pytest.mark.parametrize(
    ("seconds", "lease"),
    [(None, LEASE), (0, LEASE), (1, timedelta(minutes=1)), (3_600, timedelta(hours=1)), (10**9, 60 * DAY)],
)
def test_the_hub_decides_how_long_within_reason(seconds: int | None, lease: timedelta) -> None:
    assert confirmed(ORDER, seconds, NOW).ends_at == NOW + lease


def test_what_no_feed_wants_any_more_is_cancelled() -> None:
    (asked,) = at(10, RUNNING, feeds=()).ask
    assert (asked.key, asked.state) == (RUNNING.key, OrderState.CANCELLING)


def test_an_order_that_never_ran_is_only_forgotten() -> None:
    assert at(10, ORDER, feeds=()) == Round([], [replace(ORDER, state=OrderState.CANCELLING)])


def test_a_hub_that_does_not_let_go_is_asked_three_times() -> None:
    order, tries = replace(RUNNING, ends_at=NOW + 90 * DAY), 0
    for hours in range(48):
        done = at(hours * 3_600, order, feeds=())
        tries += len(done.ask)
        order = done.ask[0] if done.ask else order
        if done.forget:
            break
    assert (tries, [one.key for one in done.forget]) == (3, [RUNNING.key])


def test_an_order_that_ran_out_meanwhile_is_forgotten() -> None:
    assert at(1_000, RUNNING, feeds=()).ask == []


def test_a_feed_that_comes_back_is_ordered_anew() -> None:
    (leaving,) = at(10, RUNNING, feeds=()).ask
    (asked,) = at(20, leaving).ask
    assert (asked.key, asked.state) == (RUNNING.key, OrderState.ASKED)


def test_another_public_address_is_another_order() -> None:
    moved = replace(DOOR, url="https://other.example")
    done = next_round([FEED], [RUNNING], moved, NOW)
    assert {one.state for one in done.ask} == {OrderState.ASKED, OrderState.CANCELLING}


def test_a_hub_that_does_not_want_to_is_left_alone_for_a_day() -> None:
    order = denied(RUNNING, NOW)
    assert order.state is OrderState.ASKED
    assert at(86_399, order).ask == []
    assert len(at(86_400, order).ask) == 1


def test_a_hub_that_denies_what_is_cancelled_changes_nothing_about_it() -> None:
    (leaving,) = at(10, RUNNING, feeds=()).ask
    assert denied(leaving, NOW).state is OrderState.CANCELLING


def test_a_hub_makes_a_feed_due_at_once_but_no_more_than_every_ten_seconds() -> None:
    assert nudged(FEED, NOW) == NOW
    just_asked = replace(FEED, last_success_at=NOW - timedelta(seconds=4))
    assert nudged(just_asked, NOW) == NOW + timedelta(seconds=6)
    assert nudged(replace(FEED, last_success_at=NOW - DAY), NOW) == NOW
    assert nudged(replace(FEED, last_success_at=NOW + DAY), NOW) == NOW + timedelta(seconds=10)


def test_a_feed_that_fails_is_left_alone_whatever_its_hub_says() -> None:
    assert nudged(replace(FEED, failures=1), NOW) is None
