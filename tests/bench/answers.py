"""Whether questions find their article and the sentence that answers them, and whether others find none.

`data/questions.tsv` holds a question a line: language, article, words of the passage (a pattern), question;
`-` where no article answers it. They are asked of the sample newspaper, of this project's list articles and
of all shared articles at once. What is tuned is tuned on every other line, from the first; the goals are
measured on all and on the rest. Beside it the same questions to a bare FTS5 table: any of the words,
ranked by bm25, its snippet.
"""

import asyncio
import re
import sqlite3
import tempfile
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.articles.summary import summarise
from bot.clock import SystemClock
from bot.domain.articles import Draft
from bot.domain.ids import ChatId, Edition, UserId
from bot.domain.passages import Found
from bot.domain.subscribers import Person, Role
from bot.errors import UsageError
from bot.sandbox.story import demo_newspaper
from bot.settings import as_paper, parse_newspaper
from bot.usecases.answer_question import AnswerQuestion
from bot.usecases.subscribe import Subscribe
from storage.database import connect
from tests.bench.articles import OWN, Sample, lists, summaries
from tests.bench.report import Goal, Report, main

SAMPLES = Path(__file__).parents[2] / "bot" / "sandbox" / "articles"
_EDITIONS = ("mk", "en", "sq")
_SHOWN = 3


@dataclass(frozen=True)
class Asked:
    """A question with the article and the passage that answer it; neither where nothing does."""

    language: str
    article: str | None
    passage: re.Pattern[str]
    text: str


@dataclass(frozen=True)
class Reply:
    """What came back: the articles' names with what is shown of each, best first."""

    asked: Asked
    shown: tuple[tuple[str, str], ...]

    @property
    def place(self) -> int | None:
        """Where the right article stands, from 0."""
        names = [name for name, _ in self.shown]
        return names.index(self.asked.article) if self.asked.article in names else None

    @property
    def has_passage(self) -> bool:
        place = self.place
        return place is not None and bool(self.asked.passage.search(self.shown[place][1]))


def questions() -> list[Asked]:
    lines = (OWN / "questions.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    return [
        Asked(language, None if article == "-" else article, re.compile(passage, re.IGNORECASE), text)
        for language, article, passage, text in rows
    ]


def drafts() -> list[Draft]:
    """Every article, under its name for an address."""
    return [*_sample_newspaper(), *_own(), *_shared()]


def _sample_newspaper() -> Iterator[Draft]:
    for file in sorted(SAMPLES.glob("*-*.toml")):
        told = tomllib.loads(file.read_text("utf-8"))
        paragraphs = [one for one in told["body"].strip().split("\n\n") if not one.startswith("READ ALSO")]
        draft = _draft(f"sample/{file.stem}", told["edition"], told["title"], paragraphs)
        yield replace(draft, authors=(told["author"],), topics=tuple(told["categories"]))


def _own() -> Iterator[Draft]:
    for sample in (*lists("dev"), *lists("unseen"), *lists("shared")):
        yield _draft(f"own/{sample.id}", sample.language, sample.title, sample.paragraphs)


def _shared() -> Iterator[Draft]:
    seen: set[str] = set()
    for sample in summaries():
        name = f"{_short(sample)}/{sample.id}"
        if name not in seen:
            seen.add(name)
            yield _draft(name, sample.language, sample.title, sample.paragraphs)


def _short(sample: Sample) -> str:
    return "cnndm" if sample.group == "cnndm_test100_en" else sample.group


def _draft(name: str, language: str, title: str, paragraphs: Sequence[str]) -> Draft:
    summary = summarise(title, None, paragraphs, language)
    return Draft(
        url=name,
        edition=Edition(language if language in _EDITIONS else "mk"),
        language=language,
        headline=title,
        body=tuple(paragraphs),
        summary=summary.text,
        key_points=summary.key_points,
    )


