"""Groups and channels on file: what they are, who let us in, where pushes go, and their moves."""

from bot.domain.deliveries import Reason
from bot.domain.follows import Follow, FollowKind, Subject
from bot.domain.ids import ChatId, ThreadId, UserId
from bot.domain.subscribers import ChatKind, Standing, Subscriber
from storage.database import Database
from tests.storage.samples import (
    ANA,
    EN,
    GROUP,
    LATER,
    NOW,
    claim,
    join,
    plan_push,
    refused,
    sending,
    settle,
)

CHANNEL, SUPERGROUP = ChatId(-1_001_234), ChatId(-1_009_999)
KEEPER, TOPIC = UserId(ANA), ThreadId(7)
SPORT = Follow(subject=Subject(FollowKind.TOPIC, "sport", "Sport"), since=NOW)


async def found(database: Database, chat_id: ChatId = GROUP) -> Subscriber:
    """The subscriber of a chat that is on file."""
    async with database.open_store() as store:
        subscriber = await store.subscribers.by_chat(chat_id)
    assert subscriber
    return subscriber


async def follows(database: Database, chat_id: ChatId) -> list[Follow]:
    """What the chat follows besides the edition."""
    subscriber = await found(database, chat_id)
    async with database.open_store() as store:
        all_of_them = await store.follows.of(subscriber.id)
    return [one for one in all_of_them if one.subject.kind is not FollowKind.EDITION]


async def chooses(database: Database, chat_id: ChatId, *chosen: Follow) -> None:
    """The chat follows these, and no whole edition."""
    subscriber = await found(database, chat_id)
    async with database.open_store() as store:
        whole = await store.follows.of(subscriber.id)
        await store.follows.put(subscriber.id, *(one.ended() for one in whole), *chosen)
        await store.follows.sweep(subscriber.id, NOW)


async def migrates(database: Database) -> None:
    """The group becomes a supergroup."""
    async with database.open_store() as store:
        await store.subscribers.migrate(GROUP, SUPERGROUP, LATER)


async def test_a_channel_is_described_and_keeps_who_let_us_in(database: Database) -> None:
    await join(database, CHANNEL)
    async with database.open_store() as store:
        await store.subscribers.describe(CHANNEL, kind=ChatKind.CHANNEL, title="Daily", keeper_id=KEEPER)
        await store.subscribers.describe(CHANNEL, kind=ChatKind.CHANNEL, title="Weekly")
    channel = await found(database, CHANNEL)
    assert (channel.kind, channel.title, channel.keeper_id) == (ChatKind.CHANNEL, "Weekly", KEEPER)


async def test_a_renamed_group_has_its_new_title(database: Database) -> None:
    await join(database, GROUP)
    async with database.open_store() as store:
        await store.subscribers.rename(GROUP, "Neighbours")
    assert (await found(database)).title == "Neighbours"


async def test_a_person_keeps_what_they_let_us_into_by_title(database: Database) -> None:
    await join(database, GROUP, CHANNEL, ANA)
    async with database.open_store() as store:
        await store.subscribers.describe(GROUP, kind=ChatKind.GROUP, title="Readers", keeper_id=KEEPER)
        await store.subscribers.describe(CHANNEL, kind=ChatKind.CHANNEL, title="Daily", keeper_id=KEEPER)
        kept = await store.subscribers.kept_by(KEEPER)
        assert await store.subscribers.kept_by(UserId(1)) == []
    assert [one.title for one in kept] == ["Daily", "Readers"]


async def test_a_push_to_a_forum_goes_to_the_topic_that_was_chosen(database: Database) -> None:
    await join(database, GROUP, ANA)
    async with database.open_store() as store:
        await store.subscribers.send_to(GROUP, TOPIC)
    await plan_push(database)
    assert {one.chat_id: one.thread_id for one in await claim(database)} == {GROUP: TOPIC, ANA: None}


async def test_a_group_that_moved_keeps_its_subscription_but_no_topic(database: Database) -> None:
    await join(database, GROUP)
    async with database.open_store() as store:
        await store.subscribers.send_to(GROUP, TOPIC)
    before = await found(database)
    await migrates(database)
    await migrates(database)
    after = await found(database, SUPERGROUP)
    assert (after.id, after.standing, after.thread_id) == (before.id, Standing.ACTIVE, None)


async def test_a_move_told_late_brings_along_what_was_chosen(database: Database) -> None:
    await join(database, GROUP, edition=EN)
    await join(database, SUPERGROUP)
    await chooses(database, GROUP, SPORT)
    await chooses(database, SUPERGROUP)
    await migrates(database)
    assert await follows(database, SUPERGROUP) == [SPORT]
    assert (await found(database, SUPERGROUP)).edition == EN
    assert (await found(database)).standing is Standing.LEFT


async def test_what_the_new_group_chose_by_itself_stays(database: Database) -> None:
    await join(database, GROUP, SUPERGROUP)
    await chooses(database, GROUP, SPORT)
    music = Follow(subject=Subject(FollowKind.TOPIC, "music", "Music"), since=NOW)
    await chooses(database, SUPERGROUP, music)
    await migrates(database)
    assert await follows(database, SUPERGROUP) == [music]


async def test_a_group_we_never_knew_moves_unnoticed(database: Database) -> None:
    await migrates(database)
    async with database.open_store() as store:
        assert await store.subscribers.by_chat(SUPERGROUP) is None


async def test_a_person_may_know_and_erase_that_they_let_us_in(database: Database) -> None:
    await join(database, GROUP)
    async with database.open_store() as store:
        await store.subscribers.describe(GROUP, kind=ChatKind.GROUP, title="Readers", keeper_id=KEEPER)
        assert [one.title for one in (await store.records.of(ANA)).keeps] == ["Readers"]
        await store.records.erase(ANA, LATER)
        assert (await store.records.of(ANA)).is_empty
    group = await found(database)
    assert (group.standing, group.keeper_id) == (Standing.ACTIVE, None)


async def test_a_keeper_is_owed_the_news_of_a_refusal_until_they_heard_it_or_it_is_over(
    database: Database,
) -> None:
    refusals = await sending(database, GROUP, CHANNEL, ANA)
    async with database.open_store() as store:
        for chat in (GROUP, CHANNEL):
            await store.subscribers.describe(chat, kind=ChatKind.GROUP, title="Readers", keeper_id=KEEPER)
    await settle(database, *(refused(one, Reason.UNREACHABLE) for one in refusals))
    async with database.open_store() as store:
        owed = [one.chat_id for one in await store.subscribers.owed_keepers(9)]
        await store.subscribers.keeper_told(GROUP)
        await store.subscribers.set_standing(CHANNEL, Standing.ACTIVE, LATER)
        assert await store.subscribers.owed_keepers(9) == []
    assert owed == [GROUP, CHANNEL]


async def test_an_erased_group_has_no_title_any_more(database: Database) -> None:
    await join(database, GROUP)
    async with database.open_store() as store:
        await store.subscribers.describe(GROUP, kind=ChatKind.GROUP, title="Readers", keeper_id=KEEPER)
        await store.records.erase(GROUP, LATER)
        assert await store.subscribers.kept_by(KEEPER) == []
