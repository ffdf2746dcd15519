"""Search: folded words, each a prefix, the asked edition's and newest articles first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.ids import Edition
from bot.wordforms import split
from storage.database import Database
from tests.storage.samples import DRAFT, EN, MK, NOW, SQ, file

COLUMN = replace(
    DRAFT,
    headline="Трите причини",
    authors=("Андоновиќ",),
    topics=("Економија",),
    summary="За COVID-19 и 3D.",
    body=("Владата го усвои буџетот.",),
)


async def found(database: Database, query: str, edition: Edition = MK) -> list[int]:
    """The ids of what a reader's words find."""
    async with database.open_store() as store:
        return [article.id for article in await store.articles.search(split(query), edition, 5)]


@pytest.mark.parametrize(
    "query", ["причини", "Andonović", "andonovic", "економија", "covid", "3d", "budzet", "вла усвои", "ВЛАДА"]
)
async def test_a_word_of_every_part_is_found_in_either_script(database: Database, query: str) -> None:
    article = await file(database, COLUMN)
    assert await found(database, query) == [article.id]


@pytest.mark.parametrize("query", ["спорт", "владата спорт", "адата"])
async def test_every_word_must_occur_from_its_beginning(database: Database, query: str) -> None:
    await file(database, COLUMN)
    assert await found(database, query) == []


@pytest.mark.parametrize("query", ["владите", "влади буџет", "vladite"])
async def test_another_form_of_the_word_is_found_too(database: Database, query: str) -> None:
    article = await file(database, COLUMN)
    assert await found(database, query) == [article.id]


async def test_a_stem_is_not_the_beginning_of_longer_words(database: Database) -> None:
    await file(database, replace(COLUMN, body=("Владимир дојде.",), summary="", headline="Владимир"))
    assert await found(database, "влада") == []


SIGNS = ('"', "*", "'", "a OR b", "NEAR(a)", "-", "words:x", "(", "\\", "!", "&", ":*", "")


@pytest.mark.parametrize("word", SIGNS)
async def test_query_languages_mean_nothing(database: Database, word: str) -> None:
    await file(database, COLUMN)
    async with database.open_store() as store:
        assert await store.articles.search([word], MK, 5) == []


async def test_signs_around_a_word_do_not_matter(database: Database) -> None:
    article = await file(database, COLUMN)
    async with database.open_store() as store:
        (hit,) = await store.articles.search(['"vladata*', "&"], MK, 5)
    assert hit.id == article.id


async def test_the_asked_edition_comes_first_then_the_newest(database: Database) -> None:
    old = await file(database, replace(COLUMN, published_at=NOW - timedelta(days=1)))
    english = await file(database, replace(COLUMN, edition=EN))
    new = await file(database, COLUMN)
    assert await found(database, "владата", MK) == [new.id, old.id, english.id]
    assert await found(database, "владата", EN) == [english.id, new.id, old.id]
    assert len(await found(database, "владата", SQ)) == 3


async def test_no_more_than_asked_are_returned(database: Database) -> None:
    newest = [await file(database, COLUMN) for _ in range(3)][-1]
    async with database.open_store() as store:
        assert await store.articles.search(["vladata"], MK, 1) == [newest]


async def test_a_revision_is_found_by_its_new_words_only(database: Database) -> None:
    article = await file(database, COLUMN)
    async with database.open_store() as store:
        await store.articles.revise(article.id, DRAFT, keys=(), fingerprint="second")
    assert await found(database, "владата") == []
    assert await found(database, "помина") == [article.id]


async def test_an_endless_word_can_be_filed_and_asked_for(database: Database) -> None:
    article = await file(database, replace(DRAFT, body=("x" * 5000,)))
    assert await found(database, "x" * 4000) == [article.id]


async def test_a_whole_article_can_be_asked_for(database: Database) -> None:
    article = await file(database, replace(DRAFT, body=(" ".join(f"w{n}" for n in range(30_000)),)))
    assert await found(database, " ".join(f"w{n}" for n in range(800))) == [article.id]
