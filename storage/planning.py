"""Planning: a push whose time has come gets its deliveries, by one INSERT … SELECT; for others it waits."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, exists, func, insert, or_, select, text, update

from bot.domain.digests import clock_of
from bot.domain.ids import PushId
from bot.domain.preferences import Hours, Mode, Preferences, hours_of
from bot.domain.pushes import Action, Lane, PushKind, PushState
from bot.failpoints import reached
from storage.audiences import (
    PLANNED,
    Filed,
    When,
    announced,
    at_once,
    digest_readers,
    digests_for,
    everybody,
    held,
    receivers_of,
    who_missed,
    who_missed_announcement,
    with_modes,
)
from storage.columns import dialect_of, millis
from storage.delivery_rows import DeliveryRow
from storage.digest_rows import DigestWaitRow
from storage.follow_rows import PushKeyRow
from storage.preferences import PreferenceRow, ReaderHoursRow, read_hours
from storage.push_rows import PushCardRow, PushRow
from storage.saved_audiences import as_audience

_FILLS_A_DAY = timedelta(hours=62)
"""A push due longer ago went to nobody today, wherever that is: a day has 25 hours at most, quiet hours less,
and a push is planned within twelve."""


def plan(connection: Connection, push_id: PushId, now: datetime, papers: Preferences) -> int:
    """Make the deliveries of a scheduled push, which is then `sending`; how many."""
    push = _scheduled(connection, push_id)
    if push is None or (push.target_id is not None and _is_in_hand(connection, push)):
        return 0
    if push.target_id is None:
        planned = _plan_new(connection, push, now, papers)
    elif push.kind is PushKind.ARTICLE and push.action is Action.SEND:
        planned = _insert(connection, who_missed(push_id, filed_under(connection, push.target_id), now))
    elif push.kind is PushKind.ANNOUNCEMENT:
        when_now(connection, now, papers)
        target = filed_under(connection, push.target_id)
        planned = _insert(connection, who_missed_announcement(push_id, target, now))
    else:
        planned = _insert(connection, receivers_of(push_id, push.target_id))
    _begin(connection, push_id, planned)
    return planned


def plan_digests(
    connection: Connection, push_ids: Sequence[PushId], now: datetime, papers: Preferences
) -> int:
    """The same for digests: a delivery for each reader whose hour it is and for whom something waits."""
    when_now(connection, now, papers)
    total = 0
    for push in filter(None, (_scheduled(connection, one) for one in push_ids)):
        readers = digest_readers(clock_of(push.schedule), date.fromisoformat(push.slot), papers)
        planned = _insert(connection, digests_for(push.id, readers))
        _begin(connection, push.id, planned)
        total += planned
    return total


def alone(connection: Connection) -> None:
    """Until the end of this transaction nobody else changes for whom something waits: what is planned while
    a digest is made would be in no digest, or in two. On SQLite transactions take turns anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE digest_waits IN SHARE ROW EXCLUSIVE MODE"))


def when_now(connection: Connection, now: datetime, papers: Preferences) -> When:
    """Ask all readers' clocks, and write down what they say for this transaction's statements."""
    groups = connection.execute(select(PreferenceRow.zone, PreferenceRow.quiet).distinct()).all()
    connection.execute(delete(ReaderHoursRow))
    if groups:
        rows = [_row(zone, quiet, hours_of(zone, read_hours(quiet), now)) for zone, quiet in groups]
        connection.execute(insert(ReaderHoursRow), rows)
    return When(now, papers, hours_of(papers.zone, papers.quiet, now))


def _row(zone: str, quiet: str, hours: Hours) -> dict[str, object]:
    return {
        "zone": zone,
        "quiet": quiet,
        "not_before": millis(hours.not_before) if hours.not_before else 0,
        "day_begins": millis(hours.day_begins),
        "day_ends": millis(hours.day_ends),
    }


def _plan_new(connection: Connection, push: Any, now: datetime, papers: Preferences) -> int:
    if push.kind is PushKind.ARTICLE:
        return _plan_article(connection, push, now, papers)
    filed = filed_under(connection, push.id)
    if push.kind is PushKind.ANNOUNCEMENT:
        when_now(connection, now, papers)
        return _insert(connection, announced(filed, now))
    return _insert(connection, everybody(filed, now))


