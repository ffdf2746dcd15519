"""What servers say in their headers besides the body."""

from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from bot.fetch import FetchLimits, WebFetch
from bot.fetch_ports import Fetched
from tests.fetch.conftest import BODY, NoonClock, Serve, answering, get, place, problem
from tests.usecases.house import HandClock

NOON = "Mon, 23 Nov 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({"Cache_Control": "max-age=600"}, 10),
        ({"Cache_Control": "public, Max-Age=600", "Age": "120"}, 8),
        ({"Cache_Control": "max-age=600", "Age": "9999"}, 0),
        ({"Cache_Control": "max-age=600, no-cache"}, None),
        ({"Cache_Control": "no-store"}, None),
        ({"Cache_Control": "s-maxage=600"}, None),
        ({"Expires": "Mon, 23 Nov 2026 12:30:00 GMT"}, 30),
        ({"Expires": "Mon, 23 Nov 2026 11:30:00 GMT"}, None),
        ({"Expires": "0"}, None),
        ({}, None),
    ],
)
async def test_how_long_an_answer_stays_fresh(
    serve: Serve, headers: dict[str, str], minutes: int | None
) -> None:
    answer = await get(await serve(answering(BODY, status=200, Date=NOON, **headers)))
    expected = None if minutes is None else timedelta(minutes=minutes)
    assert answer.notice.fresh_for == expected


async def test_the_servers_clock_is_told(serve: Serve) -> None:
    answer = await get(await serve(answering(Date=NOON)))
    assert answer.notice.server_time == datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


async def test_a_kept_answer_does_not_tell_the_time(serve: Serve) -> None:
    assert (await get(await serve(answering(Date=NOON, Age="30")))).notice.server_time is None


async def test_a_hub_is_told(serve: Serve) -> None:
    link = '<https://hub.example/>; rel="hub", <https://paper.example/feed>; rel="self"'
    told = (await get(await serve(answering(Link=link)))).notice
    assert (told.hub, told.topic) == ("https://hub.example/", "https://paper.example/feed")
    assert (await get(await serve(answering(Link='</feed>; rel="self"')))).notice.hub is None


@pytest.mark.parametrize(
    ("hops", "moved"), [((301,), True), ((301, 308), True), ((301, 302), False), ((302, 301), False)]
)
async def test_a_move_is_for_good_when_every_step_is(
    serve: Serve, hops: tuple[int, ...], moved: bool
) -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        step = int(request.path.strip("/"))
        if step == len(hops):
            return web.Response(body=BODY)
        return web.Response(status=hops[step], headers={"Location": f"/{step + 1}"})

    url = await serve(handler)
    answer = await get(f"{url}/0")
    assert answer.notice.moved_to == (f"{url}/{len(hops)}" if moved else None)


async def test_requests_to_one_host_begin_a_moment_apart(serve: Serve) -> None:
    url, clock = await serve(answering()), HandClock(NoonClock().now())
    limits = FetchLimits(host_pause=timedelta(seconds=2))
    async with WebFetch(clock, allowed=[place(url)], limits=limits) as fetch:
        for _ in range(3):
            await fetch(url)
    assert clock.slept == [2, 4]


async def test_a_clock_that_is_put_back_makes_nobody_wait_until_it_has_caught_up(serve: Serve) -> None:
    url, clock = await serve(answering()), HandClock(NoonClock().now())
    limits = FetchLimits(host_pause=timedelta(seconds=2))
    async with WebFetch(clock, allowed=[place(url)], limits=limits) as fetch:
        await fetch(url)
        clock.advance(hours=-1)
        await fetch(url)
    assert clock.slept == []


async def test_hosts_of_long_ago_are_forgotten() -> None:
    clock = HandClock(NoonClock().now())
    async with WebFetch(clock, limits=FetchLimits(seconds=1)) as fetch:
        for number in range(1_005):
            clock.advance(seconds=1)
            assert not isinstance(await unreachable(fetch, number), Fetched)
    assert clock.slept == []


async def unreachable(fetch: WebFetch, number: int) -> object:
    """What comes of asking one of many private hosts."""
    try:
        return await fetch(f"http://10.0.{number // 250}.{number % 250}/")
    except Exception as error:
        return error


async def test_waiting_for_a_turn_is_no_time_out(serve: Serve) -> None:
    url = await serve(answering())
    clock = HandClock(NoonClock().now())
    limits = FetchLimits(seconds=5, host_pause=timedelta(hours=1))
    async with WebFetch(clock, allowed=[place(url)], limits=limits) as fetch:
        answers = [await fetch(url) for _ in range(4)]
    assert all(isinstance(one, Fetched) for one in answers)


async def test_a_refusal_tells_how_long_to_wait(serve: Serve) -> None:
    error = await problem(await serve(answering(status=429, Retry_After="90")))
    assert error.retry_after == timedelta(seconds=90)