@asynccontextmanager
async def product(articles: Iterable[Draft]):  # type: ignore[no-untyped-def]
    """What answers in service, over these articles."""
    clock = SystemClock()
    with tempfile.TemporaryDirectory() as folder:
        async with connect(f"sqlite:///{folder}/answers.sqlite3") as database:
            await database.migrate()
            async with database.open_store() as store:
                for draft in articles:
                    await store.articles.file(draft, feed_id=None, keys=(), fingerprint="", now=clock.now())
            paper = as_paper(parse_newspaper(demo_newspaper("http://x"), "bench"), frozenset(), "bench")
            subscribe = Subscribe(open_store=database.open_store, paper=paper, clock=clock)
            yield AnswerQuestion(open_store=database.open_store, subscribe=subscribe, clock=clock)


async def product_replies(asked: Sequence[Asked], articles: Sequence[Draft]) -> list[Reply]:
    async with product(articles) as answer:
        return [Reply(one, await _shown(answer, one)) for one in asked]


async def _shown(answer: AnswerQuestion, asked: Asked) -> tuple[tuple[str, str], ...]:
    person = Person(id=UserId(1), chat_id=ChatId(1), name="Ana", language=asked.language, role=Role.READER)
    try:
        found = (await answer(person, asked.text)).found
    except UsageError:
        return ()
    return tuple((one.article.url, _passage(one)) for one in found)


def _passage(found: Found) -> str:
    return " ".join(found.article.key_points if found.is_list else found.sentences)


def bare_replies(asked: Sequence[Asked], articles: Sequence[Draft]) -> list[Reply]:
    table = sqlite3.connect(":memory:")
    table.execute("CREATE VIRTUAL TABLE bare USING fts5(url UNINDEXED, title, body)")
    rows = ((one.url, one.headline, "\n".join(one.body)) for one in articles)
    table.executemany("INSERT INTO bare VALUES (?, ?, ?)", rows)
    query = (
        "SELECT url, snippet(bare, 2, '', '', '', 64) FROM bare WHERE bare MATCH ?"
        f" ORDER BY bm25(bare, 0, 10, 1) LIMIT {_SHOWN}"
    )
    replies = []
    for one in asked:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", one.text))
        replies.append(Reply(one, tuple(table.execute(query, (words,)))))
    return replies


def _share(replies: Sequence[Reply], is_right: Callable[[Reply], bool]) -> float:
    return round(sum(map(is_right, replies)) / max(len(replies), 1), 3)


def figures_of(name: str, replies: Sequence[Reply]) -> dict[str, float]:
    covered = [one for one in replies if one.asked.article]
    others = [one for one in replies if not one.asked.article]
    return {
        f"{name}_hit_at_1": _share(covered, lambda one: one.place == 0),
        f"{name}_hit_at_3": _share(covered, lambda one: one.place is not None),
        f"{name}_passage": _share(covered, lambda one: one.has_passage),
        f"{name}_not_covered_right": _share(others, lambda one: not one.shown),
        f"{name}_false_answers": sum(bool(one.shown) for one in others),
    }


def measure() -> Report:
    asked, articles = questions(), drafts()
    replies = asyncio.run(product_replies(asked, articles))
    bare = bare_replies(asked, articles)
    figures: dict[str, float] = {"questions": len(asked), "articles": len(articles)}
    figures["without_answer"] = sum(one.article is None for one in asked)
    for code in _EDITIONS:
        figures |= figures_of(code, [one for one in replies if one.asked.language == code])
    figures |= figures_of("tuned_on", replies[::2]) | figures_of("all", replies)
    figures |= figures_of("bare_bm25", bare)
    unseen = figures_of("unseen", replies[1::2])
    goals = (
        Goal("questions", len(asked), 120),
        Goal("questions without an answer", figures["without_answer"], 20),
        Goal("hit at 3, all", figures["all_hit_at_3"], 0.9),
        Goal("passage, all", figures["all_passage"], 0.75),
        Goal("not covered is right, all", figures["all_not_covered_right"], 0.8),
        Goal("hit at 3, unseen half", unseen["unseen_hit_at_3"], 0.9),
        Goal("passage, unseen half", unseen["unseen_passage"], 0.75),
        Goal("not covered is right, unseen half", unseen["unseen_not_covered_right"], 0.8),
    )
    return Report("answers", figures | unseen, goals)


if __name__ == "__main__":
    main(measure)
