"""How many a push would reach: planning's own questions, counted and not carried out."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, exists, func, select

from bot.domain.ids import PushId
from bot.domain.preferences import Preferences
from bot.domain.reach import Aim, Reach
from storage.audiences import Filed, announced, at_once, everybody, held
from storage.columns import millis
from storage.delivery_rows import ParkedChatRow
from storage.planning import earlier_today, when_now
from storage.subscribers import SubscriberRow

_NO_PUSH = PushId(0)


def reach(connection: Connection, aim: Aim, now: datetime, papers: Preferences) -> Reach:
    """How many would get it now, later or in a digest. Later is after quiet hours, or when Telegram lets us
    write to them again."""
    named = [(one.kind, one.key) for one in aim.keys]
    filed = Filed(_NO_PUSH, named, aim.audience, aim.editions)
    if aim.is_breaking:
        return _counted(connection, everybody(filed, now), now)
    when = when_now(connection, now, papers)
    if aim.is_announcement:
        return _counted(connection, announced(filed, now), now)
    planned = at_once(filed, when, earlier_today(connection, _NO_PUSH, now, papers))
    direct = _counted(connection, planned, now)
    theirs = select(planned.order_by(None).subquery().c.subscriber_id)
    waits = held(filed, _NO_PUSH, now).order_by(None).subquery()
    in_digests = connection.scalar(
        select(func.count()).select_from(waits).where(waits.c.subscriber_id.not_in(theirs))
    )
    return Reach(direct.readers + (in_digests or 0), direct.later, in_digests or 0)


def _counted(connection: Connection, planned: Any, now: datetime) -> Reach:
    those = planned.order_by(None).subquery()
    is_parked = exists().where(ParkedChatRow.chat_id == SubscriberRow.chat_id, ParkedChatRow.until > now)
    waits = (those.c.not_before > millis(now)) | is_parked
    counting = (
        select(func.count(), func.coalesce(func.sum(case((waits, 1), else_=0)), 0))
        .select_from(those)
        .join(SubscriberRow, SubscriberRow.id == those.c.subscriber_id)
    )
    return Reach(*connection.execute(counting).one())
