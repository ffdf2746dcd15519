"""`init`: write the newspaper's file by asking a few questions."""

import asyncio
import os
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.domain.feed_looks import FoundFeed
from bot.errors import FetchError, KolporterError, SettingsError
from bot.locales import available
from bot.rendering.newspaper_toml import Answers, FeedChoice, newspaper_toml
from handlers.cli.program import Program, complain, find_feeds, speak


def add_to(app: typer.Typer, program: Program) -> None:
    """Register the command."""

    @app.command()
    def init(
        feed: Annotated[str | None, typer.Option(help="Address of the paper's feed or home page.")] = None,
    ) -> None:
        """Write newspaper.toml by asking; an existing one is never overwritten."""
        path = program.newspaper_path()
        if path.exists():
            typer.echo(speak().plain("init.exists", path=path), err=True)
            raise typer.Exit(2)
        _check_folder(path)
        address = feed or typer.prompt(speak().plain("init.ask_feed"))
        answers = _ask(_look_at(program, address))
        path.write_text(newspaper_toml(answers), "utf-8")
        typer.echo(speak().plain("init.written", path=path))


def _check_folder(path: Path) -> None:
    """Better before the questions than after them."""
    if not os.access(path.parent, os.W_OK):
        _refuse(
            SettingsError(where="NEWSPAPER", name=path, problem=f"nothing can be written in {path.parent}")
        )


def _look_at(program: Program, address: str) -> tuple[FoundFeed, ...]:
    """The feed at the address, or those of the site there that the person wants."""
    if not _is_address(address):
        _refuse(FetchError("error.fetch.not_http", url=address))
    try:
        found = asyncio.run(find_feeds(program, address))
    except KolporterError as problem:
        _refuse(problem)
    for one in found:
        typer.echo(speak().plain("init.found", title=one.title, entries=len(one.entries), url=one.url))
    if len(found) == 1:
        return found
    return tuple(one for one in found if typer.confirm(_offer(one), default=True)) or found[:1]


def _offer(found: FoundFeed) -> str:
    """A section's feed is offered as a topic, one in another language as an edition."""
    texts = speak()
    if found.topic:
        return texts.plain("init.take_topic", url=found.url, topic=found.topic)
    return texts.plain("init.take_feed", url=found.url, language=found.language or "–")


def _ask(feeds: tuple[FoundFeed, ...]) -> Answers:
    texts, first = speak(), feeds[0]
    name = typer.prompt(texts.plain("init.ask_name"), default=first.title or None)
    edition = _choose(texts.plain("init.ask_edition"), _edition_of(first, "en"))
    membership = _ask_address(texts.plain("init.ask_membership"))
    editor = typer.prompt(texts.plain("init.ask_editor"), type=int, default=0)
    choices = (
        FeedChoice(one.url, edition if one is first else _edition_of(one, edition), one.topic)
        for one in feeds
    )
    return Answers(name=name, feeds=tuple(choices), membership_url=membership, editor=editor)


def _edition_of(found: FoundFeed, otherwise: str) -> str:
    language = (found.language or "").split("-")[0].lower()
    return language if language in available() else otherwise


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
