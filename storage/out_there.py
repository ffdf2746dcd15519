"""What of an article is on readers' phones: its pushes, what corrects them, and who has none."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ForeignKey, case, func, select, union, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.corrections import Ended, PushOut, Undelivered
from bot.domain.deliveries import DeliveryState, Reason, Tally
from bot.domain.ids import ArticleId, ChatId, Edition, MessageId, PushId
from bot.domain.pushes import Action, Card, PushKind, PushState
from bot.domain.subscribers import Standing
from storage.articles import ArticleRow
from storage.audiences import who_missed
from storage.columns import Base, insert
from storage.corrections import CorrectionMessageRow, CorrectionRow
from storage.delivery_rows import DeliveryRow
from storage.planning import filed_under
from storage.push_reports import ProgressMessageRow
from storage.push_rows import PushCardRow, PushRow, PushTallyRow
from storage.reviews import ReviewMessageRow
from storage.subscribers import SubscriberRow

_NO_PUSH = 0
_CORRECTING = PushRow.kind.in_((PushKind.CORRECTION, PushKind.RETRACTION))
_BRINGING = (PushRow.kind == PushKind.ARTICLE) & (PushRow.action == Action.SEND)


class PushReportRow(Base):
    """A desk chat that was told how a correction or retraction ended, or can't be."""

    __tablename__ = "push_reports"

    push_id: Mapped[PushId] = mapped_column(ForeignKey("pushes.id"), primary_key=True, autoincrement=False)
    chat_id: Mapped[ChatId] = mapped_column(primary_key=True, autoincrement=False)


class SqlOutThere:
    """bot.desk_ports.OutThere on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, article_id: ArticleId) -> list[PushOut]:
        """Its pushes, and what edited, deleted or answered them, oldest first."""
        rows = (
            await self._session.scalars(
                select(PushRow)
                .where(PushRow.article_id == article_id)
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
        """How many would get it now and have no push of its article."""
        connection = await self._session.connection()
        target = await connection.run_sync(filed_under, push_id)
        audience = who_missed(_NO_PUSH, target, now).subquery()
        return await self._session.scalar(select(func.count()).select_from(audience)) or 0

    async def older(self, article_id: ArticleId, before: datetime) -> int:
        """How many have had it since before this time."""
        had = (
            select(func.count())
            .select_from(DeliveryRow)
            .where(
                DeliveryRow.push_id.in_(
                    select(PushRow.id).where(PushRow.article_id == article_id, _BRINGING)
                ),
                DeliveryRow.state == DeliveryState.SENT,
                DeliveryRow.at < before,
            )
        )
        return await self._session.scalar(had) or 0

    async def undelivered(self, article_id: ArticleId) -> list[Undelivered]:
        """Who did not get it, push by push; of who was erased nothing is told."""
        found = await self._session.execute(
            select(DeliveryRow, SubscriberRow.chat_id, SubscriberRow.kind)
            .join(SubscriberRow, SubscriberRow.id == DeliveryRow.subscriber_id)
            .where(
                DeliveryRow.push_id.in_(
                    select(PushRow.id).where(PushRow.article_id == article_id, _BRINGING)
                ),
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

    async def shown_in(self, chat_id: ChatId, message_id: MessageId) -> ArticleId | None:
        """The article that a message of ours on the desk is about."""
        reviewed = select(ReviewMessageRow.article_id).where(
            ReviewMessageRow.chat_id == chat_id, ReviewMessageRow.message_id == message_id
        )
        corrected = (
            select(CorrectionRow.article_id)
            .join(CorrectionMessageRow, CorrectionMessageRow.correction_id == CorrectionRow.id)
            .where(CorrectionMessageRow.chat_id == chat_id, CorrectionMessageRow.message_id == message_id)
        )
        counted = (
            select(PushRow.article_id)
            .join(ProgressMessageRow, ProgressMessageRow.push_id == PushRow.id)
            .where(ProgressMessageRow.chat_id == chat_id, ProgressMessageRow.message_id == message_id)
            .where(PushRow.article_id.is_not(None))
        )
        return await self._session.scalar(union(reviewed, corrected, counted))

    async def unreported(self, desk: Sequence[ChatId]) -> list[tuple[Ended, ChatId]]:
        """Corrections and retractions that are over, and the desk chats that were not told yet."""
        told = (
            select(PushReportRow.push_id, func.count().label("chats"))
            .group_by(PushReportRow.push_id)
            .subquery()
        )
        found = await self._session.execute(
            select(PushRow, ArticleRow.headline)
            .join(ArticleRow, ArticleRow.id == PushRow.article_id)
            .outerjoin(told, told.c.push_id == PushRow.id)
            .where(_CORRECTING, PushRow.state == PushState.DONE, func.coalesce(told.c.chats, 0) < len(desk))
            .order_by(PushRow.id)
        )
        over = found.all()
        tallies = await self._tallies([row for row, _ in over])
        known = select(PushReportRow.push_id, PushReportRow.chat_id).where(PushReportRow.push_id.in_(tallies))
        done = {(push_id, chat_id) for push_id, chat_id in await self._session.execute(known)}
        return [
            (
                Ended(
                    push_id=row.id,
                    headline=headline,
                    kind=row.kind,
                    action=row.action,
                    tally=tallies[row.id],
                ),
                chat_id,
            )
            for row, headline in over
            for chat_id in desk
            if (row.id, chat_id) not in done
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
