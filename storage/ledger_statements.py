"""The statements of the delivery machine, built once for each kind of database.

Batches travel as one JSON parameter that the database unfolds, so that a statement looks the same for
one row and for five hundred.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    SmallInteger,
    Subquery,
    Text,
    Update,
    bindparam,
    case,
    cast,
    func,
    literal,
    or_,
    select,
    type_coerce,
    update,
)

from bot.domain.deliveries import DeliveryState, Settlement
from bot.domain.ids import ChatId, Edition, MessageId, PushId, SubscriberId
from bot.domain.pushes import Action, Lane, Policy, PushState
from bot.domain.subscribers import ChatKind, Standing
from storage.columns import millis
from storage.delivery_rows import DeliveryRow
from storage.follow_rows import FollowRow, PushKeyRow
from storage.push_rows import PushCardRow, PushRow
from storage.subscribers import SubscriberRow

_LONGEST_DETAIL = 200
_FIELDS = ("push_id", "subscriber_id", "state", "not_before", "risk", "message_id", "reason", "detail")
_TEXTS = ("detail",)


@dataclass(frozen=True)
class Statements:
    """One database's way to settle; `rows` is the parameter of each."""

    settle: Update
    arrive: Update


@cache
def statements(dialect: str) -> Statements:
    """The statements for a kind of database."""
    incoming = _unfolded(dialect)
    row = DeliveryRow
    ours = (
        update(row)
        .where(row.push_id == incoming.c.push_id, row.subscriber_id == incoming.c.subscriber_id)
        .values(
            state=incoming.c.state,
            epoch=None,
            not_before=incoming.c.not_before,
            risk=row.risk + incoming.c.risk,
            message_id=func.coalesce(incoming.c.message_id, row.message_id),
            reason=incoming.c.reason,
            detail=incoming.c.detail,
            at=bindparam("now", type_=row.at.type),
        )
        .returning(row.push_id, row.state, row.reason)
    )
    # Not `state IN …` and not a bare `epoch = ?`: SQLite would walk through all that is in hand for each row.
    in_our_hands = row.epoch + 0 == bindparam("mine", type_=BigInteger)
    return Statements(
        settle=ours.where(in_our_hands),
        arrive=ours.where(row.state == DeliveryState.UNKNOWN),
    )


def _unfolded(dialect: str) -> Subquery:
    rows = bindparam("rows", type_=Text)
    if dialect == "sqlite":
        table = func.json_each(rows).table_valued("value")
        fields = [_from_sqlite(table.c.value, place, name) for place, name in enumerate(_FIELDS)]
    else:
        table = func.json_array_elements(cast(cast(rows, Text), JSON)).table_valued("value")
        fields = [_from_postgres(table.c.value, place, name) for place, name in enumerate(_FIELDS)]
    return select(*fields).select_from(table).subquery("incoming")


def _from_sqlite(value: Any, place: int, name: str) -> Any:
    return func.json_extract(value, f"$[{place}]").label(name)


def _from_postgres(value: Any, place: int, name: str) -> Any:
    field = value.op("->>")(place)
    return cast(field, Text if name in _TEXTS else BigInteger).label(name)


def as_rows(settlements: Sequence[Settlement]) -> str:
    """Settlements as the JSON that the statements unfold."""
    return json.dumps([_row(one) for one in settlements], ensure_ascii=False)


def _row(one: Settlement) -> tuple[Any, ...]:
    return (
        one.push_id,
        one.subscriber_id,
        int(one.state),
        None if one.not_before is None else millis(one.not_before),
        int(one.at_risk),
        one.message_id,
        None if one.reason is None else int(one.reason),
        _short(one.detail),
    )


def _short(detail: str | None) -> str | None:
    # What Telegram or a proxy said, without what a database refuses.
    return detail.replace("\x00", "").encode("utf-8", "ignore").decode()[:_LONGEST_DETAIL] if detail else None


def readers_of(push_id: int, now: datetime) -> Select[Any]:
    """A new delivery for every active subscriber of the push's editions who follows one of its subjects,
    and has muted none."""
    followers = _standing_to(push_id).where(FollowRow.since.is_not(None))
    silent = _standing_to(push_id).where(FollowRow.muted_until > now)
    return (
        _planned(push_id, now, literal(None, BigInteger))
        .select_from(SubscriberRow)
        .join(PushCardRow, PushCardRow.edition == SubscriberRow.edition)
        .where(PushCardRow.push_id == push_id, SubscriberRow.standing == Standing.ACTIVE)
        .where(SubscriberRow.id.in_(followers), SubscriberRow.id.not_in(silent))
        .order_by(SubscriberRow.id)
    )


def _standing_to(push_id: int) -> Select[SubscriberId]:
    """Who follows, followed or has muted a subject of the push."""
    return (
        select(FollowRow.subscriber_id)
        .join(PushKeyRow, (PushKeyRow.kind == FollowRow.kind) & (PushKeyRow.key == FollowRow.key))
        .where(PushKeyRow.push_id == push_id)
    )


def receivers_of(push_id: int, target_id: int, now: datetime) -> Select[Any]:
    """A new delivery for everybody who got the target, about the message they got."""
    got = DeliveryRow.__table__.alias("got")
    return (
        _planned(push_id, now, got.c.message_id, subscriber=got.c.subscriber_id)
        .select_from(got)
        .where(got.c.push_id == target_id, got.c.state == DeliveryState.SENT)
        .order_by(got.c.subscriber_id)
    )


PLANNED = ("push_id", "subscriber_id", "state", "not_before", "attempts", "risk", "message_id")


def _planned(push_id: int, now: datetime, message_id: Any, subscriber: Any = SubscriberRow.id) -> Select[Any]:
    return select(
        literal(push_id, BigInteger),
        subscriber,
        literal(int(DeliveryState.PENDING), SmallInteger),
        literal(millis(now), BigInteger),
        literal(0, Integer),
        literal(0, Integer),
        message_id,
    )


def current_pushes(now: datetime) -> Select[PushId, Action, Lane, Policy | None]:
    """The pushes that may be delivered now: first lane first, then the oldest."""
    return (
        select(PushRow.id, PushRow.action, PushRow.lane, PushRow.policy)
        .where(PushRow.state == PushState.SENDING, PushRow.expires_at > now)
        .order_by(PushRow.lane, PushRow.due_at, PushRow.id)
    )


def waiting(
    push_id: PushId, now: datetime, limit: int
) -> Select[SubscriberId, int, MessageId | None, ChatId, ChatKind, Edition, Standing]:
    """Deliveries that may go now with their readers; those that were tried before come first."""
    return (
        select(
            DeliveryRow.subscriber_id,
            DeliveryRow.attempts,
            DeliveryRow.message_id,
            SubscriberRow.chat_id,
            SubscriberRow.kind,
            SubscriberRow.edition,
            SubscriberRow.standing,
        )
        .join(SubscriberRow, SubscriberRow.id == DeliveryRow.subscriber_id)
        .where(DeliveryRow.push_id == push_id, DeliveryRow.not_before <= now)
        .order_by(DeliveryRow.not_before.desc(), DeliveryRow.subscriber_id.desc())
        .limit(limit)
    )


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
