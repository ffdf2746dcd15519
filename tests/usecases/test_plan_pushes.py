"""Planning: a push whose time has come becomes one delivery per reader of its edition."""

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from bot.domain.deliveries import DeliveryState
from storage.pieces import PIECE
from tests.usecases.house import ANA, BORIS, CVETA, EN, NEWS, House, person


async def test_readers_of_the_edition_are_planned_for(house: House) -> None:
    await house.subscribe(ANA, BORIS)
    await house.subscribe(CVETA, language="mk")
    await house.publish(EN, NEWS)
    assert await house.newsroom.plan_pushes() == 2


async def test_who_paused_or_left_before_is_not_planned_for(house: House) -> None:
    await house.subscribe(ANA, BORIS)
    await house.newsroom.subscribe.pause(person(ANA))
    await house.newsroom.subscribe.stop(person(BORIS))
    assert await house.counts(await house.push()) == {}


async def test_planning_twice_adds_nothing(house: House) -> None:
    await house.subscribe(ANA)
    push = await house.push()
    assert await house.newsroom.plan_pushes() == 0
    assert await house.counts(push) == {DeliveryState.PENDING: 1}


async def test_several_pushes_are_planned_together(house: House) -> None:
    await house.subscribe(ANA, BORIS)
    await house.publish(EN, NEWS, type(NEWS)("fog", "Fog closes the airport"))
    assert await house.newsroom.plan_pushes() == 4


async def test_of_many_readers_some_are_planned_for_in_a_tick_and_have_it_before_the_others(
    house: House,
) -> None:
    await house.subscribe(ANA)
    with closing(sqlite3.connect(house.database)) as connection, connection:
        connection.execute("UPDATE sqlite_sequence SET seq = seq + ? WHERE name = 'subscribers'", (PIECE,))
    await house.subscribe(BORIS)
    push = await house.push()
    await house.newsroom.deliver_pushes()
    assert await house.counts(push) == {DeliveryState.SENT: 1}
    await house.round()
    assert await house.counts(push) == {DeliveryState.SENT: 2}


METRO: dict[str, Any] = {
    "headline": "The metro of Skopje",
    "body": ("Andonović asks about the tickets.",),
    "topics": ("Transport",),
}


@pytest.mark.parametrize(
    ("words", "is_meant"),
    [
        ("metro", True),
        ("МЕТРО", True),
        ("Андоновиќ", True),
        ("ticket", True),
        ("transport skopje", True),
        ("metro bitola", False),
        ("metro -tickets", False),
        ("metro -bitola", True),
        ("tick", False),
        ("road", False),
    ],
)
async def test_words_bring_the_articles_that_say_them(house: House, words: str, is_meant: bool) -> None:
    await house.newsroom.follow.find(person(ANA), words)
    push = await house.push(**METRO)
    assert sum((await house.counts(push)).values()) == is_meant


async def test_words_followed_after_a_push_was_filed_are_for_the_next_one(house: House) -> None:
    await house.subscribe(BORIS)
    push = await house.push(**METRO)
    await house.newsroom.follow.find(person(ANA), "metro")
    assert await house.newsroom.plan_pushes() == 0
    assert await house.counts(push) == {DeliveryState.PENDING: 1}


async def test_a_topics_followers_get_its_articles(house: House) -> None:
    await house.file(slug="earlier", topics=("Transport",))
    await house.newsroom.follow.find(person(ANA), "transport")
    await house.newsroom.follow.find(person(BORIS), "theatre")
    assert await house.counts(await house.push(**METRO)) == {DeliveryState.PENDING: 1}
