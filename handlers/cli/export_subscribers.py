"""`export-subscribers`: everybody, with what they chose, into a file for another database or bot."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TextIO

import typer

from bot.domain.moving import Manifest
from bot.errors import BackupRefused
from handlers.cli.program import JSON, Program, perform, speak, tell_json
from handlers.cli.progress import progress


def add_to(app: typer.Typer, program: Program) -> None:
    """Register the command."""

    @app.command("export-subscribers")
    def export_subscribers(
        target: Annotated[Path, typer.Argument(help="A new file; it holds personal data.")],
        as_json: JSON = False,
    ) -> None:
        """Write all subscribers with all that they chose, and the roles given in chats, as JSON lines.

        Stop the bot first, so that nobody changes anything after their line was written.
        """
        manifest = perform(_export(program, target))
        if as_json:
            tell_json({"path": str(target), **manifest.told()})
        else:
            typer.echo(speak().plain("upkeep.exported", path=target, **manifest.told()))


async def _export(program: Program, target: Path) -> Manifest:
    async with program.office() as office:
        with _new_file(target) as file, progress("export") as advance:
            return await office.export_subscribers(file.write, advance)


@contextmanager
def _new_file(target: Path) -> Iterator[TextIO]:
    """Under its name only when it is whole, and for its owner's eyes. Raises BackupRefused."""
    if target.exists():
        raise BackupRefused(path=target, problem="there is something already; nothing is overwritten")
    growing = target.with_name(target.name + ".part")
    try:
        number = os.open(growing, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(number, "w", encoding="utf-8", newline="\n") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        growing.rename(target)
    except OSError as error:
        growing.unlink(missing_ok=True)
        raise BackupRefused(path=target, problem=error.strerror or str(error)) from None
