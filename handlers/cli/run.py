"""`run` and `worker`: the real bot, until SIGTERM or Ctrl-C."""

import asyncio

import typer

from bot.errors import KolporterError
from handlers.cli.program import Program, complain


def add_to(app: typer.Typer, program: Program) -> None:
    """Register the command."""

    @app.command()
    def run() -> None:
        """Run the bot with TELEGRAM_TOKEN and the newspaper's file."""
        _run(program)

    @app.command()
    def worker() -> None:
        """One of several processes on PostgreSQL: one delivers, the others help and take over."""
        _run(program)


def _run(program: Program) -> None:
    try:
        asyncio.run(program.run())
    except KolporterError as problem:
        complain(problem)
        raise typer.Exit(2) from None
