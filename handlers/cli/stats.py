"""`stats`: the figures of `/stats` at the prompt."""

from typing import Annotated

import typer

from bot.domain.statistics import Period, Statistics, Topic
from bot.rendering.plain import visible_text
from bot.rendering.statistics import no_opens, statistics_html
from bot.rendering.statistics_json import statistics_json
from handlers.cli.program import JSON, Program, perform, speak, tell_json

_PERIOD = typer.Option(help="How many days back, today among them; or all.")


def add_to(app: typer.Typer, program: Program) -> None:
    """Register the command."""

    @app.command()
    def stats(period: Annotated[Period, _PERIOD] = Period.MONTH, as_json: JSON = False) -> None:
        """Subscribers, who came and went, how pushes did."""
        perform(_tell(program, period, as_json))


async def _tell(program: Program, period: Period, as_json: bool) -> None:
    async with program.office() as office:
        found: Statistics = await office.report_statistics(period, tuple(Topic))
    if as_json:
        tell_json(statistics_json(found))
        return
    texts = speak()
    pages = [statistics_html(found, topic, office.paper, texts) for topic in Topic]
    typer.echo("\n\n".join(map(visible_text, [*pages, no_opens(texts)])))
