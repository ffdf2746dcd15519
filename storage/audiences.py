"""Who gets a push, and when: the SELECTs of planning. What the clocks mean for a reader is said by
bot/domain/preferences.py; here it is the table `reader_hours`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    SmallInteger,
    case,
    except_,
    exists,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)

from bot.domain.deliveries import DeliveryState
from bot.domain.digests import DigestClock
from bot.domain.preferences import Hours, Mode, Preferences
from bot.domain.subscribers import Standing
from storage.columns import millis
from storage.delivery_rows import DeliveryRow
from storage.digest_rows import DigestWaitRow
from storage.follow_rows import FollowRow, PushKeyRow
from storage.preferences import PreferenceRow, ReaderHoursRow, written
from storage.push_rows import PushCardRow
from storage.subscribers import SubscriberRow

PLANNED = ("push_id", "subscriber_id", "state", "not_before", "attempts", "risk", "message_id")
_AT_ONCE = 0
"""`not_before` of what is planned. The moment itself would take twelve bytes more in a row and its index."""
_HOURS = (ReaderHoursRow.zone == PreferenceRow.zone) & (ReaderHoursRow.quiet == PreferenceRow.quiet)
_INACTIVE = tuple(one for one in Standing if one is not Standing.ACTIVE)
_UNREAD = (DeliveryState.FAILED, DeliveryState.CANCELLED, DeliveryState.EXPIRED)


@dataclass(frozen=True)
class When:
    """What planning knows of the clocks besides the table `reader_hours`: how it is for who chose nothing."""

    now: datetime
    papers: Preferences
    hours: Hours


def everybody(push_id: int, now: datetime) -> Select[Any]:
    """A new delivery at once for every active subscriber of the push's editions who follows one of its
    subjects, and has muted none."""
    return _followers(_planned(push_id), push_id, now).order_by(SubscriberRow.id)


def at_once(push_id: int, when: When, earlier: Sequence[int]) -> Select[Any]:
    """The same without those for whom it waits for a digest or who want only breaking news; after quiet hours
    where it is quiet. `earlier` are the pushes that may have filled a reader's day."""
    planned = _planned(push_id, not_before=func.coalesce(ReaderHoursRow.not_before, _AT_ONCE))
    full = _full(when, earlier) if earlier else None
    return (
        _followers(planned, push_id, when.now, but=full)
        .outerjoin(PreferenceRow, PreferenceRow.subscriber_id == SubscriberRow.id)
        .outerjoin(ReaderHoursRow, _HOURS)
        .where(func.coalesce(PreferenceRow.only_breaking, literal(False)).is_(False), ~_in_digests(push_id))
        .order_by(SubscriberRow.id)
    )


def held(push_id: int, planned_as: int, now: datetime) -> Select[Any]:
    """For whose next digest a push waits that was planned: who matches it, got no delivery and, if they want
    only breaking news, has a digest."""
    columns = _columns(SubscriberRow.id, literal(planned_as, BigInteger))
    got = exists().where(DeliveryRow.push_id == push_id, DeliveryRow.subscriber_id == SubscriberRow.id)
    has_digest = or_(
        func.coalesce(PreferenceRow.only_breaking, literal(False)).is_(False),
        PreferenceRow.mode == Mode.DIGEST,
        SubscriberRow.id.in_(_standing_to(push_id).where(FollowRow.mode == Mode.DIGEST)),
    )
    return (
        _followers(columns, push_id, now)
        .outerjoin(PreferenceRow, PreferenceRow.subscriber_id == SubscriberRow.id)
        .where(~got, has_digest)
    )


def _full(when: When, earlier: Sequence[int]) -> Select[Any]:
    """Who has as much of today as they want at once. Counted is the day in which a delivery went or will go:
    what waits for the end of quiet hours may be tomorrow's."""
    row, now = DeliveryRow, millis(when.now)
    waits_until, ended = type_coerce(row.not_before, BigInteger), type_coerce(row.at, BigInteger)
    is_open = row.epoch.is_not(None) | (waits_until <= now)
    moment = case((is_open, now), else_=func.coalesce(waits_until, ended))
    day_begins = func.coalesce(ReaderHoursRow.day_begins, millis(when.hours.day_begins))
    day_ends = func.coalesce(ReaderHoursRow.day_ends, millis(when.hours.day_ends))
    cap = case(
        (PreferenceRow.subscriber_id.is_(None), literal(when.papers.daily_cap, Integer)),
        else_=PreferenceRow.daily_cap,
    )
    return (
        select(row.subscriber_id)
        .outerjoin(PreferenceRow, PreferenceRow.subscriber_id == row.subscriber_id)
        .outerjoin(ReaderHoursRow, _HOURS)
        .where(row.push_id.in_(earlier), row.state.not_in(_UNREAD))
        .where(moment >= day_begins, moment < day_ends)
        .group_by(row.subscriber_id, PreferenceRow.subscriber_id, PreferenceRow.daily_cap)
        .having(func.count() >= cap)
    )


