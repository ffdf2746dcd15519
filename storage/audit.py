"""What the desk decided, in a table that only grows: triggers refuse every UPDATE and DELETE."""

from datetime import datetime

from sqlalchemy import Index, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.audit import Decision, Deed, Logged
from bot.domain.ids import ArticleId, PushId, UserId
from bot.domain.origins import OfArticle, Origin
from storage.columns import ROW_ID, Base, Choice


class DecisionRow(Base):
    """A decision. `user_id` is a member of staff, at work: the paper's record, not a reader's."""

    __tablename__ = "decisions"
    __table_args__ = (Index(None, "article_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    deed: Mapped[Deed] = mapped_column(Choice(Deed))
    user_id: Mapped[UserId]
    name: Mapped[str]
    at: Mapped[datetime]
    about: Mapped[str]
    article_id: Mapped[ArticleId | None]
    push_id: Mapped[PushId | None]
    before: Mapped[str]
    after: Mapped[str]


class SqlAudit:
    """bot.desk_ports.Audit on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, decision: Decision) -> None:
        """Keep a decision, in the transaction that carries it out."""
        self._session.add(
            DecisionRow(
                deed=decision.deed,
                user_id=decision.by,
                name=decision.name,
                at=decision.at,
                about=decision.about,
                article_id=decision.article_id,
                push_id=decision.push_id,
                before=decision.before,
                after=decision.after,
            )
        )
        await self._session.flush()

    async def latest(self, limit: int, before: int | None = None) -> list[Logged]:
        """The newest decisions first, those with a number below `before` where it is given."""
        newest = select(DecisionRow).order_by(DecisionRow.id.desc()).limit(limit)
        if before is not None:
            newest = newest.where(DecisionRow.id < before)
        return [Logged(row.id, _decision(row)) for row in await self._session.scalars(newest)]

    async def about(self, origin: Origin, deed: Deed) -> Decision | None:
        """The newest decision of this kind about an article or announcement."""
        if isinstance(origin, OfArticle):
            theirs = DecisionRow.article_id == origin.article_id
        else:
            theirs = DecisionRow.push_id == origin.push_id
        row = await self._session.scalar(
            select(DecisionRow)
            .where(theirs, DecisionRow.deed == deed)
            .order_by(DecisionRow.id.desc())
            .limit(1)
        )
        return _decision(row) if row else None


def _decision(row: DecisionRow) -> Decision:
    return Decision(
        deed=row.deed,
        by=row.user_id,
        name=row.name,
        at=row.at,
        about=row.about,
        article_id=row.article_id,
        push_id=row.push_id,
        before=row.before,
        after=row.after,
    )
