"""WebSub, the whole way: a hub over a real socket, our door over another, and a feed asked at once."""

import hashlib
import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import aiohttp
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.domain.feeds import Feed
from bot.domain.hubs import HubDoor, HubOrder, OrderState
from bot.fetch import WebFetch
from bot.opening import build_gate, build_newsroom
from bot.sandbox import serve
from handlers.web import listening, web_app
from tests.canaries import KEYS, capture_logs
from tests.usecases.house import EN, NEWS, OLD, House
from tests.usecases.web import Page, rss


class Hub:
    """A hub: takes orders, asks back when a test wants it, and tells of news, signed or not."""

    def __init__(self) -> None:
        self.address = ""
        self.orders: list[dict[str, str]] = []
        self.status = 202
        self.app = Starlette(routes=[Route("/", self._take, methods=["POST"])])

    async def _take(self, request: Request) -> Response:
        self.orders.append({name: str(value) for name, value in (await request.form()).items()})
        return Response(status_code=self.status)

    async def ask_back(self, http: aiohttp.ClientSession, **more: str) -> tuple[int, str]:
        """Did you mean it? Status and body of the answer to the newest order."""
        order = self.orders[-1]
        given = {
            "hub.mode": order["hub.mode"],
            "hub.topic": order["hub.topic"],
            "hub.challenge": "a-challenge",
            "hub.lease_seconds": "1000",
        }
        more = {f"hub.{name}": value for name, value in more.items()}
        async with http.get(order["hub.callback"], params=given | more) as answer:
            return answer.status, await answer.text()

    async def tell(self, http: aiohttp.ClientSession, secret: str | None = None) -> int:
        """News! Signed with a secret, the right one unless told otherwise."""
        order = next(one for one in reversed(self.orders) if "hub.secret" in one)
        key = order["hub.secret"] if secret is None else secret
        digest = hmac.new(key.encode(), b"<rss/>", hashlib.sha256).hexdigest()
        headers = {"X-Hub-Signature": f"sha256={digest}"} if key else {}
        async with http.post(order["hub.callback"], data=b"<rss/>", headers=headers) as answer:
            return answer.status


@dataclass
class Square:
    """The house with a door to the web, a hub, and somebody who calls."""

    house: House
    hub: Hub
    http: aiohttp.ClientSession

    async def order(self) -> HubOrder:
        """The only order on file."""
        async with self.house.world.open_store() as store:
            (order,) = await store.feeds.hubs.all()
        return order

    async def orders(self) -> list[HubOrder]:
        """All of them."""
        async with self.house.world.open_store() as store:
            return await store.feeds.hubs.all()

    async def feed(self) -> Feed:
        """The English feed."""
        return await self.house.feed(EN)

    async def round(self, **by: float) -> None:
        """The next round of orders, after this time."""
        self.house.clock.advance(**by)
        await self.house.newsroom.keep_hub_orders()

    def publish(self, *items: Any) -> None:
        """Put these into the English feed, which names its hub."""
        page = rss(self.house.web.address, *items, OLD)
        named = f'<link xmlns="http://www.w3.org/2005/Atom" rel="hub" href="{self.hub.address}/"/>'
        body = page.body.replace(b"<channel>", b"<channel>" + named.encode(), 1)
        self.house.web.put("/en/feed", replace(page, body=body))


@pytest.fixture
async def square(house: House) -> AsyncIterator[Square]:
    """A newsroom whose English feed names a hub, which has an order and asked back."""
    hub = Hub()
    async with serve(hub.app) as hub.address, aiohttp.ClientSession() as http:
        square = Square(house, hub, http)
        fetch = house.world.fetch
        assert isinstance(fetch, WebFetch)
        gate = build_gate(
            KEYS,
            HubDoor("", KEYS),
            open_store=house.world.open_store,
            clock=house.clock,
            is_active=lambda: True,
            arrived=lambda _: None,
        )
        async with listening(web_app(gate, is_public=True), "127.0.0.1", 0) as address:
            house.newsroom = build_newsroom(
                replace(house.world, tell_hub=fetch.tell, hub_door=HubDoor(address, KEYS))
            )
            square.publish()
            await house.poll()
            await square.round()
            yield square


async def test_the_hub_that_a_feed_names_gets_an_order(square: Square) -> None:
    (order,) = square.hub.orders
    assert order["hub.mode"] == "subscribe"
    assert order["hub.topic"] == f"{square.house.web.address}/en/feed"
    assert order["hub.lease_seconds"] == "864000"
    assert len(order["hub.secret"]) == 43
    assert (await square.order()).state is OrderState.ASKED


async def test_who_asks_back_is_told_that_we_meant_it(square: Square) -> None:
    assert await square.hub.ask_back(square.http) == (200, "a-challenge")
    assert (await square.order()).state is OrderState.RUNNING


