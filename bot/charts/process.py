"""The side of the bot: a chart goes to the process that draws, a picture comes back."""

from dataclasses import asdict
from importlib.util import find_spec
from typing import Self

import orjson
import structlog

from bot.domain.charts import Chart
from bot.workers import DiedError, TooSlowError, Workers

log = structlog.get_logger()


def can_draw() -> bool:
    """Whether the extra `charts` is installed. Loads nothing of it."""
    return find_spec("matplotlib") is not None


class ChartDrawer:
    """`async with ChartDrawer() as draw: png = await draw(chart)`. Implements `statistics_ports.Draw`."""

    def __init__(self, *, seconds: float = 60.0) -> None:
        self._workers = Workers("bot.charts.worker", count=1, seconds=seconds, retires_after=1)

    async def __aenter__(self) -> Self:
        await self._workers.__aenter__()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._workers.__aexit__(*error)

    async def __call__(self, chart: Chart) -> bytes | None:
        """A PNG; None where it took too long or too much memory, or could not be drawn."""
        try:
            picture = await self._workers(orjson.dumps(asdict(chart)))
        except (TooSlowError, DiedError) as trouble:
            log.warning("chart_not_drawn", title=chart.title, trouble=type(trouble).__name__)
            return None
        return picture or None
