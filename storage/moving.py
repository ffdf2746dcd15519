"""Subscribers with all that goes along, page by page out of one database and into another."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.ids import ChatId
from bot.domain.moving import Traveller
from bot.domain.moving_fields import (
    APPEAL_FIELDS,
    FOLLOW_FIELDS,
    MEMBER_FIELDS,
    MOVE_FIELDS,
    PREFERENCE_FIELDS,
    STAYS_BEHIND,
    SUBSCRIBER_FIELDS,
    Fields,
)
from bot.domain.subscribers import Standing
from storage.appeals import AppealRow
from storage.columns import insert as insert_new
from storage.digest_rows import DigestClockRow
from storage.follow_rows import FollowRow
from storage.memberships import MemberRow
from storage.preferences import PreferenceRow
from storage.subscribers import MoveRow, SubscriberRow


class SqlMoving:
    """bot.upkeep_ports.Moving on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def page(self, after: ChatId | None, limit: int) -> list[Traveller]:
        """Those whose chats come next, in order; tombstones stay where they are, and follows of stories."""
        found = select(SubscriberRow.id, *_columns(SubscriberRow, SUBSCRIBER_FIELDS))
        found = found.where(SubscriberRow.standing != Standing.ERASED).order_by(SubscriberRow.chat_id)
        if after is not None:
            found = found.where(SubscriberRow.chat_id > after)
        rows = (await self._session.execute(found.limit(limit))).mappings().all()
        ids = [row["id"] for row in rows]
        preferences = await self._of(ids, _of(PreferenceRow, PREFERENCE_FIELDS))
        follows = await self._of(
            ids, _of(FollowRow, FOLLOW_FIELDS, FollowRow.kind, FollowRow.key).where(_moves_along())
        )
        moves = await self._of(ids, _of(MoveRow, MOVE_FIELDS, MoveRow.id))
        chats = [row["chat_id"] for row in rows]
        appeals = await self._of_chats(AppealRow, APPEAL_FIELDS, chats)
        members = await self._of_chats(MemberRow, MEMBER_FIELDS, chats)
        return [
            Traveller(
                subscriber={name: row[name] for name in SUBSCRIBER_FIELDS},
                preferences=next(iter(preferences[row["id"]]), None),
                appeal=appeals.get(row["chat_id"]),
                member=members.get(row["chat_id"]),
                # Databases sort text each in their own way.
                follows=tuple(sorted(follows[row["id"]], key=lambda one: (one["kind"], one["key"]))),
                moves=tuple(moves[row["id"]]),
            )
            for row in rows
        ]

    async def known(self, chat_ids: Collection[ChatId]) -> set[ChatId]:
        """Those of these chats that are here already."""
        found = select(SubscriberRow.chat_id).where(SubscriberRow.chat_id.in_(chat_ids))
        return set(await self._session.scalars(found))

    async def add(self, travellers: Sequence[Traveller]) -> None:
        """They are subscribers from now on, with all they brought."""
        if not travellers:
            return
        connection = await self._session.connection()
        arrived = await connection.execute(
            insert(SubscriberRow).returning(SubscriberRow.chat_id, SubscriberRow.id),
            [one.subscriber for one in travellers],
        )
        ids: dict[int, int] = dict(iter(arrived))
        brought = [(ids[one.chat_id], one) for one in travellers]
        for row, all_of in (
            (PreferenceRow, [(number, [one.preferences]) for number, one in brought if one.preferences]),
            (FollowRow, [(number, one.follows) for number, one in brought]),
            (MoveRow, [(number, one.moves) for number, one in brought]),
        ):
            if values := _with_owner(all_of):
                await connection.execute(insert(row), values)
        await self._bring(AppealRow, {one.chat_id: one.appeal for one in travellers if one.appeal})
        await self._bring(MemberRow, {one.chat_id: one.member for one in travellers if one.member})
        await self._begin_clocks(travellers)

    async def _of_chats(
        self, row: Any, names: Sequence[str], chat_ids: Collection[int]
    ) -> Mapping[int, Fields]:
        found = select(row.chat_id, *_columns(row, names)).where(row.chat_id.in_(chat_ids))
        rows = (await self._session.execute(found)).mappings()
        return {one["chat_id"]: {name: one[name] for name in names} for one in rows}

    async def _bring(self, row: Any, brought: Mapping[int, Fields]) -> None:
        """It stands over what is kept here of the same chat, which may have been a stranger's."""
        if brought:
            await self._session.execute(delete(row).where(row.chat_id.in_(brought)))
            values = [{"chat_id": chat_id, **fields} for chat_id, fields in brought.items()]
            await (await self._session.connection()).execute(insert(row), values)

    async def _begin_clocks(self, travellers: Sequence[Traveller]) -> None:
        """The hours at which they want their digests."""
        clocks = {
            (one.preferences["zone"], at)
            for one in travellers
            if one.preferences
            for at in one.preferences["digest_times"].split()
        }
        if clocks:
            values = [{"zone": zone, "at": at} for zone, at in sorted(clocks)]
            filing = insert_new(self._session, DigestClockRow).values(values)
            await self._session.execute(filing.on_conflict_do_nothing())

    async def _of(self, ids: Sequence[int], query: Select[Any]) -> Mapping[int, list[Fields]]:
        found: dict[int, list[Fields]] = defaultdict(list)
        owner = query.column_descriptions[0]["expr"]
        for row in (await self._session.execute(query.where(owner.in_(ids)))).mappings():
            values = dict(row)
            found[values.pop("subscriber_id")].append(values)
        return found


def _moves_along() -> Any:
    return FollowRow.kind != STAYS_BEHIND


def _columns(row: Any, names: Iterable[str]) -> list[Any]:
    return [getattr(row, name) for name in names]


def _of(row: Any, names: Iterable[str], *order: Any) -> Select[Any]:
    return select(row.subscriber_id, *_columns(row, names)).order_by(*order)


def _with_owner(all_of: Iterable[tuple[int, Iterable[Fields]]]) -> list[dict[str, Any]]:
    return [{"subscriber_id": number, **one} for number, values in all_of for one in values]