def _plan_article(connection: Connection, push: Any, now: datetime, papers: Preferences) -> int:
    alone(connection)
    planned_as = 1 + (connection.scalar(select(func.max(PushRow.planned_as))) or 0)
    connection.execute(update(PushRow).where(PushRow.id == push.id).values(planned_as=planned_as))
    filed = filed_under(connection, push.id)
    if push.lane is Lane.BREAKING:
        return _insert(connection, everybody(filed, now))
    when = when_now(connection, now, papers)
    earlier = earlier_today(connection, push.id, now, papers)
    planned = _insert(connection, at_once(filed, when, earlier))
    if earlier or _may_wait(connection, filed):
        waiting = dialect_of(connection).insert(DigestWaitRow)
        connection.execute(
            waiting.from_select(
                ["subscriber_id", "since"], held(filed, planned_as, now)
            ).on_conflict_do_nothing()
        )
    return planned


def _scheduled(connection: Connection, push_id: PushId) -> Any:
    return connection.execute(
        select(PushRow.__table__)
        .where(PushRow.id == push_id, PushRow.state == PushState.SCHEDULED)
        # Or somebody might stop it in the middle, and it would go out all the same.
        .with_for_update()
    ).one_or_none()


def filed_under(connection: Connection, push_id: int) -> Filed:
    """What a push was filed under, and whom of those it is for; named, so that PostgreSQL need not guess how
    many read its editions, and look a million readers up one at a time."""
    keys = select(PushKeyRow.kind, PushKeyRow.key).where(PushKeyRow.push_id == push_id)
    audience = connection.scalar(select(PushRow.audience).where(PushRow.id == push_id))
    editions = connection.scalars(select(PushCardRow.edition).where(PushCardRow.push_id == push_id)).all()
    found = [(kind, key) for kind, key in connection.execute(keys)]
    return Filed(push_id, found, as_audience(audience), editions)


def _begin(connection: Connection, push_id: PushId, planned: int) -> None:
    reached("plan.inserted")
    connection.execute(
        update(PushRow).where(PushRow.id == push_id).values(state=PushState.SENDING, planned=planned)
    )


def _insert(connection: Connection, audience: Any) -> int:
    return connection.execute(insert(DeliveryRow).from_select(PLANNED, audience)).rowcount


def earlier_today(
    connection: Connection, push_id: PushId, now: datetime, papers: Preferences
) -> Sequence[int]:
    """The pushes that may have filled somebody's day; none before there are as many as the smallest cap."""
    found = connection.scalars(
        select(PushRow.id).where(
            PushRow.kind == PushKind.ARTICLE,
            PushRow.action == Action.SEND,
            PushRow.lane == Lane.INSTANT,
            PushRow.state != PushState.SCHEDULED,
            PushRow.due_at > now - _FILLS_A_DAY,
            PushRow.planned > 0,
            PushRow.id != push_id,
        )
    ).all()
    smallest = connection.scalar(select(func.min(PreferenceRow.daily_cap))) if found else None
    caps = [one for one in (papers.daily_cap, smallest) if one is not None]
    return found if caps and len(found) >= min(caps) else ()


def _may_wait(connection: Connection, push: Filed) -> bool:
    """Whether anybody chose what can make news wait; mostly nobody did who follows it."""
    chosen = exists().where(or_(PreferenceRow.mode == Mode.DIGEST, PreferenceRow.only_breaking))
    return bool(connection.scalar(select(chosen | with_modes(push))))


def _is_in_hand(connection: Connection, push: Any) -> bool:
    """Whether messages of its target, or edits of these, are on their way: what edits them waits until they
    have landed, or an older text could come last."""
    busy = PushRow.id == push.target_id
    if push.action is not Action.SEND:
        busy = or_(busy, (PushRow.target_id == push.target_id) & (PushRow.action != Action.SEND))
    in_hand = exists().where(DeliveryRow.epoch >= 0, DeliveryRow.push_id.in_(select(PushRow.id).where(busy)))
    return bool(connection.scalar(select(in_hand)))
