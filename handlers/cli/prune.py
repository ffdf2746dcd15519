"""`prune`: forget what newspaper.toml keeps no longer; the bot does so by itself once a day."""

from dataclasses import asdict

import typer

from bot.domain.retention import Pruned
from handlers.cli.program import JSON, Program, perform, speak, tell_json
from handlers.cli.progress import progress


def add_to(app: typer.Typer, program: Program) -> None:
    """Register the command."""

    @app.command()
    def prune(as_json: JSON = False) -> None:
        """Forget old deliveries and questions, a little at a time; counts stay. The bot may be at work."""
        done = perform(_prune(program))
        milliseconds = round(done.longest * 1000, 1)
        if as_json:
            tell_json(asdict(done))
        else:
            told = {**asdict(done), "milliseconds": milliseconds}
            del told["longest"]
            typer.echo(speak().plain("upkeep.pruned", **told))


async def _prune(program: Program) -> Pruned:
    async with program.office() as office:
        with progress("prune") as advance:
            return await office.prune(advance)
