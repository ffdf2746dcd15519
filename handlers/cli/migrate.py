"""`migrate`: bring the database's schema up to date without starting the bot."""

import typer

from handlers.cli.program import JSON, Program, perform, speak, tell_json


def add_to(app: typer.Typer, program: Program) -> None:
    """Register the command."""

    @app.command()
    def migrate(as_json: JSON = False) -> None:
        """Bring the database up to date; `run` does so by itself. Make a backup first."""
        done = perform(program.upkeep().migrate())
        if as_json:
            tell_json({"place": done.place, "before": done.before, "after": done.after})
        elif done.before == done.after:
            typer.echo(speak().plain("upkeep.migrated", place=done.place, revision=done.after))
        else:
            told = {"place": done.place, "before": done.before or "–", "revision": done.after}
            typer.echo(speak().plain("upkeep.migrated_from", **told))
