"""Corrections on file: the first decision stands, every desk chat is shown every text once."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.articles import Article
from bot.domain.changes import Change, Part
from bot.domain.corrections import Correction, CorrectionId, CorrectionState
from bot.domain.ids import ArticleId, ChatId
from storage.database import Database
from tests.storage.samples import ANA, BORIS, DRAFT, EDITOR, LATER, NOW, file, message

DESK, ONE = (ANA, BORIS), CorrectionId(1)
OTHER = replace(EDITOR, name="Филип")


async def revised(database: Database, headline: str, number: int = 1) -> Article:
    """The article reads otherwise now, and the desk is to decide about it."""
    article_id = ArticleId(number)
    async with database.open_store() as store:
        before = await store.articles.get(article_id)
        after = await store.articles.revise(
            article_id, replace(DRAFT, headline=headline), keys=(), fingerprint=headline
        )
        change = Change(Part.HEADLINE, before.headline, headline)
        await store.articles.note_changes(after, [change], NOW)
        await store.corrections.open(after, 1, NOW)
        return after


async def get(database: Database) -> Correction:
    """The one there is."""
    async with database.open_store() as store:
        found = await store.corrections.get(ONE)
    assert found
    return found


async def decide(database: Database, state: CorrectionState, name: str = "Елена") -> bool:
    """Somebody decides."""
    async with database.open_store() as store:
        return await store.corrections.decide(ONE, state, replace(EDITOR, name=name), LATER)


async def unshown(database: Database) -> list[ChatId]:
    """Who has yet to see it."""
    async with database.open_store() as store:
        return [chat for _, chat in await store.corrections.unshown(DESK)]


async def show(database: Database, correction: Correction, chat: ChatId, number: int | None) -> None:
    """A desk chat has it, or could not be reached."""
    async with database.open_store() as store:
        await store.corrections.shown(correction, chat, None if number is None else message(number))


@pytest.fixture
async def opened(database: Database) -> Correction:
    """A correction that waits."""
    await file(database)
    await revised(database, "Б")
    return await get(database)


async def test_it_holds_what_readers_have_and_what_the_paper_says(opened: Correction) -> None:
    assert (opened.base, opened.revision, opened.state) == (1, 2, CorrectionState.WAITING)
    assert opened.changes == (Change(Part.HEADLINE, DRAFT.headline, "Б"),)


async def test_a_further_change_joins_what_waits_and_is_shown_anew(
    database: Database, opened: Correction
) -> None:
    for number, chat in enumerate(DESK, 1):
        await show(database, opened, chat, number)
    assert await unshown(database) == []
    await revised(database, "В")
    assert (await get(database)).changes == (Change(Part.HEADLINE, DRAFT.headline, "В"),)
    assert await unshown(database) == list(DESK)


async def test_a_card_that_came_too_late_does_not_count_as_shown(
    database: Database, opened: Correction
) -> None:
    await revised(database, "В")
    await show(database, opened, ANA, 5)
    assert await unshown(database) == list(DESK)


async def test_of_two_who_decide_at_once_one_does(database: Database, opened: Correction) -> None:
    both = decide(database, CorrectionState.FIXED), decide(database, CorrectionState.IGNORED, "Филип")
    assert sorted(await asyncio.gather(*both)) == [False, True]
    decided = await get(database)
    assert (decided.decided_by, decided.decided_at) == (EDITOR.id, LATER)
    assert decided.state in (CorrectionState.FIXED, CorrectionState.IGNORED)


async def test_after_a_decision_another_change_is_another_correction(
    database: Database, opened: Correction
) -> None:
    await decide(database, CorrectionState.IGNORED)
    await revised(database, "В")
    async with database.open_store() as store:
        assert [one.id for one, _ in await store.corrections.unshown([ANA])] == [2]


async def test_the_verdict_goes_under_every_copy_but_the_deciders(
    database: Database, opened: Correction
) -> None:
    for number, chat in enumerate((ANA, BORIS, EDITOR.chat_id), 1):
        await show(database, opened, chat, number)
    await decide(database, CorrectionState.FIXED)
    async with database.open_store() as store:
        places = [(chat, number) for _, chat, number in await store.corrections.without_verdict()]
        await store.corrections.verdict_shown(ONE, ANA)
        left = [chat for _, chat, _ in await store.corrections.without_verdict()]
    assert (places, left) == ([(ANA, 1), (BORIS, 2)], [BORIS])


async def test_a_chat_that_was_tried_in_vain_is_shown_it_when_it_can_be(
    database: Database, opened: Correction
) -> None:
    await show(database, opened, ANA, None)
    assert await unshown(database) == [BORIS]
    async with database.open_store() as store:
        await store.corrections.forget_unreached(ANA)
    assert await unshown(database) == list(DESK)


async def test_notes_are_counted_and_the_last_one_is_kept(database: Database, opened: Correction) -> None:
    async with database.open_store() as store:
        assert [await store.corrections.note(ONE, text) for text in ("Прва.", "Втора.")] == [1, 2]
    noted = await get(database)
    assert (noted.note, noted.notes) == ("Втора.", 2)


async def test_what_is_taken_back_waits_no_more(database: Database, opened: Correction) -> None:
    async with database.open_store() as store:
        await store.corrections.retract(opened.article.id, OTHER, LATER)
    taken = await get(database)
    assert (taken.state, taken.decided_name) == (CorrectionState.RETRACTED, "Филип")
    assert await unshown(database) == []
    assert not await decide(database, CorrectionState.FIXED)


async def test_there_is_nothing_to_show_of_what_nobody_opened(database: Database) -> None:
    article = await file(database)
    async with database.open_store() as store:
        assert await store.corrections.get(ONE) is None
        assert not await store.corrections.renew(article)
        assert await store.corrections.unshown(DESK) == []
