"""What the paper's site said about memberships, and one small row for each member."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, ForeignKey, Index, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.ids import ArticleId, ChatId, Edition, PushId, SubscriberId
from bot.domain.memberships import Attribution, Confirmation, Counts, Event, Member
from bot.domain.support_links import Place
from storage.columns import ROW_ID, Base, Choice, Number, insert

_NEVER = date.min
"""The `until` of a row that is only there to be locked."""


class ConfirmationRow(Base):
    """One event of a membership. Where it came from is known as far as its reference told."""

    __tablename__ = "confirmations"
    __table_args__ = (Index(None, "confirmed_at"),)

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    callback_id: Mapped[str] = mapped_column(unique=True)
    digest: Mapped[str]
    event: Mapped[Event] = mapped_column(Choice(Event))
    code: Mapped[str | None] = mapped_column(unique=True)
    is_open: Mapped[bool]
    subscriber_id: Mapped[SubscriberId | None] = mapped_column(ForeignKey("subscribers.id"), index=True)
    edition: Mapped[Edition]
    place: Mapped[Place | None] = mapped_column(Number(Place))
    wording: Mapped[str | None]
    push_id: Mapped[PushId | None]
    article_id: Mapped[ArticleId | None]
    amount_class: Mapped[str]
    confirmed_at: Mapped[datetime]
    until: Mapped[date | None]


class MemberRow(Base):
    """A private chat."""

    __tablename__ = "members"

    chat_id: Mapped[ChatId] = mapped_column(primary_key=True, autoincrement=False)
    until: Mapped[date] = mapped_column(index=True)
    is_cancelled: Mapped[bool]
    owes_thanks: Mapped[bool] = mapped_column(index=True)
    reminded: Mapped[date | None]


class SqlMemberships:
    """bot.member_ports.Memberships on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def file(self, confirmation: Confirmation) -> bool:
        """Keep it; False where its id or its code is known, whoever was faster."""
        one, source = confirmation, confirmation.attribution
        filing = insert(self._session, ConfirmationRow).values(
            callback_id=one.callback_id,
            digest=one.digest,
            event=one.event,
            code=one.code,
            is_open=one.is_open,
            subscriber_id=one.subscriber_id,
            edition=one.edition,
            place=source.place,
            wording=source.wording,
            push_id=source.push_id,
            article_id=source.article_id,
            amount_class=one.amount_class,
            confirmed_at=one.confirmed_at,
            until=one.until,
        )
        new = filing.on_conflict_do_nothing().returning(ConfirmationRow.id)
        return await self._session.scalar(new) is not None

    async def by_id(self, callback_id: str) -> Confirmation | None:
        """What came under this id."""
        row = await self._session.scalar(
            select(ConfirmationRow).where(ConfirmationRow.callback_id == callback_id)
        )
        return _confirmation(row) if row else None

    async def by_code(self, code: str) -> Confirmation | None:
        """What came with this code; nobody else can give it away until the end of the transaction."""
        brought = select(ConfirmationRow).where(ConfirmationRow.code == code).with_for_update()
        row = await self._session.scalar(brought.execution_options(populate_existing=True))
        return _confirmation(row) if row else None

    async def give(self, callback_id: str, subscriber_id: SubscriberId | None, edition: Edition) -> None:
        """Whose it is shows only now."""
        await self._session.execute(
            update(ConfirmationRow)
            .where(ConfirmationRow.callback_id == callback_id)
            .values(subscriber_id=subscriber_id, edition=edition, is_open=False)
        )

    async def of(self, chat_id: ChatId) -> Member | None:
        """The membership of a private chat, also one that is over."""
        kept = select(MemberRow).where(MemberRow.chat_id == chat_id)
        row = await self._session.scalar(kept.execution_options(populate_existing=True))
        return _member(row) if row else None

    async def change(self, chat_id: ChatId, decide: Callable[[Member | None], Member | None]) -> None:
        """Make of somebody's membership what `decide` says; who changes it at the same time waits."""
        place = insert(self._session, MemberRow).values(chat_id=chat_id, **_values(Member(until=_NEVER)))
        await self._session.execute(place.on_conflict_do_nothing())
        locked = select(MemberRow).where(MemberRow.chat_id == chat_id).with_for_update()
        row = (await self._session.scalars(locked.execution_options(populate_existing=True))).one()
        decided = decide(None if row.until == _NEVER else _member(row))
        of_chat = MemberRow.chat_id == chat_id
        if decided is None:
            await self._session.execute(delete(MemberRow).where(of_chat))
        else:
            await self._session.execute(update(MemberRow).where(of_chat).values(_values(decided)))

    async def confirmed(self, subscriber_id: SubscriberId) -> Sequence[Confirmation]:
        """What is on file of a subscriber, oldest first."""
        theirs = select(ConfirmationRow).where(ConfirmationRow.subscriber_id == subscriber_id)
        rows = await self._session.scalars(theirs.order_by(ConfirmationRow.id))
        return [_confirmation(row) for row in rows]

    async def take_thanks(self, limit: int) -> Mapping[ChatId, Member]:
        """Those whom we have yet to thank; from now on we have, and nobody else gets them."""
        owed = select(MemberRow.chat_id).where(MemberRow.owes_thanks).limit(limit)
        rows = await self._session.scalars(
            update(MemberRow)
            .where(MemberRow.chat_id.in_(owed), MemberRow.owes_thanks)
            .values(owes_thanks=False)
            .returning(MemberRow)
        )
        return {row.chat_id: _member(row) for row in rows}

    async def unreminded(self, since: date, until: date, limit: int) -> Mapping[ChatId, Member]:
        """Memberships that end on one of these days, are not cancelled, and of whose end nobody was told."""
        rows = await self._session.scalars(
            select(MemberRow)
            .where(MemberRow.until.between(since, until), ~MemberRow.is_cancelled, _untold())
            .order_by(MemberRow.until, MemberRow.chat_id)
            .limit(limit)
        )
        return {row.chat_id: _member(row) for row in rows}

    async def remind(self, chat_id: ChatId, until: date) -> bool:
        """They are told of the end on this day; False where somebody was faster, or it ends otherwise now."""
        told = await self._session.scalar(
            update(MemberRow)
            .where(MemberRow.chat_id == chat_id, MemberRow.until == until, _untold())
            .values(reminded=until)
            .returning(MemberRow.chat_id)
        )
        return told is not None

    async def counts(self, since: date) -> Counts:
        """How many events of which class there were from this day on, UTC's."""
        row = ConfirmationRow
        found = await self._session.execute(
            select(row.event, row.amount_class, func.count())
            .where(row.confirmed_at >= datetime.combine(since, time(), UTC))
            .group_by(row.event, row.amount_class)
        )
        return {(event, amount_class): count for event, amount_class, count in found}

    async def members(self, today: date) -> int:
        """How many are members on this day."""
        found = await self._session.scalar(select(func.count()).where(MemberRow.until >= today))
        return int(found or 0)

    async def erase(self, chat_id: ChatId, subscriber_id: SubscriberId | None) -> None:
        """The membership goes; what was confirmed stays counted, and is nobody's."""
        await self._session.execute(delete(MemberRow).where(MemberRow.chat_id == chat_id))
        if subscriber_id is not None:
            theirs = update(ConfirmationRow).where(ConfirmationRow.subscriber_id == subscriber_id)
            await self._session.execute(theirs.values(subscriber_id=None))


def _untold() -> ColumnElement[bool]:
    return or_(MemberRow.reminded.is_(None), MemberRow.reminded != MemberRow.until)


def _values(member: Member) -> dict[str, object]:
    return {
        "until": member.until,
        "is_cancelled": member.is_cancelled,
        "owes_thanks": member.owes_thanks,
        "reminded": member.reminded,
    }


def _member(row: MemberRow) -> Member:
    return Member(
        until=row.until, is_cancelled=row.is_cancelled, owes_thanks=row.owes_thanks, reminded=row.reminded
    )


def _confirmation(row: ConfirmationRow) -> Confirmation:
    return Confirmation(
        callback_id=row.callback_id,
        digest=row.digest,
        event=row.event,
        code=row.code,
        is_open=row.is_open,
        subscriber_id=row.subscriber_id,
        edition=row.edition,
        attribution=Attribution(
            place=row.place, wording=row.wording, push_id=row.push_id, article_id=row.article_id
        ),
        amount_class=row.amount_class,
        confirmed_at=row.confirmed_at,
        until=row.until,
    )
