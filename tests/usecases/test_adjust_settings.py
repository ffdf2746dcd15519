"""Every change of the settings comes back as the whole."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.choosing import in_mode, in_zone, only_breaking
from bot.domain.pauses import Day
from bot.domain.preferences import Mode
from bot.domain.subscribers import Standing
from bot.errors import UsageError
from bot.newsroom import Settings
from tests.usecases.house import ANA, EN, MK, House, person


def standing(settings: Settings) -> Standing | None:
    """How the subscription stands."""
    return settings.subscriber.standing if settings.subscriber else None


async def test_a_stranger_is_shown_the_papers_choices(house: House) -> None:
    settings = await house.newsroom.adjust_settings.of(person(ANA, language="mk"))
    assert not settings.is_subscribed
    assert (settings.subscriber, settings.edition, settings.now) == (None, MK, house.clock.now())
    assert settings.chosen == house.newsroom.paper.preferences


@pytest.mark.parametrize("mode", Mode)
async def test_one_tap_begins_with_everything_at_once_or_in_a_digest(house: House, mode: Mode) -> None:
    settings = await house.newsroom.adjust_settings.begin(person(ANA), mode, "site_home")
    assert settings.is_subscribed
    assert settings.chosen.mode is mode
    assert settings.subscriber
    assert settings.subscriber.source == "site_home"


async def test_who_comes_back_for_the_top_stories_gets_them_at_once(house: House) -> None:
    adjust = house.newsroom.adjust_settings
    await adjust.begin(person(ANA), Mode.DIGEST)
    await house.newsroom.subscribe.stop(person(ANA))
    assert not (await adjust.of(person(ANA))).is_subscribed
    assert (await adjust.begin(person(ANA), Mode.INSTANT)).chosen.mode is Mode.INSTANT
    await adjust.change(person(ANA), only_breaking)
    assert not (await adjust.begin(person(ANA), Mode.INSTANT)).chosen.only_breaking


async def test_a_change_keeps_what_was_chosen_before(house: House) -> None:
    await house.subscribe(ANA)
    adjust = house.newsroom.adjust_settings
    await adjust.change(person(ANA), in_mode(Mode.DIGEST))
    settings = await adjust.change(person(ANA), in_zone("America/Toronto"))
    assert (settings.chosen.mode, settings.chosen.zone) == (Mode.DIGEST, "America/Toronto")
    assert (await adjust.choose_edition(person(ANA), MK)).edition == MK
    assert (await adjust.choose_edition(person(ANA), EN)).chosen == settings.chosen


async def test_a_pause_ends_on_the_readers_own_clock(house: House) -> None:
    await house.subscribe(ANA)
    adjust = house.newsroom.adjust_settings
    await adjust.change(person(ANA), in_zone("Australia/Melbourne"))
    tomorrow = house.clock.now().astimezone(ZoneInfo("Australia/Melbourne")) + timedelta(days=1)
    settings = await adjust.pause_until(person(ANA), Day(tomorrow.day, tomorrow.month))
    assert standing(settings) is Standing.PAUSED
    assert settings.chosen.paused_until
    assert settings.chosen.paused_until.astimezone(tomorrow.tzinfo) == tomorrow.replace(
        hour=0, minute=0, second=0, microsecond=0
    )


async def test_a_pause_lasts_so_many_days_or_until_they_resume(house: House) -> None:
    await house.subscribe(ANA)
    adjust = house.newsroom.adjust_settings
    until = (await adjust.pause(person(ANA), 7)).chosen.paused_until
    assert until
    assert abs(until - house.clock.now() - timedelta(days=7)) < timedelta(minutes=1)
    assert (await adjust.pause(person(ANA), None)).chosen.paused_until is None
    assert standing(await adjust.resume(person(ANA))) is Standing.ACTIVE


@pytest.mark.parametrize("days", [0, 999])
async def test_a_pause_that_means_nothing_leaves_things_as_they_were(house: House, days: int) -> None:
    await house.subscribe(ANA)
    with pytest.raises(UsageError):
        await house.newsroom.adjust_settings.pause(person(ANA), days)
    assert await house.standing(ANA) is Standing.ACTIVE
