"""A word to a hub: a form by POST, as guarded as everything else that we ask of addresses of other people."""

from datetime import timedelta

import pytest
from aiohttp import web

from bot.errors import FetchError
from bot.fetch import FetchLimits, WebFetch
from tests.fetch.conftest import NoonClock, Serve, answering, place

FORM = {"hub.mode": "subscribe", "hub.topic": "https://paper.example/feed?a=ж"}


async def tell(url: str, *, allowed: bool = True, seconds: float = 5) -> None:
    """Post the form there."""
    limits = FetchLimits(seconds=seconds, host_pause=timedelta(0), redirects=2)
    async with WebFetch(NoonClock(), allowed=[place(url)] if allowed else [], limits=limits) as fetch:
        await fetch.tell(url, FORM)


@pytest.mark.parametrize("status", [200, 202, 204])
async def test_a_hub_gets_the_form(serve: Serve, status: int) -> None:
    heard: list[tuple[str, dict[str, object]]] = []

    async def hub(request: web.Request) -> web.StreamResponse:
        heard.append((request.method, dict(await request.post())))
        return web.Response(status=status)

    await tell(await serve(hub))
    assert heard == [("POST", FORM)]


@pytest.mark.parametrize("status", [301, 302, 303, 400, 404, 500])
async def test_a_hub_that_does_not_want_it_is_named(serve: Serve, status: int) -> None:
    with pytest.raises(FetchError, match=f"status={status}"):
        await tell(await serve(answering(status=status, Location="/elsewhere")))


@pytest.mark.parametrize("status", [307, 308])
async def test_a_hub_that_moved_gets_it_there(serve: Serve, status: int) -> None:
    paths: list[str] = []

    async def hub(request: web.Request) -> web.StreamResponse:
        paths.append(request.path)
        moved = request.path == "/"
        return web.Response(status=status if moved else 202, headers={"Location": "/new"} if moved else {})

    await tell(await serve(hub))
    assert paths == ["/", "/new"]


async def test_a_hub_that_sends_us_round_is_given_up(serve: Serve) -> None:
    with pytest.raises(FetchError, match="redirects"):
        await tell(await serve(answering(status=307, Location="/")))


async def test_a_hub_inside_the_house_is_out_of_reach(serve: Serve) -> None:
    with pytest.raises(FetchError, match="private_address"):
        await tell(await serve(answering()), allowed=False)


async def test_a_hub_that_says_nothing_is_given_up(silent: str) -> None:
    with pytest.raises(FetchError, match="timeout"):
        await tell(silent, seconds=0.2)
