"""`feeds`: the feeds that are read, and how they do."""

from collections.abc import Sequence
from typing import Any

import typer

from bot.domain.feeds import Feed
from handlers.cli.program import JSON, Program, perform, speak, tell_json


def add_to(app: typer.Typer, program: Program) -> None:
    """Register the command."""

    @app.command()
    def feeds(as_json: JSON = False) -> None:
        """List the feeds with their health; exit 1 when one of them fails, 0 when none does."""
        found = perform(_list(program))
        if as_json:
            tell_json([_told(one) for one in found])
        elif not found:
            typer.echo(speak().plain("upkeep.no_feeds"))
        else:
            for one in found:
                typer.echo(speak().plain("upkeep.feed", **_in_words(one)))
        raise typer.Exit(1 if any(one.failures or one.stopped for one in found) else 0)


async def _list(program: Program) -> Sequence[Feed]:
    async with program.office() as office:
        return await office.list_feeds()


def _told(feed: Feed) -> dict[str, Any]:
    return {
        "url": feed.plan.url,
        "edition": feed.plan.edition,
        "mode": feed.plan.mode,
        "topic": feed.plan.topic,
        "last_success_at": feed.last_success_at,
        "next_poll_at": feed.next_poll_at,
        "failures": feed.failures,
        "last_problem": feed.last_problem,
        "stopped": feed.stopped,
        "troubles": sorted(feed.troubles),
        "asked": feed.tally.asked,
        "not_modified": feed.tally.not_modified,
    }


def _in_words(feed: Feed) -> dict[str, object]:
    success = feed.last_success_at
    return {
        "url": feed.plan.url,
        "edition": feed.plan.edition,
        "mode": feed.plan.mode,
        "success": f"{success:%Y-%m-%d %H:%M} UTC" if success else "–",
        "next": "–" if feed.stopped else f"{feed.next_poll_at:%Y-%m-%d %H:%M} UTC",
        "failures": feed.failures,
    }
