"""What Telegram answers, and what the courier makes of it; extend the tables when it says something new."""

from datetime import timedelta

import pytest

from bot.courier import Courier
from bot.domain.deliveries import Ambiguous, Moved, NotSent, Outcome, Reason, Refused, Sent, Throttled
from bot.domain.ids import ChatId, MessageId
from bot.domain.pushes import Card
from tests.courier.stand_in import SECRET, Answer, StandIn, refused, taken

ANA = ChatId(501)
TEXT = Card(html="<b>News</b>")
PHOTO = Card(html="<b>News</b>", photo="https://paper.example/a.jpg", preview=None)


async def outcome_of(answer: Answer, telegram: StandIn, courier: Courier, card: Card = TEXT) -> Outcome:
    telegram.answers = {"sendMessage": answer, "sendPhoto": answer}
    return await courier.send(ANA, card)


@pytest.mark.parametrize("card", [TEXT, PHOTO])
async def test_a_message_that_telegram_took_is_sent_with_its_receipt(
    card: Card, telegram: StandIn, courier: Courier
) -> None:
    assert await outcome_of(taken(), telegram, courier, card) == Sent(MessageId(77))


@pytest.mark.parametrize(
    ("status", "description", "reason"),
    [
        (403, "Forbidden: bot was blocked by the user", Reason.BLOCKED),
        (403, "Forbidden: user is deactivated", Reason.DEACTIVATED),
        (403, "Forbidden: bot can't initiate conversation with a user", Reason.UNREACHABLE),
        (403, "Forbidden: bot can't send messages to bots", Reason.UNREACHABLE),
        (403, "Forbidden: bot was kicked from the supergroup chat", Reason.UNREACHABLE),
        (403, "Forbidden: bot is not a member of the channel chat", Reason.UNREACHABLE),
        (403, "Forbidden: the group chat was deleted", Reason.UNREACHABLE),
        (400, "Bad Request: chat not found", Reason.UNREACHABLE),
        (400, "Bad Request: PEER_ID_INVALID", Reason.UNREACHABLE),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN", Reason.UNREACHABLE),
        (400, "Bad Request: have no write access to the chat", Reason.UNREACHABLE),
        (400, "Bad Request: not enough rights to send text messages to the chat", Reason.UNREACHABLE),
        (400, "Bad Request: TOPIC_CLOSED", Reason.UNREACHABLE),
        (400, 'Bad Request: can\'t parse entities: unsupported start tag "x"', Reason.REJECTED),
        (400, "Bad Request: message is too long", Reason.REJECTED),
        (400, "Bad Request: BUTTON_URL_INVALID", Reason.REJECTED),
        (400, "Bad Request: something Telegram says from tomorrow on", Reason.REJECTED),
    ],
)
async def test_a_refusal_is_for_good_and_says_why(
    status: int, description: str, reason: Reason, telegram: StandIn, courier: Courier
) -> None:
    outcome = await outcome_of(refused(status, description), telegram, courier)
    assert isinstance(outcome, Refused)
    assert outcome.reason is reason
    assert outcome.detail.lower() in description.lower()


async def test_a_group_that_became_a_supergroup_has_moved(telegram: StandIn, courier: Courier) -> None:
    answer = refused(
        400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1009
    )
    assert await outcome_of(answer, telegram, courier) == Moved(ChatId(-1009))


@pytest.mark.parametrize("seconds", [1, 35, 73382])
async def test_too_fast_is_throttled_for_as_long_as_told(
    seconds: int, telegram: StandIn, courier: Courier
) -> None:
    answer = refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
    assert await outcome_of(answer, telegram, courier) == Throttled(timedelta(seconds=seconds))


@pytest.mark.parametrize("status", [401, 404])
async def test_a_token_that_telegram_does_not_know_sends_nothing(
    status: int, telegram: StandIn, courier: Courier
) -> None:
    assert await outcome_of(refused(status, "Unauthorized"), telegram, courier) == NotSent("token refused")


@pytest.mark.parametrize(
    "answer",
    [
        refused(500, "Internal Server Error"),
        refused(502, "Bad Gateway"),
        refused(504, "Gateway Timeout"),
        (503, "<html>Service Unavailable</html>"),
        (200, "{broken"),
        (200, ""),
        (200, "[]"),
        (200, '{"ok": true}'),
        taken({"no": "message"}),
        taken(True),
    ],
)
async def test_an_answer_that_tells_nothing_may_mean_that_it_arrived(
    answer: Answer, telegram: StandIn, courier: Courier
) -> None:
    assert isinstance(await outcome_of(answer, telegram, courier), Ambiguous)


async def test_a_proxy_that_repeats_the_address_does_not_tell_the_token(
    telegram: StandIn, courier: Courier
) -> None:
    telegram.answers = {"sendMessage": (502, "cannot handle POST /bot7000000001:" + SECRET)}
    outcome = await courier.send(ANA, TEXT)
    assert isinstance(outcome, Ambiguous)
    assert SECRET not in repr(outcome)


@pytest.mark.parametrize(
    "description",
    [
        "Bad Request: wrong file identifier/HTTP URL specified",
        "Bad Request: wrong remote file identifier specified: Wrong padding in the string",
        "Bad Request: failed to get HTTP URL content",
        "Bad Request: wrong type of the web page content",
        "Bad Request: PHOTO_INVALID_DIMENSIONS",
        "Bad Request: IMAGE_PROCESS_FAILED",
        "Bad Request: WEBPAGE_CURL_FAILED",
        "Bad Request: WEBPAGE_MEDIA_EMPTY",
        "Bad Request: photo has unsupported extension. Use one of .jpg, .jpeg, .gif, .png, .tif or .bmp",
        "Bad Request: not enough rights to send photos to the chat",
    ],
)
async def test_a_picture_that_telegram_cannot_use_stays_behind(
    description: str, telegram: StandIn, courier: Courier
) -> None:
    telegram.answers = {"sendPhoto": refused(400, description)}
    assert await courier.send(ANA, PHOTO) == Sent(MessageId(77))
    assert telegram.methods == ["sendPhoto", "sendMessage"]


@pytest.mark.parametrize(
    "answer",
    [
        refused(400, "Bad Request: chat not found"),
        refused(400, "Bad Request: can't parse entities"),
        refused(403, "Forbidden: bot was blocked by the user"),
        refused(429, "Too Many Requests: retry after 5", retry_after=5),
        refused(502, "Bad Gateway"),
    ],
)
async def test_other_trouble_than_with_the_picture_is_not_tried_without_it(
    answer: Answer, telegram: StandIn, courier: Courier
) -> None:
    assert not isinstance(await outcome_of(answer, telegram, courier, PHOTO), Sent)
    assert telegram.methods == ["sendPhoto"]


async def test_without_its_picture_a_card_is_tried_only_once(telegram: StandIn, courier: Courier) -> None:
    answer = refused(400, "Bad Request: failed to get HTTP URL content")
    outcome = await outcome_of(answer, telegram, courier, PHOTO)
    assert isinstance(outcome, Refused)
    assert telegram.methods == ["sendPhoto", "sendMessage"]
