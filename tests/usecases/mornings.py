"""A house whose readers choose when news comes, and the hours that go by in it."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from bot.domain.preferences import Preferences, QuietHours
from tests.usecases.house import ANA, HandClock, House, person

STORIES = (
    ("snow", "Snow closes three mountain roads"),
    ("budget", "Parliament passes the budget"),
    ("library", "A library opens at night"),
    ("peppers", "Peppers are dearer than ever"),
)
HEADLINES = [headline for _, headline in STORIES]
NIGHT = QuietHours(start=time(22), end=time(7))
DIGEST = "for you"


async def chooses(house: House, reader: int = ANA, **chosen: Any) -> Preferences:
    """A reader of everything chooses this."""
    await house.subscribe(reader)
    return await house.newsroom.choose_when.change(person(reader), lambda one: replace(one, **chosen))


async def tick(house: House) -> None:
    """One tick of everything that sends, when each phone may get a message again."""
    house.clock.advance(seconds=2)
    await house.newsroom.send_digests()
    await house.round()


async def publish(house: House, count: int, topics: tuple[str, ...] = ()) -> None:
    """The first stories go out, one after the other."""
    for slug, headline in STORIES[:count]:
        await house.push(headline, slug, topics=topics)
        await tick(house)


async def until(house: House, clock: HandClock, hour: int, minute: int = 0, *, days: int = 0) -> None:
    """It becomes this time in Skopje, which in November is an hour ahead of UTC, so many days later."""
    then = clock.now().replace(hour=hour - 1, minute=minute, second=0) + timedelta(days=days)
    clock.advance(seconds=(then - clock.now()).total_seconds())
    await tick(house)


async def texts(house: House, reader: int = ANA) -> list[str]:
    """What the bot has brought to a phone, oldest first."""
    return [one.text for one in await house.messages(reader, "")]


def told(texts: list[str]) -> list[list[str]]:
    """The headlines in each message."""
    return [[one for one in HEADLINES if one in text] for text in texts]
