"""`check-feed`: what Kolporter sees in a feed, one JSON object per entry."""

import asyncio
import json
from typing import Annotated

import typer

from bot.domain.entries import Entry, ParsedFeed
from bot.errors import KolporterError, UsageError
from bot.rendering.feed_facts import feed_facts
from bot.rendering.plain import text_length
from handlers.cli.program import Program, complain, look_at_feed, read_file, speak

_AT_MOST = 300


def add_to(app: typer.Typer, program: Program) -> None:
    """Register the command."""

    @app.command("check-feed")
    def check_feed(
        feed: Annotated[str, typer.Argument(metavar="FILE_OR_URL", help="A feed's address or a file.")],
    ) -> None:
        """Print the entries of a feed as JSON lines, and what its server says on standard error.

        Exit 0 with entries, 1 without, 2 for no such file.
        """
        try:
            parsed = asyncio.run(_read(program, feed))
        except KolporterError as problem:
            complain(problem)
            raise typer.Exit(2 if isinstance(problem, UsageError) else 1) from None
        for warning in parsed.warnings:
            typer.echo(warning, err=True)
        for entry in parsed.entries[:_AT_MOST]:
            typer.echo(json.dumps(_as_json(entry), ensure_ascii=False))
        if not parsed.entries:
            typer.echo(speak().plain("error.feed.no_entries", url=feed), err=True)
            raise typer.Exit(1)


async def _read(program: Program, feed: str) -> ParsedFeed:
    if "://" not in feed:
        return await read_file(program, feed)
    look = await look_at_feed(program, feed)
    for line in feed_facts(look, speak()):
        typer.echo(line, err=True)
    return look.parsed


def _as_json(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.guid or entry.url,
        "url": entry.url,
        "title": entry.title,
        "published": entry.published.isoformat() if entry.published else None,
        "authors": entry.authors,
        "categories": entry.categories,
        "language": entry.language,
        "image": entry.image,
        "videos": [video.url for video in entry.videos],
        "text_length": text_length(entry.html),
    }
