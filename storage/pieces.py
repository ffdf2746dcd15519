"""The pieces in which a push is planned whose readers are too many for one transaction.

A piece is a range of subscriber ids; each goes on where the one before it ended. See docs/decisions/0310.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from bot.domain.pushes import Action, Lane, PushKind
from storage.delivery_rows import DeliveryRow
from storage.push_rows import BEING_PLANNED, PushRow
from storage.subscribers import SubscriberRow

PIECE = 25_000
"""Ids in a piece: on SQLite everybody waits as long as one is planned, and a tick plans one of each push."""


@dataclass(frozen=True)
class Piece:
    """The subscribers with ids from `first` to `last`. `is_last`: there is none above it."""

    first: int
    last: int
    is_last: bool


def within(piece: Piece | None, subscriber_id: Any) -> tuple[ColumnElement[bool], ...]:
    """What must hold of an id in the piece; nothing where all are planned at once.

    It is said of every table that a statement walks through, or each piece would walk through all of it.
    """
    return () if piece is None else (subscriber_id >= piece.first, subscriber_id <= piece.last)


def next_piece(connection: Connection, push: Any) -> Piece | None:
    """The readers who come next; None for all of them. What is sent again goes to few, and asks about every
    message that its readers have: never in pieces."""
    if push.target_id is not None and push.kind in (PushKind.ARTICLE, PushKind.ANNOUNCEMENT):
        return None
    before = push.planned_to or 0
    newest = connection.scalar(select(func.max(SubscriberRow.id))) or 0
    piece = Piece(before + 1, before + PIECE, is_last=newest <= before + PIECE)
    return None if push.planned_to is None and piece.is_last else piece


def must_wait(connection: Connection, push: Any) -> bool:
    """Whether something else is to be planned to its end, or to land, before this one begins.

    What is sent takes turns: whether a reader's day is full, what waits for their digest and whether they
    missed a push is asked of the pushes before it. New breaking news asks nothing of the kind.
    """
    if push.target_id is None and push.lane is Lane.BREAKING:
        return False
    others = PushRow.action == Action.SEND if push.action is Action.SEND else _in_the_way(push)
    is_planned = exists().where(BEING_PLANNED, others)
    return bool(connection.scalar(select(is_planned))) or (
        push.target_id is not None and _is_in_hand(connection, push)
    )


def _in_the_way(push: Any) -> Any:
    """Its target, and for an edit the other edits of that, or an older text could come last."""
    if push.action is Action.SEND:
        return PushRow.id == push.target_id
    edits = and_(PushRow.target_id == push.target_id, PushRow.action != Action.SEND)
    return or_(PushRow.id == push.target_id, edits)


def _is_in_hand(connection: Connection, push: Any) -> bool:
    """Whether messages of these are on their way: what edits them waits until they have landed."""
    busy = select(PushRow.id).where(_in_the_way(push))
    in_hand = exists().where(DeliveryRow.epoch >= 0, DeliveryRow.push_id.in_(busy))
    return bool(connection.scalar(select(in_hand)))
