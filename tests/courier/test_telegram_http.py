"""The request class under python-telegram-bot, and what `doctor` asks through it."""

import asyncio
import socket
from datetime import UTC

import pytest
from telegram.error import NetworkError, TelegramError, TimedOut

from bot.domain.ids import ChatId
from bot.errors import AnswerLost, FetchError, KolporterError, RequestNotSent, TokenRefused
from bot.telegram_http import AiohttpRequest, QuietBot, TelegramInspector, TelegramWire, build_bot
from tests import canaries
from tests.courier.conftest import bot_at
from tests.courier.stand_in import SECRET, TOKEN, StandIn, breaking_off, refused, taken

ME = {"id": 7000000001, "is_bot": True, "first_name": "Kolporter", "username": "kolporter_bot"}
RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories",
)  # fmt: skip
ANA = ChatId(canaries.ANA)
GROUP = {"id": -1001, "type": "supergroup", "title": "Desk", "accent_color_id": 0, "max_reaction_count": 1}
PRIVATE = {"id": ANA, "type": "private", "first_name": "Ana", "accent_color_id": 0, "max_reaction_count": 1}
GIFTS = {"unlimited_gifts": True, "limited_gifts": True, "unique_gifts": True, "premium_subscription": True}


def chat(facts: dict[str, object]) -> tuple[int, str]:
    return taken(facts | {"accepted_gift_types": GIFTS | {"gifts_from_channels": True}})


def member(status: str) -> tuple[int, str]:
    return taken({"status": status, "user": ME, "until_date": 0} | dict.fromkeys(RIGHTS, False))


def unused_address() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"


