"""Feeds as admins see them, with what was chosen about them in a chat."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.feed_choices import FeedChoices, FeedStanding, FeedWeight, KnownFeed
from bot.domain.feeds import FeedPlan
from bot.domain.ids import FeedId
from bot.domain.reviews import ReviewState
from storage.articles import ArticleRow
from storage.columns import clean
from storage.feeds import FeedRow, as_feed, choices_of, is_enrolled, kept_choices
from storage.reviews import ReviewRow

_SOME = 500
"""Feeds in one page or sweep; nobody has more."""


class SqlKnownFeeds:
    """bot.known_feed_ports.KnownFeeds on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def all(self) -> Sequence[KnownFeed]:
        """Every feed that the file or a chat names and that was not removed, oldest first."""
        found = await self._found(or_(FeedRow.named, FeedRow.added))
        return [one for one in found if one.choices.standing is not FeedStanding.REMOVED]

    async def get(self, feed_id: FeedId) -> KnownFeed | None:
        """One, removed or not."""
        return next(iter(await self._found(FeedRow.id == feed_id)), None)

    async def at(self, url: str) -> KnownFeed | None:
        """The one of this address, removed or not."""
        return next(iter(await self._found(FeedRow.url == clean(url))), None)

    async def chosen(self) -> Sequence[KnownFeed]:
        """Those about which a chat chose something, removed ones too."""
        found = await self._found(or_(FeedRow.named, FeedRow.added))
        return [one for one in found if one.choices.parts or not one.named]

    async def plans(self) -> Sequence[FeedPlan]:
        """How those are read that are asked."""
        return [one.feed.plan for one in await self._found(FeedRow.enrolled.is_(True))]

    async def add(self, plan: FeedPlan, now: datetime) -> KnownFeed:
        """A chat names this feed: it is due now, and read as the plan says."""
        row = await self._session.scalar(select(FeedRow).where(FeedRow.url == clean(plan.url)))
        if row is None:
            row = FeedRow(url=plan.url, failures=0, stopped=False, named=False, version=0)
        chosen = FeedChoices(edition=plan.edition, mode=plan.mode, topic=plan.topic or "")
        row.added, row.choices, row.version = True, kept_choices(chosen), row.version + 1
        row.edition, row.mode, row.topic = plan.edition, plan.mode, plan.topic
        row.every_seconds = plan.every.total_seconds()
        row.enrolled, row.stopped, row.next_poll_at = True, False, now
        self._session.add(row)
        await self._session.flush()
        return _known(row)

    async def choose(self, known: KnownFeed, choices: FeedChoices, plan: FeedPlan, now: datetime) -> bool:
        """From now on these choices hold; False when others were made meanwhile."""
        choosing = (
            update(FeedRow)
            .where(FeedRow.id == known.feed.id, FeedRow.version == known.version)
            .values(
                edition=plan.edition,
                mode=plan.mode,
                topic=plan.topic,
                choices=kept_choices(choices),
                version=known.version + 1,
                enrolled=is_enrolled(known.named, known.added, choices),
            )
        )
        if choices.standing is FeedStanding.ON and not known.is_asked:
            choosing = choosing.values(next_poll_at=now, stopped=False)
        return (await (await self._session.connection()).execute(choosing)).rowcount > 0

    async def recent(self, since: datetime) -> Mapping[FeedId, int]:
        """How many articles published since then each feed brought."""
        # With the editions named, the index of what was published when serves the question.
        editions = select(FeedRow.edition).distinct()
        counted = await self._session.execute(
            select(ArticleRow.feed_id, func.count())
            .where(ArticleRow.edition.in_(editions), ArticleRow.news_at >= since)
            .group_by(ArticleRow.feed_id)
        )
        return {feed_id: count for feed_id, count in counted if feed_id is not None}

    async def weight(self, feed_id: FeedId) -> FeedWeight:
        """What one feed has brought at all."""
        mine = ArticleRow.feed_id == feed_id
        waits = select(func.count()).select_from(ReviewRow).join(ArticleRow).where(mine)
        waits = waits.where(ReviewRow.state == ReviewState.WAITING)
        filed = select(func.count()).select_from(ArticleRow).where(mine)
        counts = [(await self._session.scalars(one)).one() for one in (filed, waits)]
        return FeedWeight(articles=counts[0], waiting=counts[1])

    async def _found(self, which: ColumnElement[bool]) -> Sequence[KnownFeed]:
        rows = await self._session.scalars(select(FeedRow).where(which).order_by(FeedRow.id).limit(_SOME))
        return [_known(row) for row in rows]


def _known(row: FeedRow) -> KnownFeed:
    return KnownFeed(
        feed=as_feed(row),
        choices=choices_of(row),
        named=row.named,
        added=row.added,
        version=row.version,
    )
