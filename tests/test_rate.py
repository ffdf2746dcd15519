"""Budgets: never more than Telegram allows in any window, and answers before broadcasts."""

import pickle
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import ChatId
from bot.domain.measures import Pace
from bot.rate import GROUP_LIMIT, MINUTE, SECOND, Budgets, Window

START = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
LATER = START + MINUTE
BACK = LATER - 60 * MINUTE
MS = timedelta(milliseconds=1)
ANA, BORIS, CVETA, GROUP = ChatId(501), ChatId(502), ChatId(503), ChatId(-1001)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["broadcast", "late", "answer", "call"]),
        st.timedeltas(0 * MS, 1500 * MS),
        st.integers(1, 40),
        st.sampled_from([ANA, BORIS, CVETA, GROUP]),
    ),
    max_size=60,
)
Step = tuple[str, timedelta, int, ChatId]


def at_once(budgets: Budgets, chat_id: ChatId, moment: datetime) -> bool:
    """A broadcast to this chat goes at this moment if both budgets let it."""
    if budgets.earliest(chat_id, moment) > moment or not budgets.reserve(1, moment):
        return False
    budgets.note(chat_id, moment)
    return True


def send_times(limit: int, steps: list[Step]) -> list[datetime]:
    """When requests leave of a bot that answers as it is told and broadcasts, sometimes late."""
    budgets, now, times = Budgets(limit, START), START, []
    for what, pause, count, chat_id in steps:
        now += pause
        if what in ("broadcast", "late"):
            sent, left = budgets.reserve(count, now), now + 30 * MS * (what == "late")
            answers = count * (what == "late")
            times += [now + budgets.take_call(now) for _ in range(answers)]
            times += [left] * sent * budgets.late(now, left, sent)
            now = left
        else:
            wait = budgets.take(chat_id, now) if what == "answer" else budgets.take_call(now)
            times.append(now + wait)
    return sorted(times)


def at_most(limit: int, per: timedelta, times: list[datetime]) -> bool:
    """Whether no sliding window holds more than the limit."""
    return all(late - early >= per for early, late in zip(times, times[limit:], strict=False))


@given(limit=st.integers(1, 30), steps=STEPS)
def test_no_second_holds_more_than_the_bot_may_send(limit: int, steps: list[Step]) -> None:
    times = send_times(limit, steps)
    assert at_most(limit, SECOND, times)
    assert all(time >= START + SECOND for time in times[:1])


@given(steps=STEPS)
def test_no_chat_gets_two_in_a_second_and_no_group_more_than_twenty_in_a_minute(steps: list[Step]) -> None:
    budgets, now = Budgets(1000, START), START
    times: dict[ChatId, list[datetime]] = defaultdict(list)
    for what, pause, count, chat_id in steps:
        now += pause
        for _ in range(count):
            if what == "answer":
                times[chat_id].append(now + budgets.take(chat_id, now))
            elif at_once(budgets, chat_id, now):
                times[chat_id].append(now)
    assert all(at_most(1, SECOND, sorted(one)) for one in times.values())
    assert at_most(GROUP_LIMIT, MINUTE, sorted(times[GROUP]))


def test_the_first_second_after_a_start_counts_as_spent() -> None:
    budgets = Budgets(30, START)
    assert budgets.reserve(1, START + 999 * MS) == 0
    assert START + SECOND <= budgets.next_moment(START) <= START + SECOND + 10 * MS


def test_what_a_group_got_before_the_start_counts() -> None:
    sends = [(GROUP, START - number * SECOND) for number in range(GROUP_LIMIT)]
    earliest = Budgets(30, START, sends).earliest(GROUP, START)
    assert sends[-1][1] + MINUTE <= earliest <= sends[-1][1] + MINUTE + 10 * MS


def test_a_broadcast_is_spread_evenly_from_its_first_message_on() -> None:
    budgets = Budgets(100, START)
    counts = [budgets.reserve(100, LATER + 20 * MS * beat) for beat in range(200)]
    assert set(counts) == {1, 2}
    assert 98 <= sum(counts[50:100]) <= 100


