"""What the control API does not let in: other types, too much at once, other sites, what no phone can do."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from io import BytesIO
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Sandbox, SandboxClient
from bot.sandbox.client import SandboxError
from bot.sandbox.control_requests import MAX_BODY_BYTES

Api = Callable[..., Awaitable[dict[str, Any]]]
CLUB = {"type": "channel", "title": "x", "members": [501]}
FORUM = CLUB | {"type": "supergroup", "is_forum": True}


async def told(http: aiohttp.ClientSession, url: str, body: Any, **headers: str) -> tuple[int, str]:
    """Status and reason of a refusal."""
    async with http.post(url, data=json.dumps(body), headers=headers) as response:
        return response.status, (await response.json()).get("error", "")


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("chats", CLUB | {"username": 5}, "username must be a text"),
        ("chats", CLUB | {"username": "a b"}, "username must have 4 to 32"),
        ("chats", CLUB | {"title": ""}, "title must have 1 to 128 characters"),
        ("chats", CLUB | {"is_forum": True}, "only a supergroup is a forum"),
        ("chats", CLUB | {"type": "group", "username": "club"}, "only supergroups and channels"),
        ("chats", CLUB | {"type": "private"}, "type must be one of"),
        ("chats", FORUM | {"is_forum": "yes"}, "is_forum must be true or false"),
        ("chats", CLUB | {"bot": 5}, "bot must be a text"),
        ("chats", CLUB | {"id": 0}, "id must be a free negative number"),
        ("people", {"id": 2**60}, "id must be a number of at most 52 bits"),
        ("people", {"id": 7, "first_name": ["x"]}, "first_name must be a text"),
        ("people", {"id": 7, "role": "king"}, "role must be one of reader, editor, admin"),
        ("clock", {"advance_seconds": "nan"}, "advance_seconds must be a number"),
        ("clock", {"advance_seconds": True}, "advance_seconds must be a number"),
        ("web", {"url": "https://a.mk", "size": -1}, "size must be 0 or more"),
        ("web", {"url": "https://a.mk", "content_type": 5}, "content_type must be a text"),
        ("budgets", {"on": "no"}, "on must be true or false"),
        ("budgets", {"chat": {"messages": 1.5}}, "whole messages"),
        ("budgets", {"chat": {"seconds": 1e300}}, "at most 1000000"),
        ("faults", {}, "say what goes wrong: status, kind or seed"),
        ("faults", {"kind": "status"}, "say what goes wrong: status, kind or seed"),
        ("faults", {"status": 429, "retry_after": -5}, "retry_after must not be negative"),
        ("faults", {"status": 429, "repeat": 5}, "a fault has no repeat"),
        ("faults", {"seed": 1, "cut": True}, "cut: a chance is from 0 to 1"),
        ("paper/publish", {"edition": "en", "slug": 5}, "slug must be a text"),
    ],
)
async def test_another_type_is_a_400(
    ana: int, http: aiohttp.ClientSession, address: str, path: str, body: dict[str, Any], words: str
) -> None:
    status, why = await told(http, f"{address}/control/{path}", body)
    assert (status, words in why) == (400, True), why


async def test_a_refused_chat_leaves_the_bot_api_in_order(
    ana: int, http: aiohttp.ClientSession, address: str, api: Api
) -> None:
    await told(http, f"{address}/control/chats", CLUB | {"username": 5})
    assert (await api("sendMessage", chat_id="@x", text="x"))["description"] == "Bad Request: chat not found"


async def test_two_chats_never_share_a_username(ana: int, phones: SandboxClient) -> None:
    await phones.chat("channel", "The Paper", [ana], username="the_paper")
    with pytest.raises(SandboxError, match="a chat named The_Paper already"):
        await phones.chat("supergroup", "Readers", [ana], username="The_Paper")


async def test_a_group_without_an_owner_asks_who_does_it(ana: int, phones: SandboxClient) -> None:
    group = await phones.chat("group", "Neighbours", [ana])
    await phones.place(group, ana, "left")
    for wish in (phones.migrate(group), phones.place_bot(group, "member")):
        with pytest.raises(SandboxError, match="has no owner: say who does it with `by`"):
            await wish
    await phones.place_bot(group, "member", by=ana)
    assert await phones.migrate(group, by=ana)


@pytest.mark.parametrize("chunked", [False, True])
async def test_a_body_has_its_bounds(http: aiohttp.ClientSession, address: str, chunked: bool) -> None:
    body = BytesIO(b" " * (MAX_BODY_BYTES + 1))

    async def chunks() -> AsyncIterator[bytes]:
        yield body.read()

    async with http.post(f"{address}/control/type", data=chunks() if chunked else body) as response:
        error = f"the body must have at most {MAX_BODY_BYTES} bytes"
        assert (response.status, await response.json()) == (413, {"error": error})


async def test_a_long_text_leaves_the_phone_in_pieces(
    ana: int, phones: SandboxClient, sandbox: Sandbox
) -> None:
    last = await phones.type(ana, "a" * 4096 + "b" * 4096 + "c")
    typed = [message.text for message in (await phones.screen(ana)).messages[1:]]
    assert [(text[0], len(text)) for text in typed] == [("a", 4096), ("b", 4096), ("c", 1)]
    assert (await phones.screen(ana)).messages[-1].message_id == last
    assert sandbox.state.updates.count() == 4


@pytest.mark.parametrize("text", ["", "x" * 4097])
async def test_an_edit_is_as_long_as_a_message(ana: int, phones: SandboxClient, text: str) -> None:
    message = await phones.type(ana, "x")
    with pytest.raises(SandboxError, match="a message has 1 to 4096 characters"):
        await phones.edit(ana, message, text)


@pytest.mark.parametrize("emoji", [["x"], ["привет"], ["👍", "🔥", "🎉", "😁"], ["🔥🔥"]])
async def test_only_telegrams_reactions_can_be_given(
    ana: int, phones: SandboxClient, emoji: list[str]
) -> None:
    with pytest.raises(SandboxError, match="is no reaction"):
        await phones.react(ana, 1, *emoji)
    await phones.react(ana, 1, "❤️", "🤷‍♀️")


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://a.mk"}, {"Origin": "null"}, {"Host": "rebound.mk:8081"}]
)
async def test_a_page_of_another_site_is_kept_out(
    ana: int, http: aiohttp.ClientSession, address: str, headers: dict[str, str]
) -> None:
    url = f"{address}/control/type"
    assert await told(http, url, {"person": ana, "text": "x"}, **headers) == (403, "not from another site")
    assert (await told(http, url, {"person": ana, "text": "x"}, Origin=address))[0] == 200


@pytest.mark.parametrize(("verb", "path"), [("PUT", "people"), ("GET", "moon"), ("GET", "type")])
async def test_what_is_no_call_is_a_404_in_the_same_shape(
    http: aiohttp.ClientSession, address: str, verb: str, path: str
) -> None:
    async with http.request(verb, f"{address}/control/{path}") as response:
        assert (response.status, await response.json()) == (
            404,
            {"error": f"there is no {verb} /control/{path}"},
        )


async def test_of_violations_the_latest_thousand_stay(ana: int, phones: SandboxClient, api: Api) -> None:
    for number in range(4):
        await api("getMe", **{f"unknown_{number}_{one}": "x" for one in range(300)})
    assert len(await phones.violations()) == 1000