@pytest.mark.parametrize(
    "other", [{"topic": "https://paper.example/other"}, {"mode": "unsubscribe"}, {"mode": "x"}, {"mode": ""}]
)
async def test_what_we_did_not_ask_for_we_did_not_mean(square: Square, other: dict[str, str]) -> None:
    assert await square.hub.ask_back(square.http, **other) == (404, "")
    assert (await square.order()).state is OrderState.ASKED


async def test_a_challenge_without_end_is_not_said_back(square: Square) -> None:
    assert await square.hub.ask_back(square.http, challenge="x" * 1_001) == (404, "")


async def test_signed_news_makes_the_feed_due_at_once(square: Square) -> None:
    await square.hub.ask_back(square.http)
    square.house.clock.advance(minutes=1)
    square.publish(NEWS)
    assert await square.hub.tell(square.http) == 202
    await square.house.newsroom.poll_feeds()
    assert (await square.house.article(NEWS.slug)).headline == NEWS.title


async def test_news_that_comes_while_the_feed_is_being_asked_is_not_forgotten(square: Square) -> None:
    await square.hub.ask_back(square.http)
    square.house.clock.advance(days=1)

    async def meanwhile() -> None:
        await square.hub.tell(square.http)

    square.house.web.meanwhile("/en/feed", meanwhile)
    before = (await square.feed()).tally.asked
    await square.house.newsroom.poll_feeds()
    assert (await square.feed()).tally.asked == before + 2


@pytest.mark.parametrize("secret", ["another", ""])
async def test_news_that_the_hub_did_not_sign_changes_nothing(square: Square, secret: str) -> None:
    await square.hub.ask_back(square.http)
    before = await square.feed()
    square.house.clock.advance(minutes=1)
    with capture_logs() as logs:
        assert await square.hub.tell(square.http, secret) == 202
    assert "hub_signature_wrong" in [one["event"] for one in logs]
    assert await square.feed() == before


async def test_a_feed_that_fails_is_not_asked_because_of_a_hub(square: Square) -> None:
    await square.hub.ask_back(square.http)
    square.house.web.put("/en/feed", Page(b"", status=500))
    await square.house.poll()
    before = await square.feed()
    await square.hub.tell(square.http)
    assert await square.feed() == before


async def test_before_the_hub_asked_back_nothing_is_heard_of_it(square: Square) -> None:
    assert await square.hub.tell(square.http) == 404


async def test_an_order_is_renewed_before_it_ends(square: Square) -> None:
    await square.hub.ask_back(square.http)
    await square.round(seconds=700)
    assert len(square.hub.orders) == 1
    await square.round(seconds=60)
    assert square.hub.orders[0] == square.hub.orders[1]
    await square.hub.ask_back(square.http)
    assert (await square.order()).tries == 0


async def test_a_hub_that_is_away_is_asked_again_later(square: Square) -> None:
    square.hub.status = 500
    with capture_logs() as logs:
        await square.round(minutes=11)
        await square.round(minutes=1)
        await square.round(minutes=20)
    assert [one["event"] for one in logs] == ["hub_not_asked"] * 2


async def test_a_hub_that_says_no_is_left_alone(square: Square) -> None:
    with capture_logs() as logs:
        assert (await square.hub.ask_back(square.http, mode="denied", reason="not you"))[0] == 200
    assert [one["reason"] for one in logs if one["event"] == "hub_denied"] == ["not you"]
    await square.round(hours=1)
    assert len(square.hub.orders) == 1


async def test_when_the_feed_leaves_its_order_is_cancelled(square: Square) -> None:
    await square.hub.ask_back(square.http)
    await square.house.newsroom.poll_feeds.enrol(())
    await square.round()
    assert square.hub.orders[-1]["hub.mode"] == "unsubscribe"
    assert "hub.secret" not in square.hub.orders[-1]
    assert await square.hub.ask_back(square.http) == (200, "a-challenge")
    assert await square.orders() == []
    assert await square.hub.tell(square.http) == 404


async def test_where_the_web_does_not_reach_us_no_hub_is_asked(house: House) -> None:
    await house.newsroom.keep_hub_orders()
    async with house.world.open_store() as store:
        assert await store.feeds.hubs.all() == []


async def test_without_a_door_nobody_can_sign(square: Square) -> None:
    await square.hub.ask_back(square.http)
    gate = build_gate(
        KEYS,
        None,
        open_store=square.house.world.open_store,
        clock=square.house.clock,
        is_active=lambda: True,
        arrived=lambda _: None,
    )
    before = await square.feed()
    await gate.hear_hub.tells((await square.order()).key, b"", "sha256=")
    assert await square.feed() == before
