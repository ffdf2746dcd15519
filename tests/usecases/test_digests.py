"""Digests: what waits comes together at the reader's hour."""

from dataclasses import replace
from datetime import time
from typing import Any

from bot.domain.deliveries import DeliveryState
from bot.domain.follows import FollowKind, subject
from bot.domain.preferences import Mode, Preferences, QuietHours
from bot.domain.subscribers import Standing
from tests.usecases.house import ANA, BORIS, HandClock, House, person

STORIES = (
    ("snow", "Snow closes three mountain roads"),
    ("budget", "Parliament passes the budget"),
    ("library", "A library opens at night"),
    ("peppers", "Peppers are dearer than ever"),
)


async def chooses(house: House, reader: int = ANA, **chosen: Any) -> Preferences:
    """A reader of everything chooses this."""
    await house.subscribe(reader)
    return await house.newsroom.choose_when.change(person(reader), lambda one: replace(one, **chosen))


async def publish(house: House, count: int = 3, **more: Any) -> None:
    """So many stories are pushed, one after the other."""
    for slug, headline in STORIES[:count]:
        await house.push(headline, slug, **more)
        await round_(house)


async def round_(house: House) -> None:
    """One tick of everything that sends."""
    await house.newsroom.send_digests()
    await house.round()


async def at(house: House, clock: HandClock, hour: int, minute: int = 0, *, days: int = 0) -> None:
    """It becomes this time in Skopje, an hour ahead of UTC in November, so many days later."""
    now = clock.now()
    moment = now.replace(hour=hour - 1, minute=minute, second=1)
    clock.advance(seconds=(moment - now).total_seconds(), days=days)
    await round_(house)


async def test_a_reader_with_a_digest_gets_three_articles_in_one_message(house: House, clock: HandClock) -> None:
    await chooses(house, mode=Mode.DIGEST)
    await publish(house)
    assert await house.messages(ANA, "") == []
    await at(house, clock, 7, 30, days=1)
    (digest,) = await house.messages(ANA, "")
    assert "Primer Daily: 3 articles for you" in digest.text
    assert all(headline in digest.text for _, headline in STORIES[:3])
