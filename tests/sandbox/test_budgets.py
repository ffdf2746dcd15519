"""How fast a bot may write: every window slides, and nobody waits for nothing."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.sandbox import Sandbox, SandboxClient
from bot.sandbox.budgets import Budgets, Pace, Paces
from bot.sandbox.client import SandboxError

Api = Callable[..., Awaitable[dict[str, Any]]]
ANA, GROUP = 501, -77
STRICT, BURSTS = Paces(chat=Pace(1, 1)), Paces(chat=Pace(3, 3))


def second(number: float) -> datetime:
    return datetime.fromisoformat("2026-03-29T18:30:00+00:00") + timedelta(seconds=number)


def spent(budgets: Budgets, *moments: float, chat: int = ANA, **more: Any) -> list[int]:
    """What each message at these seconds has to wait."""
    return [budgets.spend(chat, second(moment), **more) for moment in moments]


def test_a_strict_chat_takes_one_message_a_second() -> None:
    assert spent(Budgets(STRICT), 0, 0.5, 1, 1.9, 2) == [0, 1, 0, 1, 0]


def test_a_chat_takes_a_short_burst_and_then_one_a_second_on_average() -> None:
    assert spent(Budgets(BURSTS), 0, 1, 2, 2.5, 3, 3.5, 4) == [0, 0, 0, 1, 0, 1, 0]


def test_the_wait_is_in_whole_seconds_after_which_it_fits() -> None:
    budgets = Budgets(BURSTS)
    assert spent(budgets, 0, 0, 0, 0.2) == [0, 0, 0, 3]
    assert spent(budgets, 0.2 + 3) == [0]


def test_a_bot_takes_thirty_messages_in_every_second_across_chats() -> None:
    budgets = Budgets()
    assert [budgets.spend(chat, second(0.9)) for chat in range(30)] == [0] * 30
    assert budgets.spend(99, second(1.8)) == 1
    assert budgets.spend(99, second(1.9)) == 0


def test_a_group_takes_twenty_messages_in_every_minute() -> None:
    budgets = Budgets()
    assert spent(budgets, *range(20), chat=GROUP, is_group=True) == [0] * 20
    assert spent(budgets, 59.5, 60, chat=GROUP, is_group=True) == [1, 0]


def test_what_was_refused_costs_nothing() -> None:
    budgets = Budgets(STRICT)
    assert spent(budgets, 0, 0.1, 0.2, 0.9, 1) == [0, 1, 1, 1, 0]
    assert budgets.refused == 3


def test_an_edit_counts_for_its_chat_but_not_for_the_bot() -> None:
    budgets = Budgets(Paces(bot=Pace(1, 1), chat=Pace(1, 1)))
    assert spent(budgets, 0, is_edit=True) == [0]
    assert spent(budgets, 0) == [1]
    assert spent(budgets, 0, chat=502) == [0]


def test_an_album_needs_an_empty_window_and_fills_it() -> None:
    budgets = Budgets(BURSTS)
    assert spent(budgets, 0, messages=10) == [0]
    assert spent(budgets, 1, 3) == [2, 0]


def test_silent_chats_are_forgotten() -> None:
    budgets = Budgets(Paces(bot=Pace(1_000_000, 1), chat=Pace(1, 1)))
    for number in range(10_000):
        budgets.spend(number, second(number / 100))
    assert len(budgets._chats) < 400


@pytest.mark.parametrize("pace", [(0, 1), (1, 0), (1, -1)])
def test_a_pace_without_messages_or_time_is_none(pace: tuple[int, float]) -> None:
    with pytest.raises(ValueError, match="a pace needs"):
        Pace(*pace)


async def test_too_fast_is_a_429_in_telegrams_words(ana: int, api: Api) -> None:
    for _ in range(10):
        await api("sendMessage", chat_id=ana, text="x")
    answer = await api("sendMessage", chat_id=ana, text="x")
    retry_after = answer["parameters"]["retry_after"]
    assert answer == {
        "ok": False,
        "error_code": 429,
        "description": f"Too Many Requests: retry after {retry_after}",
        "parameters": {"retry_after": retry_after},
    }


async def test_after_the_wait_it_fits(ana: int, phones: SandboxClient, api: Api) -> None:
    for _ in range(11):
        answer = await api("sendMessage", chat_id=ana, text="x")
    await phones.advance(answer["parameters"]["retry_after"])
    assert (await api("sendMessage", chat_id=ana, text="x"))["ok"]


async def test_an_edit_takes_a_place_in_its_chat(ana: int, phones: SandboxClient, api: Api) -> None:
    await phones.set_budgets(chat={"messages": 1, "seconds": 1})
    sent = (await api("sendMessage", chat_id=ana, text="x"))["result"]["message_id"]
    edit = {"chat_id": ana, "message_id": sent, "text": "y"}
    assert (await api("editMessageText", **edit))["error_code"] == 429
    assert (await api("deleteMessage", chat_id=ana, message_id=sent))["ok"]


async def test_a_call_refused_for_another_reason_costs_nothing(
    ana: int, phones: SandboxClient, api: Api
) -> None:
    await phones.set_budgets(chat={"messages": 1, "seconds": 60})
    await api("sendMessage", chat_id=ana, text="<b>", parse_mode="HTML")
    assert (await api("sendMessage", chat_id=ana, text="x"))["ok"]


async def test_answers_to_taps_are_free(ana: int, phones: SandboxClient, api: Api) -> None:
    keyboard = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    await phones.set_budgets(chat={"messages": 1, "seconds": 60})
    await api("sendMessage", chat_id=ana, text="x", reply_markup=keyboard)
    for _ in range(5):
        query = (await phones.tap(ana, "A")).callback_query_id
        assert (await api("answerCallbackQuery", callback_query_id=query))["ok"]


async def test_people_may_type_as_fast_as_they_like(ana: int, phones: SandboxClient) -> None:
    await phones.set_budgets(chat={"messages": 1, "seconds": 60})
    assert len([await phones.type(ana, "x") for _ in range(5)]) == 5


async def test_budgets_can_be_read_changed_and_switched_off(
    ana: int, phones: SandboxClient, api: Api
) -> None:
    await phones.set_budgets(bot={"messages": 1000, "seconds": 1})
    assert (await phones.budgets())["bot"] == {"messages": 1000, "seconds": 1}
    await phones.set_budgets(on=False)
    assert await phones.budgets() == {"on": False}
    assert all([(await api("sendMessage", chat_id=ana, text="x"))["ok"] for _ in range(50)])


@pytest.mark.parametrize("wrong", [{"messages": 0}, {"moons": 1}, {"seconds": "x"}])
async def test_a_pace_that_is_none_is_refused(phones: SandboxClient, wrong: dict[str, Any]) -> None:
    with pytest.raises(SandboxError, match=r"bot, chat and group are \{messages, seconds\}"):
        await phones.set_budgets(bot=wrong)


def test_a_sandbox_without_budgets_has_none() -> None:
    assert Sandbox(budgets=False).state.budgets is None