@pytest.mark.parametrize("per_second", [7, 30, 300, 1000])
def test_a_broadcast_that_needs_time_for_each_group_loses_none_of_its_places(per_second: int) -> None:
    budgets, moment, groups = Budgets(per_second, START), LATER, []
    while moment < LATER + 10.08 * SECOND:
        moment = budgets.next_moment(moment + 40 * MS)
        groups.append(budgets.reserve(per_second, moment))
    assert sum(groups) == pytest.approx(10 * per_second, abs=max(1, per_second / 10))
    assert len(groups) <= 201


def test_a_broadcast_that_was_held_up_for_a_moment_makes_up_for_it() -> None:
    budgets = Budgets(100, START)
    budgets.reserve(1, LATER)
    assert 18 <= budgets.reserve(100, LATER + 200 * MS) <= 21


def test_a_broadcast_with_slow_beats_gets_half_of_what_it_may_send() -> None:
    budgets = Budgets(30, START)
    groups = [budgets.reserve(60, LATER + SECOND * beat) for beat in range(21)]
    assert 15 <= sum(groups[1:]) / 20 <= 16


def test_one_slow_beat_is_soon_no_more_than_what_may_always_be_made_up_for() -> None:
    budgets = Budgets(100, START)
    moments = [LATER, *(LATER + SECOND + 20 * MS * beat for beat in range(200))]
    groups = [budgets.reserve(100, moment) for moment in moments]
    assert groups[1] == 50
    assert max(groups[150:]) <= 25


def test_one_that_rested_begins_without_a_burst() -> None:
    budgets = Budgets(100, START)
    budgets.reserve(1, LATER)
    assert budgets.reserve(100, LATER + MINUTE) == 1


def test_an_answer_goes_before_a_broadcast_that_asks_later() -> None:
    budgets = Budgets(1, START)
    assert budgets.reserve(1, LATER) == 1
    answer = LATER + budgets.take(ANA, LATER)
    assert LATER + SECOND <= answer <= LATER + SECOND + 10 * MS
    assert budgets.reserve(1, answer) == 0
    assert budgets.next_moment(LATER) >= answer + SECOND


def test_an_answer_goes_at_once_where_there_is_room() -> None:
    budgets = Budgets(30, START)
    assert budgets.take(ANA, LATER) == budgets.take_call(LATER) == 0 * MS


