"""`members`: a file of memberships comes in, and how many members there are."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from bot.domain.member_files import LARGEST
from bot.domain.memberships import Counts, Outcome
from bot.errors import UsageError
from handlers.cli.program import JSON, Program, perform, speak, tell_json


def add_to(app: typer.Typer, program: Program) -> None:
    """Register the commands."""
    members = typer.Typer(help="Who is a member, as the membership page says.", no_args_is_help=True)
    app.add_typer(members, name="members")

    @members.command("import")
    def import_(
        source: Annotated[Path, typer.Argument(help="CSV; its first line names the columns.")],
        dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing.")] = False,
        as_json: JSON = False,
    ) -> None:
        """Take in a file of memberships, all of it or nothing; every bad line is named by its number."""
        outcomes = perform(_import(program, source, dry_run))
        told = {
            "accepted": outcomes.get(Outcome.ACCEPTED, 0),
            "counted": outcomes.get(Outcome.COUNTED, 0),
            "known": outcomes.get(Outcome.ALREADY_KNOWN, 0),
        }
        if as_json:
            tell_json({**told, "dry_run": dry_run})
            return
        typer.echo(speak().plain("members.imported", **told))
        if dry_run:
            typer.echo(speak().plain("members.dry_run"))

    @members.command()
    def counts(days: Annotated[int, typer.Option(min=1, max=3660)] = 90, as_json: JSON = False) -> None:
        """Say how many members there are, and what the membership page told us lately."""
        now, events = perform(_counts(program, days))
        listed = [
            {"event": event, "amount_class": kind, "count": n} for (event, kind), n in sorted(events.items())
        ]
        if as_json:
            tell_json({"members": now, "days": days, "events": listed})
            return
        typer.echo(speak().plain("members.now", members=now))
        for one in listed:
            typer.echo(
                speak().plain(
                    "members.counted",
                    days=days,
                    event=one["event"],
                    amount_class=one["amount_class"] or "–",
                    number=one["count"],
                )
            )


async def _import(program: Program, source: Path, is_dry: bool) -> Mapping[Outcome, int]:
    try:
        with source.open(encoding="utf-8-sig", newline="") as file:
            text = file.read(LARGEST + 1)
    except (OSError, UnicodeDecodeError) as error:
        problem = error.strerror if isinstance(error, OSError) else "this is no UTF-8"
        raise UsageError("error.no_members_file", path=source, problem=problem) from None
    if len(text) > LARGEST:
        raise UsageError("error.no_members_file", path=source, problem="it is too large")
    async with program.office() as office:
        return await office.import_members(text, is_dry=is_dry)


async def _counts(program: Program, days: int) -> tuple[int, Counts]:
    async with program.office() as office:
        return await office.import_members.counts(days)
