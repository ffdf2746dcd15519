"""The rows of pushes and their cards, which both pushes.py and ledger.py read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    Row,
    SmallInteger,
    UniqueConstraint,
    bindparam,
    exists,
    false,
    or_,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.deliveries import DeliveryState
from bot.domain.ids import ArticleId, Edition, PushId, SubscriberId, UserId
from bot.domain.pushes import Action, Button, ButtonRows, Card, Lane, Policy, PushKind, PushState
from storage.columns import Base, Choice, Json, Number


class PushRow(Base):
    """A push. `planned` counts its deliveries, `ended_at` is when it was done or cancelled."""

    __tablename__ = "pushes"
    __table_args__ = (
        UniqueConstraint("schedule", "slot"),
        Index(None, "state", "due_at"),
        Index(None, "due_at"),
        Index("ix_pushes_to_report", "id", sqlite_where=text("NOT report_over")),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[PushId] = mapped_column(primary_key=True)
    kind: Mapped[PushKind] = mapped_column(Choice(PushKind))
    article_id: Mapped[ArticleId | None] = mapped_column(ForeignKey("articles.id"), index=True)
    """None for a digest."""
    action: Mapped[Action] = mapped_column(Choice(Action))
    lane: Mapped[Lane] = mapped_column(Number(Lane))
    policy: Mapped[Policy | None] = mapped_column(Choice(Policy))
    target_id: Mapped[PushId | None] = mapped_column(ForeignKey("pushes.id"))
    state: Mapped[PushState] = mapped_column(Choice(PushState))
    planned: Mapped[int]
    stopped_for: Mapped[str | None]
    unknown_seen: Mapped[int]
    """How many unknown deliveries an editor chose to leave so."""
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    created_by: Mapped[UserId | None]
    schedule: Mapped[str]
    slot: Mapped[str]
    ended_at: Mapped[datetime | None]
    audience: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """A bot.domain.audiences.Audience; None for all whom it is for."""
    planned_as: Mapped[int | None] = mapped_column(BigInteger, index=True)
    """Of articles: the number of its turn. Clocks jump, and ids are older than plans: neither tells what came
    after a reader's last digest."""
    revision: Mapped[int | None]
    """The article's, whose text its readers have."""
    held_by: Mapped[int | None] = mapped_column(BigInteger)
    """The standstill that held it, so that none holds it twice."""
    planned_to: Mapped[SubscriberId | None] = mapped_column(BigInteger)
    """While it is planned in pieces: up to which subscriber. None before, when all is planned, and when it
    was cancelled meanwhile."""
    pruned_at: Mapped[datetime | None]
    """Since when its deliveries are gone and only their counts are kept."""
    report_over: Mapped[bool] = mapped_column(server_default=false())
    """Whether the desk was told all there is to tell. The index is partial on PostgreSQL by the migration."""


BEING_PLANNED = PushRow.state.in_((PushState.SENDING, PushState.PAUSED)) & PushRow.planned_to.is_not(None)
"""Some of its readers have their deliveries, and the others get theirs. The states are for the index."""


class PushCardRow(Base):
    """The frozen text of a push in one edition."""

    __tablename__ = "push_cards"

    push_id: Mapped[PushId] = mapped_column(ForeignKey("pushes.id"), primary_key=True, autoincrement=False)
    edition: Mapped[Edition] = mapped_column(primary_key=True)
    html: Mapped[str]
    photo: Mapped[str | None]
    photo_id: Mapped[str | None]
    preview: Mapped[str | None]
    buttons: Mapped[list[list[dict[str, Any]]]] = mapped_column(Json)


class PushLinkRow(Base):
    """Where a link of a push's buttons leads; the key stands in its address."""

    __tablename__ = "push_links"

    key: Mapped[str] = mapped_column(primary_key=True)
    push_id: Mapped[PushId] = mapped_column(ForeignKey("pushes.id"))
    url: Mapped[str]


class NewsroomStopRow(Base):
    """Nothing new goes out while this row is there: one at most."""

    __tablename__ = "newsroom_stop"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    begun_at: Mapped[datetime]
    begun_name: Mapped[str]


MAY_GO = or_(PushRow.action != Action.SEND, ~exists().where(NewsroomStopRow.id.is_not(None)))
"""A newsroom stop holds back what is new; what is out may still be corrected and taken away."""


class PushTallyRow(Base):
    """How many deliveries of a push ended how, kept in step with them: nobody counts a million rows.

    `reason` is a bot.domain.deliveries.Reason, 0 where there is none.
    """

    __tablename__ = "push_tallies"
    __table_args__ = (Index("ix_push_tallies_unfolded", "push_id", sqlite_where=text("count <> folded")),)

    push_id: Mapped[PushId] = mapped_column(ForeignKey("pushes.id"), primary_key=True, autoincrement=False)
    state: Mapped[DeliveryState] = mapped_column(Number(DeliveryState), primary_key=True, autoincrement=False)
    reason: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    count: Mapped[int]
    folded: Mapped[int] = mapped_column(server_default="0")
    """How many of them the figures of the day hold; see statistics.py."""


CARDS = (
    select(
        PushCardRow.push_id,
        PushCardRow.edition,
        PushCardRow.html,
        PushCardRow.photo,
        PushCardRow.photo_id,
        PushCardRow.preview,
        PushCardRow.buttons,
    )
    .where(PushCardRow.push_id.in_(bindparam("push_ids", expanding=True)))
    .order_by(PushCardRow.edition)
)
"""The columns of some pushes' cards, for `cards_from`."""


def cards_from(rows: Iterable[Row[Any]]) -> dict[PushId, dict[Edition, Card]]:
    """Cards by push and edition, from the rows of CARDS."""
    cards: dict[PushId, dict[Edition, Card]] = defaultdict(dict)
    for row in rows:
        buttons: ButtonRows = tuple(tuple(Button(**button) for button in line) for line in row.buttons)
        cards[row.push_id][row.edition] = Card(
            html=row.html, photo=row.photo, photo_id=row.photo_id, preview=row.preview, buttons=buttons
        )
    return cards


async def cards_of(session: AsyncSession, push_ids: Sequence[PushId]) -> dict[PushId, dict[Edition, Card]]:
    """The cards of these pushes by edition."""
    return cards_from(await session.execute(CARDS, {"push_ids": push_ids}))


def card_row(push_id: PushId, edition: Edition, card: Card) -> PushCardRow:
    """A card as a row."""
    return PushCardRow(
        push_id=push_id,
        edition=edition,
        html=card.html,
        photo=card.photo,
        photo_id=card.photo_id,
        preview=card.preview,
        buttons=[[asdict(button) for button in row] for row in card.buttons],
    )