def test_answers_to_one_chat_queue_up_but_taps_do_not() -> None:
    budgets = Budgets(30, START)
    waits = [budgets.take(ANA, LATER) // SECOND for _ in range(3)]
    assert waits == [0, 1, 2]
    assert budgets.take_call(LATER) == 0 * MS


def test_a_parked_chat_rests_and_a_shorter_word_does_not_shorten_it() -> None:
    budgets = Budgets(30, START)
    budgets.park(ANA, LATER + MINUTE)
    budgets.park(ANA, LATER + SECOND)
    assert budgets.earliest(ANA, LATER) == LATER + MINUTE
    assert budgets.take(ANA, LATER) == MINUTE


def test_a_throttled_chat_rests_alone() -> None:
    budgets = Budgets(30, START)
    for _ in range(5):
        budgets.throttled(ANA, 10 * SECOND, LATER)
    budgets.throttled(BORIS, 10 * SECOND, LATER)
    assert budgets.earliest(ANA, LATER) == LATER + 10 * SECOND
    assert budgets.reserve(1, LATER) == 1


def test_several_chats_throttled_at_once_make_the_bot_rest() -> None:
    budgets = Budgets(30, START)
    for chat_id in (ANA, BORIS, CVETA):
        budgets.throttled(chat_id, 10 * SECOND, LATER)
    assert LATER + 10 * SECOND <= budgets.next_moment(LATER) <= LATER + 10 * SECOND + 51 * MS
    assert budgets.take_call(LATER) == 10 * SECOND


def test_chats_throttled_one_after_the_other_do_not() -> None:
    budgets = Budgets(30, START)
    for number, chat_id in enumerate((ANA, BORIS, CVETA)):
        budgets.throttled(chat_id, SECOND, LATER + 4 * number * SECOND)
    assert budgets.reserve(1, LATER + 8 * SECOND) == 1


def test_memory_does_not_grow_with_the_readers() -> None:
    budgets = Budgets(30, START)
    sizes = []
    for number in range(45_000):
        chat_id = ChatId(number if number % 100 else -number - 1)
        budgets.note(chat_id, LATER + 40 * MS * number)
        if number % 100 == 1:
            budgets.park(chat_id, LATER + 40 * MS * number)
        if number % 15_000 == 14_999:
            sizes.append(len(pickle.dumps(budgets)))
    assert max(sizes) < 2 * sizes[0]


def test_a_window_without_events_is_over() -> None:
    assert Window(2, SECOND).is_over(START)


@pytest.mark.parametrize("chat_id", [ANA, GROUP])
def test_what_left_late_counts_for_its_chat_from_then(chat_id: ChatId) -> None:
    budgets = Budgets(30, START)
    budgets.note(chat_id, START)
    late = START + 500 * MS
    assert budgets.late(START, late, 0, [chat_id])
    assert budgets.earliest(chat_id, late) - late >= SECOND


def test_what_took_long_to_arrive_keeps_the_next_one_away_for_a_second_from_then() -> None:
    budgets = Budgets(30, START)
    budgets.note(ANA, LATER)
    budgets.arrived(ANA, LATER + 400 * MS)
    assert budgets.earliest(ANA, LATER) == LATER + SECOND + 400 * MS


def test_what_arrived_at_once_changes_nothing() -> None:
    budgets = Budgets(30, START)
    budgets.note(ANA, LATER)
    before = budgets.earliest(ANA, LATER)
    budgets.arrived(ANA, LATER)
    assert budgets.earliest(ANA, LATER) == before


def after_a_slow_answer(budgets: Budgets, took: timedelta) -> timedelta:
    """How long a bot with one message a second waits for the next, when others took 50 ms and this `took`."""
    left = budgets.next_moment(LATER)
    budgets.answered(left, left + 50 * MS)
    assert budgets.reserve(1, left) == 1
    budgets.answered(left, left + took)
    return budgets.next_moment(left) - left


def test_what_was_held_up_is_counted_so_much_later() -> None:
    """Telegram may have seen it just before it answered, and the next one a second after that."""
    assert SECOND + 99 * MS <= after_a_slow_answer(Budgets(1, START), 150 * MS) <= SECOND + 100 * MS


def test_what_travels_as_long_as_everything_does_costs_no_time() -> None:
    assert after_a_slow_answer(Budgets(1, START), 54 * MS) == SECOND + 5 * MS


def test_a_line_that_became_slower_is_what_is_usual_in_the_end() -> None:
    budgets = Budgets(1, START)
    budgets.answered(START, START + 50 * MS)
    for _ in range(2000):
        budgets.answered(START, START + 150 * MS)
    assert budgets.reserve(1, LATER) == 1
    budgets.answered(LATER, LATER + 150 * MS)
    assert budgets.next_moment(LATER) == LATER + SECOND + 5 * MS


def test_an_answer_of_a_time_before_the_clock_was_put_back_tells_nothing() -> None:
    budgets = Budgets(1, START)
    budgets.answered(LATER, BACK)
    assert after_a_slow_answer(budgets, 54 * MS) == SECOND + 5 * MS


def test_an_answer_that_comes_when_its_place_is_long_forgotten_changes_nothing() -> None:
    budgets = Budgets(1, START)
    budgets.answered(LATER, LATER + 50 * MS)
    budgets.answered(LATER, LATER + 9 * SECOND)
    assert budgets.next_moment(LATER + 9 * SECOND) == LATER + 9 * SECOND


def test_a_clock_put_back_silences_neither_answers_nor_broadcasts() -> None:
    budgets = Budgets(30, START)
    budgets.take(ANA, LATER)
    assert BACK + SECOND <= budgets.next_moment(BACK) <= BACK + SECOND + 60 * MS
    assert SECOND <= budgets.take(ANA, BACK) <= SECOND + 10 * MS
    assert SECOND <= budgets.take(BORIS, BACK) <= SECOND + 10 * MS


def test_the_second_after_a_clock_was_put_back_counts_as_spent() -> None:
    budgets = Budgets(30, START)
    budgets.reserve(30, LATER)
    assert budgets.take_call(BACK) >= SECOND
    assert budgets.reserve(1, BACK + 999 * MS) == 0
    assert budgets.reserve(30, BACK + 2 * SECOND) >= 1


@given(limit=st.integers(1, 30), before=STEPS, after=STEPS)
def test_no_second_holds_more_when_the_clock_is_put_back(
    limit: int, before: list[Step], after: list[Step]
) -> None:
    budgets, now, times = Budgets(limit, START), START, []
    for shown in (0 * MS, 60 * MINUTE):
        budgets.next_moment(now - shown)
        for _, pause, count, _ in before if not shown else after:
            now += pause
            times += [now] * budgets.reserve(count, now - shown)
            times.append(now + budgets.take_call(now - shown))
            now = times[-1]
    assert at_most(limit, SECOND, sorted(times))


def test_a_chat_that_rests_does_so_no_longer_when_the_clock_is_put_back() -> None:
    budgets = Budgets(30, START)
    budgets.throttled(ANA, 10 * SECOND, LATER)
    budgets.park(BORIS, LATER + MINUTE)
    assert budgets.earliest(ANA, BACK) == BACK + 10 * SECOND
    assert budgets.earliest(BORIS, BACK) == BACK + MINUTE


def test_a_bot_that_rests_does_so_no_longer_when_the_clock_is_put_back() -> None:
    budgets = Budgets(30, START)
    for chat_id in (ANA, BORIS, CVETA):
        budgets.throttled(chat_id, 10 * SECOND, LATER)
    assert budgets.take_call(BACK) == 10 * SECOND


def test_a_group_keeps_its_minute_when_the_clock_is_put_back() -> None:
    budgets = Budgets(30, START)
    for number in range(GROUP_LIMIT):
        budgets.take(GROUP, LATER + 2 * number * SECOND)
    assert BACK + 22 * SECOND <= budgets.earliest(GROUP, BACK) <= BACK + 23 * SECOND


def test_a_clock_put_back_a_little_is_waited_out() -> None:
    budgets = Budgets(30, START)
    budgets.take(ANA, LATER)
    assert budgets.take(ANA, LATER - 3 * SECOND) >= 4 * SECOND


def test_what_arrives_after_the_clock_was_put_back_counts_from_then() -> None:
    budgets = Budgets(30, START)
    budgets.note(ANA, LATER)
    budgets.next_moment(LATER)
    budgets.arrived(ANA, BACK)
    assert budgets.earliest(ANA, BACK) - BACK <= SECOND + 10 * MS


def test_what_was_planned_before_the_clock_was_put_back_does_not_go() -> None:
    budgets = Budgets(30, START)
    assert budgets.reserve(1, LATER) == 1
    assert not budgets.late(LATER, BACK, 1)


def test_the_pace_says_what_the_last_second_took_and_who_rests() -> None:
    budgets = Budgets(30, START - MINUTE)
    budgets.take(ANA, START)
    budgets.take(BORIS, START)
    assert budgets.pace(START) == Pace(per_second=30, used=2, rests_seconds=0, chats_resting=0)
    for chat in (ANA, BORIS, CVETA):
        budgets.throttled(chat, 9 * SECOND, START)
    assert budgets.pace(START + 2 * SECOND) == Pace(per_second=30, used=0, rests_seconds=7, chats_resting=3)
