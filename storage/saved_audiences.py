"""Audiences: as SQL, as they stand on file, and those that the desk keeps by name."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.audiences import Audience
from bot.domain.folding import fold
from bot.domain.follows import FollowKind, Subject
from bot.domain.subscribers import ChatKind
from storage.columns import Base, Json, insert
from storage.follow_rows import FollowRow
from storage.pieces import Piece, within
from storage.subscribers import SubscriberRow


class SavedAudienceRow(Base):
    """An audience by its name; `key` is the name folded."""

    __tablename__ = "saved_audiences"

    key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    audience: Mapped[dict[str, Any]] = mapped_column(Json)


class SqlAudiences:
    """bot.queue_ports.Audiences on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def save(self, name: str, audience: Audience) -> None:
        """Keep it by this name, in place of what was called so."""
        row = insert(self._session, SavedAudienceRow).values(key=fold(name), name=name, audience=audience)
        kept = {"name": row.excluded.name, "audience": row.excluded.audience}
        await self._session.execute(row.on_conflict_do_update(index_elements=["key"], set_=kept))

    async def saved(self) -> Mapping[str, Audience]:
        """All of them, by name."""
        found = await self._session.execute(
            select(SavedAudienceRow.name, SavedAudienceRow.audience).order_by(SavedAudienceRow.key)
        )
        return {name: kept for name, data in found if (kept := as_audience(data))}


def matching(
    audience: Audience | None, now: datetime, piece: Piece | None = None
) -> list[ColumnElement[bool]]:
    """What must hold of a subscriber's row (in a piece); nothing where no audience is set, so that it costs
    nothing."""
    if audience is None:
        return []
    row, day = SubscriberRow, timedelta(days=1)
    wanted: list[ColumnElement[bool]] = [
        row.id.in_(
            select(FollowRow.subscriber_id).where(
                FollowRow.kind == one.kind,
                FollowRow.key == one.key,
                FollowRow.since.is_not(None),
                *within(piece, FollowRow.subscriber_id),
            )
        )
        for one in (audience.topic, audience.author)
        if one
    ]
    if audience.edition:
        wanted.append(row.edition == audience.edition)
    if audience.active_days:
        wanted.append(row.seen_on >= (now - audience.active_days * day).date())
    if audience.joined_days:
        wanted.append(row.joined_at >= now - audience.joined_days * day)
    if audience.source:
        wanted.append(row.source == audience.source)
    if audience.chats:
        wanted.append(row.kind.in_(audience.chats))
    return wanted


def as_audience(data: Mapping[str, Any] | None) -> Audience | None:
    """An audience from its row; None where none is set."""
    if data is None:
        return None
    return Audience(
        edition=data["edition"],
        topic=_subject(data["topic"]),
        author=_subject(data["author"]),
        active_days=data["active_days"],
        joined_days=data["joined_days"],
        source=data["source"],
        chats=tuple(map(ChatKind, data["chats"])),
    )


def _subject(data: Mapping[str, str] | None) -> Subject | None:
    return Subject(FollowKind(data["kind"]), data["key"], data["label"]) if data else None
