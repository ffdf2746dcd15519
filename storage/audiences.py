"""Who gets a push, and when: the SELECTs of planning. What the clocks mean for a reader is said by
bot/domain/preferences.py; here it is the table `reader_hours`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    SmallInteger,
    Text,
    case,
    cast,
    except_,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)

from bot.domain.audiences import Audience
from bot.domain.deliveries import DeliveryState
from bot.domain.digests import DigestClock
from bot.domain.follows import FollowKind
from bot.domain.ids import Edition
from bot.domain.preferences import Hours, Mode, Preferences
from bot.domain.pushes import Action, Lane, PushKind, PushState
from bot.domain.subscribers import Standing
from storage.columns import millis
from storage.delivery_rows import DeliveryRow
from storage.digest_rows import DigestRow, DigestWaitRow
from storage.follow_rows import FollowRow
from storage.pieces import Piece, within
from storage.preferences import PreferenceRow, ReaderHoursRow, written
from storage.push_rows import PushCardRow, PushRow
from storage.saved_audiences import matching
from storage.subscribers import SubscriberRow

PLANNED = ("push_id", "subscriber_id", "state", "not_before", "attempts", "risk", "message_id")
_READER = SubscriberRow.id.label("subscriber_id")
_AT_ONCE = 0
"""`not_before` of what is planned. The moment itself would take twelve bytes more in a row and its index."""
_HOURS = (ReaderHoursRow.zone == PreferenceRow.zone) & (ReaderHoursRow.quiet == PreferenceRow.quiet)
_INACTIVE = tuple(one for one in Standing if one is not Standing.ACTIVE)
_UNREAD = (DeliveryState.FAILED, DeliveryState.CANCELLED, DeliveryState.EXPIRED)


@dataclass(frozen=True)
class Filed:
    """A push and what it is filed under."""

    push_id: int
    keys: Sequence[tuple[FollowKind, str]]
    audience: Audience | None = None
    only_for: Sequence[Edition] = ()
    """Its editions; those of its cards where they are not said."""
    piece: Piece | None = None
    """Of whom it is to be asked; None for everybody."""

    @property
    def editions(self) -> Any:
        """The editions for an IN."""
        return self.only_for or select(PushCardRow.edition).where(PushCardRow.push_id == self.push_id)


@dataclass(frozen=True)
class When:
    """What planning knows of the clocks besides the table `reader_hours`: how it is for who chose nothing."""

    now: datetime
    papers: Preferences
    hours: Hours


def everybody(push: Filed, now: datetime) -> CompoundSelect[Any]:
    """A new delivery at once for every active subscriber who reads one of the push's editions and follows one
    of its subjects, or gets everything of one of its editions, and has muted none."""
    return _united(_followers(_planned(push.push_id), push, now))


def at_once(push: Filed, when: When, earlier: Sequence[int]) -> CompoundSelect[Any]:
    """The same without those for whom it waits for a digest or who want only breaking news; after quiet hours
    where it is quiet. `earlier` are the pushes that may have filled a reader's day."""
    planned = _planned(push.push_id, not_before=func.coalesce(ReaderHoursRow.not_before, _AT_ONCE))
    full = _full(when, earlier, push.piece) if earlier else None
    now_or_later = (
        func.coalesce(PreferenceRow.only_breaking, literal(False)).is_(False),
        ~_in_digests(push),
    )
    return _united(
        those.outerjoin(PreferenceRow, PreferenceRow.subscriber_id == SubscriberRow.id)
        .outerjoin(ReaderHoursRow, _HOURS)
        .where(*now_or_later)
        for those in _followers(planned, push, when.now, but=full)
    )


def held(push: Filed, planned_as: int, now: datetime) -> CompoundSelect[Any]:
    """For whose next digest a push waits that was planned: who matches it, got no delivery and, if they want
    only breaking news, has a digest."""
    columns = _columns(_READER, literal(planned_as, BigInteger))
    got = exists().where(DeliveryRow.push_id == push.push_id, DeliveryRow.subscriber_id == SubscriberRow.id)
    has_digest = or_(
        func.coalesce(PreferenceRow.only_breaking, literal(False)).is_(False),
        PreferenceRow.mode == Mode.DIGEST,
        SubscriberRow.id.in_(_standing_to(push, FollowRow.mode == Mode.DIGEST)),
    )
    return _united(
        those.outerjoin(PreferenceRow, PreferenceRow.subscriber_id == SubscriberRow.id).where(
            ~got, has_digest
        )
        for those in _followers(columns, push, now)
    )


