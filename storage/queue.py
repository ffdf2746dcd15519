"""The desk's queue: the pushes that wait for their time, and those that fill a day."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.audiences import Audience
from bot.domain.ids import PushId
from bot.domain.pushes import Action, PushKind, PushState
from bot.domain.queue import PushSeen, Queued, Target
from bot.domain.reviews import ReviewState
from storage.articles import ArticleRow
from storage.push_rows import PushRow
from storage.pushes import SqlPushes
from storage.reviews import ReviewRow
from storage.saved_audiences import as_audience

_BY_THE_DESK = (
    PushRow.kind.in_((PushKind.ARTICLE, PushKind.ANNOUNCEMENT)),
    PushRow.action == Action.SEND,
)
_WAITS = (*_BY_THE_DESK, PushRow.state.in_((PushState.SCHEDULED, PushState.DRAFT)))


class SqlQueue:
    """bot.queue_ports.Queue on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._pushes = SqlPushes(session)

    async def waiting(self) -> list[Queued]:
        """The articles and announcements that are scheduled, by their time."""
        return await self._queued(*_BY_THE_DESK, PushRow.state == PushState.SCHEDULED)

    async def get(self, push_id: PushId) -> Queued | None:
        """One of them, or a draft; None for what does not wait any more."""
        return next(iter(await self._queued(PushRow.id == push_id, *_WAITS)), None)

    async def _queued(self, *those: ColumnElement[bool]) -> list[Queued]:
        found = await self._session.execute(
            select(PushRow.id, ArticleRow.headline)
            .outerjoin(ArticleRow, ArticleRow.id == PushRow.article_id)
            .where(*those)
            .order_by(PushRow.due_at, PushRow.id)
        )
        headlines = dict(iter(found))
        pushes = {one.id: one for one in await self._pushes.these(list(headlines))}
        return [Queued(pushes[push_id], headline) for push_id, headline in headlines.items()]

    async def move(self, push_id: PushId, due_at: datetime, expires_at: datetime) -> bool:
        """Give a push another time, or a draft its first; False when it does not wait any more."""
        moved = await self._session.scalar(
            update(PushRow)
            .where(PushRow.id == push_id, *_WAITS)
            .values(due_at=due_at, expires_at=expires_at, state=PushState.SCHEDULED)
            .returning(PushRow.id)
        )
        return moved is not None

    async def taken(self, since: datetime, besides: PushId | None = None) -> Sequence[datetime]:
        """When articles and announcements went out since then or will, by time."""
        found = await self._session.scalars(
            select(PushRow.due_at)
            .where(
                *_BY_THE_DESK,
                PushRow.state.not_in((PushState.CANCELLED, PushState.DRAFT)),
                PushRow.due_at >= since,
                PushRow.id != (besides or 0),
            )
            .order_by(PushRow.due_at)
        )
        return found.all()

    async def audience(self, target: Target) -> Audience | None:
        """Whom an editor chose for it; None for all whom it is for."""
        return as_audience(await self._session.scalar(select(_audience_column(target)).where(_is(target))))

    async def narrow(self, target: Target, audience: Audience | None) -> bool:
        """Choose whom; False when it does not wait any more."""
        row = PushRow if isinstance(target, PushSeen) else ReviewRow
        narrowed = await self._session.execute(
            update(row).where(_is(target)).values(audience=audience).returning(_audience_column(target))
        )
        return len(narrowed.all()) == 1


def _audience_column(target: Target) -> Any:
    return PushRow.audience if isinstance(target, PushSeen) else ReviewRow.audience


def _is(target: Target) -> ColumnElement[bool]:
    if isinstance(target, PushSeen):
        return and_(PushRow.id == target.push_id, *_WAITS)
    return and_(ReviewRow.article_id == target.article_id, ReviewRow.state == ReviewState.WAITING)
