"""The rows of pushes and their cards, which both pushes.py and deliveries.py read."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.ids import ArticleId, Edition, PushId, UserId
from bot.domain.pushes import Button, ButtonRows, Card, PushKind, PushState
from storage.columns import Base, Choice, Json


class PushRow(Base):
    """A push. `ended_at` is when it was done or cancelled."""

    __tablename__ = "pushes"
    __table_args__ = (
        UniqueConstraint("schedule", "slot"),
        Index(None, "state", "due_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[PushId] = mapped_column(primary_key=True)
    kind: Mapped[PushKind] = mapped_column(Choice(PushKind))
    article_id: Mapped[ArticleId] = mapped_column(ForeignKey("articles.id"), index=True)
    state: Mapped[PushState] = mapped_column(Choice(PushState))
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    created_by: Mapped[UserId | None]
    schedule: Mapped[str]
    slot: Mapped[str]
    ended_at: Mapped[datetime | None]


class PushCardRow(Base):
    """The frozen text of a push in one edition."""

    __tablename__ = "push_cards"

    push_id: Mapped[PushId] = mapped_column(ForeignKey("pushes.id"), primary_key=True, autoincrement=False)
    edition: Mapped[Edition] = mapped_column(primary_key=True)
    html: Mapped[str]
    photo: Mapped[str | None]
    preview: Mapped[str | None]
    buttons: Mapped[list[list[dict[str, Any]]]] = mapped_column(Json)


async def cards_of(session: AsyncSession, push_ids: Sequence[PushId]) -> dict[PushId, dict[Edition, Card]]:
    """The cards of these pushes by edition."""
    rows = await session.scalars(
        select(PushCardRow).where(PushCardRow.push_id.in_(push_ids)).order_by(PushCardRow.edition)
    )
    cards: dict[PushId, dict[Edition, Card]] = defaultdict(dict)
    for row in rows:
        cards[row.push_id][row.edition] = _card(row)
    return cards


def card_row(push_id: PushId, edition: Edition, card: Card) -> PushCardRow:
    """A card as a row."""
    return PushCardRow(
        push_id=push_id,
        edition=edition,
        html=card.html,
        photo=card.photo,
        preview=card.preview,
        buttons=[[asdict(button) for button in row] for row in card.buttons],
    )


def _card(row: PushCardRow) -> Card:
    buttons: ButtonRows = tuple(tuple(Button(**button) for button in line) for line in row.buttons)
    return Card(html=row.html, photo=row.photo, preview=row.preview, buttons=buttons)