def announced(push: Filed, now: datetime, push_id: int | None = None) -> Select[Any]:
    """A new delivery for every active subscriber of the push's editions who follows anything, or one of its
    subjects where it has some, and wants more than breaking news, after quiet hours where it is quiet. A chat
    that follows nothing asked for nothing. `push_id`: the push that it is for, where that is another."""
    following = select(FollowRow.subscriber_id).where(
        FollowRow.since.is_not(None), *within(push.piece, FollowRow.subscriber_id)
    )
    if push.keys:
        following = select(_standing_to(push, FollowRow.since.is_not(None)).subquery())
    sent_as = push.push_id if push_id is None else push_id
    return (
        _planned(sent_as, not_before=func.coalesce(ReaderHoursRow.not_before, _AT_ONCE))
        .select_from(SubscriberRow)
        .outerjoin(PreferenceRow, PreferenceRow.subscriber_id == SubscriberRow.id)
        .outerjoin(ReaderHoursRow, _HOURS)
        .where(
            _is_active(push.piece),
            SubscriberRow.edition.in_(push.editions),
            SubscriberRow.id.in_(following),
            *within(push.piece, SubscriberRow.id),
            *matching(push.audience, now, push.piece),
            func.coalesce(PreferenceRow.only_breaking, literal(False)).is_(False),
        )
        .order_by(SubscriberRow.id)
    )


def _full(when: When, earlier: Sequence[int], piece: Piece | None) -> Select[Any]:
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
        .where(row.push_id.in_(earlier), row.state.not_in(_UNREAD), *within(piece, row.subscriber_id))
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


def who_missed(push_id: int, target: Filed, now: datetime) -> CompoundSelect[Any]:
    """A new delivery for everybody who would get the target now, and not in a digest, and has, or is about to
    get, no push of its article and no digest with it."""
    article = select(PushRow.article_id).where(PushRow.id == target.push_id).scalar_subquery()
    pushes = select(PushRow.id).where(
        PushRow.article_id == article,
        PushRow.kind == PushKind.ARTICLE,
        PushRow.action == Action.SEND,
        PushRow.id != push_id,
    )
    has = select(DeliveryRow.subscriber_id).where(
        DeliveryRow.push_id.in_(pushes), DeliveryRow.state <= DeliveryState.SENT
    )
    nowhere = (SubscriberRow.id.not_in(one) for one in (has, _read_in_digests(article), _waiting_for(pushes)))
    # Of deliveries that are only counted any more nobody can say who missed one.
    forgotten = exists().where(PushRow.article_id == article, PushRow.pruned_at.is_not(None))
    missing = (*nowhere, ~_in_digests(target), ~forgotten)
    return _united(
        those.outerjoin(PreferenceRow, PreferenceRow.subscriber_id == SubscriberRow.id).where(*missing)
        for those in _followers(_planned(push_id), target, now)
    )


def who_missed_announcement(push_id: int, target: Filed, now: datetime) -> Select[Any]:
    """A new delivery for everybody who would get this announcement now, and has, or is about to get, none."""
    pushes = select(PushRow.id).where(
        or_(PushRow.id == target.push_id, PushRow.target_id == target.push_id),
        PushRow.kind == PushKind.ANNOUNCEMENT,
        PushRow.id >= target.push_id,
        PushRow.id != push_id,
    )
    has = select(DeliveryRow.subscriber_id).where(
        DeliveryRow.push_id.in_(pushes), DeliveryRow.state <= DeliveryState.SENT
    )
    forgotten = exists().where(PushRow.id == target.push_id, PushRow.pruned_at.is_not(None))
    return announced(target, now, push_id).where(SubscriberRow.id.not_in(has), ~forgotten)


def _read_in_digests(article: Any) -> Select[Any]:
    """Who has, or is about to get, a digest with this article, on whichever of its pages."""
    # Both databases keep `[12,7,3]`, as text.
    held = func.replace(func.replace(type_coerce(DigestRow.articles, Text), "[", ","), "]", ",")
    its_number = literal("%,", Text).concat(cast(article, Text)).concat(",%")
    return (
        select(DigestRow.subscriber_id)
        .join(
            DeliveryRow,
            (DeliveryRow.push_id == DigestRow.push_id)
            & (DeliveryRow.subscriber_id == DigestRow.subscriber_id),
        )
        .where(held.like(its_number), DeliveryRow.state <= DeliveryState.SENT)
    )


def _waiting_for(pushes: Select[Any]) -> Select[Any]:
    """For whose next digest one of these pushes waits, because their day was full when it came."""
    got = exists().where(
        DeliveryRow.push_id == PushRow.id, DeliveryRow.subscriber_id == DigestWaitRow.subscriber_id
    )
    return (
        select(DigestWaitRow.subscriber_id)
        .join(PushRow, PushRow.planned_as >= DigestWaitRow.since)
        .where(
            PushRow.id.in_(pushes),
            PushRow.lane == Lane.INSTANT,
            PushRow.state.in_((PushState.SENDING, PushState.DONE)),
            ~got,
        )
    )


