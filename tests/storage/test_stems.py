"""What PostgreSQL's index makes of an article's packed numbers, and processes that file at once."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import Connection, text

from storage.database import connect
from storage.stems import packed
from tests.storage.samples import DRAFT, NOW, file


@pytest.mark.parametrize("numbers", [[], [1], [127, 128], [5, 300, 16_600, 2_000_000, 400_000_000]])
async def test_a_row_is_found_under_its_numbers_and_its_window(postgres_url: str, numbers: list[int]) -> None:
    def indexed(connection: Connection) -> list[str]:
        vector = "tsvector_to_array(article_vector(2050, :words))"
        return list(
            connection.execute(text(f"SELECT unnest({vector})"), {"words": packed(numbers)}).scalars()
        )

    async with connect(postgres_url) as database:
        assert sorted(await database.run(indexed)) == sorted(["w2", *map(str, numbers)])


async def test_two_that_file_the_same_new_words_at_once_do_not_wait_in_a_circle(postgres_url: str) -> None:
    async with connect(postgres_url) as database:
        await file(database)  # all but the headlines is known
        at_once = asyncio.Barrier(2)

        async def file_all(*headlines: str) -> None:
            async with database.open_store() as store:
                await store.archive.holders([])  # its transaction has begun
                await at_once.wait()
                for headline in headlines:
                    draft = replace(DRAFT, headline=headline)
                    await store.articles.file(draft, feed_id=None, keys=(), fingerprint="", now=NOW)

        await asyncio.gather(file_all("Zebras", "Apples", "Lemons"), file_all("Lemons", "Apples", "Zebras"))
        async with database.open_store() as store:
            assert await store.archive.holders([["zebras"], ["apples"], ["lemons"]]) == [2, 2, 2, 7]
