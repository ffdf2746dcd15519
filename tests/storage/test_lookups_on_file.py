"""What is looked up about an article before it is sent: on both databases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from bot.delivery_ports import Beat
from bot.domain.articles import Draft, Image
from bot.domain.entries import Entry
from bot.domain.follows import Follow, FollowKind, Subject, edition_subject
from bot.domain.ids import ArticleId, ChatId, PushId
from bot.domain.preferences import Mode, QuietHours
from bot.domain.reach import Aim, Reach
from bot.domain.review_checks import EarlierPush
from bot.domain.subscribers import Standing
from bot.feed_ports import UnreadPage
from storage.database import Database
from tests.storage.samples import (
    ANA,
    BORIS,
    CARD,
    CVETA,
    DRAFT,
    EN,
    LATER,
    MK,
    NOW,
    PAPERS,
    add_push,
    enrol,
    file,
    join,
    ledger_of,
    plan,
    push_of,
)

SPORT = Subject(FollowKind.TOPIC, "sport", "Sport")
KEYS = (edition_subject(MK), SPORT)
PICTURE = Image("https://paper.example/a.jpg")


async def reach(database: Database, keys: Sequence[Subject] = KEYS) -> Reach:
    """How many would get a Macedonian article about sport."""
    async with database.open_store() as store:
        return await store.lookups.reach(Aim(editions=[MK], keys=keys), NOW, PAPERS)


async def test_nobody_is_no_audience(database: Database) -> None:
    assert await reach(database) == Reach(0)
    assert await reach(database, ()) == Reach(0)


async def test_the_audience_is_who_would_be_planned(database: Database) -> None:
    """Everything of the edition, or its topic, from another edition too; not who muted it, paused or left."""
    await join(database, ANA, BORIS, CVETA)
    guest, stranger, absent = map(ChatId, (601, 602, 603))
    await join(database, guest, stranger, edition=EN)
    await join(database, absent)
    async with database.open_store() as store:
        muting = await store.subscribers.by_chat(CVETA)
        reading = await store.subscribers.by_chat(guest)
        assert muting
        assert reading
        await store.follows.put(muting.id, Follow(subject=SPORT, muted_until=LATER))
        await store.follows.put(reading.id, Follow(subject=edition_subject(MK), since=NOW))
        await store.subscribers.set_standing(absent, Standing.PAUSED, NOW)
    counted = await reach(database)
    article = await file(database)
    async with database.open_store() as store:
        push = await store.pushes.add(replace(push_of(article.id), keys=KEYS))
    assert push
    assert counted == Reach(await plan(database, push.id)) == Reach(3)


async def test_who_telegram_wants_left_alone_comes_later(database: Database) -> None:
    await join(database, ANA, BORIS)
    await (await ledger_of(database)).beat(Beat(parked={ANA: LATER, CVETA: LATER}), NOW)
    assert await reach(database) == Reach(2, later=1)


async def test_in_quiet_hours_it_comes_later_and_in_digests_with_the_next_one(database: Database) -> None:
    await join(database, ANA, BORIS)
    asleep = replace(PAPERS, quiet=QuietHours(start=time(0), end=time(23, 59)))
    async with database.open_store() as store:
        ana, boris = await store.subscribers.by_chat(ANA), await store.subscribers.by_chat(BORIS)
        assert ana
        assert boris
        await store.preferences.keep(ana.id, asleep)
        await store.follows.put(boris.id, Follow(subject=SPORT, since=NOW, mode=Mode.DIGEST))
    assert await reach(database) == Reach(2, later=1, in_digests=1)


async def test_pushes_of_the_last_days_are_found_newest_first(database: Database) -> None:
    for slot, hours in (("old", 50), ("first", 3), ("second", 1)):
        await add_push(database, slot=slot, due_at=NOW - timedelta(hours=hours))
    cancelled = await add_push(database, slot="cancelled")
    await add_push(database, slot="english", en=CARD)
    async with database.open_store() as store:
        await store.pushes.cancel(cancelled, NOW)
        found = await store.lookups.pushed_since(MK, NOW - timedelta(hours=48), ArticleId(0))
    assert found == [EarlierPush(DRAFT.headline, NOW - timedelta(hours=hours)) for hours in (1, 3)]


async def test_an_articles_own_push_is_none_of_another(database: Database) -> None:
    push_id = await add_push(database)
    async with database.open_store() as store:
        push = await store.pushes.get(PushId(push_id))
        assert push
        assert push.article_id
        assert await store.lookups.pushed_since(MK, NOW, push.article_id) == []


async def test_a_page_that_did_not_answer_is_remembered_until_it_does(database: Database) -> None:
    (feed_id,) = await enrol(database)
    article = await file(database, feed_id=feed_id)
    async with database.open_store() as store:
        assert not await store.lookups.is_unread(article.id)
        await store.unread_pages.put(
            UnreadPage(article_id=article.id, feed_id=feed_id, entry=Entry(), tries=1, due_at=NOW)
        )
        assert await store.lookups.is_unread(article.id)


async def test_the_other_editions_article_is_known_by_its_picture(database: Database) -> None:
    def draft(url: str, **more: Any) -> Draft:
        return replace(DRAFT, url=f"https://paper.example/{url}", published_at=NOW, **more)

    article = await file(database, draft("mk", image=PICTURE))
    await file(database, draft("mk2", image=PICTURE))
    await file(database, draft("other", edition=EN))
    await file(database, draft("old", edition=EN, image=PICTURE, headline="Old"))
    english = await file(database, draft("en", edition=EN, image=PICTURE, headline="The budget passed"))
    async with database.open_store() as store:
        assert await store.lookups.siblings(article, NOW) == {EN: english}
        assert await store.lookups.siblings(article, LATER) == {}
