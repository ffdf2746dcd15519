"""Updates by webhook: Telegram calls our door, what it brings is answered, and the door stays known to it."""
# ruff: noqa: F811 - fixtures that another module shares

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.domain.web_keys import WebKeys
from bot.errors import TokenRefused, WebhookRefused
from bot.opening import build_gate
from bot.ports import OpenStore
from bot.sandbox import SandboxClient
from bot.telegram_http import QuietBot
from bot.updates import ALLOWED, UpdateLoop
from bot.usecases.handle_updates import HandleUpdates
from bot.webhooks import DoorLoop, Doorstep, Hook, Webhook, WebhookLoop
from handlers.web import listening, web_app
from storage.database import Database
from tests.canaries import capture_logs
from tests.echo import Echo
from tests.test_updates import (  # noqa: F401
    ANA,
    BORIS,
    TOKEN,
    PatientClock,
    _rename,
    at_work,
    bot,
    clock,
    echo,
    handle_updates,
    sandbox,
    telegram,
    updates,
)

KEYS = WebKeys(TOKEN)


@pytest.fixture
def doorstep() -> Doorstep:
    """Where the numbers of what came in lie."""
    return Doorstep()


@pytest.fixture
async def webhook(open_store: OpenStore, clock: PatientClock, doorstep: Doorstep) -> AsyncIterator[Webhook]:
    """Our door, open."""
    gate = build_gate(
        KEYS,
        None,
        open_store=open_store,
        clock=clock,
        is_active=lambda: True,
        arrived=lambda number: doorstep.put([number]),
    )
    async with listening(web_app(gate, is_public=True), "127.0.0.1", 0) as address:
        yield Webhook(f"{address}/telegram/{KEYS.telegram_path}", KEYS.telegram_secret)


@pytest.fixture
def loop(
    webhook: Webhook,
    doorstep: Doorstep,
    bot: QuietBot,
    handle_updates: HandleUpdates,
    clock: PatientClock,
) -> WebhookLoop:
    """Who handles what came in."""
    hook = Hook(webhook, bot, clock)
    return WebhookLoop(hook, doorstep, handle_updates=handle_updates, clock=clock)


async def test_telegram_is_told_where_what_and_how_much(
    loop: WebhookLoop, bot: QuietBot, webhook: Webhook
) -> None:
    await loop.begin()
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections) == (webhook.url, 40)
    assert sorted(info.allowed_updates) == sorted(ALLOWED)


async def test_what_telegram_brings_is_answered(telegram: SandboxClient, loop: WebhookLoop) -> None:
    await loop.begin()
    async with at_work(loop):
        for text in ("one", "two"):
            await telegram.type(ANA, text)
            await telegram.wait_for(ANA, f"You wrote: {text}")


async def test_what_came_while_nobody_handled_is_answered_at_the_start(
    telegram: SandboxClient, loop: WebhookLoop, doorstep: Doorstep
) -> None:
    await loop.begin()
    await telegram.type(ANA, "anybody there?")
    await doorstep.take()
    async with at_work(loop):
        await telegram.wait_for(ANA, "You wrote: anybody there?")


async def test_what_another_process_received_is_found_by_looking(
    telegram: SandboxClient, loop: WebhookLoop, handle_updates: HandleUpdates, clock: PatientClock
) -> None:
    """Nothing ever lies on its own doorstep."""
    await loop.begin()
    async with at_work(DoorLoop(Doorstep(), handle_updates=handle_updates, clock=clock)):
        await telegram.type(ANA, "hello")
        await telegram.wait_for(ANA, "You wrote: hello")


async def test_an_address_that_telegram_refuses_is_said(bot: QuietBot) -> None:
    hook = Hook(Webhook("https://paper.example:8080/x", "secret"), bot, PatientClock())
    with pytest.raises(WebhookRefused, match="only on ports"):
        await hook.begin()


@pytest.mark.parametrize("status", [429, 502])
async def test_setting_it_waits_for_telegram(
    telegram: SandboxClient, loop: WebhookLoop, clock: PatientClock, status: int
) -> None:
    await telegram.fault(status, method="setWebhook", count=2)
    await loop.begin()
    assert clock.slept == [1.0, 2.0]


async def test_a_webhook_that_somebody_took_away_is_set_again_and_told(
    telegram: SandboxClient,
    webhook: Webhook,
    doorstep: Doorstep,
    bot: QuietBot,
    handle_updates: HandleUpdates,
    clock: PatientClock,
) -> None:
    met: list[int] = []
    hook = Hook(webhook, bot, clock, met_another=lambda: met.append(1))
    loop = WebhookLoop(hook, doorstep, handle_updates=handle_updates, clock=clock)
    await loop.begin()
    await bot.delete_webhook()
    with capture_logs() as logs:
        async with at_work(loop):
            await telegram.type(ANA, "hello")
            await telegram.wait_for(ANA, "You wrote: hello")
    assert {"event": "webhook_taken_away", "log_level": "warning", "another_process_polls": True} in logs
    assert met


async def test_what_telegram_stumbles_over_is_told_once(
    telegram: SandboxClient, loop: WebhookLoop, sqlite_database: Database, clock: PatientClock
) -> None:
    await loop.begin()
    await asyncio.to_thread(_rename, sqlite_database, "inbox", "lost")
    await telegram.type(ANA, "hello")
    with capture_logs() as logs:
        async with at_work(loop):
            while "webhook_trouble" not in [one["event"] for one in logs]:
                await clock.sleep(0)
    problems = [one["problem"] for one in logs if one["event"] == "webhook_trouble"]
    assert problems == ["Wrong response from the webhook: 503 Service Unavailable"]


async def test_a_check_that_fails_comes_again(telegram: SandboxClient, loop: WebhookLoop) -> None:
    await loop.begin()
    await telegram.fault(502, method="getWebhookInfo", count=2)
    with capture_logs() as logs:
        async with at_work(loop):
            await telegram.type(ANA, "hello")
            await telegram.wait_for(ANA, "You wrote: hello")
    assert "webhook_unchecked" in [one["event"] for one in logs]


async def test_a_token_that_was_withdrawn_ends_the_day(telegram: SandboxClient, loop: WebhookLoop) -> None:
    await loop.begin()
    await telegram.fault(401, method="getWebhookInfo")
    with pytest.raises(TokenRefused):
        await loop.run()


async def test_a_database_that_comes_back_holds_what_came(
    telegram: SandboxClient,
    loop: WebhookLoop,
    doorstep: Doorstep,
    sqlite_database: Database,
    clock: PatientClock,
) -> None:
    await loop.begin()
    async with at_work(loop):
        await telegram.type(ANA, "hello")
        await telegram.wait_for(ANA, "You wrote: hello")
        await asyncio.to_thread(_rename, sqlite_database, "inbox", "lost")
        doorstep.put([1])
        while 1.0 not in clock.slept:
            await clock.sleep(0)
        await asyncio.to_thread(_rename, sqlite_database, "lost", "inbox")
        await telegram.type(BORIS, "still there?")
        await telegram.wait_for(BORIS, "You wrote: still there?")


async def test_who_polls_takes_the_webhook_away(
    loop: WebhookLoop, updates: UpdateLoop, bot: QuietBot, echo: Echo
) -> None:
    await loop.begin()
    await updates.begin()
    assert (await bot.get_webhook_info()).url == ""
    assert echo.answered == []


def test_the_secret_is_not_shown(webhook: Webhook) -> None:
    assert KEYS.telegram_secret not in repr(webhook)
