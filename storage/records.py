"""Everything kept about one chat: all of it at once, or erased.

What is erased leaves a tombstone: a row that belongs to nobody, so that what was counted stays counted.
Deliveries are found push by push: their key begins with the push, and a reader is asked about seldom.
"""

from collections import Counter
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Update, and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.articles import Article
from bot.domain.deliveries import DeliveryState
from bot.domain.ids import ChatId, Edition, MessageId, SubscriberId, UserId
from bot.domain.records import Moved, Received, Record
from bot.domain.subscribers import Standing
from storage.appeals import SqlAppeals
from storage.articles import ArticleRow, as_article
from storage.delivery_rows import DeliveryRow, ParkedChatRow
from storage.digest_rows import DigestRow, DigestWaitRow
from storage.endings import tally
from storage.feedback import SqlFeedbackFile
from storage.follow_rows import FollowRow
from storage.follows import SqlFollows
from storage.memberships import SqlMemberships
from storage.people import SqlPeople
from storage.preferences import PreferenceRow, SqlPreferences
from storage.push_rows import PushRow
from storage.questions import SqlQuestions
from storage.stars import SqlStarBooks
from storage.subscribers import MoveRow, SqlSubscribers, SubscriberRow

_NOBODY = -(2**60)
"""Telegram's chat ids have 52 bits: no chat is ever called so."""
_UNBEGUN = (DeliveryState.PENDING, DeliveryState.CLAIMED)


