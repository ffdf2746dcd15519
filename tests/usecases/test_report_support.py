"""The figures of support: named, summed by author, compared where an edition has two wordings."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.appeals import AppealRules, Effect, Wording
from bot.domain.ids import ArticleId
from bot.domain.statistics import Period, Topic
from bot.domain.support_counts import Step
from bot.domain.support_figures import SupportFacet, SupportFigures
from bot.domain.support_links import Place, Reference
from bot.domain.wording_tests import Funnel
from tests.usecases.house import ANA, EN, MK, House

ONE, OTHER = Wording("Help us."), Wording("Stay free with us.")


@pytest.fixture
async def house(house: House) -> House:
    """The English edition compares two wordings, the Macedonian one has its appeal."""
    paper = house.world.paper
    english = replace(paper.editions[EN], own_wordings=(ONE, OTHER))
    paper = replace(paper, appeals=AppealRules(), editions=dict(paper.editions) | {EN: english})
    there = await house.restarted(paper=paper)
    await there.subscribe(ANA)
    return there


async def take(house: House, step: Step, times: int, **more: Any) -> None:
    """So many took this step today."""
    today = house.clock.now().date()
    reference = Reference(day=today, **{"place": Place.PUSH, "edition": EN, **more})
    async with house.world.open_store() as store:
        for _ in range(times):
            await store.support.count(today, step, reference)


async def figures(house: House) -> SupportFigures:
    """Of the week."""
    found = (await house.newsroom.report_statistics(Period.WEEK, [Topic.SUPPORT])).support
    assert found
    return found


async def told(house: House, facet: SupportFacet, step: Step = Step.TAPPED) -> dict[str, int | None]:
    """How often the step was taken, by the names of this facet."""
    return {one.name: one.steps[step] for one in (await figures(house)).by[facet].groups}


async def test_authors_are_counted_over_their_articles_in_any_spelling(house: House) -> None:
    push = await house.push("Snow closes roads", "snow", authors=("Andonović", "Biljana"))
    await house.push("Ice on the lake", "ice", authors=("Andonovic",))
    snow, ice = [(await house.article(slug)).id for slug in ("snow", "ice")]
    await take(house, Step.TAPPED, 12, article=snow, push=push)
    await take(house, Step.TAPPED, 10, article=ice)
    await take(house, Step.TAPPED, 30, article=ArticleId(999))
    assert await told(house, SupportFacet.AUTHOR) == {"Andonović": 22, "Biljana": 12}
    assert await told(house, SupportFacet.ARTICLE) == {"Snow closes roads": 12, "Ice on the lake": 10}
    assert await told(house, SupportFacet.PUSH) == {f"Snow closes roads ({push})": 12}
    assert await told(house, SupportFacet.PLACE) == {"push": 52}
    found = await figures(house)
    assert (found.steps[Step.TAPPED], found.active, found.days) == (52, 1, 7)


async def test_wordings_of_the_paper_and_old_ones_are_told_and_the_pair_is_compared(house: House) -> None:
    async with house.world.open_store() as store:
        today = house.clock.now().date()
        for key, effect in ((ONE.key, Effect.SHOWN), (ONE.key, Effect.TAPPED), ("0a1b2c3d", Effect.SHOWN)):
            await store.appeals.count(today, EN, key, effect)
    found = await figures(house)
    appeal = house.world.paper.editions[MK].wordings[0]
    assert {(one.edition, one.text): one.funnel for one in found.wordings} == {
        (EN, ONE.text): Funnel(1, 1, 0),
        (EN, OTHER.text): Funnel(),
        (EN, ""): Funnel(1, 0, 0),
        (MK, appeal.text): Funnel(),
    }
    assert [(one.first.key, one.second.key) for one in found.pairs] == [(ONE.key, OTHER.key)]
