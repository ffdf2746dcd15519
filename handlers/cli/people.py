"""`people`: who may do what; `people code`: what makes an admin of whoever sends it to the bot first."""

from collections.abc import Mapping

import typer

from bot.domain.ids import UserId
from bot.domain.people import CODE_TRIES, CODE_WORKS_FOR
from bot.domain.subscribers import Role
from handlers.cli.program import JSON, Program, perform, speak, tell_json


def add_to(app: typer.Typer, program: Program) -> None:
    """Register the command with its own."""
    people = typer.Typer(help="Who works for the paper.", invoke_without_command=True)
    app.add_typer(people, name="people")

    @people.callback()
    def everybody(context: typer.Context, as_json: JSON = False) -> None:
        """List the admins and editors by their Telegram ids."""
        if context.invoked_subcommand is None:
            _list(perform(_roles(program)), as_json)

    @people.command()
    def code() -> None:
        """Make an admin: print a code that works once, for ten minutes and five tries."""
        digits = perform(program.people_code())
        minutes = round(CODE_WORKS_FOR.total_seconds() / 60)
        shown = f"{digits[:4]}-{digits[4:]}"
        typer.echo(speak().plain("people.code", code=shown, minutes=minutes, tries=CODE_TRIES))


def _list(roles: Mapping[UserId, Role], as_json: bool) -> None:
    found = sorted(roles.items(), key=lambda one: (-one[1], one[0]))
    if as_json:
        tell_json([{"role": role.name.lower(), "user_id": one} for one, role in found])
    elif not found:
        typer.echo(speak().plain("upkeep.no_people"))
    for one, role in () if as_json else found:
        typer.echo(f"{role.name.lower()}: {one}")


async def _roles(program: Program) -> Mapping[UserId, Role]:
    async with program.office() as office:
        return await office.keep_people.all()
