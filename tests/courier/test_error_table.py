"""What Telegram does, and what the courier makes of it; extend the table when Telegram says something new."""

from datetime import timedelta

import pytest

from bot.courier import Courier
from bot.domain.deliveries import Ambiguous, Moved, NotSent, Reason, Refused, Sent, Throttled
from bot.domain.ids import ChatId, MessageId
from bot.domain.pushes import Card
from bot.sandbox import SandboxClient
from tests import canaries
from tests.courier.stand_in import SECRET
from tests.sandbox.one_socket import Socket

ANA, BORIS = ChatId(canaries.ANA), canaries.BORIS
NEWS = Card(html="<b>News</b>")


async def test_a_message_that_telegram_took_is_sent_with_its_receipt(
    phones: SandboxClient, courier: Courier
) -> None:
    outcome = await courier.send(ANA, NEWS)
    (accepted,) = await phones.accepted()
    assert outcome == Sent(MessageId(accepted.message_id))


@pytest.mark.parametrize(
    ("status", "description", "reason"),
    [
        (403, "Forbidden: bot was blocked by the user", Reason.BLOCKED),
        (403, "Forbidden: user is deactivated", Reason.DEACTIVATED),
        (403, "Forbidden: bot can't initiate conversation with a user", Reason.UNREACHABLE),
        (403, "Forbidden: the bot can't send messages to the bot", Reason.UNREACHABLE),
        (403, "Forbidden: bot was kicked from the group chat", Reason.UNREACHABLE),
        (403, "Forbidden: bot was kicked from the supergroup chat", Reason.UNREACHABLE),
        (403, "Forbidden: bot was kicked from the channel chat", Reason.UNREACHABLE),
        (403, "Forbidden: bot is not a member of the supergroup chat", Reason.UNREACHABLE),
        (403, "Forbidden: bot is not a member of the channel chat", Reason.UNREACHABLE),
        (403, "Forbidden: the group chat was deleted", Reason.UNREACHABLE),
        (403, "Forbidden: something Telegram says from tomorrow on", Reason.UNREACHABLE),
        (400, "Bad Request: USER_IS_BLOCKED", Reason.BLOCKED),
        (400, "Bad Request: INPUT_USER_DEACTIVATED", Reason.DEACTIVATED),
        (400, "Bad Request: chat not found", Reason.UNREACHABLE),
        (400, "Bad Request: PEER_ID_INVALID", Reason.UNREACHABLE),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN", Reason.UNREACHABLE),
        (400, "Bad Request: CHAT_RESTRICTED", Reason.UNREACHABLE),
        (400, "Bad Request: have no write access to the chat", Reason.UNREACHABLE),
        (400, "Bad Request: need administrator rights in the channel chat", Reason.UNREACHABLE),
        (400, "Bad Request: not enough rights to send text messages to the chat", Reason.UNREACHABLE),
        (400, "Bad Request: message thread not found", Reason.UNREACHABLE),
        (400, "Bad Request: TOPIC_CLOSED", Reason.UNREACHABLE),
        (400, "Bad Request: message is too long", Reason.REJECTED),
        (400, "Bad Request: BUTTON_DATA_INVALID", Reason.REJECTED),
        (400, "Bad Request: reply markup is too long", Reason.REJECTED),
        (400, "Bad Request: ENTITIES_TOO_LONG", Reason.REJECTED),
        (400, "Bad Request: something Telegram says from tomorrow on", Reason.REJECTED),
    ],
)
async def test_a_refusal_is_for_good_and_says_why(
    status: int, description: str, reason: Reason, phones: SandboxClient, courier: Courier
) -> None:
    await phones.fault(status, description=description)
    assert await courier.send(ANA, NEWS) == Refused(reason, description)


async def test_who_blocks_the_bot_is_refused_as_blocked(phones: SandboxClient, courier: Courier) -> None:
    await phones.block(ANA)
    assert _reason(await courier.send(ANA, NEWS)) is Reason.BLOCKED


async def test_who_left_telegram_is_refused_as_deactivated(phones: SandboxClient, courier: Courier) -> None:
    await phones.deactivate(ANA)
    assert _reason(await courier.send(ANA, NEWS)) is Reason.DEACTIVATED


async def test_who_never_pressed_start_is_unreachable(phones: SandboxClient, courier: Courier) -> None:
    await phones.person(BORIS, "Boris")
    assert _reason(await courier.send(ChatId(BORIS), NEWS)) is Reason.UNREACHABLE


