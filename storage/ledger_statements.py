"""The statements of the delivery machine, built once for each kind of database.

Batches travel as one JSON parameter that the database unfolds, so that a statement looks the same for
one row and for five hundred.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Integer,
    Subquery,
    Text,
    Update,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    type_coerce,
    update,
)

from bot.domain.deliveries import DeliveryState, Settlement
from bot.domain.follows import FollowKind
from bot.domain.pushes import Action, Policy, PushState
from bot.domain.subscribers import ChatKind, Standing
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
_TEXTS = ("detail",)


@dataclass(frozen=True)
class Statements:
    """What one kind of database is asked in every beat. `rows` is a parameter of each, as as_rows or as_keys
    make it; so are `mine`, our epoch, and `now`."""

    settle: Update
    arrive: Update
    intend: Update
    take: Update
    drop: Update


@cache
def statements(dialect: str) -> Statements:
    """The statements for a kind of database."""
    row = DeliveryRow
    now = bindparam("now", type_=row.at.type)
    mine = bindparam("mine", type_=BigInteger)
    incoming, named = _unfolded(dialect, _FIELDS), _unfolded(dialect, _KEY)
    landed = (
        _matching(incoming)
        .values(
            state=incoming.c.state,
            epoch=None,
            not_before=incoming.c.not_before,
            risk=row.risk + incoming.c.risk,
            message_id=_known_to_whom_it_went(incoming),
            reason=incoming.c.reason,
            detail=incoming.c.detail,
            at=now,
        )
        .returning(row.push_id, row.subscriber_id)
    )
    claimed = DeliveryState.CLAIMED
    # Not `state IN …` and not a bare `epoch = ?`: SQLite would walk through all that is in hand for each row.
    in_our_hands = row.epoch + 0 == mine
    return Statements(
        settle=landed.where(in_our_hands, row.state == func.coalesce(incoming.c.before, row.state)),
        arrive=landed.where(row.state == DeliveryState.UNKNOWN),
        intend=_matching(named)
        .where(row.state == claimed, in_our_hands)
        .values(state=DeliveryState.SENDING, attempts=row.attempts + 1, at=now)
        .returning(row.push_id, row.subscriber_id),
        take=_matching(named).values(state=claimed, epoch=mine, not_before=None),
        drop=_matching(named).values(state=DeliveryState.CANCELLED, not_before=None, at=now),
    )


def _matching(rows: Subquery) -> Update:
    return update(DeliveryRow).where(
        DeliveryRow.push_id == rows.c.push_id, DeliveryRow.subscriber_id == rows.c.subscriber_id
    )


def _unfolded(dialect: str, names: Sequence[str]) -> Subquery:
    rows = bindparam("rows", type_=Text)
    if dialect == "sqlite":
        table = func.json_each(rows).table_valued("value")
        fields = [_from_sqlite(table.c.value, place, name) for place, name in enumerate(names)]
    else:
        table = func.json_array_elements(cast(cast(rows, Text), JSON)).table_valued("value")
        fields = [_from_postgres(table.c.value, place, name) for place, name in enumerate(names)]
    return select(*fields).select_from(table).subquery("incoming")


def _from_sqlite(value: Any, place: int, name: str) -> Any:
    return func.json_extract(value, f"$[{place}]").label(name)


def _from_postgres(value: Any, place: int, name: str) -> Any:
    field = value.op("->>")(place)
    return cast(field, Text if name in _TEXTS else BigInteger).label(name)


def _known_to_whom_it_went(incoming: Subquery) -> ColumnElement[Any]:
    """The message that arrived, unless its reader had everything erased while it was on its way."""
    erased = exists().where(
        SubscriberRow.id == DeliveryRow.subscriber_id, SubscriberRow.standing == Standing.ERASED
    )
    return case((~erased, func.coalesce(incoming.c.message_id, DeliveryRow.message_id)))


def as_rows(settlements: Sequence[Settlement]) -> str:
    """Settlements as the JSON that the statements unfold."""
    return orjson.dumps([_row(one) for one in settlements]).decode()


def as_keys(push_and_subscriber: Sequence[tuple[int, int]]) -> str:
    """The same of deliveries that are only named."""
    return orjson.dumps(push_and_subscriber).decode()


def _row(one: Settlement) -> tuple[Any, ...]:
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
)
"""The pushes that may be delivered now: first lane first, then the oldest. A newsroom stop lets
corrections through."""

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
