"""Steps on the way to a membership, counted per day and by what brought them; never who took them.

Where readers came from once is counted beside it, not with it: source and push together may be one reader.
"""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.ids import ArticleId, Edition, PushId
from bot.domain.support_counts import Dimension, Step
from bot.domain.support_links import Place, Reference
from storage.articles import ArticleRow
from storage.columns import Base, Choice, Number, insert
from storage.push_names import NAMES, name_of, with_names
from storage.push_rows import PushRow
from storage.statistics_counting import add
from storage.statistics_rows import DailyRow

_NONE = 0
"""In place of a push or an article: a key holds no NULL."""


class SupportCountRow(Base):
    """How often a step was taken on a day from one place with one wording, for one push and article."""

    __tablename__ = "support_counts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    day: Mapped[date] = mapped_column(primary_key=True)
    step: Mapped[Step] = mapped_column(Choice(Step), primary_key=True)
    place: Mapped[Place] = mapped_column(Number(Place), primary_key=True, autoincrement=False)
    edition: Mapped[Edition] = mapped_column(primary_key=True)
    wording: Mapped[str] = mapped_column(primary_key=True)
    push_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    article_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    count: Mapped[int]


class SqlSupport:
    """bot.appeal_ports.SupportCounts on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def count(self, day: date, step: Step, reference: Reference, source: str | None = None) -> None:
        """One more on this day; also for the source, where there is one."""
        key = {
            "day": day,
            "step": step,
            "place": reference.place,
            "edition": reference.edition or Edition(""),
            "wording": reference.wording or "",
            "push_id": reference.push or _NONE,
            "article_id": reference.article or _NONE,
        }
        adding = insert(self._session, SupportCountRow).values(**key, count=1)
        await self._session.execute(
            adding.on_conflict_do_update(index_elements=list(key), set_={"count": SupportCountRow.count + 1})
        )
        if source:
            connection = await self._session.connection()
            await connection.run_sync(add, {(_fact(step), day, source): 1})

    async def by(self, dimension: Dimension, since: date) -> dict[Any, dict[Step, int]]:
        """From that day on, by what the dimension holds; what says nothing there is left out."""
        column = getattr(SupportCountRow, dimension)
        found = await self._session.execute(
            select(column, SupportCountRow.step, func.sum(SupportCountRow.count))
            .where(SupportCountRow.day >= since, column.not_in(["" if _is_text(dimension) else _NONE]))
            .group_by(column, SupportCountRow.step)
        )
        told: dict[Any, dict[Step, int]] = {}
        for value, step, count in found:
            told.setdefault(value, {})[step] = int(count)
        return told

    async def by_source(self, since: date) -> dict[str, dict[Step, int]]:
        """From that day on, by the link with which they once came to us."""
        facts = {_fact(step): step for step in Step}
        found = await self._session.execute(
            select(DailyRow.key, DailyRow.fact, func.sum(DailyRow.count))
            .where(DailyRow.fact.in_(list(facts)), DailyRow.day >= since)
            .group_by(DailyRow.key, DailyRow.fact)
        )
        told: dict[str, dict[Step, int]] = {}
        for source, fact, count in found:
            told.setdefault(source, {})[facts[fact]] = int(count)
        return told

    async def by_wording(self, since: date) -> dict[tuple[Edition, str], int]:
        """Memberships confirmed from that day on, by edition and wording."""
        row = SupportCountRow
        found = await self._session.execute(
            select(row.edition, row.wording, func.sum(row.count))
            .where(row.day >= since, row.step == Step.CONFIRMED, row.wording != "")
            .group_by(row.edition, row.wording)
        )
        return {(edition, wording): int(count) for edition, wording, count in found}

    async def articles(self, since: date) -> dict[ArticleId, tuple[str, tuple[str, ...]]]:
        """Headline and authors of those for which something was counted from that day on."""
        found = await self._session.execute(
            select(ArticleRow.id, ArticleRow.headline, ArticleRow.authors).where(
                ArticleRow.id.in_(_since(SupportCountRow.article_id, since))
            )
        )
        return {one: (headline, tuple(authors)) for one, headline, authors in found}

    async def pushes(self, since: date) -> dict[PushId, str]:
        """What names the pushes for which something was counted from that day on."""
        named = with_names(select(PushRow.id, *NAMES))
        found = await self._session.execute(
            named.where(PushRow.id.in_(_since(SupportCountRow.push_id, since)))
        )
        return {row.id: name_of(row) for row in found}


def _fact(step: Step) -> str:
    return f"support_{step}"


def _is_text(dimension: Dimension) -> bool:
    return dimension in (Dimension.EDITION, Dimension.WORDING)


def _since(column: Any, since: date) -> Any:
    return select(column).where(SupportCountRow.day >= since)
