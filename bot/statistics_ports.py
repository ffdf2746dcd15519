"""What figures are made of; see ports.py for what holds for all repositories."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime
from typing import BinaryIO, Protocol
from zoneinfo import ZoneInfo

from bot.domain.charts import Chart
from bot.domain.ids import SubscriberId
from bot.domain.statistics import ArticleFigures, Asked, Facet
from bot.domain.subscribers import Standing
from bot.domain.tables import Format, Table

Counts = Mapping[date, Mapping[str, int]]
"""By day and key."""
Facets = Mapping[Facet, Mapping[str, int]]


class StatisticsFile(Protocol):
    """Figures by the day: how they are kept, and what is asked of them."""

    async def count_in(self, zone: ZoneInfo, limit: int) -> int:
        """Add to the days what happened since; how much that was, at most about `limit`."""
        ...

    async def unasked(self, days: int, until: date, limit: int) -> Sequence[date]:
        """The oldest days before `until` on which somebody joined, where nobody asked yet who was there so
        many days later."""
        ...

    async def ask_kept(self, day: date, days: int, zone: ZoneInfo) -> None:
        """Count who joined on that day and was there at the end of the day so many days later."""
        ...

    async def cost_pushes(self, before: datetime, limit: int) -> int:
        """Keep how many left soon after each push that was due before then; of how many pushes."""
        ...

    async def last_subscriber(self) -> SubscriberId:
        """The highest number of a subscriber; 0 where there is none."""
        ...

    async def facets(self, after: SubscriberId, to: SubscriberId) -> Facets:
        """Modes and follows of the active subscribers with these numbers; topics and authors by key."""
        ...

    async def spelt(self, facet: Facet, keys: Collection[str]) -> Mapping[str, str]:
        """How somebody spelt these topics or authors."""
        ...

    async def keep_facets(self, day: date, facets: Facets) -> None:
        """Keep them as counted at the beginning of that day."""
        ...

    async def kept_facets(self) -> tuple[date, Facets] | None:
        """Those kept last."""
        ...

    async def composition(self) -> Mapping[tuple[Standing, Facet, str], int]:
        """How many subscribers stand how, of each edition, kind of chat and source."""
        ...

    async def first_day(self) -> date | None:
        """The first of which anything is known."""
        ...

    async def by_day(self, fact: str, since: date) -> Counts:
        """A fact's counts from that day on."""
        ...

    async def total(self, fact: str, since: date) -> Mapping[str, int]:
        """The same of all days together, by key."""
        ...

    async def articles(self, since: datetime, limit: int) -> Sequence[ArticleFigures]:
        """The pushes of news due since then that were tapped most, then those that reached most."""
        ...

    async def effects(self, since: datetime) -> tuple[int, int, int]:
        """Taps, unfollows and readers who left, of all pushes of news due since then."""
        ...

    async def unanswered(self, words: str, now: datetime) -> None:
        """Somebody asked for these words and found nothing; nobody keeps who."""
        ...

    async def most_asked(self, since: datetime, at_least: int, limit: int) -> tuple[Sequence[Asked], int]:
        """What was asked for in vain so often since then, and how often anything was."""
        ...


class Draw(Protocol):
    """A chart as a picture."""

    async def __call__(self, chart: Chart) -> bytes | None:
        """A PNG; None where it can't be drawn."""
        ...


class WriteTable(Protocol):
    """A table as a file."""

    def __call__(self, table: Table, kind: Format) -> AbstractAsyncContextManager[BinaryIO]:
        """A file that is open at its beginning, and gone when it is closed."""
        ...
