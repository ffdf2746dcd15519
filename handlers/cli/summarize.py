"""`summarize`: articles as JSON lines on standard input, their summaries as JSON lines on standard output."""

import json
import sys
from typing import Annotated, Any

import typer

from bot.domain.articles import Summary
from bot.errors import KolporterError, UsageError
from handlers.cli.program import Program, complain

_KEYS = ("id", "lang", "title", "article")


def add_to(app: typer.Typer, program: Program) -> None:
    """Register the command."""

    @app.command("summarize")
    def summarize(
        jsonl: Annotated[bool, typer.Option("--jsonl", help="Read and write JSON lines.")],
        chars: Annotated[
            int | None, typer.Option(min=40, help="Bounds summary and key points joined by spaces.")
        ] = None,
    ) -> None:
        """Read {"id","lang","title","article"} lines, write {"id","summary","key_points"} lines."""
        for number, line in enumerate(sys.stdin, 1):
            if line.strip():
                try:
                    article = _article(line, number)
                except KolporterError as problem:
                    complain(problem)
                    raise typer.Exit(2) from None
                found = program.summarise(article["title"], article["article"], article["lang"], chars)
                typer.echo(json.dumps(_as_json(article["id"], found), ensure_ascii=False))


def _article(line: str, number: int) -> dict[str, Any]:
    try:
        told = json.loads(line)
        text = {key: told.get(key) or "" for key in _KEYS[1:]}
        if not all(isinstance(value, str) for value in text.values()):
            raise TypeError
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise UsageError("error.summarize.line", line=number) from None
    return {"id": told.get("id"), **text}


def _as_json(name: object, summary: Summary) -> dict[str, object]:
    return {"id": name, "summary": summary.text, "key_points": summary.key_points}
