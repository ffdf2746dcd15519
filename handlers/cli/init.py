"""`init`: write the newspaper's file by asking a few questions."""

import asyncio
import os
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.domain.entries import ParsedFeed
from bot.errors import FetchError, KolporterError, SettingsError
from bot.locales import available
from bot.rendering.newspaper_toml import Answers, newspaper_toml
from handlers.cli.program import Program, complain, read_feed, speak


def add_to(app: typer.Typer, program: Program) -> None:
    """Register the command."""

    @app.command()
    def init(
        feed: Annotated[str | None, typer.Option(help="Address of the paper's RSS or Atom feed.")] = None,
    ) -> None:
        """Write newspaper.toml by asking; an existing one is never overwritten."""
        path = program.newspaper_path()
        if path.exists():
            typer.echo(speak().plain("init.exists", path=path), err=True)
            raise typer.Exit(2)
        _check_folder(path)
        address = feed or typer.prompt(speak().plain("init.ask_feed"))
        answers = _ask(address, _look_at(program, address))
        path.write_text(newspaper_toml(answers), "utf-8")
        typer.echo(speak().plain("init.written", path=path))


def _check_folder(path: Path) -> None:
    """Better before the questions than after them."""
    if not os.access(path.parent, os.W_OK):
        _refuse(
            SettingsError(where="NEWSPAPER", name=path, problem=f"nothing can be written in {path.parent}")
        )


def _look_at(program: Program, feed: str) -> ParsedFeed:
    if not _is_address(feed):
        _refuse(FetchError("error.fetch.not_http", url=feed))
    try:
        parsed = asyncio.run(read_feed(program, feed))
    except KolporterError as problem:
        _refuse(problem)
    typer.echo(speak().plain("init.found", title=parsed.title, entries=len(parsed.entries)))
    return parsed


def _ask(feed: str, parsed: ParsedFeed) -> Answers:
    texts = speak()
    name = typer.prompt(texts.plain("init.ask_name"), default=parsed.title or None)
    language = (parsed.language or "en").split("-")[0].lower()
    edition = _choose(texts.plain("init.ask_edition"), language if language in available() else "en")
    membership = _ask_address(texts.plain("init.ask_membership"))
    editor = typer.prompt(texts.plain("init.ask_editor"), type=int, default=0)
    return Answers(name=name, feed=feed, edition=edition, membership_url=membership, editor=editor)


def _choose(question: str, default: str) -> str:
    while True:
        answer: str = typer.prompt(f"{question} ({', '.join(available())})", default=default)
        if answer in available():
            return answer


def _ask_address(question: str) -> str:
    while True:
        answer: str = typer.prompt(question)
        if _is_address(answer):
            return answer


def _is_address(text: str) -> bool:
    return text.startswith(("https://", "http://"))


def _refuse(problem: KolporterError) -> NoReturn:
    complain(problem)
    raise typer.Exit(2) from None
