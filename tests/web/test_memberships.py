"""`POST /membership`: the site's signed word is taken once, and nobody else's at all."""
# ruff: noqa: F811 - fixtures that another package shares

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.ids import ChatId, Edition
from bot.domain.member_claims import signature
from bot.domain.memberships import Member
from bot.domain.paper import Paper
from bot.domain.support_links import Place, Reference, References
from bot.opening import build_gate
from bot.usecases.confirm_membership import ConfirmMembership
from bot.usecases.hear_membership import HearMembership
from handlers.web import listening, web_app
from handlers.web.memberships import LARGEST_CLAIM
from tests.canaries import MEMBERSHIP_SECRET
from tests.usecases.conftest import clock  # noqa: F401
from tests.usecases.house import ANA, EN, HandClock
from tests.web.conftest import KEYS, Site

REFERENCES = References("the key")


@dataclass
class Desk:
    """The paper's own site, which knows the secret."""

    site: Site
    address: str
    clock: HandClock
    ref: str

    async def calls(self, body: bytes, *, off: int = 0, **headers: str) -> tuple[int, Any]:
        """What it gets for this body, signed `off` seconds from now."""
        stamp = str(int(self.clock.now().timestamp()) + off)
        signed = {
            "X-Kolporter-Timestamp": stamp,
            "X-Kolporter-Signature": signature(MEMBERSHIP_SECRET, stamp, body),
        }
        given = {**signed, **{f"X-Kolporter-{name.title()}": value for name, value in headers.items()}}
        async with self.site.http.post(f"{self.address}/membership", data=body, headers=given) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text else None

    async def says(self, **fields: str) -> tuple[int, Any]:
        """That Ana is a member, unless it says otherwise."""
        told = {"id": "order-1", "event": "confirmed", "until": "2027-11-23", "ref": self.ref, **fields}
        return await self.calls(json.dumps(told).encode())


@pytest.fixture
async def desk(site: Site, clock: HandClock) -> AsyncIterator[Desk]:
    """Ana reads the paper, and has tapped a link to its site."""
    async with site.open_store() as store:
        ana = await store.subscribers.join(ChatId(ANA), edition=EN, language="en", now=clock.now())
    ref = REFERENCES.write(Reference(place=Place.COMMAND, reader=ana.id, day=clock.now().date()))
    confirm = ConfirmMembership(
        open_store=site.open_store,
        paper=Paper(name="Primer", zone=ZoneInfo("Europe/Skopje"), editions=dict[Edition, Any]()),
        references=REFERENCES,
        codes=None,
        clock=clock,
    )
    gate = build_gate(
        KEYS, None, open_store=site.open_store, clock=clock, is_active=lambda: True, arrived=lambda _: None,
        hear_membership=HearMembership(confirm=confirm, secret=MEMBERSHIP_SECRET, clock=clock),
    )  # fmt: skip
    async with listening(web_app(gate, is_public=False), "127.0.0.1", 0) as address:
        yield Desk(site, address, clock, ref)


async def member(site: Site) -> Member | None:
    """Ana's membership."""
    async with site.open_store() as store:
        return await store.memberships.of(ChatId(ANA))


async def test_what_the_site_says_is_true_once_and_said_again_is_known(desk: Desk) -> None:
    assert await desk.says() == (200, {"outcome": "accepted"})
    assert await desk.says() == (200, {"outcome": "already_known"})
    assert await desk.says(until="2028-11-23") == (409, {"outcome": "conflict"})
    assert await desk.says(id="order-2", ref="strange") == (200, {"outcome": "counted"})
    assert await desk.says(id="order-3", until="2026-11-22") == (422, {"outcome": "ended"})
    found = await member(desk.site)
    assert found
    assert found.until.isoformat() == "2027-11-23"


async def test_of_two_calls_at_once_one_takes_effect(desk: Desk) -> None:
    outcomes = sorted([told["outcome"] for _, told in await asyncio.gather(desk.says(), desk.says())])
    assert outcomes == ["accepted", "already_known"]


async def test_whoever_cannot_sign_gets_a_status_and_not_a_word(desk: Desk) -> None:
    body = json.dumps({"id": "order-1", "event": "confirmed", "until": "2027-11-23"}).encode()
    assert await desk.calls(body, signature="sha256=" + "0" * 64) == (401, None)
    assert await desk.calls(body, signature="") == (401, None)
    assert await desk.calls(body, timestamp="1764000000") == (401, None)
    async with desk.site.http.post(f"{desk.address}/membership", data=body) as answer:
        assert answer.status == 401
    assert await member(desk.site) is None


async def test_a_site_whose_clock_is_wrong_is_told_the_time(desk: Desk) -> None:
    body = json.dumps({"id": "order-1", "event": "confirmed", "until": "2027-11-23"}).encode()
    assert await desk.calls(body, off=-299) == (200, {"outcome": "counted"})
    now = int(desk.clock.now().timestamp())
    assert await desk.calls(body, off=-301) == (401, {"outcome": "stale", "now": now})


async def test_what_the_site_signed_and_nobody_understands_is_named(desk: Desk) -> None:
    problem = "is unknown; nothing else is kept of a payment"
    assert await desk.says(card="4242") == (422, {"outcome": "invalid", "field": "card", "problem": problem})
    status, told = await desk.calls(b"<xml/>")
    assert (status, told["field"]) == (422, "body")
    assert (await desk.calls(b" " * (LARGEST_CLAIM + 1)))[0] == 413


async def test_where_no_secret_is_shared_there_is_no_such_address(site: Site) -> None:
    async with site.http.post(f"{site.address}/membership", data=b"{}") as answer:
        assert answer.status == 404
