"""Full text: the articles that hold most of a question, of the newest ones that hold enough of it.

Only the newest matches are ranked: a common word matches a tenth of the archive. SQLite's FTS5 walks its
index from the new end; PostgreSQL's cannot, so that each row also stands under the number of its window,
and the newest windows are asked first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, cast

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.ids import ArticleId, Edition
from bot.domain.matching import Term
from bot.domain.questions import Order
from bot.domain.spelling import MOST_SLIPS
from bot.wordforms import MARK
from storage.stems import begun_by, numbers
from storage.text_index import LONGEST_WORD, VIDEO, WINDOW, NameRow, is_postgres

NEWEST = 1000
_ENOUGH_TO_RANK = 200
_NEWEST_WINDOWS = 8
"""PostgreSQL asks so many of the newest ones before it asks all."""
_SAMPLE = 4 * WINDOW
"""Rows in which the holders of a word are counted before all are."""
_FEW = 10
_LEVELS = (0.99, 0.7, 0.5, 0.3, 0.05)
"""Shares of a question's weight: fewer are asked of an article until enough articles have it."""
_MOST_TERMS = 7
_ABOUT = 0.5
"""What a word is worth once more in an article that is about it."""
_OWN_EDITION = 0.1
_MOST_NAMES = 300
_ANY_NUMBER = 1_000_000
_NOBODYS = 0
"""A number of no stem."""


Values = dict[str, str | int]
Rows = Iterable[Sequence[Any]]


class _Language(Protocol):
    """How a database is asked for words. Stems are letters, digits and _, which mean nothing in it."""

    async def learn(self, session: AsyncSession, stems: Iterable[str]) -> None:
        """Look up what these stems are called in the index, before any query is made of them."""
        ...

    async def ask(self, session: AsyncSession, statement: str, values: Values) -> Rows: ...

    def stem(self, stem: str) -> str: ...

    def all_of(self, *queries: str) -> str: ...

    def any_of(self, queries: Sequence[str]) -> str: ...

    def recent(self, query: str, since: int, size: int) -> str:
        """The query for rows from this one on, where the query itself can say so."""
        ...

    def matches(self, name: str, since: str = ":since") -> str:
        """The statement that finds the rows of the query in this parameter, from that row on."""
        ...


class _Fts5:
    async def ask(self, session: AsyncSession, statement: str, values: Values) -> Rows:
        # Through the driver: its thread is asked once then, by SQLAlchemy four times a statement.
        connection = await (await session.connection()).get_raw_connection()
        found: Rows = await cast("Any", connection.driver_connection).execute_fetchall(statement, values)
        return found

    async def learn(self, session: AsyncSession, stems: Iterable[str]) -> None:
        pass

    def stem(self, stem: str) -> str:
        return f'"{stem[:-1]}"*' if stem.endswith("*") else f'"{stem}"'

    def all_of(self, *queries: str) -> str:
        return f"({' AND '.join(queries)})"

    def any_of(self, queries: Sequence[str]) -> str:
        return f"({' OR '.join(queries)})"

    def recent(self, query: str, since: int, size: int) -> str:
        return query

    def matches(self, name: str, since: str = ":since") -> str:
        found = f"article_search MATCH :{name} AND rowid >= {since}"
        return f"SELECT rowid AS id FROM article_search WHERE {found}"  # noqa: S608


class _Tsquery:
    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    async def ask(self, session: AsyncSession, statement: str, values: Values) -> Rows:
        return (await session.execute(text(statement), values)).all()

    async def learn(self, session: AsyncSession, stems: Iterable[str]) -> None:
        new = {stem for stem in stems if stem not in self._known}
        whole = [stem for stem in new if not stem.endswith("*")]
        if whole:
            known = await numbers(session, whole)
            self._known |= {stem: f"'{known.get(stem, _NOBODYS)}'" for stem in whole}
        for stem in new.difference(whole):
            begun = await begun_by(session, stem[:-1])
            self._known[stem] = self.any_of([f"'{number}'" for number in begun or (_NOBODYS,)])

    def stem(self, stem: str) -> str:
        return self._known[stem]

    def all_of(self, *queries: str) -> str:
        return f"({' & '.join(queries)})"

    def any_of(self, queries: Sequence[str]) -> str:
        return f"({' | '.join(queries)})"

    def recent(self, query: str, since: int, size: int) -> str:
        if not since:
            return query
        windows = range(since, size + WINDOW, WINDOW)
        return self.all_of(query, self.any_of([f"'w{row // WINDOW}'" for row in windows]))

    def matches(self, name: str, since: str = ":since") -> str:
        return f"SELECT id FROM article_words WHERE article_vector(id, words) @@ CAST(:{name} AS tsquery)"  # noqa: S608


