"""A language model over a real socket: what it is asked, and every way in which it may not answer."""

import json
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.domain.articles import Draft
from bot.domain.ids import Edition
from bot.domain.paper import Model
from bot.errors import FetchError
from bot.fetch import ModelWriter
from tests.fetch.conftest import Serve, answering

KEY = SecretStr("sk-do-not-tell")
DRAFT = Draft(
    url="https://p.example/a",
    edition=Edition("en"),
    language="en",
    headline="Snow",
    body=("It snows.", "Much."),
)


def said(text: Any) -> bytes:
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": text}}]}).encode()


async def ask(address: str, *, key: SecretStr | None = KEY, seconds: float = 5.0) -> str:
    async with ModelWriter(Model(f"{address}/v1/", "small"), key, seconds=seconds) as write:
        return await write(DRAFT)


async def problem(address: str, *, seconds: float = 5.0) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await ask(address, seconds=seconds)
    return caught.value


async def test_the_model_is_asked_once_with_the_article_and_the_key(serve: Serve) -> None:
    asked: list[tuple[str, str, Any]] = []

    async def handler(request: web.Request) -> web.StreamResponse:
        asked.append((request.path, request.headers["Authorization"], await request.json()))
        return web.Response(body=said("It snows much."))

    assert await ask(await serve(handler)) == "It snows much."
    ((path, key, question),) = asked
    assert (path, key) == ("/v1/chat/completions", "Bearer sk-do-not-tell")
    assert (question["model"], question["temperature"]) == ("small", 0)
    assert question["messages"][1] == {"role": "user", "content": "Snow\n\nIt snows.\n\nMuch."}


async def test_a_model_that_wants_no_key_is_sent_none(serve: Serve) -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        return web.Response(body=said(request.headers.get("Authorization", "none")))

    assert await ask(await serve(handler), key=None) == "none"


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (b"", "no_answer"), (b"<html>", "no_answer"), (b"[]", "no_answer"), (b"{}", "no_answer"),
        (b'{"choices": []}', "no_answer"), (said(None), "no_answer"), (said(["a"]), "no_answer"),
        (said("a" * 300_000), "too_large"),
    ],
    ids=["empty", "html", "list", "object", "no choice", "null", "parts", "large"],
)  # fmt: skip
async def test_an_answer_without_text_is_a_named_problem(serve: Serve, body: bytes, key: str) -> None:
    assert (await problem(await serve(answering(body)))).text_key == f"error.fetch.{key}"


@pytest.mark.parametrize("status", [401, 429, 500])
async def test_a_refusal_is_a_named_problem(serve: Serve, status: int) -> None:
    found = await problem(await serve(answering(said("no"), status=status)))
    assert (found.text_key, found.args_["status"]) == ("error.fetch.status", status)


async def test_a_redirect_is_not_followed_because_the_key_would_go_along(serve: Serve) -> None:
    elsewhere = await serve(answering(said("mine")))
    found = await problem(await serve(answering(b"", status=307, Location=elsewhere)))
    assert found.args_["status"] == 307


async def test_silence_is_a_time_out(silent: str) -> None:
    assert (await problem(silent, seconds=0.05)).text_key == "error.fetch.timeout"


async def test_nobody_there_is_a_named_problem() -> None:
    assert (await problem("http://127.0.0.1:9")).text_key == "error.fetch.unreachable"


async def test_the_key_is_in_no_error_and_no_repr(serve: Serve) -> None:
    address = await serve(answering(b"", status=401))
    found = await problem(address)
    writer = ModelWriter(Model(address, "small"), KEY)
    shown = f"{found!r} {found.args_} {writer!r} {vars(writer)}"
    assert "do-not-tell" not in shown
