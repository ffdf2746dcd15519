"""Steps on the way to a membership are counted by what brought them; the sums are what a recount finds."""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.ids import ArticleId, Edition, PushId
from bot.domain.memberships import Confirmation, Event, attribution_of
from bot.domain.support_counts import Dimension, Since, Step, Steps
from bot.domain.support_links import Place, Reference
from storage.database import Database
from tests.storage.samples import ANA, DRAFT, EN, MK, NOW, file, push_of

SKOPJE = ZoneInfo("Europe/Skopje")
TODAY = NOW.astimezone(SKOPJE).date()
SINCE = Since.begin(TODAY - timedelta(days=2), SKOPJE)
SOURCES = (None, "qr_market", "site_top")
Taken = tuple[datetime, Step, Reference, str | None]


def step_of(dice: random.Random) -> Taken:
    """Some step from somewhere, at some time around the beginning."""
    reference = Reference(
        place=dice.choice(list(Place)),
        day=TODAY,
        wording=dice.choice((None, "0a1b2c3d", "4e5f6071")),
        edition=dice.choice((None, MK, EN)),
        push=dice.choice((None, PushId(1), PushId(2))),
        article=dice.choice((None, ArticleId(7))),
    )
    at = SINCE.moment.astimezone(UTC) + timedelta(hours=dice.randrange(-40, 40))
    return at, dice.choice(list(Step)), reference, dice.choice(SOURCES)


async def take(database: Database, steps: list[Taken]) -> None:
    """The steps, as they are counted or filed; nobody's source is known of a confirmation here."""
    async with database.open_store() as store:
        for number, (at, step, reference, source) in enumerate(steps):
            if step is not Step.CONFIRMED:
                day = at.astimezone(SKOPJE).date()
                await store.support.count(day, step, reference, source)
                continue
            said = Confirmation(
                callback_id=str(number),
                digest="",
                event=Event.CONFIRMED if number % 3 else Event.RENEWED,
                edition=reference.edition or Edition(""),
                attribution=attribution_of(reference),
                amount_class="",
                confirmed_at=at,
                until=None,
            )
            await store.memberships.file(said)


async def test_the_sums_are_what_a_recount_of_all_steps_finds(database: Database) -> None:
    dice = random.Random(10)
    steps = [step_of(dice) for _ in range(150)]
    await take(database, steps)
    counting = [
        (step, reference, source)
        for number, (at, step, reference, source) in enumerate(steps)
        if at >= SINCE.moment and (step is not Step.CONFIRMED or number % 3)
    ]
    async with database.open_store() as store:
        for dimension in Dimension:
            assert flat(await store.support.by(dimension, SINCE)) == Counter(
                (value(of, dimension), step) for step, of, _ in counting if value(of, dimension)
            )
        assert flat(await store.support.by(Dimension.WORDING, SINCE, Place.APPEAL)) == Counter(
            (of.wording, step) for step, of, _ in counting if of.wording and of.place is Place.APPEAL
        )
        assert Counter(await store.support.total(SINCE)) == Counter(step for step, *_ in counting)
        assert flat(await store.support.by_source(SINCE)) == Counter(
            (source, step) for step, _, source in counting if source and step is not Step.CONFIRMED
        )


async def test_articles_and_pushes_have_names_and_members_a_source(database: Database) -> None:
    article = await file(database, replace(DRAFT, authors=("Biljana", "Andonović")))
    async with database.open_store() as store:
        push = await store.pushes.add(push_of(article.id))
        reader = await store.subscribers.join(ANA, edition=MK, language="mk", now=NOW, source="qr_market")
        assert push
        reference = Reference(place=Place.PUSH, day=TODAY, push=push.id, article=article.id)
        said = Confirmation(
            callback_id="1",
            digest="",
            event=Event.CONFIRMED,
            subscriber_id=reader.id,
            attribution=attribution_of(reference),
            amount_class="",
            confirmed_at=NOW,
            until=None,
        )
        await store.memberships.file(said)
        assert await store.support.articles(SINCE) == {article.id: (DRAFT.headline, ("Biljana", "Andonović"))}
        assert await store.support.pushes(SINCE) == {push.id: DRAFT.headline}
        assert await store.support.by_source(SINCE) == {"qr_market": {Step.CONFIRMED: 1}}
        assert await store.support.pushes(Since.begin(TODAY + timedelta(days=1), SKOPJE)) == {}


def value(reference: Reference, dimension: Dimension) -> object:
    """What a step has in a dimension."""
    return getattr(reference, dimension.removesuffix("_id"))


def flat(told: Mapping[Any, Steps]) -> Counter[tuple[object, Step]]:
    """By value and step."""
    return Counter({(value, step): count for value, of in told.items() for step, count in of.items()})
