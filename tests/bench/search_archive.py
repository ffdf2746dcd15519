"""The made-up archive in both databases and in bare indexes beside them: each text is analysed once."""

import asyncio
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import asyncpg
import orjson

from bot.domain.articles import Draft
from bot.wordforms import MARK, forms
from storage.stems import packed
from storage.text_index import name_row, names_of, words_of
from tests.bench.archive import drafts

_BATCH = 500
_COLUMNS = (
    "id", "url", "edition", "language", "headline", "authors", "topics", "videos", "body", "summary",
    "seen_at", "news_at", "published_at", "revision",
)  # fmt: skip
_WORD = re.compile(r"\w+")
Batch = Sequence[tuple[int, Draft, list[str]]]
"""Articles under their numbers, with what is indexed of each."""


class Analyst:
    """What `words_of` says of made-up articles, each word of their vocabulary looked up once for all."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, tuple[str, ...]]] = {"mk": {}, "en": {}}

    def __call__(self, draft: Draft) -> list[str]:
        loud = self._forms(" ".join((draft.headline, *draft.topics)), draft.language)
        said = self._forms(" ".join(draft.body), draft.language)
        often = (form for form, times in Counter(said).items() if times >= 3)
        about = dict.fromkeys((*loud, *often))
        return [*dict.fromkeys((*loud, *said)), *(MARK + form for form in about)]

    def _forms(self, text: str, language: str) -> list[str]:
        known = self._known[language]
        found: list[str] = []
        for word in _WORD.findall(text.lower()):
            if word not in known:
                known[word] = forms(word, language)
            found += known[word]
        return found


class Loader:
    """Fills everything at once: the next articles are made up while these are indexed."""

    def __init__(
        self, file: sqlite3.Connection, bare: sqlite3.Connection, server: asyncpg.Connection,
        bare_server: asyncpg.Connection,
    ) -> None:  # fmt: skip
        self._file = file
        self._bare = bare
        self._server = server
        self._bare_server = bare_server
        self._names: set[str] = set()
        self._numbers: dict[str, int] = {}
        self.text_bytes = 0

    async def load(self, count: int) -> None:
        self._bare.execute("CREATE VIRTUAL TABLE bare USING fts5(title, body, content='')")
        await self._server.execute("DROP INDEX ix_article_words_text")
        await self._bare_server.execute("CREATE UNLOGGED TABLE bare (id int, v tsvector)")
        batches = self._batches(count)
        batch = await asyncio.to_thread(next, batches, ())
        while batch:
            _, _, _, _, batch = await asyncio.gather(
                asyncio.to_thread(self._put_in_file, batch),
                asyncio.to_thread(self._put_bare, batch),
                self._put_on_server(batch),
                self._put_bare_on_server(batch),
                asyncio.to_thread(next, batches, ()),
            )
        await self._finish()

    def _batches(self, count: int) -> Iterator[Batch]:
        analyst, made = Analyst(), enumerate(drafts(count), 1)
        while batch := [(number, draft, analyst(draft)) for number, draft in islice(made, _BATCH)]:
            _, draft, words = batch[0]
            assert sorted(words) == sorted(words_of(draft)), "not what the product makes of it"
            for _, draft, _ in batch:
                self._names.update(names_of(draft))
                self.text_bytes += sum(len(text.encode()) for text in (draft.headline, *draft.body))
            yield batch

    def _put_in_file(self, batch: Batch) -> None:
        holes = ", ".join("?" * len(_COLUMNS))
        self._file.executemany(
            f"INSERT INTO articles ({', '.join(_COLUMNS)}) VALUES ({holes})",
            [tuple(_as_text(value) for value in _row(number, draft)) for number, draft, _ in batch],
        )
        self._file.executemany(
            "INSERT INTO article_words (id, article_id, words) VALUES (?, ?, '')",
            [(number, number) for number, _, _ in batch],
        )
        words = ((number, " ".join(words)) for number, _, words in batch)
        self._file.executemany("INSERT INTO article_search (rowid, words) VALUES (?, ?)", words)

    def _put_bare(self, batch: Batch) -> None:
        self._bare.executemany("INSERT INTO bare (rowid, title, body) VALUES (?, ?, ?)", _texts(batch))

    async def _put_on_server(self, batch: Batch) -> None:
        articles = [_row(number, draft) for number, draft, _ in batch]
        known = self._numbers
        words = [
            (number, number, packed(known.setdefault(word, len(known) + 1) for word in words))
            for number, _, words in batch
        ]
        await self._server.copy_records_to_table("articles", records=articles, columns=list(_COLUMNS))
        await self._server.copy_records_to_table(
            "article_words", records=words, columns=["id", "article_id", "words"]
        )

    async def _put_bare_on_server(self, batch: Batch) -> None:
        vector = "to_tsvector('simple', title) || to_tsvector('simple', body)"
        texts = "unnest($1::int[], $2::text[], $3::text[]) AS texts(id, title, body)"
        await self._bare_server.execute(
            f"INSERT INTO bare SELECT id, {vector} FROM {texts}", *zip(*_texts(batch), strict=True)
        )

    async def _finish(self) -> None:
        rows = [tuple(name_row(name).values()) for name in sorted(self._names)]
        self._file.executemany("INSERT INTO names VALUES (?, ?, ?)", rows)
        self._file.commit()
        self._bare.commit()
        await self._server.copy_records_to_table("names", records=rows)
        await self._server.execute(
            "SELECT setval('article_words_id_seq', (SELECT max(id) FROM article_words));"
            "ALTER TABLE article_stems ALTER number SET GENERATED BY DEFAULT"
        )
        await self._server.copy_records_to_table("article_stems", records=self._numbers.items())
        await asyncio.gather(
            _indexed(self._server, "ix_article_words_text ON article_words", "article_vector(id, words)"),
            _indexed(self._bare_server, "bare_v ON bare", "v"),
        )
        await self._server.execute("ALTER INDEX ix_article_words_text ALTER COLUMN 1 SET STATISTICS 0")
        await self._server.execute("VACUUM ANALYZE", timeout=3_600)


async def _indexed(server: asyncpg.Connection, where: str, what: str) -> None:
    # Of a large archive, the server's 64 MB would take in a part at a time.
    await server.execute("SET maintenance_work_mem = '256MB'")
    await server.execute(f"CREATE INDEX {where} USING gin ({what})", timeout=3_600)


def _texts(batch: Batch) -> list[tuple[int, str, str]]:
    return [(number, draft.headline, "\n".join(draft.body)) for number, draft, _ in batch]


def _row(number: int, draft: Draft) -> tuple[Any, ...]:
    body, topics = orjson.dumps(draft.body).decode(), orjson.dumps(draft.topics).decode()
    at = draft.published_at
    return (
        number, draft.url, draft.edition, draft.language, draft.headline, "[]", topics, "[]", body, "",
        at, at, at, 1,
    )  # fmt: skip


def _as_text(value: object) -> object:
    return f"{value:%Y-%m-%d %H:%M:%S.%f}" if isinstance(value, datetime) else value
