"""`people`: who may do what."""

import typer

from bot.domain.paper import Paper
from bot.domain.subscribers import Role
from handlers.cli.program import JSON, Program, perform, speak, tell_json


def add_to(app: typer.Typer, program: Program) -> None:
    """Register the command."""

    @app.command()
    def people(as_json: JSON = False) -> None:
        """List the admins and editors by their Telegram ids."""
        paper = perform(_paper(program))
        found = [(role, one) for role, ids in _by_role(paper) for one in sorted(ids)]
        if as_json:
            tell_json([{"role": role.name.lower(), "user_id": one} for role, one in found])
        elif not found:
            typer.echo(speak().plain("upkeep.no_people"))
        else:
            for role, one in found:
                typer.echo(f"{role.name.lower()}: {one}")


async def _paper(program: Program) -> Paper:
    async with program.office() as office:
        return office.paper


def _by_role(paper: Paper) -> tuple[tuple[Role, frozenset[int]], ...]:
    return ((Role.ADMIN, frozenset(paper.admins)), (Role.EDITOR, frozenset(paper.editors - paper.admins)))