def digest_readers(clock: DigestClock, day: date, papers: Preferences) -> Select[Any]:
    """The active subscribers for whom something waits and who want their digest at this hour of this day."""
    active = (
        _columns(SubscriberRow.id, PreferenceRow.zone, PreferenceRow.quiet)
        .join(DigestWaitRow, DigestWaitRow.subscriber_id == SubscriberRow.id)
        # Said so, SQLite begins with the readers of the zone instead of with everybody who is active.
        .where(SubscriberRow.standing.not_in(_INACTIVE))
    )
    theirs = active.join(PreferenceRow, PreferenceRow.subscriber_id == SubscriberRow.id).where(
        PreferenceRow.zone == clock.zone,
        PreferenceRow.digest_times.contains(written(clock.at)),
        PreferenceRow.digest_days.contains(str(day.weekday())),
    )
    is_papers = (
        papers.zone == clock.zone and clock.at in papers.digest_times and day.weekday() in papers.digest_days
    )
    if not is_papers:
        return theirs
    nobodys = active.outerjoin(PreferenceRow, PreferenceRow.subscriber_id == SubscriberRow.id).where(
        PreferenceRow.subscriber_id.is_(None)
    )
    return select(union_all(theirs, nobodys).subquery())


def digests_for(push_id: int, readers: Select[Any]) -> Select[Any]:
    """A new delivery for each of these, after quiet hours where it is quiet."""
    due, hours = readers.subquery("due"), ReaderHoursRow
    not_before = func.coalesce(hours.not_before, _AT_ONCE)
    return (
        _planned(push_id, subscriber=due.c.id, not_before=not_before)
        .select_from(due)
        .outerjoin(hours, (hours.zone == due.c.zone) & (hours.quiet == due.c.quiet))
        .order_by(due.c.id)
    )


def receivers_of(push_id: int, target_id: int) -> Select[Any]:
    """A new delivery for everybody who got the target, about the message they got."""
    got = DeliveryRow.__table__.alias("got")
    return (
        _planned(push_id, got.c.message_id, subscriber=got.c.subscriber_id)
        .select_from(got)
        .where(got.c.push_id == target_id, got.c.state == DeliveryState.SENT)
        .order_by(got.c.subscriber_id)
    )


def with_modes(push_id: int) -> ColumnElement[bool]:
    """Whether a follow of one of the push's subjects has a mode of its own."""
    return exists(_standing_to(push_id).where(FollowRow.mode.is_not(None)))


def _followers(
    columns: Select[Any], push_id: int, now: datetime, but: Select[Any] | None = None
) -> Select[Any]:
    following = _standing_to(push_id).where(FollowRow.since.is_not(None))
    # Many are taken off: as NOT IN, PostgreSQL would look through all of them for each follower.
    followers = following if but is None else except_(following, but)
    silent = _standing_to(push_id).where(FollowRow.muted_until > now)
    return (
        columns.select_from(SubscriberRow)
        .join(PushCardRow, PushCardRow.edition == SubscriberRow.edition)
        .where(PushCardRow.push_id == push_id, SubscriberRow.standing == Standing.ACTIVE)
        .where(SubscriberRow.id.in_(followers), SubscriberRow.id.not_in(silent))
    )


def _in_digests(push_id: int) -> ColumnElement[bool]:
    """Whether it comes to a reader in digests: one of its subjects does, or all does and none of them not."""
    own = _standing_to(push_id)
    instant = own.where(FollowRow.mode == Mode.INSTANT, FollowRow.since.is_not(None))
    all_in_digests = func.coalesce(PreferenceRow.mode, Mode.INSTANT.value) == Mode.DIGEST.value
    return SubscriberRow.id.in_(own.where(FollowRow.mode == Mode.DIGEST)) | (
        all_in_digests & SubscriberRow.id.not_in(instant)
    )


def _standing_to(push_id: int) -> Select[Any]:
    """Who follows, followed or has muted a subject of the push."""
    return (
        select(FollowRow.subscriber_id)
        .join(PushKeyRow, (PushKeyRow.kind == FollowRow.kind) & (PushKeyRow.key == FollowRow.key))
        .where(PushKeyRow.push_id == push_id)
    )


def _columns(*columns: Any) -> Select[Any]:
    return select(*columns)


def _planned(
    push_id: int, message_id: Any = None, subscriber: Any = SubscriberRow.id, not_before: Any = _AT_ONCE
) -> Select[Any]:
    return select(
        literal(push_id, BigInteger),
        subscriber,
        literal(int(DeliveryState.PENDING), SmallInteger),
        literal(_AT_ONCE, BigInteger) if not_before is _AT_ONCE else not_before,
        literal(0, Integer),
        literal(0, Integer),
        literal(None, BigInteger) if message_id is None else message_id,
    )
