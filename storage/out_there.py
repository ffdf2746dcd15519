"""What of an article or announcement is on phones: its pushes, what corrects them, who has none."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    case,
    cast,
    func,
    null,
    or_,
    select,
    union,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from bot.domain.corrections import Ended, PushOut, Undelivered
from bot.domain.deliveries import DeliveryState, Reason, Tally
from bot.domain.ids import ChatId, Edition, MessageId, PushId
from bot.domain.origins import OfArticle, Origin, origin_of
from bot.domain.pushes import HAS_REPORT, Action, Card, PushKind, PushState
from bot.domain.subscribers import Standing
from storage.audiences import who_missed, who_missed_announcement
from storage.columns import Base, insert
from storage.corrections import CorrectionMessageRow, CorrectionRow
from storage.delivery_rows import DeliveryRow
from storage.planning import filed_under
from storage.push_names import NAMES, name_of, with_names
from storage.push_reports import ProgressMessageRow
from storage.push_rows import PushCardRow, PushRow, PushTallyRow
from storage.reviews import ReviewMessageRow
from storage.subscribers import SubscriberRow

_NO_PUSH = 0
_CORRECTING = PushRow.kind.in_((PushKind.CORRECTION, PushKind.RETRACTION))
_BRINGING = PushRow.kind.in_(HAS_REPORT) & (PushRow.action == Action.SEND)

_NO_ANNOUNCEMENT = (cast(null(), BigInteger), cast(null(), BigInteger))


class PushReportRow(Base):
    """A desk chat that was told how a correction or retraction ended, or can't be."""

    __tablename__ = "push_reports"

    push_id: Mapped[PushId] = mapped_column(ForeignKey("pushes.id"), primary_key=True, autoincrement=False)
    chat_id: Mapped[ChatId] = mapped_column(primary_key=True, autoincrement=False)


