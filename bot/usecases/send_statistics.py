"""Send what an admin wants to see or take away: drawn or written after the tap is answered."""

import structlog

from bot.clock import Clock
from bot.domain.charts import ChartKind
from bot.domain.deliveries import Outcome, Sent
from bot.domain.ids import ChatId, ThreadId
from bot.domain.paper import Paper
from bot.domain.pushes import Card, Upload
from bot.domain.statistics import Period, Topic
from bot.domain.tables import Format
from bot.locales import texts_for
from bot.ports import Courier
from bot.rate import Budgets
from bot.rendering.figures import day_text
from bot.rendering.statistics_charts import statistics_chart, topic_of
from bot.rendering.statistics_tables import statistics_table
from bot.statistics_ports import Draw, WriteTable
from bot.usecases.report_statistics import ReportStatistics

log = structlog.get_logger()

Where = tuple[ChatId, ThreadId | None]
_TYPES = {
    Format.CSV: "text/csv",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class SendStatistics:
    """A picture or a table of the figures, as a message of its own."""

    def __init__(
        self,
        *,
        report: ReportStatistics,
        draw: Draw | None,
        write: WriteTable,
        courier: Courier,
        budgets: Budgets,
        paper: Paper,
        clock: Clock,
    ) -> None:
        self._report = report
        self._draw = draw
        self._write = write
        self._courier = courier
        self._budgets = budgets
        self._paper = paper
        self._clock = clock

    @property
    def draws(self) -> bool:
        """Whether pictures can be had."""
        return self._draw is not None

    async def picture(self, kind: ChartKind, period: Period, where: Where, language: str) -> None:
        """Draw and send one; where there is nothing to be seen, or it can't be drawn, say so."""
        texts = texts_for(language)
        statistics = await self._report(period, (topic_of(kind),))
        chart = statistics_chart(statistics, kind, self._paper, texts)
        png = await self._draw(chart) if chart is not None and self._draw is not None else None
        if chart is None or png is None:
            problem = "stats.nothing" if chart is None else "stats.not_drawn"
            await self._place(where)
            _note(await self._courier.answer(where[0], Card(html=texts.html(problem)), where[1]))
            return
        caption = texts.html("stats.caption", title=chart.title, note=chart.note)
        await self._send(where, Upload("photo", f"{kind}.png", "image/png", png), caption)

    async def table(self, topic: Topic, period: Period, kind: Format, where: Where, language: str) -> None:
        """Write and send one."""
        texts = texts_for(language)
        statistics = await self._report(period, (topic,))
        table = statistics_table(statistics, topic, self._paper, texts)
        since, until = day_text(statistics.since, texts), day_text(statistics.until, texts)
        title = texts.html("stats.title", topic=texts.plain(f"figures.{topic}"), since=since, until=until)
        async with self._write(table, kind) as file:
            await self._send(where, Upload("document", f"{table.name}.{kind}", _TYPES[kind], file), title)

    async def _send(self, where: Where, file: Upload, caption: str) -> None:
        await self._place(where)
        _note(await self._courier.send_file(where[0], file, Card(html=caption), where[1]))

    async def _place(self, where: Where) -> None:
        """Wait for a place among all that goes to this chat and leaves this bot."""
        wait = self._budgets.take(where[0], self._clock.now())
        await self._clock.sleep(wait.total_seconds())


def _note(outcome: Outcome) -> None:
    if not isinstance(outcome, Sent):
        log.warning("statistics_not_sent", outcome=str(outcome))
