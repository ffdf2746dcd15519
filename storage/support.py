"""Steps on the way to a membership, counted per day and by what brought them; never who took them.

Where readers came from once is counted beside it, not with it: source and push together may be one reader.
What was confirmed is on file one by one (memberships.py) and counted there.
"""

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.ids import ArticleId, Edition, PushId
from bot.domain.memberships import Event
from bot.domain.support_counts import Dimension, Since, Step
from bot.domain.support_links import Place, Reference
from storage.articles import ArticleRow
from storage.columns import Base, Choice, Number, insert
from storage.memberships import ConfirmationRow
from storage.push_names import NAMES, name_of, with_names
from storage.push_rows import PushRow
from storage.statistics_counting import add
from storage.statistics_rows import DailyRow
from storage.subscribers import SubscriberRow

_NONE = 0
"""In place of a push or an article: a key holds no NULL."""
_SAYS_NOTHING: dict[Dimension, Any] = {
    Dimension.PLACE: _NONE,
    Dimension.EDITION: "",
    Dimension.WORDING: "",
    Dimension.PUSH: _NONE,
    Dimension.ARTICLE: _NONE,
}


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
        more = {"count": SupportCountRow.count + 1}
        await self._session.execute(adding.on_conflict_do_update(index_elements=list(key), set_=more))
        if source:
            connection = await self._session.connection()
            await connection.run_sync(add, {(_fact(step), day, source): 1})

    async def total(self, since: Since) -> dict[Step, int]:
        """Each step since then, whatever brought it."""
        row = SupportCountRow
        found = await self._session.execute(
            select(row.step, func.sum(row.count)).where(row.day >= since.day).group_by(row.step)
        )
        confirmed = await self._session.scalar(select(func.count()).where(*_confirmed(since)))
        return {step: int(count) for step, count in found} | {Step.CONFIRMED: confirmed or 0}

    async def by(
        self, dimension: Dimension, since: Since, place: Place | None = None
    ) -> dict[Any, dict[Step, int]]:
        """Since then, of one place or of all, by what the dimension holds; what says nothing there is left
        out."""
        row, nothing = getattr(SupportCountRow, dimension), _SAYS_NOTHING[dimension]
        counted = select(row, SupportCountRow.step, func.sum(SupportCountRow.count)).where(
            SupportCountRow.day >= since.day, row.not_in([nothing])
        )
        told: dict[Any, dict[Step, int]] = defaultdict(dict)
        if place is not None:
            counted = counted.where(SupportCountRow.place == place)
        for value, step, count in await self._session.execute(counted.group_by(row, SupportCountRow.step)):
            told[value][step] = int(count)
        one = getattr(ConfirmationRow, dimension)
        confirmed = select(one, func.count()).where(
            *_confirmed(since), one.is_not(None), one.not_in([nothing])
        )
        if place is not None:
            confirmed = confirmed.where(ConfirmationRow.place == place)
        for value, count in await self._session.execute(confirmed.group_by(one)):
            told[value][Step.CONFIRMED] = count
        return dict(told)

    async def by_source(self, since: Since) -> dict[str, dict[Step, int]]:
        """Since then, by the link with which they once came to us."""
        facts = {_fact(step): step for step in Step}
        counted = select(DailyRow.key, DailyRow.fact, func.sum(DailyRow.count)).where(
            DailyRow.fact.in_(list(facts)), DailyRow.day >= since.day
        )
        told: dict[str, dict[Step, int]] = defaultdict(dict)
        for source, fact, count in await self._session.execute(counted.group_by(DailyRow.key, DailyRow.fact)):
            told[source][facts[fact]] = int(count)
        confirmed = (
            select(SubscriberRow.source, func.count())
            .join(ConfirmationRow, ConfirmationRow.subscriber_id == SubscriberRow.id)
            .where(*_confirmed(since), SubscriberRow.source.is_not(None))
        )
        for of, count in await self._session.execute(confirmed.group_by(SubscriberRow.source)):
            told[of or ""][Step.CONFIRMED] = count
        return dict(told)

    async def articles(self, since: Since) -> dict[ArticleId, tuple[str, tuple[str, ...]]]:
        """Headline and authors of those that led to a step since then."""
        found = await self._session.execute(
            select(ArticleRow.id, ArticleRow.headline, ArticleRow.authors).where(
                ArticleRow.id.in_(_ids(Dimension.ARTICLE, since))
            )
        )
        return {one: (headline, tuple(authors)) for one, headline, authors in found}

    async def pushes(self, since: Since) -> dict[PushId, str]:
        """What names the pushes that led to a step since then."""
        named = with_names(select(PushRow.id, *NAMES)).where(PushRow.id.in_(_ids(Dimension.PUSH, since)))
        return {row.id: name_of(row) for row in await self._session.execute(named)}


def _fact(step: Step) -> str:
    return f"support_{step}"


def _confirmed(since: Since) -> tuple[Any, ...]:
    """A membership counts once, when it begins."""
    return (ConfirmationRow.event == Event.CONFIRMED, ConfirmationRow.confirmed_at >= since.moment)


def _ids(dimension: Dimension, since: Since) -> Any:
    counted, confirmed = getattr(SupportCountRow, dimension), getattr(ConfirmationRow, dimension)
    return (
        select(counted)
        .where(SupportCountRow.day >= since.day)
        .union(select(confirmed).where(*_confirmed(since), confirmed.is_not(None)))
    )
