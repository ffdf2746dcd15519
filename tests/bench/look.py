"""Everything /stats shows of a seeded year with 50,000 subscribers, as files to look at.

`python -m tests.bench.look FOLDER` writes every picture and every page in every language, and every table.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from bot.charts import ChartDrawer
from bot.domain.charts import ChartKind
from bot.domain.ids import Edition
from bot.domain.paper import EditionFacts, Paper
from bot.domain.statistics import Period, Statistics, Topic
from bot.domain.tables import Format
from bot.locales import Texts, texts_for
from bot.rendering.plain import visible_text
from bot.rendering.statistics import statistics_card
from bot.rendering.statistics_charts import statistics_chart
from bot.rendering.statistics_tables import statistics_table
from bot.spreadsheets import write_table
from bot.usecases.keep_statistics import KeepStatistics
from bot.usecases.report_statistics import ReportStatistics
from storage.database import Database, connect
from tests.bench.seeded import ZONE, Evening, Scale, fill

YEAR = Scale(subscribers=50_000, days=365)
LANGUAGES = ("en", "mk", "sq")
PERIODS = (Period.MONTH, Period.ALL)


def year_paper() -> Paper:
    """A paper with three editions."""
    titles = {"mk": "Весник Пример", "en": "Primer Daily", "sq": "Gazeta Shembull"}
    editions = {
        Edition(code): EditionFacts(
            code=Edition(code), title=title, membership_url="https://paper.example", appeal=""
        )
        for code, title in titles.items()
    }
    return Paper(name="Primer", zone=ZONE, editions=editions)


async def seed(database: Database) -> None:
    """The year, and all that is kept of it."""
    await database.migrate()
    await database.run(lambda connection: fill(connection, YEAR))
    keep = KeepStatistics(open_store=database.open_store, paper=year_paper(), clock=Evening())
    for _ in range(45):
        await keep()


async def look(folder: Path) -> None:
    """Write all of it."""
    with tempfile.TemporaryDirectory() as place:
        async with connect(f"sqlite:///{place}/year.sqlite3") as database, ChartDrawer() as draw:
            await seed(database)
            report = ReportStatistics(open_store=database.open_store, paper=year_paper(), clock=Evening())
            for period in PERIODS:
                statistics = await report(period)
                for language in LANGUAGES:
                    await _pictures(folder, statistics, texts_for(language), draw)
                    _pages(folder, statistics, texts_for(language))
                await _tables(folder, statistics)


async def _pictures(folder: Path, statistics: Statistics, texts: Texts, draw: ChartDrawer) -> None:
    for kind in ChartKind:
        chart = statistics_chart(statistics, kind, year_paper(), texts)
        png = await draw(chart) if chart else None
        if png:
            (folder / f"{kind}-{statistics.period}-{texts.language}.png").write_bytes(png)


def _pages(folder: Path, statistics: Statistics, texts: Texts) -> None:
    for topic in Topic:
        card = statistics_card(statistics, topic, year_paper(), texts, draws=True)
        rows = "\n".join(" ".join(f"[{one.label}]" for one in row) for row in card.buttons)
        page = folder / f"{topic}-{statistics.period}-{texts.language}.txt"
        page.write_text(f"{visible_text(card.html)}\n\n{rows}\n")


async def _tables(folder: Path, statistics: Statistics) -> None:
    for topic in Topic:
        for kind in Format:
            table = statistics_table(statistics, topic, year_paper(), texts_for("en"))
            async with write_table(table, kind) as file:
                (folder / f"{topic}-{statistics.period}.{kind}").write_bytes(file.read())


if __name__ == "__main__":
    chosen = Path(sys.argv[1])
    chosen.mkdir(parents=True, exist_ok=True)
    asyncio.run(look(chosen))
