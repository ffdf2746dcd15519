"""Turns at hosts: a request that is led on waits at the next host like everybody else."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from aiohttp import web

from bot.fetch import WebFetch
from bot.fetch_ports import Fetched
from tests.fetch.conftest import BODY, UNHURRIED, Handler, NoonClock, Serve, place

ONE_AT_A_TIME = replace(UNHURRIED, per_host=1)


def named(url: str) -> str:
    """The same server under another name: hosts are told apart by their names."""
    return url.replace("127.0.0.1", "localhost")


def leading_to(*targets: str) -> Handler:
    """`/0` leads to the first target, `/1` to the second; every other path answers."""
    return leading_to_any(targets)


def leading_to_any(targets: Sequence[str]) -> Handler:
    """The same for targets that are known only when the server has its port."""

    async def handler(request: web.Request) -> web.StreamResponse:
        number = request.path.strip("/")
        if number.isdigit():
            return web.Response(status=302, headers={"Location": targets[int(number)]})
        return web.Response(body=BODY)

    return handler


async def test_a_request_that_is_led_on_waits_for_its_turn_at_the_next_host(serve: Serve) -> None:
    """The host that is led to answers its first guest only when the redirect was followed for a while."""
    busy, free, at_once = asyncio.Event(), asyncio.Event(), []

    async def handler(request: web.Request) -> web.StreamResponse:
        at_once.append(request.path)
        busy.set()
        await free.wait()
        at_once.append("answered")
        return web.Response(body=BODY)

    slow = named(await serve(handler))
    other = await serve(leading_to(f"{slow}/led"))
    async with (
        WebFetch(NoonClock(), allowed=[place(slow), place(other)], limits=ONE_AT_A_TIME) as fetch,
        asyncio.TaskGroup() as tasks,
    ):
        tasks.create_task(fetch(f"{slow}/first"))
        await busy.wait()
        led = tasks.create_task(fetch(f"{other}/0"))
        # The host it came from is free again although the one it goes to is not.
        assert isinstance(await fetch(f"{other}/feed"), Fetched)
        free.set()
        assert isinstance(await led, Fetched)
    assert at_once == ["/first", "answered", "/led", "answered"]


async def test_hosts_that_lead_to_each_other_do_not_wait_for_each_other_for_ever(serve: Serve) -> None:
    targets = ["", ""]
    one = await serve(leading_to_any(targets))
    targets[:] = [f"{named(one)}/feed", f"{one}/feed"]
    async with (
        asyncio.timeout(10),
        WebFetch(NoonClock(), allowed=["127.0.0.1", "localhost"], limits=ONE_AT_A_TIME) as fetch,
    ):
        asked = [fetch(f"{one}/0") for _ in range(10)] + [fetch(f"{named(one)}/1") for _ in range(10)]
        assert all(isinstance(answer, Fetched) for answer in await asyncio.gather(*asked))


async def test_a_redirect_within_a_host_keeps_its_place_and_the_pause(serve: Serve) -> None:
    class Pausing(NoonClock):
        slept = 0.0

        async def sleep(self, seconds: float) -> None:
            self.slept = max(self.slept, seconds)

    clock = Pausing()
    url = await serve(leading_to("/feed"))
    limits = replace(ONE_AT_A_TIME, host_pause=timedelta(seconds=2))
    async with WebFetch(clock, allowed=[place(url)], limits=limits) as fetch:
        assert isinstance(await fetch(f"{url}/0"), Fetched)
    assert clock.slept == 2