def receivers_of(push_id: int, target_id: int, piece: Piece | None = None) -> Select[Any]:
    """A new delivery for everybody (of a piece) who got the target, about the message they got."""
    got = DeliveryRow.__table__.alias("got")
    return (
        _planned(push_id, got.c.message_id, subscriber=got.c.subscriber_id)
        .select_from(got)
        # An editor may have said that it arrived: then nobody knows which message it is.
        .where(got.c.push_id == target_id, got.c.state == DeliveryState.SENT, got.c.message_id.is_not(None))
        .where(*within(piece, got.c.subscriber_id))
        .order_by(got.c.subscriber_id)
    )


def with_modes(push: Filed) -> ColumnElement[bool]:
    """Whether a follow of one of the push's subjects has a mode of its own."""
    return exists(_standing_to(push, FollowRow.mode.is_not(None)).subquery().select())


def _followers(
    columns: Select[Any], push: Filed, now: datetime, but: Select[Any] | None = None
) -> tuple[Select[Any], Select[Any]]:
    """The readers of the push's editions, and who gets everything of one of them beside their own.

    Two questions and not one with OR, which PostgreSQL would answer by looking through all followers for
    every subscriber as soon as they outgrow its memory.
    """
    following = select(_standing_to(push, FollowRow.since.is_not(None)).subquery())
    silent = _standing_to(push, FollowRow.muted_until > now)
    editions = push.editions
    of_everything = select(FollowRow.subscriber_id).where(
        FollowRow.kind == FollowKind.EDITION, FollowRow.key.in_(editions), FollowRow.since.is_not(None)
    )
    of_everything = of_everything.where(*within(push.piece, FollowRow.subscriber_id))
    # Many are taken off: as NOT IN, PostgreSQL would look through all of them for each follower.
    readers, guests = (who if but is None else except_(who, but) for who in (following, of_everything))
    active = columns.select_from(SubscriberRow).where(
        _is_active(push.piece),
        SubscriberRow.id.not_in(silent),
        *within(push.piece, SubscriberRow.id),
        *matching(push.audience, now, push.piece),
    )
    return (
        active.where(SubscriberRow.edition.in_(editions), SubscriberRow.id.in_(readers)),
        active.where(SubscriberRow.edition.not_in(editions), SubscriberRow.id.in_(guests)),
    )


def _is_active(piece: Piece | None) -> ColumnElement[bool]:
    if piece is None:
        return SubscriberRow.standing == Standing.ACTIVE
    # Said so, SQLite walks through the piece instead of through everybody who is active.
    return SubscriberRow.standing.not_in(_INACTIVE)


def _united(those: Iterable[Select[Any]]) -> CompoundSelect[Any]:
    return union_all(*those).order_by("subscriber_id")


def _in_digests(push: Filed) -> ColumnElement[bool]:
    """Whether it comes to a reader in digests: one of its subjects does, or all does and none of them not."""
    instant = _standing_to(push, (FollowRow.mode == Mode.INSTANT) & FollowRow.since.is_not(None))
    all_in_digests = func.coalesce(PreferenceRow.mode, Mode.INSTANT.value) == Mode.DIGEST.value
    return SubscriberRow.id.in_(_standing_to(push, FollowRow.mode == Mode.DIGEST)) | (
        all_in_digests & SubscriberRow.id.not_in(instant)
    )


def _standing_to(push: Filed, how: ColumnElement[bool]) -> CompoundSelect[Any]:
    """Who stands so to one of the push's subjects.

    They are named, and one by one. By a join PostgreSQL guesses how many follow an average subject, and looks
    a million readers up one at a time; by OR SQLite takes ten times as long.
    """
    readers = select(FollowRow.subscriber_id).where(how, *within(push.piece, FollowRow.subscriber_id))
    named = [readers.where(FollowRow.kind == kind, FollowRow.key == key) for kind, key in push.keys]
    return union_all(*named or [readers.where(false())])


def _columns(*columns: Any) -> Select[Any]:
    return select(*columns)


def _planned(
    push_id: int, message_id: Any = None, subscriber: Any = SubscriberRow.id, not_before: Any = _AT_ONCE
) -> Select[Any]:
    return select(
        literal(push_id, BigInteger),
        subscriber.label("subscriber_id"),
        literal(int(DeliveryState.PENDING), SmallInteger),
        (literal(_AT_ONCE, BigInteger) if not_before is _AT_ONCE else not_before).label("not_before"),
        literal(0, Integer),
        literal(0, Integer),
        literal(None, BigInteger) if message_id is None else message_id,
    )
