"""Planning: a push whose time has come gets its deliveries, by one INSERT … SELECT for each piece of its
readers; for others it waits."""

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
from storage.pieces import Piece, must_wait, next_piece, within
from storage.preferences import PreferenceRow, ReaderHoursRow, read_hours
from storage.push_rows import BEING_PLANNED, PushCardRow, PushRow
from storage.saved_audiences import as_audience

_FILLS_A_DAY = timedelta(hours=62)
"""A push due longer ago went to nobody today, wherever that is: a day has 25 hours at most, quiet hours less,
and a push is planned within twelve."""


def plan(connection: Connection, push_id: PushId, now: datetime, papers: Preferences) -> int:
    """Make the deliveries of a scheduled push, which is then `sending`, or of its next piece; how many."""
    if _is_news(connection, push_id):
        alone(connection)
    push = _to_plan(connection, push_id)
    if push is None:
        return 0
    if push.planned_to is not None:
        reached("plan.going_on")
    elif must_wait(connection, push):
        return 0
    piece = next_piece(connection, push)
    planned = _plan_piece(connection, push, piece, now, papers)
    _note(connection, push, planned, piece)
    return planned


def plan_digests(
    connection: Connection, push_ids: Sequence[PushId], now: datetime, papers: Preferences
) -> int:
    """The same for digests: a delivery for each reader whose hour it is and for whom something waits."""
    when_now(connection, now, papers)
    total = 0
    for push in filter(None, (_to_plan(connection, one) for one in push_ids)):
        if must_wait(connection, push):
            continue
        readers = digest_readers(clock_of(push.schedule), date.fromisoformat(push.slot), papers)
        planned = _insert(connection, digests_for(push.id, readers))
        _note(connection, push, planned)
        total += planned
    return total


def alone(connection: Connection) -> None:
    """Until the end of this transaction nobody else changes for whom something waits: what is planned while
    a digest is made would be in no digest, or in two. On SQLite transactions take turns anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE digest_waits IN SHARE ROW EXCLUSIVE MODE"))


def when_now(connection: Connection, now: datetime, papers: Preferences, piece: Piece | None = None) -> When:
    """Ask the clocks of all readers, or of a piece's, and write down what they say for this transaction's
    statements."""
    asked = select(PreferenceRow.zone, PreferenceRow.quiet).where(*within(piece, PreferenceRow.subscriber_id))
    groups = connection.execute(asked.distinct()).all()
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


def _plan_piece(
    connection: Connection, push: Any, piece: Piece | None, now: datetime, papers: Preferences
) -> int:
    if push.target_id is None:
        return _plan_new(connection, push, piece, now, papers)
    if push.kind is PushKind.ARTICLE and push.action is Action.SEND:
        return _insert(connection, who_missed(push.id, filed_under(connection, push.target_id), now))
    if push.kind is PushKind.ANNOUNCEMENT:
        when_now(connection, now, papers)
        target = filed_under(connection, push.target_id)
        return _insert(connection, who_missed_announcement(push.id, target, now))
    return _insert(connection, receivers_of(push.id, push.target_id, piece))


def _plan_new(
    connection: Connection, push: Any, piece: Piece | None, now: datetime, papers: Preferences
) -> int:
    if push.kind is PushKind.ARTICLE:
        return _plan_article(connection, push, piece, now, papers)
    filed = filed_under(connection, push.id, piece)
    if push.kind is PushKind.ANNOUNCEMENT:
        when_now(connection, now, papers, piece)
        return _insert(connection, announced(filed, now))
    return _insert(connection, everybody(filed, now))


def _plan_article(
    connection: Connection, push: Any, piece: Piece | None, now: datetime, papers: Preferences
) -> int:
    planned_as = _turn(connection, push)
    filed = filed_under(connection, push.id, piece)
    if push.lane is Lane.BREAKING:
        return _insert(connection, everybody(filed, now))
    when = when_now(connection, now, papers, piece)
    earlier = earlier_today(connection, push.id, now, papers, piece)
    planned = _insert(connection, at_once(filed, when, earlier))
    if earlier or _may_wait(connection, filed):
        waiting = dialect_of(connection).insert(DigestWaitRow)
        connection.execute(
            waiting.from_select(
                ["subscriber_id", "since"], held(filed, planned_as, now)
            ).on_conflict_do_nothing()
        )
    return planned


def _turn(connection: Connection, push: Any) -> int:
    """The number of its turn, which is the same for every piece."""
    if push.planned_to is not None:
        began_as: int = push.planned_as
        return began_as
    planned_as = 1 + (connection.scalar(select(func.max(PushRow.planned_as))) or 0)
    connection.execute(update(PushRow).where(PushRow.id == push.id).values(planned_as=planned_as))
    return planned_as


def _is_news(connection: Connection, push_id: PushId) -> bool:
    """Whether it may come to wait for somebody's digest."""
    news = PushRow.kind == PushKind.ARTICLE, PushRow.action == Action.SEND
    return bool(connection.scalar(select(exists().where(PushRow.id == push_id, *news))))


