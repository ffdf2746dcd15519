"""Articles, readers and pushes for the storage tests, with only what a test is about spelt out."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.articles import Article, Draft
from bot.domain.deliveries import Delivery, DeliveryState
from bot.domain.feeds import FeedPlan, Mode
from bot.domain.ids import ArticleId, ChatId, Edition, FeedId, MessageId, PushId, UserId
from bot.domain.pushes import Button, Card, NewPush
from bot.domain.subscribers import Person
from storage.database import Database

NOW = datetime(2026, 3, 29, 18, 30, tzinfo=UTC)
LATER = NOW + timedelta(minutes=10)
MK, EN, SQ = Edition("mk"), Edition("en"), Edition("sq")
ANA, BORIS, CVETA = ChatId(501), ChatId(502), ChatId(503)
GROUP = ChatId(-1001)
US = "this process"
PLAN = FeedPlan(url="https://paper.example/feed", edition=MK, mode=Mode.AUTO, topic="politics")
DRAFT = Draft(url="https://paper.example/a", edition=MK, language="mk", headline="Буџетот помина")
CARD = Card(html="<b>Буџетот</b>", buttons=((Button("Прочитај", url="https://paper.example/a"),),))
EDITOR = Person(id=UserId(900), chat_id=ChatId(900), name="Елена", language="mk")


def files(folder: Path) -> list[str]:
    """The names of what is in a folder."""
    return sorted(path.name for path in folder.iterdir())


def make_folder(path: Path) -> None:
    """A folder where something else is expected."""
    path.mkdir()


def message(number: int) -> MessageId:
    """A message id."""
    return MessageId(number)


async def enrol(database: Database, *urls: str) -> list[FeedId]:
    """Feeds of these addresses, enrolled together."""
    async with database.open_store() as store:
        await store.feeds.enrol([replace(PLAN, url=url) for url in urls or (PLAN.url,)], NOW)
        feeds = {feed.plan.url: feed.id for feed in await store.feeds.due(NOW, 100)}
    return [feeds[url] for url in urls or (PLAN.url,)]


async def file(
    database: Database,
    draft: Draft = DRAFT,
    *,
    feed_id: FeedId | None = None,
    keys: Iterable[str] = (),
    now: datetime = NOW,
) -> Article:
    """An article on file."""
    async with database.open_store() as store:
        return await store.articles.file(
            draft, feed_id=feed_id, keys=tuple(keys), fingerprint="first", now=now
        )


async def join(database: Database, *chats: ChatId, edition: Edition = MK, now: datetime = NOW) -> None:
    """Active readers of one edition."""
    async with database.open_store() as store:
        for chat_id in chats:
            await store.subscribers.join(chat_id, edition=edition, language=edition, now=now)


def push_of(article_id: ArticleId, *, due_at: datetime = NOW, slot: str = "1", **cards: Card) -> NewPush:
    """A push with a Macedonian card, or with the given ones by edition."""
    return NewPush(
        article_id=article_id,
        cards={Edition(edition): card for edition, card in (cards or {"mk": CARD}).items()},
        due_at=due_at,
        expires_at=due_at + timedelta(hours=12),
        created_by=EDITOR.id,
        schedule="article",
        slot=slot,
    )


async def add_push(database: Database, *, due_at: datetime = NOW, slot: str = "1", **cards: Card) -> PushId:
    """A scheduled push of a new article."""
    article = await file(database)
    async with database.open_store() as store:
        push = await store.pushes.add(push_of(article.id, due_at=due_at, slot=slot, **cards))
    assert push
    return push.id


async def plan_push(
    database: Database, *chats: ChatId, due_at: datetime = NOW, slot: str = "1", **cards: Card
) -> PushId:
    """A push whose deliveries to these new readers wait to be made."""
    await join(database, *chats)
    push_id = await add_push(database, due_at=due_at, slot=slot, **cards)
    async with database.open_store() as store:
        await store.pushes.plan(push_id, NOW)
    return push_id


async def claim(
    database: Database, limit: int = 100, *, owner: str = US, now: datetime = NOW
) -> list[Delivery]:
    """What may go now, claimed."""
    async with database.open_store() as store:
        return await store.deliveries.claim(owner, now, limit)


async def intend(database: Database, *deliveries: Delivery, owner: str = US) -> int:
    """Record the intent to send these; returns how many are still ours."""
    async with database.open_store() as store:
        return len(await store.deliveries.intend(owner, [one.id for one in deliveries], NOW))


async def sending(database: Database, *chats: ChatId) -> list[Delivery]:
    """Deliveries of a new push whose requests are under way."""
    await plan_push(database, *chats)
    deliveries = await claim(database)
    await intend(database, *deliveries)
    return deliveries


async def counts(database: Database, push: int = 1) -> dict[DeliveryState, int]:
    """Deliveries of a push by state."""
    async with database.open_store() as store:
        (tally,) = [one for one in await store.pushes.tallies(100) if one.push_id == push]
        return dict(tally.states)


async def recover(database: Database) -> dict[DeliveryState, int]:
    """What a fresh start makes of what was left."""
    async with database.open_store() as store:
        return dict(await store.deliveries.recover(NOW))
