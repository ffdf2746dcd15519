"""`demo`: the whole service with a sample paper and a local Telegram, no token, no network."""

import asyncio
import threading
import webbrowser
from typing import Annotated

import typer

from bot.errors import KolporterError
from handlers.cli.program import Program, complain, speak


def add_to(app: typer.Typer, program: Program) -> None:
    """Register the command."""

    @app.command()
    def demo(
        script: Annotated[bool, typer.Option(help="Play a fixed story and print the transcript.")] = False,
        port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the page; 0: a free one.")] = 0,
    ) -> None:
        """Show everything with a sample newspaper, on this machine only."""
        try:
            asyncio.run(program.script(typer.echo) if script else program.demo(port, _invite))
        except KolporterError as problem:
            complain(problem)
            raise typer.Exit(1 if script else 2) from None


def _invite(address: str) -> None:
    typer.echo(speak().plain("demo.open", address=address))
    # Some browsers stay in the foreground until they are closed; the demo must go on meanwhile.
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
