"""What is sent through python-telegram-bot's own bot counts in our budgets."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from telegram.error import RetryAfter

from bot.domain.ids import ChatId
from bot.ptb_limiter import BudgetLimiter
from bot.rate import INLINE_LIMIT, Budgets
from bot.telegram_http import QuietBot, build_bot
from tests import canaries
from tests.courier.stand_in import TOKEN, StandIn, refused, taken
from tests.usecases.house import HandClock

ANA = ChatId(canaries.ANA)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> HandClock:
    """A clock that stands."""
    return HandClock(NOW)


@pytest.fixture
def budgets(clock: HandClock) -> Budgets:
    """Two messages a second."""
    return Budgets(2, clock.now() - timedelta(minutes=1))


@pytest.fixture
async def bot(telegram: StandIn, budgets: Budgets, clock: HandClock) -> AsyncIterator[QuietBot]:
    """A bot that waits for its budgets."""
    telegram.answers["answerCallbackQuery"] = taken(True)
    telegram.answers["setMyCommands"] = taken(True)
    bot = build_bot(TOKEN, telegram.address, limiter=BudgetLimiter(budgets, clock))
    await bot.request.initialize()
    yield bot
    await bot.request.shutdown()


async def test_the_second_message_to_a_chat_waits_a_second(bot: QuietBot, clock: HandClock) -> None:
    await bot.send_message(ANA, "one")
    await bot.send_message(ANA, "two")
    assert clock.slept[0] == pytest.approx(1, abs=0.1)


async def test_a_tap_is_answered_however_busy_its_chat(bot: QuietBot, clock: HandClock) -> None:
    await bot.send_message(ANA, "one")
    await bot.answer_callback_query("7")
    assert clock.slept == []


async def test_the_bots_budget_counts_taps_too(bot: QuietBot, clock: HandClock) -> None:
    for number in range(3):
        await bot.answer_callback_query(str(number))
    assert len(clock.slept) == 1


async def test_inline_answers_wait_for_each_other_and_for_no_message(
    bot: QuietBot, telegram: StandIn, budgets: Budgets, clock: HandClock
) -> None:
    telegram.answers["answerInlineQuery"] = taken(True)
    for number in range(INLINE_LIMIT + 1):
        await bot.answer_inline_query(str(number), [])
    assert len(clock.slept) == 1
    assert budgets.take(ANA, NOW) == timedelta(0)


async def test_menus_are_no_messages(bot: QuietBot, clock: HandClock) -> None:
    for _ in range(5):
        await bot.set_my_commands([("start", "Start")])
    assert clock.slept == []


async def test_a_channel_by_its_name_counts_for_the_bot(bot: QuietBot, budgets: Budgets) -> None:
    await bot.send_message("@primer", "one")
    await bot.send_message("@primer", "two")
    assert budgets.take_call(NOW) > timedelta(0)


@pytest.mark.parametrize(("chat", "rests"), [(ANA, True), ("@primer", False)])
async def test_too_fast_parks_the_chat_and_is_told_to_who_asked(
    bot: QuietBot, telegram: StandIn, budgets: Budgets, chat: int | str, rests: bool
) -> None:
    telegram.answers["sendMessage"] = refused(429, "Too Many Requests: retry after 9", retry_after=9)
    with pytest.raises(RetryAfter):
        await bot.send_message(chat, "one")
    assert (budgets.earliest(ANA, NOW) == NOW + timedelta(seconds=9)) is rests