class SqlRecords:
    """bot.rights_ports.Records on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session
        self._subscribers = SqlSubscribers(session)
        self._follows = SqlFollows(session)
        self._preferences = SqlPreferences(session)
        self._feedback = SqlFeedbackFile(session)
        self._questions = SqlQuestions(session)
        self._appeals = SqlAppeals(session)
        self._memberships = SqlMemberships(session)
        self._people = SqlPeople(session)
        self._stars = SqlStarBooks(session)

    async def of(self, chat_id: ChatId) -> Record:
        """All of it, oldest first; empty for a stranger."""
        subscriber = await self._subscribers.by_chat(chat_id)
        parked = select(ParkedChatRow.until).where(ParkedChatRow.chat_id == chat_id)
        return Record(
            chat_id=chat_id,
            subscriber=subscriber,
            moves=await self._moves(subscriber.id) if subscriber else (),
            received=await self._received(subscriber.id) if subscriber else (),
            follows=tuple(await self._follows.of(subscriber.id)) if subscriber else (),
            preferences=await self._preferences.of(subscriber.id) if subscriber else None,
            digests=await self._digests(subscriber.id) if subscriber else (),
            feedback=tuple(await self._feedback.of(chat_id)),
            questions=tuple(await self._questions.of(chat_id)),
            appeals=await self._appeals.of(chat_id),
            member=await self._memberships.of(chat_id),
            confirmed=tuple(await self._memberships.confirmed(subscriber.id)) if subscriber else (),
            keeps=tuple(await self._subscribers.kept_by(UserId(chat_id))),
            colleague=await self._people.of(chat_id),
            payments=tuple(await self._stars.of(UserId(chat_id))),
            left_alone_until=await self._session.scalar(parked),
        )

    async def erase(self, chat_id: ChatId, now: datetime) -> None:
        """Everything goes; a tombstone stays."""
        subscriber = await self._subscribers.by_chat(chat_id)
        if subscriber is not None:
            await self._subscribers.set_standing(chat_id, Standing.LEFT, now)
            connection = await self._session.connection()
            await connection.run_sync(_bury, subscriber.id, now)
        await self._feedback.erase(chat_id)
        await self._questions.erase(chat_id)
        await self._appeals.erase(chat_id)
        await self._memberships.erase(chat_id, subscriber.id if subscriber else None)
        await self._people.forget(chat_id)
        await self._stars.forget(UserId(chat_id))
        await self._session.execute(
            update(SubscriberRow).where(SubscriberRow.keeper_id == chat_id).values(keeper_id=None)
        )
        await self._session.execute(delete(ParkedChatRow).where(ParkedChatRow.chat_id == chat_id))

    async def article_of(self, chat_id: ChatId, message_id: MessageId) -> Article | None:
        """The article that a message of ours in this chat pushed."""
        subscriber = await self._subscribers.by_chat(chat_id)
        if subscriber is None:
            return None
        about = (
            select(DeliveryRow.push_id)
            .where(_is_of(subscriber.id), DeliveryRow.message_id == message_id)
            .order_by(DeliveryRow.push_id)
            .limit(1)
        )
        push = PushRow.id == await self._session.scalar(about)
        row = await self._session.scalar(select(ArticleRow).join(PushRow).where(push))
        return as_article(row) if row else None

    async def _moves(self, subscriber_id: SubscriberId) -> list[Moved]:
        found = await self._session.execute(
            select(MoveRow.move, MoveRow.at)
            .where(MoveRow.subscriber_id == subscriber_id)
            .order_by(MoveRow.id)
        )
        return [Moved(move.value, at) for move, at in found]

    async def _digests(self, subscriber_id: SubscriberId) -> list[list[str]]:
        kept = await self._session.scalars(
            select(DigestRow.articles).where(DigestRow.subscriber_id == subscriber_id).order_by(DigestRow.at)
        )
        return [await self._addresses(ids) for ids in kept.all()]

    async def _addresses(self, ids: list[int]) -> list[str]:
        found = await self._session.execute(
            select(ArticleRow.id, ArticleRow.url).where(ArticleRow.id.in_(ids))
        )
        urls: dict[int, str] = dict(iter(found))
        return [urls[one] for one in ids]

    async def _received(self, subscriber_id: SubscriberId) -> list[Received]:
        found = await self._session.execute(
            select(
                func.coalesce(ArticleRow.headline, ""),
                func.coalesce(ArticleRow.url, ""),
                DeliveryRow.state,
                DeliveryRow.at,
                DeliveryRow.message_id,
            )
            .select_from(PushRow)
            .join(DeliveryRow, DeliveryRow.push_id == PushRow.id)
            .outerjoin(ArticleRow, ArticleRow.id == PushRow.article_id)
            .where(DeliveryRow.subscriber_id == subscriber_id)
            .order_by(PushRow.id)
        )
        return [Received(*row) for row in found]


def _bury(connection: Connection, subscriber_id: SubscriberId, now: datetime) -> None:
    """What has not begun is cancelled. What is under way ends as it ends, and forgets its message then."""
    cancelled = connection.scalars(
        _deliveries_of(subscriber_id)
        .where(DeliveryRow.state.in_(_UNBEGUN))
        .values(state=DeliveryState.CANCELLED, not_before=None, epoch=None)
        .returning(DeliveryRow.push_id)
    )
    for push_id, count in Counter(cancelled.all()).items():
        tally(connection, push_id, DeliveryState.CANCELLED, count)
    over = _deliveries_of(subscriber_id).where(DeliveryRow.state != DeliveryState.SENDING)
    connection.execute(over.values(message_id=None, detail=None, at=None))
    for row in (FollowRow, PreferenceRow, DigestRow, DigestWaitRow):
        connection.execute(delete(row).where(row.subscriber_id == subscriber_id))
    connection.execute(
        update(SubscriberRow)
        .where(SubscriberRow.id == subscriber_id)
        .values(
            chat_id=_NOBODY - subscriber_id,
            edition=Edition(""),
            language="",
            standing=Standing.ERASED,
            joined_at=now,
            source=None,
            thread_id=None,
            title=None,
            keeper_id=None,
            seen_on=None,
        )
    )


def _deliveries_of(subscriber_id: SubscriberId) -> Update:
    return update(DeliveryRow).where(_is_of(subscriber_id))


def _is_of(subscriber_id: SubscriberId) -> ColumnElement[bool]:
    """Said so, the primary key serves the question; by the subscriber alone it would be all deliveries."""
    return and_(DeliveryRow.push_id.in_(select(PushRow.id)), DeliveryRow.subscriber_id == subscriber_id)
