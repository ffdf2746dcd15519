"""Follows on file, and what pushes and articles are filed under."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Text, cast, delete, func, literal, or_, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.follows import Follow, FollowKind, Subject
from bot.domain.ids import Edition, PushId, SubscriberId
from storage.articles import ArticleRow
from storage.columns import insert
from storage.follow_rows import FollowRow, PushKeyRow


class SqlFollows:
    """bot.follow_ports.Follows on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, subscriber_id: SubscriberId) -> list[Follow]:
        """All of a subscriber's, ended and muted ones too, by kind and key."""
        rows = await self._session.execute(
            select(
                FollowRow.kind,
                FollowRow.key,
                FollowRow.label,
                FollowRow.since,
                FollowRow.muted_until,
                FollowRow.mode,
            )
            .where(FollowRow.subscriber_id == subscriber_id)
            .order_by(FollowRow.kind, FollowRow.key)
        )
        return [
            Follow(
                subject=Subject(row.kind, row.key, row.label),
                since=row.since,
                muted_until=row.muted_until,
                mode=row.mode,
            )
            for row in rows
        ]

    async def put(self, subscriber_id: SubscriberId, *follows: Follow) -> None:
        """Keep how a subscriber stands to these subjects from now on."""
        for one in follows:
            filing = insert(self._session, FollowRow).values(
                subscriber_id=subscriber_id,
                kind=one.subject.kind,
                key=one.subject.key,
                label=one.subject.label,
                since=one.since,
                muted_until=one.muted_until,
                mode=one.mode,
            )
            await self._session.execute(
                filing.on_conflict_do_update(
                    index_elements=["subscriber_id", "kind", "key"],
                    set_={name: filing.excluded[name] for name in ("label", "since", "muted_until", "mode")},
                )
            )

    async def sweep(self, subscriber_id: SubscriberId, now: datetime) -> None:
        """Forget what is neither followed nor muted nor in digests only."""
        await self._session.execute(
            delete(FollowRow).where(
                FollowRow.subscriber_id == subscriber_id,
                FollowRow.since.is_(None),
                FollowRow.mode.is_(None),
                or_(FollowRow.muted_until.is_(None), FollowRow.muted_until <= now),
            )
        )

    async def keywords(self) -> list[Subject]:
        """The words that anybody follows, in every spelling."""
        rows = await self._session.execute(
            select(FollowRow.key, FollowRow.label)
            .where(FollowRow.kind == FollowKind.KEYWORD, FollowRow.since.is_not(None))
            .distinct()
        )
        return [Subject(FollowKind.KEYWORD, key, label) for key, label in rows]

    async def keys_of(self, push_id: PushId) -> frozenset[Subject]:
        """What a push was filed under; without labels."""
        rows = await self._session.execute(
            select(PushKeyRow.kind, PushKeyRow.key).where(PushKeyRow.push_id == push_id)
        )
        return frozenset(Subject(kind, key, "") for kind, key in rows)

    async def seen(self, edition: Edition, since: datetime) -> dict[tuple[FollowKind, str], int]:
        """How many of an edition's articles since then name each topic, author and series, as spelt."""
        counted: dict[tuple[FollowKind, str], int] = {}
        for kind, name, source in (
            (FollowKind.SERIES, ArticleRow.series, None),
            (FollowKind.AUTHOR, *self._unfolded(ArticleRow.authors)),
            (FollowKind.TOPIC, *self._unfolded(ArticleRow.topics)),
        ):
            query = select(name, func.count()).select_from(ArticleRow)
            query = query if source is None else query.join(source, literal(True))
            found = await self._session.execute(
                query.where(
                    ArticleRow.edition == edition, ArticleRow.news_at >= since, name.is_not(None)
                ).group_by(name)
            )
            counted |= {(kind, label): count for label, count in found}
        return counted

    def _unfolded(self, names: Any) -> tuple[Any, Any]:
        """The names in a column of JSON, and the table they become."""
        text = type_coerce(names, Text)
        if self._session.get_bind().dialect.name == "sqlite":
            table = func.json_each(text).table_valued("value")
        else:
            table = func.json_array_elements_text(cast(text, JSON)).table_valued("value")
        return type_coerce(table.c.value, Text), table
