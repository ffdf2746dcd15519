"""Edits on file, and where the desk's cards stand: on both databases."""

import asyncio
from dataclasses import replace

from bot.domain.asking import Asking
from bot.domain.edits import UNTOUCHED, Edit, Removable, Version
from bot.domain.ids import ArticleId, ChatId
from bot.domain.reviews import Page, ReviewState
from bot.review_ports import DeskCard
from storage.database import Database
from tests.storage.samples import ANA, BORIS, DRAFT, EDITOR, LATER, NOW, file, message

FULL = Edit(
    headline="Патиштата се затворени",
    summary="Две реченици.",
    points=("Прва.", "Втора."),
    picture="https://paper.example/b.jpg",
    photo_id="AgAC",
    hidden=frozenset({Removable.WATCH, Removable.READ_HERE}),
    asking=Asking.WORDS,
)
FIRST = Version(number=1, edit=FULL, back=0, by=EDITOR.id, name="Елена", at=NOW)
SECOND = replace(FIRST, number=2, edit=Edit(), back=1)


async def laid(database: Database, *, shown_to: tuple[ChatId, ...] = (ANA, BORIS)) -> ArticleId:
    """An article whose card stands in these chats."""
    article = await file(database)
    async with database.open_store() as store:
        await store.reviews.open(article.id, NOW)
        for number, chat_id in enumerate(shown_to, start=1):
            await store.reviews.shown(article.id, chat_id, message(number))
    return article.id


async def outdated(database: Database) -> list[DeskCard]:
    """The cards that show something else than they should."""
    async with database.open_store() as store:
        return list(await store.desk_cards.outdated())


async def test_an_article_that_nobody_edited_has_its_own_version(database: Database) -> None:
    article = await file(database)
    async with database.open_store() as store:
        assert await store.edits.newest(article.id, 1) == UNTOUCHED
        assert await store.edits.at(article.id, 1, 0) == UNTOUCHED
        assert await store.edits.at(article.id, 1, 1) is None


async def test_every_version_comes_back_as_it_was_filed(database: Database) -> None:
    article = await file(database)
    async with database.open_store() as store:
        await store.edits.add(article.id, 1, FIRST)
        await store.edits.add(article.id, 1, SECOND)
    async with database.open_store() as store:
        assert await store.edits.newest(article.id, 1) == SECOND
        assert await store.edits.at(article.id, 1, 1) == FIRST


async def test_of_two_editors_at_once_the_second_sees_what_the_first_did(database: Database) -> None:
    article_id = await laid(database)
    order: list[str] = []

    async def edits(name: str) -> Version:
        async with database.open_store() as store:
            await store.edits.hold(article_id)
            before = await store.edits.newest(article_id, 1)
            order.append(name)
            await store.edits.add(article_id, 1, replace(FIRST, number=before.number + 1, name=name))
            return before

    seen = await asyncio.gather(edits("Елена"), edits("Филип"))
    assert sorted(one.number for one in seen) == [0, 1]
    assert max(seen, key=lambda one: one.number).name == order[0]


async def test_an_edit_belongs_to_its_revision(database: Database) -> None:
    article = await file(database)
    async with database.open_store() as store:
        await store.edits.add(article.id, 1, FIRST)
        await store.articles.revise(article.id, DRAFT, keys=(), fingerprint="2")
        assert await store.edits.left_behind(article.id, 2) == FIRST
        assert await store.edits.left_behind(article.id, 1) is None


async def test_of_an_earlier_revision_only_the_word_about_asking_counts(database: Database) -> None:
    article = await file(database)
    async with database.open_store() as store:
        await store.edits.add(article.id, 1, FIRST)
        await store.articles.revise(article.id, DRAFT, keys=(), fingerprint="2")
        carried = replace(UNTOUCHED, edit=Edit(asking=Asking.WORDS))
        assert await store.edits.newest(article.id, 2) == await store.edits.at(article.id, 2, 0) == carried
        assert await store.edits.asking([article.id]) == {article.id: Asking.WORDS}
        await store.edits.add(article.id, 2, replace(FIRST, edit=Edit()))
        assert await store.edits.asking([article.id]) == {article.id: Asking.RULE}


async def test_a_word_about_asking_alone_is_not_left_behind(database: Database) -> None:
    article = await file(database)
    async with database.open_store() as store:
        await store.edits.add(article.id, 1, replace(FIRST, edit=Edit(asking=Asking.NEVER)))
        assert await store.edits.left_behind(article.id, 2) is None


async def test_an_edit_that_was_undone_is_not_left_behind(database: Database) -> None:
    article = await file(database)
    async with database.open_store() as store:
        await store.edits.add(article.id, 1, FIRST)
        await store.edits.add(article.id, 1, SECOND)
        assert await store.edits.left_behind(article.id, 2) is None


async def test_a_change_is_to_be_shown_in_every_chat_until_it_was(database: Database) -> None:
    article_id = await laid(database)
    assert await outdated(database) == []
    async with database.open_store() as store:
        await store.desk_cards.changed(article_id)
    first, second = await outdated(database)
    assert (first.chat_id, first.message_id, first.page, first.anew) == (ANA, 1, Page.DESK, False)
    async with database.open_store() as store:
        await store.desk_cards.shows(article_id, ANA, message(1), None, first.turn)
    assert await outdated(database) == [second]


async def test_what_changes_while_a_card_is_brought_up_to_date_comes_next(database: Database) -> None:
    article_id = await laid(database, shown_to=(ANA,))
    async with database.open_store() as store:
        await store.desk_cards.changed(article_id)
    (old,) = await outdated(database)
    async with database.open_store() as store:
        await store.desk_cards.changed(article_id, ANA)
        await store.desk_cards.shows(article_id, ANA, message(1), "p.jpg", old.turn)
    (left,) = await outdated(database)
    assert (left.turn, left.anew, left.picture) == (old.turn + 1, True, "p.jpg")
    async with database.open_store() as store:
        await store.desk_cards.shows(article_id, ANA, message(9), "p.jpg", left.turn)
        await store.desk_cards.changed(article_id)
    (last,) = await outdated(database)
    assert (last.message_id, last.anew) == (9, False)


async def test_a_card_that_was_just_shown_shows_all_there_is(database: Database) -> None:
    article_id = await laid(database, shown_to=(ANA,))
    async with database.open_store() as store:
        await store.desk_cards.changed(article_id)
        await store.desk_cards.shows(article_id, ANA, message(2), None)
    assert await outdated(database) == []


async def test_a_card_that_came_as_an_answer_is_known_by_the_tap_on_it(database: Database) -> None:
    article_id = await laid(database, shown_to=())
    async with database.open_store() as store:
        await store.reviews.shown(article_id, ANA, None)
        await store.desk_cards.turn(article_id, ANA, message(7), Page.EDIT)
        await store.desk_cards.turn(article_id, BORIS, message(8), Page.PICTURE, anew=True)
    assert [(one.chat_id, one.message_id, one.page, one.anew) for one in await outdated(database)] == [
        (ANA, 7, Page.EDIT, False),
        (BORIS, 8, Page.PICTURE, True),
    ]


async def test_the_card_of_what_is_decided_stays_as_it_is(database: Database) -> None:
    article_id = await laid(database)
    async with database.open_store() as store:
        await store.desk_cards.changed(article_id)
        await store.reviews.decide(article_id, ReviewState.SKIPPED, EDITOR, LATER)
    assert await outdated(database) == []