class SqlOutThere:
    """bot.desk_ports.OutThere on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, origin: Origin) -> list[PushOut]:
        """Its pushes, and what edited, deleted or answered them, oldest first."""
        rows = (
            await self._session.scalars(
                select(PushRow)
                .where(_pushes_of(origin))
                .order_by(PushRow.id)
                .execution_options(populate_existing=True)
            )
        ).all()
        tallies = await self._tallies(rows)
        return [
            PushOut(
                push_id=row.id,
                kind=row.kind,
                action=row.action,
                state=row.state,
                revision=row.revision,
                tally=tallies[row.id],
            )
            for row in rows
        ]

    async def rewrite(self, push_id: PushId, cards: Mapping[Edition, Card], revision: int) -> None:
        """Whoever gets this push from now on gets these cards."""
        for edition, card in cards.items():
            same = PushCardRow.photo == card.photo
            await self._session.execute(
                update(PushCardRow)
                .where(PushCardRow.push_id == push_id, PushCardRow.edition == edition)
                .values(
                    html=card.html,
                    preview=card.preview,
                    photo=card.photo,
                    photo_id=case((same, PushCardRow.photo_id)),
                    buttons=[[asdict(button) for button in line] for line in card.buttons],
                )
            )
        await self._session.execute(update(PushRow).where(PushRow.id == push_id).values(revision=revision))

    async def missed(self, push_id: PushId, now: datetime) -> int:
        """How many would get it now and have no push of its article, or of the announcement."""
        connection = await self._session.connection()
        target = await connection.run_sync(filed_under, push_id)
        kind = await self._session.scalar(select(PushRow.kind).where(PushRow.id == push_id))
        missed = who_missed if kind is PushKind.ARTICLE else who_missed_announcement
        audience = missed(_NO_PUSH, target, now).subquery()
        return await self._session.scalar(select(func.count()).select_from(audience)) or 0

    async def older(self, origin: Origin, before: datetime) -> int:
        """How many have had it since before this time."""
        had = (
            select(func.count())
            .select_from(DeliveryRow)
            .where(
                DeliveryRow.push_id.in_(select(PushRow.id).where(_pushes_of(origin), _BRINGING)),
                DeliveryRow.state == DeliveryState.SENT,
                DeliveryRow.at < before,
            )
        )
        return await self._session.scalar(had) or 0

    async def undelivered(self, origin: Origin) -> list[Undelivered]:
        """Who did not get it, push by push; of who was erased nothing is told."""
        found = await self._session.execute(
            select(DeliveryRow, SubscriberRow.chat_id, SubscriberRow.kind)
            .join(SubscriberRow, SubscriberRow.id == DeliveryRow.subscriber_id)
            .where(
                DeliveryRow.push_id.in_(select(PushRow.id).where(_pushes_of(origin), _BRINGING)),
                DeliveryRow.state != DeliveryState.SENT,
                SubscriberRow.standing != Standing.ERASED,
            )
            .order_by(DeliveryRow.push_id, DeliveryRow.subscriber_id)
        )
        return [
            Undelivered(
                push_id=row.push_id,
                subscriber_id=row.subscriber_id,
                chat_id=chat_id,
                chat_kind=kind,
                state=row.state,
                reason=row.reason,
                detail=row.detail,
                attempts=row.attempts,
                at=row.at,
            )
            for row, chat_id, kind in found
        ]

    async def shown_in(self, chat_id: ChatId, message_id: MessageId) -> Origin | None:
        """What a message of ours on the desk is about, or which announcement one brought."""
        reviewed = select(ReviewMessageRow.article_id, *_NO_ANNOUNCEMENT).where(
            ReviewMessageRow.chat_id == chat_id, ReviewMessageRow.message_id == message_id
        )
        corrected = (
            select(CorrectionRow.article_id, *_NO_ANNOUNCEMENT)
            .join(CorrectionMessageRow, CorrectionMessageRow.correction_id == CorrectionRow.id)
            .where(CorrectionMessageRow.chat_id == chat_id, CorrectionMessageRow.message_id == message_id)
        )
        counted = (
            select(PushRow.article_id, PushRow.target_id, PushRow.id)
            .join(ProgressMessageRow, ProgressMessageRow.push_id == PushRow.id)
            .where(ProgressMessageRow.chat_id == chat_id, ProgressMessageRow.message_id == message_id)
        )
        announced = (
            select(PushRow.article_id, PushRow.target_id, PushRow.id)
            .join(DeliveryRow, DeliveryRow.push_id == PushRow.id)
            .join(SubscriberRow, SubscriberRow.id == DeliveryRow.subscriber_id)
            .where(PushRow.kind == PushKind.ANNOUNCEMENT, DeliveryRow.message_id == message_id)
            .where(SubscriberRow.chat_id == chat_id)
        )
        row: Any = (await self._session.execute(union(reviewed, corrected, counted, announced))).first()
        return origin_of(*row) if row else None

    async def unreported(self, desk: Sequence[ChatId]) -> list[tuple[Ended, ChatId]]:
        """Corrections and retractions that are over, and the desk chats that were not told yet."""
        told = (
            select(PushReportRow.push_id, func.count().label("chats"))
            .group_by(PushReportRow.push_id)
            .subquery()
        )
        found = await self._session.execute(
            with_names(select(PushRow, *NAMES))
            .outerjoin(told, told.c.push_id == PushRow.id)
            .where(_CORRECTING, PushRow.state == PushState.DONE, func.coalesce(told.c.chats, 0) < len(desk))
            .order_by(PushRow.id)
        )
        over = found.all()
        tallies = await self._tallies([row.PushRow for row in over])
        known = select(PushReportRow.push_id, PushReportRow.chat_id).where(PushReportRow.push_id.in_(tallies))
        done = {(push_id, chat_id) for push_id, chat_id in await self._session.execute(known)}
        return [
            (
                Ended(
                    push_id=row.PushRow.id,
                    headline=name_of(row),
                    kind=row.PushRow.kind,
                    action=row.PushRow.action,
                    tally=tallies[row.PushRow.id],
                ),
                chat_id,
            )
            for row in over
            for chat_id in desk
            if (row.PushRow.id, chat_id) not in done
        ]

    async def reported(self, push_id: PushId, chat_id: ChatId) -> None:
        """The chat was told, or can't be."""
        telling = insert(self._session, PushReportRow).values(push_id=push_id, chat_id=chat_id)
        await self._session.execute(telling.on_conflict_do_nothing())

    async def _tallies(self, rows: Sequence[PushRow]) -> dict[PushId, Tally]:
        counted = await self._session.execute(
            select(PushTallyRow.push_id, PushTallyRow.state, PushTallyRow.reason, PushTallyRow.count).where(
                PushTallyRow.push_id.in_([row.id for row in rows])
            )
        )
        ended: dict[PushId, dict[tuple[DeliveryState, Reason | None], int]] = defaultdict(dict)
        for push_id, state, reason, count in counted:
            ended[push_id][state, Reason(reason) if reason else None] = count
        return {row.id: Tally(row.planned, ended[row.id]) for row in rows}


def _pushes_of(origin: Origin) -> ColumnElement[bool]:
    """Its pushes, and those that change these."""
    if isinstance(origin, OfArticle):
        return PushRow.article_id == origin.article_id
    first, again = origin.push_id, aliased(PushRow)
    sent_again = select(again.id).where(again.id > first, again.target_id == first)
    of_either = or_(PushRow.target_id == first, PushRow.target_id.in_(sent_again))
    # They are younger than it: said so, nobody looks through all pushes there ever were.
    return or_(PushRow.id == first, (PushRow.id > first) & of_either)
