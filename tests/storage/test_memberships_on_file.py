"""What the membership page said, and who is a member until when."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.domain.ids import ArticleId, ChatId, PushId, SubscriberId
from bot.domain.memberships import Attribution, Confirmation, Event, Member
from bot.domain.support_links import Place
from storage.database import Database
from tests.storage.samples import ANA, BORIS, CVETA, EN, MK, NOW, join

TODAY = NOW.date()
END = TODAY + timedelta(days=365)
SAID = Confirmation(
    callback_id="order-1",
    digest="d1",
    event=Event.CONFIRMED,
    code="0000000000ABCDEFGHJK",
    subscriber_id=SubscriberId(1),
    edition=MK,
    attribution=Attribution(
        place=Place.APPEAL, wording="0a1b2c3d", push_id=PushId(4), article_id=ArticleId(7)
    ),
    amount_class="monthly",
    confirmed_at=NOW,
    until=END,
)
BARE = Confirmation(
    callback_id="order-2", digest="d2", event=Event.REFUNDED, amount_class="", confirmed_at=NOW, until=None
)
MEMBER = Member(until=END)


def _becomes(member: Member, _: Member | None) -> Member:
    return member


async def keep(database: Database, **members: Member) -> None:
    """These chats have these memberships."""
    chats = {"ana": ANA, "boris": BORIS, "cveta": CVETA}
    async with database.open_store() as store:
        for name, member in members.items():
            await store.memberships.change(chats[name], partial(_becomes, member))


async def test_what_was_said_comes_back_by_its_id_and_its_code(database: Database) -> None:
    await join(database, ANA)
    async with database.open_store() as store:
        assert await store.memberships.file(SAID)
        assert await store.memberships.file(BARE)
        assert await store.memberships.by_id("order-1") == SAID
        assert await store.memberships.by_id("order-2") == BARE
        assert await store.memberships.by_code("0000000000ABCDEFGHJK") == SAID
        assert await store.memberships.by_code("another") is None
        assert await store.memberships.confirmed(SubscriberId(1)) == [SAID]


async def test_neither_an_id_nor_a_code_is_filed_twice(database: Database) -> None:
    async with database.open_store() as store:
        assert await store.memberships.file(replace(SAID, subscriber_id=None))
        assert not await store.memberships.file(replace(BARE, callback_id="order-1"))
        assert not await store.memberships.file(replace(BARE, code="0000000000ABCDEFGHJK"))
        assert await store.memberships.by_id("order-2") is None


async def test_of_two_at_once_one_is_filed(database: Database) -> None:
    async def file() -> bool:
        async with database.open_store() as store:
            return await store.memberships.file(BARE)

    assert sorted(await asyncio.gather(file(), file())) == [False, True]


async def test_whose_it_is_may_show_later(database: Database) -> None:
    await join(database, ANA, edition=EN)
    async with database.open_store() as store:
        await store.memberships.file(replace(SAID, subscriber_id=None, is_open=True))
        await store.memberships.give("order-1", SubscriberId(1), EN)
        assert await store.memberships.by_id("order-1") == replace(SAID, edition=EN)


async def test_a_membership_is_changed_by_one_after_the_other(database: Database) -> None:
    async def longer() -> None:
        async with database.open_store() as store:
            await store.memberships.change(
                ANA,
                lambda member: Member(until=member.until + timedelta(days=1) if member else TODAY),
            )

    await asyncio.gather(longer(), longer(), longer())
    async with database.open_store() as store:
        assert await store.memberships.of(ANA) == Member(until=TODAY + timedelta(days=2))


async def test_a_membership_that_is_given_back_leaves_nothing(database: Database) -> None:
    await keep(database, ana=MEMBER)
    async with database.open_store() as store:
        await store.memberships.change(ANA, lambda _: None)
        await store.memberships.change(BORIS, lambda _: None)
        assert await store.memberships.of(ANA) is None
        assert await store.memberships.of(BORIS) is None


async def test_thanks_are_taken_once(database: Database) -> None:
    await keep(database, ana=replace(MEMBER, owes_thanks=True), boris=MEMBER)

    async def take() -> dict[ChatId, Member]:
        async with database.open_store() as store:
            return dict(await store.memberships.take_thanks(10))

    taken = await asyncio.gather(take(), take())
    assert sorted(taken, key=len) == [{}, {ANA: MEMBER}]


async def test_the_end_is_told_once_of_each_period(database: Database) -> None:
    soon = TODAY + timedelta(days=3)
    await keep(
        database,
        ana=Member(until=soon, reminded=TODAY - timedelta(days=9)),
        boris=Member(until=soon, is_cancelled=True),
        cveta=Member(until=soon + timedelta(days=9)),
    )
    async with database.open_store() as store:
        due = await store.memberships.unreminded(TODAY, soon, 10)
        assert list(due) == [ANA]
        assert not await store.memberships.remind(ANA, END)
        assert await store.memberships.remind(ANA, soon)
        assert not await store.memberships.remind(ANA, soon)
        assert await store.memberships.unreminded(TODAY, soon, 10) == {}


async def test_events_and_members_are_counted(database: Database) -> None:
    await keep(database, ana=MEMBER, boris=Member(until=TODAY), cveta=Member(until=TODAY - timedelta(days=1)))
    old = replace(BARE, callback_id="old", confirmed_at=NOW - timedelta(days=9))
    async with database.open_store() as store:
        for one in (replace(SAID, subscriber_id=None), BARE, replace(BARE, callback_id="order-3"), old):
            await store.memberships.file(one)
        assert await store.memberships.members(TODAY) == 2
        assert await store.memberships.counts(TODAY) == {
            (Event.CONFIRMED, "monthly"): 1,
            (Event.REFUNDED, ""): 2,
        }


async def test_who_is_erased_is_no_member_and_what_was_confirmed_stays_counted(database: Database) -> None:
    await join(database, ANA)
    await keep(database, ana=MEMBER, boris=MEMBER)
    async with database.open_store() as store:
        await store.memberships.file(SAID)
        record = await store.records.of(ANA)
        assert (record.member, record.confirmed) == (MEMBER, (SAID,))
        await store.records.erase(ANA, NOW)
        await store.records.erase(BORIS, NOW)
        assert (await store.records.of(ANA)).is_empty
        assert (await store.records.of(BORIS)).is_empty
        assert await store.memberships.by_id("order-1") == replace(SAID, subscriber_id=None)
        assert await store.memberships.counts(TODAY) == {(Event.CONFIRMED, "monthly"): 1}