@pytest.mark.parametrize("impossible", [0, 1, -(2**62), 2**62, -1001])
async def test_an_impossible_chat_id_fails_alone(impossible: int, courier: Courier) -> None:
    assert _reason(await courier.send(ChatId(impossible), NEWS)) is Reason.UNREACHABLE
    assert isinstance(await courier.send(ANA, NEWS), Sent)


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
@pytest.mark.parametrize("status", ["left", "kicked"])
async def test_a_chat_without_the_bot_is_unreachable(
    kind: str, status: str, phones: SandboxClient, courier: Courier
) -> None:
    chat = await phones.chat(kind, "Readers", [ANA], bot="administrator")
    await phones.place_bot(chat, status)
    assert _reason(await courier.send(ChatId(chat), NEWS)) is Reason.UNREACHABLE


async def test_a_deleted_group_is_unreachable(phones: SandboxClient, courier: Courier) -> None:
    chat = await phones.chat("group", "Readers", [ANA], bot="member")
    await phones.delete_chat(chat)
    assert _reason(await courier.send(ChatId(chat), NEWS)) is Reason.UNREACHABLE


async def test_a_group_that_became_a_supergroup_has_moved(phones: SandboxClient, courier: Courier) -> None:
    chat = await phones.chat("group", "Readers", [ANA], bot="member")
    new_chat = await phones.migrate(chat)
    assert await courier.send(ChatId(chat), NEWS) == Moved(ChatId(new_chat))


@pytest.mark.parametrize("seconds", [1, 35, 73382])
async def test_too_fast_is_throttled_for_as_long_as_told(
    seconds: int, phones: SandboxClient, courier: Courier
) -> None:
    await phones.fault(429, retry_after=seconds)
    assert await courier.send(ANA, NEWS) == Throttled(timedelta(seconds=seconds))


@pytest.mark.parametrize("status", [401, 404])
async def test_a_token_that_telegram_does_not_know_sends_nothing(
    status: int, phones: SandboxClient, courier: Courier
) -> None:
    await phones.fault(status)
    assert await courier.send(ANA, NEWS) == NotSent("token refused", token_refused=True)


async def test_a_text_that_is_too_large_is_refused_for_good(phones: SandboxClient, courier: Courier) -> None:
    await phones.fault(413)
    assert _reason(await courier.send(ANA, NEWS)) is Reason.REJECTED


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_server_error_may_mean_that_it_arrived(
    status: int, phones: SandboxClient, courier: Courier
) -> None:
    await phones.fault(status)
    assert isinstance(await courier.send(ANA, NEWS), Ambiguous)


@pytest.mark.parametrize(
    ("mishap", "accepted"),
    [
        ("reset_before", 0),
        ("reset_after", 1),
        ("silence_before", 0),
        ("silence_after", 1),
        ("cut", 1),
        ("broken", 1),
    ],
)
async def test_once_bytes_have_left_nobody_can_say_whether_it_arrived(
    mishap: str, accepted: int, phones: SandboxClient, impatient: Courier
) -> None:
    await phones.mishap(mishap)
    outcome = await impatient.send(ANA, NEWS)
    assert isinstance(outcome, Ambiguous)
    assert SECRET not in outcome.cause
    assert len(await phones.accepted()) == accepted


async def test_a_late_answer_within_patience_is_a_receipt(phones: SandboxClient, courier: Courier) -> None:
    await phones.mishap("latency", seconds=0.1)
    assert isinstance(await courier.send(ANA, NEWS), Sent)


async def test_a_refused_connection_sends_nothing(
    phones: SandboxClient, courier: Courier, one_socket: Socket
) -> None:
    await phones.refuse_connections(0.1)
    outcome = await courier.send(ANA, NEWS)
    await one_socket.opened()
    assert isinstance(outcome, NotSent)
    assert not outcome.token_refused
    assert SECRET not in outcome.cause


async def test_a_text_that_cannot_be_written_down_is_refused_at_home(
    phones: SandboxClient, courier: Courier
) -> None:
    outcome = await courier.send(ANA, Card(html="half a pair: \ud83d"))
    assert _reason(outcome) is Reason.REJECTED
    assert not await phones.accepted()


def _reason(outcome: object) -> Reason:
    assert isinstance(outcome, Refused)
    return outcome.reason
