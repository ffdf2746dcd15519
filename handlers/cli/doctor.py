"""`doctor`: is everything there that the bot needs, and if not, what to do."""

import asyncio

import typer

from bot.domain.diagnosis import Finding, Health
from bot.errors import KolporterError
from handlers.cli.program import Program, complain, speak

_MARK = {Health.GOOD: "✓", Health.WARNING: "!", Health.BAD: "✗"}


def add_to(app: typer.Typer, program: Program) -> None:
    """Register the command."""

    @app.command()
    def doctor() -> None:
        """Check token, feeds, database, rights and clock, and say what to do about each."""
        try:
            ill = asyncio.run(_examine(program))
        except KolporterError as problem:
            complain(problem)
            raise typer.Exit(2) from None
        raise typer.Exit(1 if ill else 0)


async def _examine(program: Program) -> bool:
    ill = False
    async for finding in program.diagnose():
        _tell(finding)
        ill = ill or finding.health is Health.BAD
    return ill


def _tell(finding: Finding) -> None:
    typer.echo(f"{_MARK[finding.health]} {speak().plain(finding.key, **finding.args_)}")
