"""What the paper changed in articles that readers have, and the desk messages that show it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.articles import Article
from bot.domain.changes import merged
from bot.domain.corrections import Correction, CorrectionId, CorrectionState
from bot.domain.ids import ArticleId, ChatId, MessageId, UserId
from bot.domain.subscribers import Person
from storage.articles import SqlArticles
from storage.columns import ROW_ID, Base, Choice, insert


class CorrectionRow(Base):
    """A correction."""

    __tablename__ = "corrections"
    __table_args__ = (Index(None, "article_id"), Index(None, "state"), {"sqlite_autoincrement": True})

    id: Mapped[CorrectionId] = mapped_column(ROW_ID, primary_key=True)
    article_id: Mapped[ArticleId] = mapped_column(ForeignKey("articles.id"))
    base: Mapped[int]
    revision: Mapped[int]
    state: Mapped[CorrectionState] = mapped_column(Choice(CorrectionState))
    note: Mapped[str]
    notes: Mapped[int]
    opened_at: Mapped[datetime]
    decided_by: Mapped[UserId | None]
    decided_name: Mapped[str | None]
    decided_at: Mapped[datetime | None]


class CorrectionMessageRow(Base):
    """A desk chat's message with a correction; without a message id, the chat was tried in vain."""

    __tablename__ = "correction_messages"

    correction_id: Mapped[CorrectionId] = mapped_column(
        ROW_ID, ForeignKey("corrections.id"), primary_key=True, autoincrement=False
    )
    chat_id: Mapped[ChatId] = mapped_column(primary_key=True, autoincrement=False)
    message_id: Mapped[MessageId | None]
    shows_verdict: Mapped[bool] = mapped_column(default=False)


_WAITS = CorrectionRow.state == CorrectionState.WAITING


