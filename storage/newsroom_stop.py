"""Whether all pushing is stopped, and what that holds back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.deliveries import DeliveryState
from bot.domain.ids import PushId
from bot.domain.newsroom_stops import Held, Stop
from bot.domain.pushes import HAS_REPORT, Action, PushKind, PushState
from storage.columns import insert
from storage.endings import give_back
from storage.push_names import NAMES, name_of, with_names
from storage.push_rows import MAY_GO, NewsroomStopRow, PushRow, PushTallyRow

_ONE = 1
_ASKED_ABOUT = HAS_REPORT | {PushKind.CORRECTION}


class SqlNewsroomStop:
    """bot.desk_ports.NewsroomStop on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self) -> Stop | None:
        """The stop in force."""
        row = await self._session.get(NewsroomStopRow, _ONE)
        return Stop(row.begun_at, row.begun_name) if row else None

    async def begin(self, name: str, now: datetime) -> bool:
        """Stop, and give back what is claimed; False when it is stopped already."""
        beginning = insert(self._session, NewsroomStopRow).values(id=_ONE, begun_at=now, begun_name=name)
        begun = await self._session.scalar(
            beginning.on_conflict_do_nothing(index_elements=["id"]).returning(NewsroomStopRow.id)
        )
        if begun is not None:
            connection = await self._session.connection()
            await connection.run_sync(give_back, true(), now)
        return begun is not None

    async def end(self) -> Stop | None:
        """Let pushing go on; the stop that was in force."""
        ended = await self._session.execute(
            delete(NewsroomStopRow)
            .where(NewsroomStopRow.id == _ONE)
            .returning(NewsroomStopRow.begun_at, NewsroomStopRow.begun_name)
        )
        row = ended.one_or_none()
        return Stop(*row) if row else None

    async def held(self, now: datetime) -> list[Held]:
        """What a stop holds back, or waits for an editor, and has not expired; oldest first."""
        is_due = (PushRow.state == PushState.SCHEDULED) & (PushRow.due_at <= now)
        is_stopped = or_(PushRow.state == PushState.SENDING, is_due) & ~MAY_GO
        query = _news().where(or_(PushRow.state == PushState.PAUSED, is_stopped), PushRow.expires_at > now)
        rows = (await self._session.execute(query)).all()
        return [
            _held(row, row.planned - row.ended)
            for row in rows
            if not row.planned or row.planned > row.ended or row.planned_to is not None
        ]

    async def expired(self, since: datetime, now: datetime) -> list[Held]:
        """What went stale since then."""
        stale = _news(DeliveryState.EXPIRED).where(PushRow.expires_at > since, PushRow.expires_at <= now)
        waits = stale.where(PushRow.due_at <= now, PushRow.state != PushState.CANCELLED)
        rows = (await self._session.execute(waits)).all()
        return [_held(row, row.ended) for row in rows if row.ended or row.state is PushState.SCHEDULED]

    async def hold(self, push_ids: Sequence[PushId]) -> None:
        """Each of these waits for an editor from now on."""
        await self._session.execute(
            update(PushRow)
            .where(PushRow.id.in_(push_ids), PushRow.state != PushState.PAUSED)
            .values(state=PushState.PAUSED)
        )


def _news(state: DeliveryState | None = None) -> Any:
    """Pushes that bring a new message, notes of corrections too, with how many deliveries ended (so)."""
    counted = true() if state is None else PushTallyRow.state == state
    ended = (
        select(func.coalesce(func.sum(PushTallyRow.count), 0))
        .where(PushTallyRow.push_id == PushRow.id, counted)
        .scalar_subquery()
    )
    news = select(
        PushRow.id,
        PushRow.kind,
        PushRow.state,
        PushRow.planned,
        PushRow.planned_to,
        PushRow.expires_at,
        ended.label("ended"),
        *NAMES,
    )
    return (
        with_names(news)
        .where(PushRow.kind.in_(_ASKED_ABOUT), PushRow.action == Action.SEND)
        .order_by(PushRow.due_at, PushRow.id)
    )


def _held(row: Row[Any], left: int) -> Held:
    return Held(
        push_id=row.id,
        headline=name_of(row),
        left=left if row.planned else None,
        expires_at=row.expires_at,
        is_note=row.kind is PushKind.CORRECTION,
    )