@dataclass(frozen=True)
class _Asked:
    """What articles are looked for; the heaviest term first."""

    terms: Sequence[Term]
    limit: int
    edition: Edition
    order: Order
    only_video: bool


class Search:
    """One question to the index."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._walks_back = not is_postgres(session)
        self._language: _Language = _Fts5() if self._walks_back else _Tsquery()
        self._size = 0

    async def holders(self, words: Sequence[Sequence[str]]) -> list[int]:
        """About how many rows hold each word, and last how many there are; exact for rare words."""
        await self._measure()
        await self._learn(_stems(words))
        asked = [self._word(word) for word in words]
        if self._size <= 2 * _SAMPLE:
            return [*await self._count(asked, 0), self._size]
        since = (self._size - _SAMPLE) // WINDOW * WINDOW
        found = await self._count(asked, since)
        few = [number for number, count in enumerate(found) if count < _FEW]
        found = [round(count * self._size / (self._size - since + 1)) for count in found]
        exact = await self._count([asked[number] for number in few], 0)
        for number, count in zip(few, exact, strict=True):
            found[number] = count
        return [*found, self._size]

    async def best(
        self, terms: Sequence[Term], limit: int, *, edition: Edition, order: Order, only_video: bool
    ) -> list[ArticleId]:
        """The articles that hold most of the terms' weight: the best first, or the newest."""
        await self._measure()
        # Who wants the newest wants those that hold it all, if there are any.
        enough = limit if order is Order.BEST else 1
        heaviest = sorted(terms, key=lambda term: -term.weight)[:_MOST_TERMS]
        asked = _Asked(heaviest, limit, edition, order, only_video)
        await self._learn(_stems(term.forms for term in heaviest))
        bases = list(dict.fromkeys(self._quorum(heaviest, level, only_video) for level in _LEVELS))
        if not self._walks_back:
            level, since = await self._enough(bases, enough)
            return await self._of_level(level, bases[level], asked, since)
        # Mostly enough articles hold it all: they are not counted beforehand.
        found = await self._of_level(0, bases[0], asked)
        if len(found) >= enough or len(bases) == 1:
            return found
        held = await self._count(bases[1:], 0, enough)
        level = next((level for level, count in enumerate(held, 1) if count >= enough), len(bases) - 1)
        return await self._of_level(level, bases[level], asked)

    async def _of_level(self, level: int, base: str, asked: _Asked, since: int = 0) -> list[ArticleId]:
        """The best of those that hold this share of the terms' weight."""
        if asked.order is Order.NEWEST:
            return await self._ranked(base, {}, since, asked)
        total = sum(term.weight for term in asked.terms)
        hold_all = not level and asked.terms[-1].weight > (1 - _LEVELS[0]) * total
        gains = self._gains(asked, base, hold_all=hold_all)
        return await self._ranked(base, gains, since, asked, _OWN_EDITION * total)

    async def _enough(self, bases: Sequence[str], enough: int) -> tuple[int, int]:
        """The first of the queries that enough rows match, and from which row on to look for them."""
        since = max((self._size // WINDOW - _NEWEST_WINDOWS + 1) * WINDOW, 0)
        for level, base in enumerate(bases):
            if (await self._count([base], since, _ENOUGH_TO_RANK))[0] >= _ENOUGH_TO_RANK:
                return level, since
            if (await self._count([base], 0, enough))[0] >= enough:
                break
        return level, 0

    async def _learn(self, stems: Sequence[str]) -> None:
        """At once all that a question is put together from, first to count and then to rank."""
        about = ((MARK + stem)[:LONGEST_WORD] for stem in stems if not stem.endswith("*"))
        await self._language.learn(self._session, (*stems, *about, VIDEO))

    async def _measure(self) -> None:
        if not self._size:
            newest = "SELECT max(id) FROM article_words"
            ((size,),) = await self._language.ask(self._session, newest, {})
            self._size = size or 0

    def _word(self, forms: Sequence[str]) -> str:
        return self._language.any_of([self._language.stem(stem) for stem in _stems([forms])])

    def _quorum(self, terms: Sequence[Term], level: float, only_video: bool) -> str:
        """The query for what holds this share of the terms' weight."""
        weights = [term.weight for term in terms]
        say = self._language

        @lru_cache
        def holding(start: int, need: float) -> str | None:
            """Of the terms from `start` on; empty: every row does, None: none can."""
            if need <= 0:
                return ""
            if start == len(terms):
                return None
            rest, without = holding(start + 1, need - weights[start]), holding(start + 1, need)
            if rest is None:
                return None
            term = self._word(terms[start].forms)
            with_it = say.all_of(term, rest) if rest else term
            return with_it if without is None else say.any_of([with_it, without])

        found = holding(0, level * sum(weights)) or self._word(terms[0].forms)
        return say.all_of(say.stem(VIDEO), found) if only_video else found

    def _gains(self, asked: _Asked, base: str, *, hold_all: bool) -> dict[str, float]:
        """What it adds to an article's score to match these queries, which only rows of `base` do."""
        gains = {}
        say = self._language
        video = [say.stem(VIDEO)] if asked.only_video else []
        for term in asked.terms:
            about = [MARK + form for form in term.forms if not form.endswith("*")]
            if about:
                # Who is about a word holds it: asked again, it would take as long as the others.
                others = [self._word(one.forms) for one in asked.terms if one is not term]
                rest = [*video, *others] if hold_all else [base]
                gains[say.all_of(self._word(about), *rest)] = _ABOUT * term.weight
            if not hold_all:
                gains[say.all_of(base, self._word(term.forms))] = term.weight
        return gains

    async def _count(self, queries: Sequence[str], since: int, enough: int = _ANY_NUMBER) -> list[int]:
        """How many rows match each query, counted up to `enough`."""
        if not queries:
            return []
        values: Values = {"since": since}
        parts = []
        for number, query in enumerate(queries):
            values[f"q{number}"] = self._language.recent(query, since, self._size)
            found = f"{self._language.matches(f'q{number}')} LIMIT {enough}"
            parts.append(f"SELECT {number} AS number, count(*) AS held FROM ({found}) AS found{number}")  # noqa: S608
        counted = f"{' UNION ALL '.join(parts)} ORDER BY number"
        return [held for _, held in await self._language.ask(self._session, counted, values)]

    async def _ranked(
        self, base: str, gains: Mapping[str, float], since: int, asked: _Asked, own: float = 0.0
    ) -> list[ArticleId]:
        """One statement: the newest matches, what each gains (`own` by its edition), and their articles."""
        say = self._language
        limit = asked.limit
        values: Values = {
            "base": say.recent(base, since, self._size), "since": since, "limit": limit,
            "edition": asked.edition,
        }  # fmt: skip
        parts = ["SELECT id, 0.0 AS gain FROM base WHERE 1 = 0"]
        for number, (query, gain) in enumerate(gains.items()):
            values[f"q{number}"] = say.recent(query, since, self._size)
            found = f"({say.matches(f'q{number}', '(SELECT min(id) FROM base)')}) AS found{number}"  # noqa: S608
            parts.append(f"SELECT id, {gain:.6f} FROM {found}")  # noqa: S608
        matches = f"SELECT id FROM ({say.matches('base')}) AS matches ORDER BY id DESC LIMIT {NEWEST}"  # noqa: S608
        statement = (
            f"WITH base AS MATERIALIZED ({matches}), gained AS ({' UNION ALL '.join(parts)}),"  # noqa: S608
            # Joined with nothing here: PostgreSQL, which expects one row, would score all again for each.
            " scored AS MATERIALIZED (SELECT id, sum(gain) AS score FROM gained"
            " WHERE id >= (SELECT min(id) FROM base) GROUP BY id"
            # SQLite's index knows old revisions, which must take no place among the best.
            " HAVING EXISTS (SELECT 1 FROM article_words WHERE article_words.id = gained.id)),"
            # Of the others it matters not whose edition they are: they are not among the best.
            " last AS (SELECT score FROM scored ORDER BY score DESC"
            f" LIMIT 1 OFFSET {limit - 1}),"
            f" least AS MATERIALIZED (SELECT coalesce((SELECT score FROM last), 0) - {own:.6f} AS score),"
            " best AS MATERIALIZED (SELECT id, score FROM scored WHERE score >= (SELECT score FROM least)"
            " UNION ALL SELECT id, 0 FROM base"
            " WHERE (SELECT score FROM least) <= 0 AND id NOT IN (SELECT id FROM scored))"
            " SELECT articles.id FROM best JOIN article_words ON article_words.id = best.id"
            " JOIN articles ON articles.id = article_words.article_id"
            f" ORDER BY best.score + CASE articles.edition WHEN :edition THEN {own:.6f} ELSE 0 END DESC,"
            " best.id DESC LIMIT :limit"
        )
        best = await self._language.ask(self._session, statement, values)
        return [ArticleId(number) for (number,) in best]


def _stems(words: Iterable[Sequence[str]]) -> list[str]:
    return [form[:LONGEST_WORD] for forms in words for form in forms]


async def names_like(session: AsyncSession, word: str) -> list[str]:
    """Known names that begin or end as this folded word, and are about as long."""
    alike = func.length(NameRow.name).between(len(word) - MOST_SLIPS, len(word) + MOST_SLIPS)
    edges = ((NameRow.beginning, (word[:2], word[:3])), (NameRow.ending, (word[-2:], word[-3:])))
    found = (select(NameRow.name).where(edge.in_(shared), alike).limit(_MOST_NAMES) for edge, shared in edges)
    return [name for names in found for name in await session.scalars(names)]
