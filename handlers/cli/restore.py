"""`restore`: put a backup in place, so that it does not send again what readers have had since."""

from pathlib import Path
from typing import Annotated

import typer

from bot.errors import UsageError
from handlers.cli.backup import as_told
from handlers.cli.program import JSON, Program, perform, refuse, speak, tell_json


def add_to(app: typer.Typer, program: Program) -> None:
    """Register the command."""

    @app.command()
    def restore(
        backup: Annotated[Path | None, typer.Argument(help="A file that `backup` made.")] = None,
        mark: Annotated[
            bool, typer.Option("--mark", help="Only mark a database that pg_restore has just put back.")
        ] = False,
        as_json: JSON = False,
    ) -> None:
        """Put a backup in place; what was there is kept beside it, what fell due since waits for the desk.

        Exit 0 when it is in place, 1 when it is no sound backup, 2 while the bot is at work.
        """
        if (backup is None) != mark:
            refuse(UsageError("error.restore.which"))
        if backup is None:
            perform(program.upkeep().mark_restored())
            typer.echo(speak().plain("upkeep.marked"))
        else:
            _restore(program, backup, as_json)


def _restore(program: Program, backup: Path, as_json: bool) -> None:
    done = perform(program.upkeep().restore(backup))
    if as_json:
        tell_json({**as_told(done.now), "aside": str(done.aside) if done.aside else None})
        return
    texts = speak()
    typer.echo(texts.plain("upkeep.restored", **as_told(done.now)))
    if done.aside:
        typer.echo(texts.plain("upkeep.kept_aside", path=done.aside))
    typer.echo(texts.plain("upkeep.marked"))
