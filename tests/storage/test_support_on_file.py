"""Steps on the way to a membership are counted by what brought them; the days hold what a recount finds."""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.ids import ArticleId, Edition, PushId
from bot.domain.support_counts import Dimension, Step, Steps
from bot.domain.support_links import Place, Reference
from storage.database import Database
from tests.storage.samples import DRAFT, EN, MK, NOW, file, push_of

TODAY = NOW.date()
WORDINGS = (None, "0a1b2c3d", "4e5f6071")


def step_of(dice: random.Random) -> tuple[Step, Reference, str | None]:
    """Some step from somewhere."""
    reference = Reference(
        place=dice.choice(list(Place)),
        day=TODAY,
        wording=dice.choice(WORDINGS),
        edition=dice.choice((None, MK, EN)),
        push=dice.choice((None, PushId(1), PushId(2))),
        article=dice.choice((None, ArticleId(7))),
    )
    return dice.choice(list(Step)), reference, dice.choice((None, "qr_market", "site_top"))


def value(reference: Reference, dimension: Dimension) -> object:
    """What a step has in a dimension."""
    return getattr(reference, dimension.removesuffix("_id"))


async def test_the_sums_are_what_a_recount_of_all_steps_finds(database: Database) -> None:
    dice = random.Random(10)
    steps = [(TODAY - timedelta(days=dice.randrange(4)), *step_of(dice)) for _ in range(150)]
    since = TODAY - timedelta(days=2)
    lately = [(step, reference, source) for day, step, reference, source in steps if day >= since]
    async with database.open_store() as store:
        for day, step, reference, source in steps:
            await store.support.count(day, step, reference, source)
        for dimension in Dimension:
            counted = Counter((value(of, dimension), step) for step, of, _ in lately if value(of, dimension))
            assert flat(await store.support.by(dimension, since)) == counted
        assert flat(await store.support.by_source(since)) == Counter(
            (source, step) for step, _, source in lately if source
        )
        assert await store.support.by_wording(since) == Counter(
            (of.edition or Edition(""), of.wording)
            for step, of, _ in lately
            if step is Step.CONFIRMED and of.wording
        )


async def test_articles_and_pushes_have_names(database: Database) -> None:
    article = await file(database, replace(DRAFT, authors=("Biljana", "Andonović")))
    async with database.open_store() as store:
        push = await store.pushes.add(push_of(article.id))
    assert push
    reference = Reference(place=Place.PUSH, day=TODAY, push=push.id, article=article.id)
    async with database.open_store() as store:
        await store.support.count(TODAY, Step.TAPPED, reference)
        assert await store.support.articles(TODAY) == {article.id: (DRAFT.headline, ("Biljana", "Andonović"))}
        assert await store.support.pushes(TODAY) == {push.id: DRAFT.headline}
        assert await store.support.pushes(TODAY + timedelta(days=1)) == {}


def flat(told: Mapping[Any, Steps]) -> Counter[tuple[object, Step]]:
    """By value and step."""
    return Counter({(value, step): count for value, of in told.items() for step, count in of.items()})
