"""People choose when news comes."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.domain.preferences import Mode, Preferences
from bot.domain.subscribers import Standing
from bot.errors import UsageError
from tests.usecases.house import ANA, BORIS, House, person

PAPERS = Preferences(zone="Europe/Skopje")


async def test_for_who_chose_nothing_the_papers_choices_hold(house: House) -> None:
    assert await house.newsroom.choose_when.of(person(ANA)) == PAPERS
    await house.subscribe(ANA)
    assert await house.newsroom.choose_when.of(person(ANA)) == PAPERS


async def test_one_choice_changes_nothing_else_and_nobody_else(house: House) -> None:
    await house.subscribe(ANA, BORIS)
    when = house.newsroom.choose_when
    await when.change(person(ANA), lambda one: replace(one, mode=Mode.DIGEST))
    await when.change(person(ANA), lambda one: replace(one, digest_times=(time(18), time(7))))
    chosen = replace(PAPERS, mode=Mode.DIGEST, digest_times=(time(7), time(18)))
    assert await when.of(person(ANA)) == chosen
    assert await when.of(person(BORIS)) == PAPERS


async def test_a_stranger_can_choose_nothing(house: House) -> None:
    with pytest.raises(UsageError):
        await house.newsroom.choose_when.change(person(ANA), lambda one: one)


async def test_who_pauses_for_a_day_is_remembered_to_come_back(house: House) -> None:
    await house.subscribe(ANA)
    tomorrow = house.clock.now() + timedelta(days=1)
    paused = await house.newsroom.subscribe.pause(person(ANA), tomorrow)
    assert paused.standing is Standing.PAUSED
    assert (await house.newsroom.choose_when.of(person(ANA))).paused_until == tomorrow


async def test_who_resumes_or_pauses_for_good_is_not_woken_by_an_old_date(house: House) -> None:
    await house.subscribe(ANA)
    tomorrow = house.clock.now() + timedelta(days=1)
    for change in (house.newsroom.subscribe.resume, house.newsroom.subscribe.pause):
        await house.newsroom.subscribe.pause(person(ANA), tomorrow)
        await change(person(ANA))
        assert (await house.newsroom.choose_when.of(person(ANA))).paused_until is None
