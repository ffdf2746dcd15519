"""Summaries that somebody else writes, e.g. a language model, where they pass the checks."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.article_ports import WriteSummary
from bot.articles.checks import objection
from bot.clock import Clock
from bot.domain.articles import Draft, Reading
from bot.errors import KolporterError
from bot.ports import ReadPage

log = structlog.get_logger()

UNAVAILABLE = "preview.model.unavailable"
_LEAST = 600
"""Characters; a shorter article needs nobody to say it in fewer words."""
_OLD = timedelta(days=2)
"""Nobody is sent such an article: the first look at a feed would else ask for all of its past."""
_REST = timedelta(minutes=5)
"""After a failure, so that a writer who is down holds up one article and not all of them."""


class RewrittenReader:
    """Reads as the given reader does, then lets the writer summarise; implements `ports.ReadPage`.

    A list keeps its own points. Whatever the writer does wrong, the reading keeps the article's own sentences
    and says why in its problems.
    """

    def __init__(self, read_page: ReadPage, write: WriteSummary, clock: Clock) -> None:
        self._read_page = read_page
        self._write = write
        self._clock = clock
        self._rests_until: datetime | None = None

    async def __call__(self, *what: Any, **how: Any) -> Reading:
        """What the paper published, with the writer's summary where it may be used."""
        reading = await self._read_page(*what, **how)
        return await self._rewritten(reading) if self._is_wanted(reading.draft) else reading

    def _is_wanted(self, draft: Draft) -> bool:
        published = draft.published_at
        is_old = published is not None and published < self._clock.now() - _OLD
        return not is_old and not draft.key_points and sum(map(len, draft.body)) >= _LEAST

    async def _rewritten(self, reading: Reading) -> Reading:
        if self._rests_until and self._clock.now() < self._rests_until:
            return _with_problem(reading, UNAVAILABLE)
        try:
            summary = (await self._write(reading.draft)).strip()
        except KolporterError as problem:
            self._rests_until = self._clock.now() + _REST
            log.warning("summary_not_written", url=reading.draft.url, problem=str(problem))
            return _with_problem(reading, UNAVAILABLE)
        against = await asyncio.to_thread(objection, summary, reading.draft)
        if against is not None:
            log.warning("summary_refused", url=reading.draft.url, reason=against.key, found=against.found)
            return _with_problem(reading, against.key)
        return replace(reading, draft=replace(reading.draft, summary=" ".join(summary.split())))


def _with_problem(reading: Reading, key: str) -> Reading:
    return replace(reading, problems=(*reading.problems, key))
