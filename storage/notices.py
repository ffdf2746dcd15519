"""Which desk chats were told of which push's trouble, and who has yet to hear of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ForeignKey, Select, and_, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.deliveries import DeliveryState, Reason
from bot.domain.ids import ChatId, Edition, MessageId, PushId
from bot.domain.push_troubles import PushTrouble, PushTroubleKind
from bot.domain.pushes import PushState
from storage.articles import ArticleRow
from storage.columns import Base, Choice, insert
from storage.endings import hand_of
from storage.push_rows import PushRow, PushTallyRow

_KEY = ("push_id", "kind", "chat_id")


class DeskNoticeRow(Base):
    """A desk chat's message about a push; without a message id, the chat was tried in vain."""

    __tablename__ = "desk_notices"

    push_id: Mapped[PushId] = mapped_column(ForeignKey("pushes.id"), primary_key=True, autoincrement=False)
    kind: Mapped[PushTroubleKind] = mapped_column(Choice(PushTroubleKind), primary_key=True)
    chat_id: Mapped[ChatId] = mapped_column(primary_key=True, autoincrement=False)
    message_id: Mapped[MessageId | None]
    figure: Mapped[int]


class SqlNotices:
    """bot.ports.Notices on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def due(self, desk: Sequence[ChatId]) -> list[tuple[PushTrouble, ChatId]]:
        """What a desk chat has not been told (or tried) yet, or only with a smaller figure."""
        troubles = [*await self._unknown(), *await self._stopped()]
        told = await self._told([one.push_id for one in troubles])
        return [
            (one, chat_id)
            for one in troubles
            for chat_id in desk
            if told.get((one.push_id, one.kind, chat_id), 0) < one.figure
        ]

    async def shown(self, trouble: PushTrouble, chat_id: ChatId, message_id: MessageId | None) -> None:
        """Remember the newest desk message; None means that the chat could not be reached."""
        telling = insert(self._session, DeskNoticeRow).values(
            push_id=trouble.push_id,
            kind=trouble.kind,
            chat_id=chat_id,
            message_id=message_id,
            figure=trouble.figure,
        )
        known = func.coalesce(telling.excluded.message_id, DeskNoticeRow.message_id)
        await self._session.execute(
            telling.on_conflict_do_update(
                index_elements=_KEY, set_={"message_id": known, "figure": telling.excluded.figure}
            )
        )

    async def close(self, push_id: PushId, kind: PushTroubleKind) -> list[tuple[ChatId, MessageId]]:
        """It is decided: forget who was told, so that new trouble is told anew; the messages, by chat."""
        closed = await self._session.execute(
            delete(DeskNoticeRow)
            .where(DeskNoticeRow.push_id == push_id, DeskNoticeRow.kind == kind)
            .returning(DeskNoticeRow.chat_id, DeskNoticeRow.message_id)
        )
        return sorted((chat_id, message_id) for chat_id, message_id in closed if message_id is not None)

    async def forget_unreached(self, chat_id: ChatId) -> None:
        """The chat can be reached now: let it be told what it missed."""
        await self._session.execute(
            delete(DeskNoticeRow).where(DeskNoticeRow.chat_id == chat_id, DeskNoticeRow.message_id.is_(None))
        )

    async def _unknown(self) -> list[PushTrouble]:
        unknown = _counted(PushTallyRow.state == DeliveryState.UNKNOWN)
        return await self._load(
            unknown.where(PushTallyRow.count > PushRow.unknown_seen), PushTroubleKind.UNKNOWN
        )

    async def _stopped(self) -> list[PushTrouble]:
        """Those of which nothing is under way any more: the figure would still grow."""
        rejected = and_(
            PushTallyRow.state == DeliveryState.FAILED, PushTallyRow.reason == int(Reason.REJECTED)
        )
        stopped = _counted(rejected).where(
            PushRow.state == PushState.PAUSED, PushRow.stopped_for.is_not(None), ~hand_of(PushRow.id)
        )
        return await self._load(stopped, PushTroubleKind.STOPPED)

    async def _load(
        self, query: Select[PushId, int, str | None, str, Edition, int], kind: PushTroubleKind
    ) -> list[PushTrouble]:
        found = await self._session.execute(query)
        return [
            PushTrouble(
                push_id=row.id,
                kind=kind,
                headline=row.headline,
                edition=row.edition,
                figure=row.figure,
                planned=row.planned,
                said=row.stopped_for or "",
            )
            for row in found
        ]

    async def _told(self, push_ids: Sequence[PushId]) -> dict[tuple[PushId, PushTroubleKind, ChatId], int]:
        if not push_ids:
            return {}
        found = await self._session.scalars(select(DeskNoticeRow).where(DeskNoticeRow.push_id.in_(push_ids)))
        return {(row.push_id, row.kind, row.chat_id): row.figure for row in found}


def _counted(tally: Any) -> Select[PushId, int, str | None, str, Edition, int]:
    """Pushes with the headline of their article, a digest with its hour, and the tally of their trouble."""
    return (
        select(
            PushRow.id,
            PushRow.planned,
            PushRow.stopped_for,
            func.coalesce(ArticleRow.headline, PushRow.schedule).label("headline"),
            func.coalesce(ArticleRow.edition, "").label("edition"),
            PushTallyRow.count.label("figure"),
        )
        .outerjoin(ArticleRow, ArticleRow.id == PushRow.article_id)
        .join(PushTallyRow, and_(PushTallyRow.push_id == PushRow.id, tally))
        .order_by(PushRow.id)
    )