async def say_nothing(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
    """Accept, and that is all."""


@pytest.fixture
def inspector(bot: QuietBot, telegram: StandIn) -> TelegramInspector:
    telegram.answers = {"getMe": taken(ME), "getChat": chat(GROUP), "getChatMember": member("member")}
    return TelegramInspector(bot, telegram.address)


async def test_a_file_is_uploaded(bot: QuietBot, telegram: StandIn) -> None:
    await bot.send_photo(ANA, b"\x89PNG of a bus", caption="Автобус", filename="bus.png")
    fields = telegram.requests[-1][1]
    assert fields["photo"] == ("bus.png", "image/png", b"\x89PNG of a bus")
    assert (fields["chat_id"], fields["caption"]) == (str(ANA), "Автобус")


async def test_a_lost_answer_says_so_in_its_cause() -> None:
    async with breaking_off(say_nothing) as address, bot_at(address, patience=0.3) as bot:
        with pytest.raises(TimedOut) as caught:
            await bot.send_message(ANA, "News")
    assert isinstance(caught.value.__cause__, AnswerLost)


async def test_a_request_that_never_left_says_so_in_its_cause() -> None:
    async with bot_at(unused_address()) as bot:
        with pytest.raises(NetworkError) as caught:
            await bot.send_message(ANA, "News")
    assert isinstance(caught.value.__cause__, RequestNotSent)


async def test_a_message_held_up_before_it_was_written_is_not_written_later(telegram: StandIn) -> None:
    """Whoever was stopped for longer than a lease stands has an heir."""
    async with AiohttpRequest(written_within=-1.0) as request:
        wire = TelegramWire(request, telegram.address)
        with pytest.raises(RequestNotSent, match="held up"):
            await wire.post("sendMessage", b"{}")
    assert telegram.requests == []


async def test_one_call_may_wait_longer_than_the_others(telegram: StandIn) -> None:
    async with bot_at(telegram.address, patience=0.3) as bot:
        assert bot.request.read_timeout == 0.3
        assert await bot.send_message(ANA, "News", read_timeout=30)


async def test_before_it_is_opened_nothing_is_sent() -> None:
    bot = build_bot(TOKEN, "http://127.0.0.1:9/")
    with pytest.raises(TelegramError, match="not open"):
        await bot.send_message(ANA, "News")


async def test_a_request_may_have_nothing_to_say(bot: QuietBot, telegram: StandIn) -> None:
    status, body = await bot.request.do_request(f"{telegram.address}/bot{TOKEN}/getMe", "POST")
    assert (status, telegram.requests) == (200, [("getMe", {})])
    assert b'"ok": true' in body


async def test_it_can_be_opened_and_closed_twice() -> None:
    request = AiohttpRequest()
    for step in (request.initialize, request.initialize, request.shutdown, request.shutdown):
        await step()
    with pytest.raises(NetworkError) as caught:
        await request.do_request("http://127.0.0.1:9/", "POST")
    assert isinstance(caught.value.__cause__, RequestNotSent)


def test_a_bot_talks_to_the_server_it_is_told() -> None:
    bot = build_bot(TOKEN, "http://127.0.0.1:8081/")
    assert bot.base_url == f"http://127.0.0.1:8081/bot{TOKEN}"
    assert bot.base_file_url == f"http://127.0.0.1:8081/file/bot{TOKEN}"


async def test_no_token_in_what_a_bot_or_its_errors_say_about_themselves() -> None:
    async with bot_at(unused_address()) as bot:
        with pytest.raises(NetworkError) as caught:
            await bot.send_message(ANA, "News")
        shown = f"{bot!r} {bot} {bot.request!r} {bot.wire!r} {caught.value!r} {caught.value.__cause__!r}"
    assert SECRET not in shown


async def test_no_error_drags_along_one_that_knows_the_address() -> None:
    async with bot_at(unused_address()) as bot:
        with pytest.raises(RequestNotSent) as caught:
            await bot.wire.post("getMe", b"{}")
    assert caught.value.__context__ is None


async def test_a_full_pool_sends_nothing() -> None:
    async with breaking_off(say_nothing) as address:
        request = AiohttpRequest(connections=1, connect_seconds=0.1, answer_seconds=0.3)
        await request.initialize()
        first, second = await asyncio.gather(
            request.exchange("POST", address), request.exchange("POST", address), return_exceptions=True
        )
        await request.shutdown()
    assert (type(first), type(second)) == (AnswerLost, RequestNotSent)


async def test_a_request_goes_through_the_proxy_that_was_named(telegram: StandIn) -> None:
    async with bot_at("http://telegram.invalid", proxy=telegram.address) as bot:
        assert (await bot.wire.post("getMe", b"{}"))[0] == 200
    assert telegram.methods == ["getMe"]


async def test_a_proxy_of_the_environment_is_not_asked(
    telegram: StandIn, bot: QuietBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", unused_address())
    assert (await bot.wire.post("getMe", b"{}"))[0] == 200


async def test_a_proxy_that_refuses_the_way_sends_nothing(telegram: StandIn) -> None:
    async with bot_at("https://telegram.invalid", proxy=unused_address()) as bot:
        with pytest.raises(RequestNotSent):
            await bot.wire.post("getMe", b"{}")


async def test_an_answer_with_bytes_that_are_no_text_is_read_as_the_library_would(
    bot: QuietBot, telegram: StandIn
) -> None:
    assert bot.request.parse_json_payload(b'{"ok": "\xff"}') == {"ok": "\ufffd"}


async def test_doctor_learns_the_bots_name(inspector: TelegramInspector) -> None:
    assert await inspector.identify() == "kolporter_bot"


async def test_doctor_learns_telegrams_time(inspector: TelegramInspector) -> None:
    assert (await inspector.server_time()).tzinfo is UTC


@pytest.mark.parametrize(
    ("status", "may"), [("administrator", True), ("member", True), ("left", False), ("kicked", False)]
)
async def test_in_a_group_the_bot_writes_as_a_member(
    status: str, may: bool, inspector: TelegramInspector, telegram: StandIn
) -> None:
    telegram.answers["getChatMember"] = member(status)
    await inspector.identify()
    assert await inspector.can_write(ChatId(-1001)) is may


async def test_in_a_private_chat_the_bot_may_write(inspector: TelegramInspector, telegram: StandIn) -> None:
    telegram.answers["getChat"] = chat(PRIVATE)
    await inspector.identify()
    assert await inspector.can_write(ANA)


@pytest.mark.parametrize(
    "answer", [refused(400, "Bad Request: chat not found"), refused(403, "Forbidden: bot was kicked")]
)
async def test_where_telegram_shows_no_chat_the_bot_cannot_write(
    answer: tuple[int, str], inspector: TelegramInspector, telegram: StandIn
) -> None:
    telegram.answers["getChat"] = answer
    assert not await inspector.can_write(ANA)


async def test_a_refused_token_is_a_finding_of_its_own(
    inspector: TelegramInspector, telegram: StandIn
) -> None:
    telegram.answers["getMe"] = refused(401, "Unauthorized")
    with pytest.raises(TokenRefused):
        await inspector.identify()


async def test_an_unreachable_server_is_named_without_the_token() -> None:
    address = unused_address()
    async with TelegramInspector(build_bot(TOKEN, address), address) as inspector:
        for ask in (inspector.identify, inspector.server_time):
            with pytest.raises(FetchError) as caught:
                await ask()
            expects_address_and_no_token(caught.value, address)


def expects_address_and_no_token(error: KolporterError, address: str) -> None:
    assert (error.text_key, error.args_["url"]) == ("error.telegram_unreachable", address)
    assert SECRET not in f"{error!r} {error.args_}"
