"""The statements of the delivery machine, built once for each kind of database."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Text,
    Update,
    bindparam,
    case,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    update,
)

from bot.domain.deliveries import DeliveryState, Settlement
from bot.domain.follows import FollowKind
from bot.domain.pushes import Action, Policy, PushState
from bot.domain.subscribers import ChatKind, Standing
from storage.batches import Ask, Batch, Fields, Row, batch, question
from storage.columns import millis
from storage.delivery_rows import DeliveryRow, LeaseRow
from storage.follow_rows import FollowRow, PushKeyRow
from storage.lease_statements import COURIER
from storage.push_rows import MAY_GO, PushRow
from storage.stories import StoryArticleRow
from storage.subscribers import SubscriberRow

_LONGEST_DETAIL = 200
_KEY = ("push_id", "subscriber_id")
_FIELDS = (*_KEY, "state", "before", "not_before", "risk", "message_id", "reason", "detail")
_NOW = bindparam("now", type_=BigInteger)
"""In milliseconds, as the columns have it."""
_MINE = bindparam("mine", type_=BigInteger)
"""Our epoch."""


@dataclass(frozen=True)
class Statements:
    """What one kind of database is asked in every beat. `settle` and `arrive` take what settled_rows makes,
    the others keys of deliveries; after them come the present time in milliseconds and our epoch."""

    in_force: Ask
    settle: Batch
    arrive: Batch
    intend: Batch
    take: Batch
    drop: Batch


@cache
def statements(kind: str) -> Statements:
    """The statements for a kind of database."""
    row = DeliveryRow
    found = (row.push_id, row.subscriber_id)
    claimed = DeliveryState.CLAIMED
    # Not `state IN …` and not a bare `epoch = ?`: SQLite would walk through all that is in hand for each row.
    in_our_hands = row.epoch + 0 == _MINE

    def settle(one: Fields) -> Update:
        return _landed(one).where(in_our_hands, row.state == func.coalesce(one["before"], row.state))

    def arrive(one: Fields) -> Update:
        return _landed(one).where(row.state == DeliveryState.UNKNOWN)

    def intend(one: Fields) -> Update:
        ours = _matching(one).where(row.state == claimed, in_our_hands)
        return ours.values(state=DeliveryState.SENDING, attempts=row.attempts + 1, at=_NOW)

    def take(one: Fields) -> Update:
        return _matching(one).values(state=claimed, epoch=_MINE, not_before=null())

    def drop(one: Fields) -> Update:
        return _matching(one).values(state=DeliveryState.CANCELLED, not_before=null(), at=_NOW)

    return Statements(
        in_force=question(kind, IN_FORCE, ["mine"]),
        settle=batch(kind, _FIELDS, settle, ["now", "mine"], found),
        arrive=batch(kind, _FIELDS, arrive, ["now"], found),
        intend=batch(kind, _KEY, intend, ["now", "mine"], found),
        take=batch(kind, _KEY, take, ["mine"]),
        drop=batch(kind, _KEY, drop, ["now"]),
    )


def _matching(one: Fields) -> Update:
    return update(DeliveryRow).where(
        DeliveryRow.push_id == one["push_id"], DeliveryRow.subscriber_id == one["subscriber_id"]
    )


def _landed(one: Fields) -> Update:
    return _matching(one).values(
        state=one["state"],
        epoch=null(),
        not_before=one["not_before"],
        risk=DeliveryRow.risk + one["risk"],
        message_id=_known_to_whom_it_went(one),
        reason=one["reason"],
        detail=one["detail"],
        at=_NOW,
    )


def _known_to_whom_it_went(one: Fields) -> ColumnElement[Any]:
    """The message that arrived, unless its reader had everything erased while it was on its way."""
    erased = exists().where(
        SubscriberRow.id == DeliveryRow.subscriber_id, SubscriberRow.standing == Standing.ERASED
    )
    return case((~erased, func.coalesce(one["message_id"], DeliveryRow.message_id)))


def settled_rows(settlements: Sequence[Settlement]) -> list[Row]:
    """Settlements as the batches take them."""
    return [_row(one) for one in settlements]


def _row(one: Settlement) -> Row:
    return (
        one.push_id,
        one.subscriber_id,
        int(one.state),
        None if one.before is None else int(one.before),
        None if one.not_before is None else millis(one.not_before),
        int(one.at_risk),
        one.message_id,
        None if one.reason is None else int(one.reason),
        _short(one.detail),
    )


def _short(detail: str | None) -> str | None:
    # What Telegram or a proxy said, without what a database refuses.
    return detail.replace("\x00", "").encode("utf-8", "ignore").decode()[:_LONGEST_DETAIL] if detail else None


_STORY = (
    select(PushKeyRow.key)
    .where(PushKeyRow.push_id == PushRow.id, PushKeyRow.kind == FollowKind.STORY)
    .scalar_subquery()
)

IN_FORCE = (
    select(LeaseRow.epoch)
    .where(LeaseRow.name == COURIER, LeaseRow.epoch == bindparam("mine", type_=BigInteger))
    .with_for_update(read=True)
)
"""Whether we still are who delivers; locked, so that it stays so until the transaction ends."""

CURRENT_PUSHES = (
    select(
        PushRow.id,
        PushRow.action,
        PushRow.lane,
        PushRow.policy,
        PushRow.article_id,
        _STORY.label("story"),
    )
    .where(
        PushRow.state == PushState.SENDING,
        PushRow.expires_at > bindparam("now", type_=PushRow.expires_at.type),
        MAY_GO,
    )
    .order_by(PushRow.lane, PushRow.due_at, PushRow.id)
    .with_for_update(read=True, key_share=True, of=PushRow)
)
"""The pushes that may be delivered now: first lane first, then the oldest. A newsroom stop lets
corrections through. Who halts one waits until the claim is kept, and a claim until it is halted; its next
piece is planned meanwhile."""

WAITING = (
    select(
        DeliveryRow.subscriber_id,
        DeliveryRow.attempts,
        DeliveryRow.message_id,
        SubscriberRow.chat_id,
        SubscriberRow.kind,
        SubscriberRow.thread_id,
        SubscriberRow.edition,
        SubscriberRow.standing,
    )
    .join(SubscriberRow, SubscriberRow.id == DeliveryRow.subscriber_id)
    .where(
        DeliveryRow.push_id == bindparam("push", type_=BigInteger),
        DeliveryRow.not_before <= bindparam("now", type_=DeliveryRow.at.type),
    )
    .order_by(DeliveryRow.not_before.desc(), DeliveryRow.subscriber_id.desc())
    .limit(bindparam("limit", type_=Integer))
)
"""Deliveries of a push that may go now, with their readers; those that were tried before come first."""


EARLIER_OF_STORY = (
    select(DeliveryRow.subscriber_id, DeliveryRow.message_id)
    .select_from(FollowRow)
    .join(StoryArticleRow, StoryArticleRow.story_id == bindparam("story", type_=BigInteger))
    .join(PushRow, PushRow.article_id == StoryArticleRow.article_id)
    .join(
        DeliveryRow,
        (DeliveryRow.push_id == PushRow.id) & (DeliveryRow.subscriber_id == FollowRow.subscriber_id),
    )
    .where(
        FollowRow.subscriber_id.in_(bindparam("readers", expanding=True)),
        FollowRow.kind == FollowKind.STORY,
        FollowRow.key == bindparam("key", type_=Text),
        FollowRow.since.is_not(None),
        PushRow.action == Action.SEND,
        DeliveryRow.state == DeliveryState.SENT,
    )
    .order_by(DeliveryRow.push_id)
)
"""What those of these readers who follow a story got of it, the last message last."""

ALSO_READ = (
    select(FollowRow.subscriber_id, FollowRow.key)
    .where(
        FollowRow.subscriber_id.in_(bindparam("readers", expanding=True)),
        FollowRow.kind == FollowKind.EDITION,
        FollowRow.since.is_not(None),
    )
    .order_by(FollowRow.key)
)
"""The editions of which these readers get everything."""


def broken_off(epoch: int) -> Update:
    """What workers up to this epoch had in hand: not sent when only claimed, else by policy."""
    row = DeliveryRow
    sending = row.state == DeliveryState.SENDING
    resent = _resent()
    # PostgreSQL takes a bare parameter inside CASE for text.
    unknown, pending = (
        literal(one, row.state.type) for one in (DeliveryState.UNKNOWN, DeliveryState.PENDING)
    )
    return (
        update(row)
        .where(row.epoch <= epoch)
        .values(
            state=case((sending & ~resent, unknown), else_=pending),
            not_before=case((sending & ~resent, None), else_=bindparam("now", type_=row.at.type)),
            risk=case((sending & resent & _doubles(), row.risk + 1), else_=row.risk),
            detail=case((sending, "interrupted"), else_=row.detail),
            at=case((sending, bindparam("now", type_=row.at.type)), else_=row.at),
            epoch=None,
        )
        .returning(row.push_id, row.state, type_coerce(row.risk, Integer))
    )


def _resent() -> ColumnElement[bool]:
    chosen = select(PushRow.id).where(or_(PushRow.policy == Policy.RESEND, PushRow.action != Action.SEND))
    open_ = select(PushRow.id).where(PushRow.policy.is_(None), PushRow.action == Action.SEND)
    private = select(SubscriberRow.id).where(SubscriberRow.kind == ChatKind.PRIVATE)
    return or_(
        DeliveryRow.push_id.in_(chosen),
        DeliveryRow.push_id.in_(open_) & DeliveryRow.subscriber_id.in_(private),
    )


def _doubles() -> ColumnElement[bool]:
    return DeliveryRow.push_id.in_(select(PushRow.id).where(PushRow.action == Action.SEND))
