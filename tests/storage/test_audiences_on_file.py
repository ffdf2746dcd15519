"""Audiences on file, and whom planning leaves out for them; on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.audiences import Audience
from bot.domain.deliveries import DeliveryState
from bot.domain.follows import Follow, FollowKind, Subject, edition_subject
from bot.domain.ids import ChatId
from bot.domain.pushes import PushKind
from bot.domain.queue import ArticleSeen, PushSeen
from bot.domain.reach import Aim, Reach
from bot.domain.subscribers import ChatKind
from storage.database import Database
from tests.storage.samples import (
    ANA,
    BORIS,
    CARD,
    CVETA,
    EN,
    GROUP,
    MK,
    NOW,
    PAPERS,
    add_push,
    counts,
    file,
    join,
    plan,
    push_of,
)

SPORT = Subject(FollowKind.TOPIC, "sport", "Спорт")
WEEK = timedelta(days=7)


async def town(database: Database) -> None:
    """Ana came long ago, follows sport and was here today; others are new; Cveta reads English."""
    await join(database, ANA, now=NOW - 40 * timedelta(days=1))
    await join(database, BORIS, GROUP)
    await join(database, CVETA, edition=EN)
    async with database.open_store() as store:
        ana = await store.subscribers.by_chat(ANA)
        assert ana
        await store.follows.put(ana.id, Follow(subject=SPORT, since=NOW))
        await store.subscribers.seen([ANA], NOW.date())
        kiosk = ChatId(777)
        reader = await store.subscribers.join(kiosk, edition=MK, language="mk", now=NOW, source="qr_kiosk")
        await store.follows.put(reader.id, Follow(subject=edition_subject(MK), since=NOW))


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        (None, 4),
        (Audience(topic=SPORT), 1),
        (Audience(author=SPORT), 1),
        (Audience(edition=EN), 0),
        (Audience(edition=MK), 4),
        (Audience(active_days=7), 1),
        (Audience(joined_days=7), 3),
        (Audience(source="qr_kiosk"), 1),
        (Audience(chats=(ChatKind.PRIVATE,)), 3),
        (Audience(chats=(ChatKind.GROUP,)), 1),
        (Audience(chats=(ChatKind.CHANNEL,)), 0),
        (Audience(chats=(ChatKind.PRIVATE,), joined_days=7), 2),
    ],
)
async def test_as_many_get_it_as_were_counted(
    database: Database, audience: Audience | None, readers: int
) -> None:
    await town(database)
    push_id = await add_push(database)
    async with database.open_store() as store:
        assert await store.queue.narrow(PushSeen(push_id), audience)
        keys = await store.follows.keys_of(push_id)
        aim = Aim(editions=[MK], keys=keys, audience=audience)
        assert await store.lookups.reach(aim, NOW, PAPERS) == Reach(readers)
        push = await store.pushes.get(push_id)
    assert push
    assert push.audience == audience
    assert await plan(database, push_id) == readers
    assert (await counts(database, push_id)).get(DeliveryState.PENDING, 0) == readers


@pytest.mark.parametrize(
    ("audience", "keys", "readers"),
    [(None, (), 5), (Audience(edition=EN), (), 1), (None, (SPORT,), 1), (Audience(edition=EN), (SPORT,), 0)],
)
async def test_an_announcement_reaches_every_edition_or_the_chosen_one_or_who_follows_its_subject(
    database: Database, audience: Audience | None, keys: tuple[Subject, ...], readers: int
) -> None:
    await town(database)
    article = await file(database)
    announcement = push_of(article.id, mk=CARD, en=CARD)
    announcement = replace(
        announcement, kind=PushKind.ANNOUNCEMENT, article_id=None, keys=keys, audience=audience
    )
    async with database.open_store() as store:
        push = await store.pushes.add(announcement)
        aim = Aim(editions=[MK, EN], keys=keys, audience=audience, is_announcement=True)
        assert await store.lookups.reach(aim, NOW, PAPERS) == Reach(readers)
    assert push
    assert await plan(database, push.id) == readers


async def test_an_audience_is_kept_by_name_and_exchanged(database: Database) -> None:
    async with database.open_store() as store:
        await store.audiences.save("Спорт", Audience(topic=SPORT))
        await store.audiences.save("спорт", Audience(topic=SPORT, chats=(ChatKind.PRIVATE,)))
        await store.audiences.save("Kiosk", Audience(source="qr_kiosk"))
        assert await store.audiences.saved() == {
            "Kiosk": Audience(source="qr_kiosk"),
            "спорт": Audience(topic=SPORT, chats=(ChatKind.PRIVATE,)),
        }


async def test_a_waiting_review_keeps_its_audience_and_a_new_one_begins_without(database: Database) -> None:
    article = await file(database)
    seen = ArticleSeen(article.id, 1)
    async with database.open_store() as store:
        assert not await store.queue.narrow(seen, Audience(active_days=7))
        await store.reviews.open(article.id, NOW)
        assert await store.queue.narrow(seen, Audience(active_days=7))
        review = await store.reviews.get(article.id)
        assert review
        assert review.audience == await store.queue.audience(seen) == Audience(active_days=7)
        await store.reviews.expire(NOW + WEEK)
        await store.reviews.open(article.id, NOW + WEEK)
        assert await store.queue.audience(seen) is None


async def test_a_visit_of_a_stranger_is_nothing(database: Database) -> None:
    await join(database, ANA)
    async with database.open_store() as store:
        assert list(await store.subscribers.seen([ANA, BORIS], NOW.date())) == [ANA]
        ana = await store.subscribers.by_chat(ANA)
    assert ana
    assert ana.seen_on == NOW.date()
