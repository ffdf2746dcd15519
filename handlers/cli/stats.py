"""`stats`: the figures of `/stats` at the prompt."""

from typing import Any

import typer

from bot.domain.deliveries import Tally
from bot.domain.statistics import Statistics
from bot.rendering.plain import visible_text
from bot.rendering.statistics import statistics_message
from handlers.cli.program import JSON, Program, perform, speak, tell_json


def add_to(app: typer.Typer, program: Program) -> None:
    """Register the command."""

    @app.command()
    def stats(as_json: JSON = False) -> None:
        """Subscribers, who came and went, how the last pushes did."""
        found = perform(_report(program))
        if as_json:
            tell_json(_as_json(found))
        else:
            typer.echo(visible_text(statistics_message(found, speak())))


async def _report(program: Program) -> Statistics:
    async with program.office() as office:
        return await office.report_statistics()


def _as_json(found: Statistics) -> dict[str, Any]:
    return {
        "standings": found.standings,
        "days": [vars(one) for one in found.days],
        "pushes": [
            {"push": one.push_id, "headline": one.headline, "due_at": one.due_at, **_ended(one.tally)}
            for one in found.pushes
        ],
        "digests": _ended(found.digests),
        "sources": dict(found.sources),
    }


def _ended(tally: Tally) -> dict[str, int]:
    ended: dict[str, int] = {"planned": tally.planned}
    for (state, _reason), count in tally.ended.items():
        ended[state.name.lower()] = ended.get(state.name.lower(), 0) + count
    return ended
