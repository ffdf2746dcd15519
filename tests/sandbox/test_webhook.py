"""The webhook: updates by POST with the secret, again until they are taken, in everybody's order; and 409."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot

from bot.sandbox import Sandbox, SandboxClient, serve

Api = Callable[..., Coroutine[Any, Any, dict[str, Any]]]
ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


class Ear:
    """A bot's webhook: writes down what comes, and answers `answers`, then 200."""

    def __init__(self) -> None:
        self.answers: list[Response] = []
        self.heard: asyncio.Queue[tuple[str | None, str]] = asyncio.Queue()
        self.app = Starlette(routes=[Route("/hook", self._hear, methods=["POST"])])
        self.address = ""

    async def _hear(self, request: Request) -> Response:
        update = await request.json()
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.heard.put_nowait((secret, update["message"]["text"]))
        return self.answers.pop(0) if self.answers else Response()

    async def next(self) -> tuple[str | None, str]:
        """Secret and text of the next POST."""
        async with asyncio.timeout(10):
            return await self.heard.get()


@pytest.fixture
async def ear() -> AsyncIterator[Ear]:
    """A bot that listens."""
    ear = Ear()
    async with serve(ear.app) as address:
        ear.address = f"{address}/hook"
        yield ear


async def test_updates_come_by_post_with_the_secret(
    ana: int, bot: Bot, ear: Ear, phones: SandboxClient
) -> None:
    await bot.set_webhook(ear.address, secret_token="s3cret-s3cret")
    assert await ear.next() == ("s3cret-s3cret", "/start")
    await phones.type(ana, "hello")
    assert await ear.next() == ("s3cret-s3cret", "hello")


async def test_without_a_secret_there_is_no_header(ana: int, bot: Bot, ear: Ear) -> None:
    await bot.set_webhook(ear.address)
    assert await ear.next() == (None, "/start")


async def test_what_was_not_taken_comes_again_before_what_came_later(
    ana: int, bot: Bot, ear: Ear, phones: SandboxClient
) -> None:
    ear.answers = [Response(status_code=502)]
    await phones.type(ana, "later")
    await bot.set_webhook(ear.address)
    assert [(await ear.next())[1] for _ in range(3)] == ["/start", "/start", "later"]


async def test_a_wish_to_be_left_alone_is_heard(ana: int, bot: Bot, ear: Ear) -> None:
    ear.answers = [Response(status_code=503, headers={"Retry-After": "0"})]
    await bot.set_webhook(ear.address)
    assert [(await ear.next())[1] for _ in range(2)] == ["/start", "/start"]


async def test_what_went_wrong_is_told(ana: int, bot: Bot, ear: Ear) -> None:
    ear.answers = [Response(status_code=500)]
    await bot.set_webhook(ear.address, max_connections=7, allowed_updates=["message"])
    await ear.next()
    while not (info := await bot.get_webhook_info()).last_error_message:
        pass
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
    assert (info.url, info.max_connections, info.allowed_updates) == (ear.address, 7, ("message",))


async def test_a_closed_door_is_told(ana: int, bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    while not (info := await bot.get_webhook_info()).last_error_message:
        pass
    assert (info.last_error_message, info.pending_update_count) == ("Connection refused", 1)


async def test_while_a_webhook_is_set_nobody_polls(bot: Bot, ear: Ear, api: Api) -> None:
    await bot.set_webhook(ear.address)
    assert (await api("getUpdates"))["description"] == ACTIVE
    await bot.delete_webhook()
    assert (await api("getUpdates"))["ok"]


async def test_setting_one_ends_who_polls(sandbox: Sandbox, ear: Ear, api: Api) -> None:
    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(api("getUpdates", timeout=30))
        while not sandbox.state.updates.waiting:
            await api("getMe")
        await api("setWebhook", url=ear.address)
    assert poll.result()["description"] == "Conflict: terminated by setWebhook request"


async def test_what_a_removed_webhook_did_not_take_is_there_for_polling(ana: int, bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    await bot.delete_webhook()
    assert len(await bot.get_updates()) == 1


async def test_pending_updates_can_be_dropped_on_the_way(ana: int, bot: Bot, ear: Ear) -> None:
    await bot.set_webhook(ear.address, drop_pending_updates=True)
    assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_an_address_of_the_world_is_taken_and_never_called(ana: int, bot: Bot) -> None:
    await bot.set_webhook("https://paper.example:8443/hook")
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == ("https://paper.example:8443/hook", 1)


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"url": "http://paper.example/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            {"url": "https://paper.example:8080/hook"},
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ({"url": "paper.example"}, "invalid webhook URL specified"),
        ({"url": "https://paper.example:x/"}, "invalid webhook URL specified"),
        ({"url": "https://a.example", "secret_token": "a b"}, "secret token contains unallowed characters"),
    ],
)
async def test_what_telegram_refuses(api: Api, params: dict[str, str], description: str) -> None:
    answer = await api("setWebhook", **params)
    assert answer["description"] == f"Bad Request: {description}"


async def test_the_same_webhook_again_is_fine_and_another_at_once_too_fast(api: Api) -> None:
    await api("setWebhook", url="https://a.example")
    assert (await api("setWebhook", url="https://a.example"))["ok"]
    others = [await api("setWebhook", url=f"https://{name}.example") for name in "bcd"]
    assert [one["parameters"] for one in others if not one["ok"]][:1] == [{"retry_after": 1}]