class SqlCorrections:
    """bot.desk_ports.Corrections on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._articles = SqlArticles(session)

    async def open(self, article: Article, base: int, now: datetime) -> None:
        """Lay a change before the desk; what waits of the same article is shown anew with it."""
        if await self.renew(article):
            return
        self._session.add(
            CorrectionRow(
                article_id=article.id,
                base=base,
                revision=article.revision,
                state=CorrectionState.WAITING,
                note="",
                notes=0,
                opened_at=now,
            )
        )
        await self._session.flush()

    async def renew(self, article: Article) -> bool:
        """Show what waits of this article anew, with what it says now; False when nothing waits."""
        waiting = await self._session.scalar(
            update(CorrectionRow)
            .where(CorrectionRow.article_id == article.id, _WAITS)
            .values(revision=article.revision)
            .returning(CorrectionRow.id)
        )
        if waiting is not None:
            await self._session.execute(
                delete(CorrectionMessageRow).where(CorrectionMessageRow.correction_id == waiting)
            )
        return waiting is not None

    async def get(self, correction_id: CorrectionId) -> Correction | None:
        """The correction, with what changed since the revision that readers have."""
        row = await self._session.get(CorrectionRow, correction_id, populate_existing=True)
        return await self._correction(row) if row else None

    async def decide(
        self, correction_id: CorrectionId, state: CorrectionState, by: Person, now: datetime
    ) -> bool:
        """Decide if it still waits; False when somebody was faster. The answer in the decider's chat shows
        the verdict there."""
        decided = await self._decide(CorrectionRow.id == correction_id, state, by, now)
        if decided:
            await self.verdict_shown(correction_id, by.chat_id)
        return decided

    async def note(self, correction_id: CorrectionId, text: str) -> int:
        """Keep what readers are to be told; the number of the note."""
        number: int | None = await self._session.scalar(
            update(CorrectionRow)
            .where(CorrectionRow.id == correction_id)
            .values(note=text, notes=CorrectionRow.notes + 1)
            .returning(CorrectionRow.notes)
        )
        assert number is not None
        return number

    async def retract(self, article_id: ArticleId, by: Person, now: datetime) -> None:
        """The article is taken back: nothing of it waits any more."""
        await self._decide(CorrectionRow.article_id == article_id, CorrectionState.RETRACTED, by, now)

    async def unshown(self, desk: Sequence[ChatId]) -> list[tuple[Correction, ChatId]]:
        """What waits and a desk chat has not been shown (or tried) yet, oldest first."""
        rows = (
            await self._session.scalars(select(CorrectionRow).where(_WAITS).order_by(CorrectionRow.id))
        ).all()
        tried = select(CorrectionMessageRow.correction_id, CorrectionMessageRow.chat_id).where(
            CorrectionMessageRow.correction_id.in_([row.id for row in rows])
        )
        shown = {(number, chat_id) for number, chat_id in await self._session.execute(tried)}
        missing = [(row, chat_id) for row in rows for chat_id in desk if (row.id, chat_id) not in shown]
        return [(await self._correction(row), chat_id) for row, chat_id in missing]

    async def shown(self, correction: Correction, chat_id: ChatId, message_id: MessageId | None) -> None:
        """Remember the desk message, unless the article has changed since; None means that the chat could not
        be reached."""
        now = select(CorrectionRow.revision).where(CorrectionRow.id == correction.id)
        if await self._session.scalar(now) != correction.revision:
            return
        adding = insert(self._session, CorrectionMessageRow).values(
            correction_id=correction.id, chat_id=chat_id, message_id=message_id, shows_verdict=False
        )
        known = func.coalesce(adding.excluded.message_id, CorrectionMessageRow.message_id)
        await self._session.execute(
            adding.on_conflict_do_update(
                index_elements=["correction_id", "chat_id"], set_={"message_id": known}
            )
        )

    async def without_verdict(self) -> list[tuple[Correction, ChatId, MessageId]]:
        """Desk messages of what is decided that still show the buttons to decide."""
        found = await self._session.execute(
            select(CorrectionRow, CorrectionMessageRow.chat_id, CorrectionMessageRow.message_id)
            .join(CorrectionMessageRow, CorrectionMessageRow.correction_id == CorrectionRow.id)
            .where(
                ~_WAITS,
                CorrectionMessageRow.shows_verdict.is_(False),
                CorrectionMessageRow.message_id.is_not(None),
            )
            .order_by(CorrectionRow.id, CorrectionMessageRow.chat_id)
        )
        return [
            (await self._correction(row), chat_id, message_id)
            for row, chat_id, message_id in found.all()
            if message_id is not None
        ]

    async def verdict_shown(self, correction_id: CorrectionId, chat_id: ChatId) -> None:
        """The desk message in this chat says what was decided, or can't be made to."""
        await self._session.execute(
            update(CorrectionMessageRow)
            .where(
                CorrectionMessageRow.correction_id == correction_id, CorrectionMessageRow.chat_id == chat_id
            )
            .values(shows_verdict=True)
        )

    async def forget_unreached(self, chat_id: ChatId) -> None:
        """The chat can be reached now: let it be shown what it missed."""
        await self._session.execute(
            delete(CorrectionMessageRow).where(
                CorrectionMessageRow.chat_id == chat_id, CorrectionMessageRow.message_id.is_(None)
            )
        )

    async def _decide(
        self, which: ColumnElement[bool], state: CorrectionState, by: Person, now: datetime
    ) -> bool:
        values: dict[str, Any] = {"state": state, "decided_by": by.id, "decided_name": by.name}
        decided = await self._session.scalars(
            update(CorrectionRow)
            .where(which, _WAITS)
            .values(decided_at=now, **values)
            .returning(CorrectionRow.id)
        )
        return bool(decided.all())

    async def _correction(self, row: CorrectionRow) -> Correction:
        history = await self._articles.changes(row.article_id)
        since = [changes for number, changes in history.items() if row.base < number <= row.revision]
        return Correction(
            id=row.id,
            article=await self._articles.get(row.article_id),
            base=row.base,
            revision=row.revision,
            changes=merged(since),
            state=row.state,
            note=row.note,
            notes=row.notes,
            decided_by=row.decided_by,
            decided_name=row.decided_name,
            decided_at=row.decided_at,
        )