def _to_plan(connection: Connection, push_id: PushId) -> Any:
    """The push, unless nothing of it is to be planned, or somebody is at work on it: then in the next tick.
    Who has its row may be about to change for whom something waits, which is locked by now."""
    return connection.execute(
        select(PushRow.__table__)
        .where(PushRow.id == push_id, or_(PushRow.state == PushState.SCHEDULED, BEING_PLANNED))
        # Or somebody might stop it in the middle, and it would go out all the same. Its key stays as it is:
        # who counts a delivery of an earlier piece need not wait.
        .with_for_update(key_share=True, skip_locked=True)
    ).one_or_none()


def filed_under(connection: Connection, push_id: int, piece: Piece | None = None) -> Filed:
    """What a push was filed under, and whom of those (of a piece) it is for; named, so that PostgreSQL need
    not guess how many read its editions, and look a million readers up one at a time."""
    keys = select(PushKeyRow.kind, PushKeyRow.key).where(PushKeyRow.push_id == push_id)
    audience = connection.scalar(select(PushRow.audience).where(PushRow.id == push_id))
    editions = connection.scalars(select(PushCardRow.edition).where(PushCardRow.push_id == push_id)).all()
    found = [(kind, key) for kind, key in connection.execute(keys)]
    return Filed(push_id, found, as_audience(audience), editions, piece)


def _note(connection: Connection, push: Any, planned: int, piece: Piece | None = None) -> None:
    reached("plan.inserted")
    begun = {"state": PushState.SENDING} if push.state is PushState.SCHEDULED else {}
    planned_to = None if piece is None or piece.is_last else piece.last
    counted = {"planned": push.planned + planned, "planned_to": planned_to}
    connection.execute(update(PushRow).where(PushRow.id == push.id).values(**counted, **begun))


def _insert(connection: Connection, audience: Any) -> int:
    return connection.execute(insert(DeliveryRow).from_select(PLANNED, audience)).rowcount


def earlier_today(
    connection: Connection, push_id: PushId, now: datetime, papers: Preferences, piece: Piece | None = None
) -> Sequence[int]:
    """The pushes that may have filled somebody's day; none before there are as many as the smallest cap (of a
    piece)."""
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
    theirs = select(func.min(PreferenceRow.daily_cap)).where(*within(piece, PreferenceRow.subscriber_id))
    smallest = connection.scalar(theirs) if found else None
    caps = [one for one in (papers.daily_cap, smallest) if one is not None]
    return found if caps and len(found) >= min(caps) else ()


def _may_wait(connection: Connection, push: Filed) -> bool:
    """Whether anybody chose what can make news wait; mostly nobody did who follows it."""
    chosen = exists().where(
        or_(PreferenceRow.mode == Mode.DIGEST, PreferenceRow.only_breaking),
        *within(push.piece, PreferenceRow.subscriber_id),
    )
    return bool(connection.scalar(select(chosen | with_modes(push))))
