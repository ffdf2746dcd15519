"""`preview`: what a reader would get from a page, an HTML file or a plain text."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer

from bot.domain.articles import Draft, Reading, Reason
from bot.domain.ids import Edition
from bot.domain.pushes import Card
from bot.errors import KolporterError, UsageError
from bot.newsroom import Preview
from bot.rendering.plain import visible_text
from handlers.cli.program import Program, complain, content_of, speak

_NOTHING = Preview(Reading(draft=Draft(url="", edition=Edition(""), language="", headline="")))
"""Of an address that gave no page."""
_RULE = "\n\n" + "─" * 40 + "\n"


def add_to(app: typer.Typer, program: Program) -> None:
    """Register the command."""

    @app.command()
    def preview(
        source: Annotated[str, typer.Argument(metavar="URL_OR_FILE", help="A page, an HTML file or a text.")],
        as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    ) -> None:
        """Show what a reader would get; exit 0 with a card, 1 without, 2 for bad usage."""
        try:
            seen = asyncio.run(_look(program, source))
        except KolporterError as problem:
            complain(problem)
            if as_json and not isinstance(problem, UsageError):
                typer.echo(_as_json(_NOTHING, [speak().plain(problem.text_key, **problem.args_)]))
            raise typer.Exit(2 if isinstance(problem, UsageError) else 1) from None
        problems = [speak().plain(key) for key in seen.reading.problems]
        typer.echo(_as_json(seen, problems) if as_json else _as_text(seen))
        for told in problems:
            typer.echo(told, err=True)
        raise typer.Exit(0 if seen.card else 1)


async def _look(program: Program, source: str) -> Preview:
    if "://" in source and not source.startswith(("http://", "https://")):
        raise UsageError("error.fetch.not_http", url=source)
    content = None if "://" in source else content_of(source)
    async with program.previewer() as look:
        return await (look(source) if content is None else look.file(content))


def _as_json(seen: Preview, problems: Sequence[str]) -> str:
    draft = seen.reading.draft
    told = {
        "kicker": draft.kicker or "",
        "headline": draft.headline,
        "summary": draft.summary,
        "body": "\n\n".join(draft.body),
        "language": draft.language,
        "url": draft.url,
        "image": draft.image.url if draft.image else "",
        "credit": (draft.image.credit if draft.image else None) or "",
        "series": draft.series or "",
        "authors": draft.authors,
        "topics": draft.topics,
        "key_points": draft.key_points,
        "videos": [asdict(video) for video in draft.videos],
        "dropped": [asdict(one) for one in seen.reading.dropped],
        "keywords": seen.keywords,
        "problems": problems,
    }
    return json.dumps(told, ensure_ascii=False)


def _as_text(seen: Preview) -> str:
    dropped = [
        speak().plain("preview.dropped", reason=_reason(one.reason), text=one.text)
        for one in seen.reading.dropped
    ]
    messages = [_card(seen.card)] if seen.card else []
    messages += [visible_text(html) for html in (seen.digest, *seen.pages) if html]
    about = [speak().plain("preview.keywords", words=", ".join(seen.keywords))] if seen.keywords else []
    return _RULE.join([*messages, "\n".join([*about, *dropped])])


def _reason(reason: Reason) -> str:
    return speak().plain(f"dropped.{reason.replace(' ', '_')}")


def _card(card: Card) -> str:
    """Picture, text and buttons, as they stand below each other on a phone."""
    buttons = ["  ".join(f"[{one.label}] {one.url}" for one in row) for row in card.buttons]
    return "\n".join([f"▣ {card.photo or card.preview or ''}", visible_text(card.html), "", *buttons])
