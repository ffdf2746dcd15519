"""Groups and channels as the newsroom keeps them."""

from dataclasses import replace

import pytest

from bot.domain.chats import ANONYMOUS_ADMIN, News, Place, Voice
from bot.domain.ids import ChatId, ThreadId, UserId
from bot.domain.subscribers import ChatKind, Standing, Subscriber
from bot.errors import UsageError
from bot.usecases.keep_chats import KeepChats, Told
from storage.database import Database
from tests.usecases.house import ANA, BORIS, HandClock, paper_at, person

GROUP, NEW = ChatId(-1001), ChatId(-1002)
KEEPER = replace(person(BORIS), chat_id=GROUP)
LET_IN = Place(kind=ChatKind.CHANNEL, title="Daily", before=Voice.OUT, after=Voice.SPEAKS)
SILENCED = replace(LET_IN, before=Voice.SPEAKS, after=Voice.SILENT)


@pytest.fixture
def keep(sqlite_database: Database, clock: HandClock) -> KeepChats:
    """Nobody has let us in yet."""
    return KeepChats(open_store=sqlite_database.open_store, paper=paper_at(""), clock=clock)


async def on_file(database: Database, chat_id: ChatId = GROUP) -> Subscriber | None:
    """The chat as it is kept."""
    async with database.open_store() as store:
        return await store.subscribers.by_chat(chat_id)


async def test_who_lets_us_in_keeps_the_chat(keep: KeepChats, sqlite_database: Database) -> None:
    assert await keep.place_changed(KEEPER, LET_IN) == Told(News.WELCOME, UserId(BORIS))
    chat = await on_file(sqlite_database)
    assert chat
    assert (chat.kind, chat.title, chat.keeper_id) == (ChatKind.CHANNEL, "Daily", BORIS)


async def test_an_anonymous_admin_keeps_nothing(keep: KeepChats, sqlite_database: Database) -> None:
    await keep.place_changed(replace(KEEPER, id=ANONYMOUS_ADMIN), LET_IN)
    chat = await on_file(sqlite_database)
    assert chat
    assert chat.keeper_id is None


async def test_the_keeper_is_told_whoever_silenced_us(keep: KeepChats) -> None:
    await keep.place_changed(KEEPER, LET_IN)
    told = await keep.place_changed(replace(KEEPER, id=UserId(ANA)), SILENCED)
    assert told == Told(News.SILENCED, UserId(BORIS))


async def test_where_nobody_keeps_it_who_did_it_is_told(keep: KeepChats) -> None:
    assert await keep.place_changed(KEEPER, SILENCED) == Told(News.SILENCED, UserId(BORIS))


async def test_what_changes_nothing_is_not_told(keep: KeepChats) -> None:
    await keep.place_changed(KEEPER, LET_IN)
    assert await keep.place_changed(KEEPER, replace(LET_IN, before=Voice.SPEAKS)) is None


async def test_a_keeper_sees_the_channels_that_may_be_written_to(keep: KeepChats) -> None:
    await keep.place_changed(KEEPER, LET_IN)
    await keep.place_changed(replace(KEEPER, chat_id=NEW), replace(LET_IN, kind=ChatKind.GROUP))
    assert [one.title for one in await keep.channels_of(person(BORIS))] == ["Daily"]
    await keep.place_changed(KEEPER, SILENCED)
    assert await keep.channels_of(person(BORIS)) == []


async def test_a_group_that_moves_and_is_renamed_is_the_same(
    keep: KeepChats, sqlite_database: Database
) -> None:
    await keep.place_changed(KEEPER, LET_IN)
    await keep.moved(GROUP, NEW)
    await keep.renamed(NEW, "Weekly")
    chat = await on_file(sqlite_database, NEW)
    assert chat
    assert (chat.title, chat.standing) == ("Weekly", Standing.ACTIVE)


async def test_a_topic_is_where_somebody_says_so(keep: KeepChats, sqlite_database: Database) -> None:
    await keep.place_changed(KEEPER, LET_IN)
    await keep.send_here(replace(KEEPER, thread_id=ThreadId(7)))
    chat = await on_file(sqlite_database)
    assert chat
    assert chat.thread_id == 7


async def test_a_group_is_known_once_somebody_asks_in_it(keep: KeepChats) -> None:
    first = await keep.known(KEEPER, "Readers")
    assert (first.title, first.kind, first.keeper_id) == ("Readers", ChatKind.GROUP, None)
    assert await keep.known(KEEPER, "Readers") == first


async def test_a_channel_that_is_not_on_file_is_a_stale_button(keep: KeepChats) -> None:
    with pytest.raises(UsageError):
        await keep.known(KEEPER, None)
