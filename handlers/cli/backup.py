"""`backup`: a copy of the SQLite file with its checksum, made while the bot is at work."""

from pathlib import Path
from typing import Annotated, Any

import typer

from bot.domain.backups import Backup
from handlers.cli.program import JSON, Program, perform, speak, tell_json


def add_to(app: typer.Typer, program: Program) -> None:
    """Register the command."""

    @app.command()
    def backup(
        target: Annotated[
            Path | None, typer.Argument(help="A new file, or a folder; by default a file here.")
        ] = None,
        as_json: JSON = False,
    ) -> None:
        """Copy the database while it is in use; exit 0 with a copy, 1 without, 2 when it can't be opened."""
        made = perform(program.upkeep().back_up(target))
        if as_json:
            tell_json(as_told(made))
        else:
            typer.echo(speak().plain("upkeep.backed_up", **as_told(made)))


def as_told(backup: Backup) -> dict[str, Any]:
    """A backup for a script."""
    return {**vars(backup), "path": str(backup.path)}
