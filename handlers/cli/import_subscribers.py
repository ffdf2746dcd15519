"""`import-subscribers`: takes in a file of `export-subscribers`, all of it or nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from bot.domain.moving import LONGEST_LINE
from bot.errors import BackupRefused, MoveRefused
from handlers.cli.program import JSON, Program, perform, speak, tell_json
from handlers.cli.progress import progress

_LONGEST = 4 * LONGEST_LINE
"""Bytes; more is read of no line."""


def add_to(app: typer.Typer, program: Program) -> None:
    """Register the command."""

    @app.command("import-subscribers")
    def import_subscribers(
        source: Annotated[Path, typer.Argument(help="A file that `export-subscribers` wrote.")],
        as_json: JSON = False,
    ) -> None:
        """Take in all subscribers of a file, read them back, and compare counts and checksum.

        Chats that are here already stay as they are. Exit 0 when all are here, 1 when nobody was taken in.
        """
        told, known = perform(_import(program, source))
        if as_json:
            tell_json({**told, "known": known})
            return
        typer.echo(speak().plain("upkeep.imported", **told))
        if known:
            typer.echo(speak().plain("upkeep.known", known=known))


async def _import(program: Program, source: Path) -> tuple[dict[str, Any], int]:
    async with program.office(alone=True) as office:
        try:
            with source.open("rb") as file, progress("import") as advance:
                arrived = await office.import_subscribers(_lines(file), advance)
        except OSError as error:
            raise BackupRefused(path=source, problem=error.strerror or str(error)) from None
    return {"place": office.place, **arrived.manifest.told()}, arrived.known


def _lines(file: BinaryIO) -> Iterator[str]:
    number = 0
    while line := file.readline(_LONGEST):
        number += 1
        try:
            yield line.decode()
        except UnicodeDecodeError:
            raise MoveRefused(line=number, problem="this is no UTF-8") from None
