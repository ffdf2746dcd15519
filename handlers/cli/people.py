"""`people code`: a code that makes an admin of whoever sends it to the bot first."""

import asyncio

import typer

from bot.domain.people import CODE_TRIES, CODE_WORKS_FOR
from bot.errors import KolporterError
from handlers.cli.program import Program, complain, speak


def add_to(app: typer.Typer, program: Program) -> None:
    """Register the command."""
    people = typer.Typer(help="Who works for the paper.", no_args_is_help=True)
    app.add_typer(people, name="people")

    @people.callback()
    def everybody() -> None:
        """Who works for the paper."""

    @people.command()
    def code() -> None:
        """Make an admin: print a code that works once, for ten minutes and five tries."""
        try:
            digits = asyncio.run(program.people_code())
        except KolporterError as problem:
            complain(problem)
            raise typer.Exit(2) from None
        minutes = round(CODE_WORKS_FOR.total_seconds() / 60)
        shown = f"{digits[:4]}-{digits[4:]}"
        typer.echo(speak().plain("people.code", code=shown, minutes=minutes, tries=CODE_TRIES))
