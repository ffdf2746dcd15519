"""Articles, readers and pushes for the storage tests, with only what a test is about spelt out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from sqlalchemy import text

from bot.delivery_ports import Beat
from bot.domain.articles import Article, Draft
from bot.domain.deliveries import Delivery, DeliveryState, Reason, Settlement
from bot.domain.feeds import FeedPlan, Mode
from bot.domain.follows import Follow, Subject, edition_subject
from bot.domain.ids import ArticleId, ChatId, Edition, FeedId, MessageId, PushId, UserId
from bot.domain.preferences import Preferences
from bot.domain.pushes import Action, Button, Card, Lane, NewPush, Policy
from bot.domain.subscribers import Person
from storage.database import Database
from storage.ledger import SqlLedger

NOW = datetime(2026, 3, 29, 18, 30, tzinfo=UTC)
LATER = NOW + timedelta(minutes=10)
MK, EN, SQ = Edition("mk"), Edition("en"), Edition("sq")
ANA, BORIS, CVETA = ChatId(501), ChatId(502), ChatId(503)
GROUP = ChatId(-1001)
PLAN = FeedPlan(url="https://paper.example/feed", edition=MK, mode=Mode.AUTO, topic="politics")
DRAFT = Draft(url="https://paper.example/a", edition=MK, language="mk", headline="Буџетот помина")
CARD = Card(html="<b>Буџетот</b>", buttons=((Button("Прочитај", url="https://paper.example/a"),),))
PAPERS = Preferences(zone="Europe/Skopje", daily_cap=None)
"""For who chose nothing."""
EDITOR = Person(id=UserId(900), chat_id=ChatId(900), name="Елена", language="mk")

_ledgers: WeakKeyDictionary[Database, SqlLedger] = WeakKeyDictionary()


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
    """Active readers who get everything of one edition."""
    async with database.open_store() as store:
        for chat_id in chats:
            reader = await store.subscribers.join(chat_id, edition=edition, language=edition, now=now)
            await store.follows.put(reader.id, Follow(subject=edition_subject(edition), since=now))


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What a push may choose otherwise than most."""

    action: Action = Action.SEND
    lane: Lane = Lane.INSTANT
    policy: Policy | None = None
    target: PushId | None = None
    keys: tuple[Subject, ...] = ()
    """What it is filed under besides the editions of its cards."""


def push_of(
    article_id: ArticleId,
    *,
    due_at: datetime = NOW,
    slot: str = "1",
    choices: Choices | None = None,
    **cards: Card,
) -> NewPush:
    """A push with a Macedonian card, or with the given ones by edition."""
    chosen = choices or Choices()
    shown = cards or {"mk": CARD}
    return NewPush(
        article_id=article_id,
        cards={Edition(edition): card for edition, card in shown.items()},
        keys=(*(edition_subject(Edition(edition)) for edition in shown), *chosen.keys),
        due_at=due_at,
        expires_at=due_at + timedelta(hours=12),
        created_by=EDITOR.id,
        schedule="article",
        slot=slot,
        action=chosen.action,
        lane=chosen.lane,
        policy=chosen.policy,
        target=chosen.target,
    )


async def add_push(
    database: Database,
    *,
    due_at: datetime = NOW,
    slot: str = "1",
    choices: Choices | None = None,
    **cards: Card,
) -> PushId:
    """A scheduled push of a new article."""
    article = await file(database)
    async with database.open_store() as store:
        push = await store.pushes.add(push_of(article.id, due_at=due_at, slot=slot, choices=choices, **cards))
    assert push
    return push.id


async def lead(database: Database) -> SqlLedger:
    """A process that takes over: the ledger of a new epoch, which all helpers here use from now on."""
    _ledgers[database] = ledger = await database.lead("this process")
    return ledger


async def ledger_of(database: Database) -> SqlLedger:
    """The ledger of the process that leads."""
    return _ledgers.get(database) or await lead(database)


async def plan(
    database: Database, push_id: PushId, *, now: datetime = NOW, papers: Preferences = PAPERS
) -> int:
    """Plan a push's deliveries."""
    return await (await ledger_of(database)).plan(push_id, now, papers)


async def plan_push(
    database: Database,
    *chats: ChatId,
    due_at: datetime = NOW,
    slot: str = "1",
    choices: Choices | None = None,
    **cards: Card,
) -> PushId:
    """A push whose deliveries to these new readers wait to be made."""
    await join(database, *chats)
    push_id = await add_push(database, due_at=due_at, slot=slot, choices=choices, **cards)
    await plan(database, push_id)
    return push_id


async def claim(database: Database, limit: int = 100, *, now: datetime = NOW) -> list[Delivery]:
    """What may go now, claimed."""
    return list((await (await ledger_of(database)).beat(Beat(claim=limit), now)).claimed)


async def intend(database: Database, *deliveries: Delivery, now: datetime = NOW) -> int:
    """Record the intent to send these; returns how many are still ours."""
    return len((await (await ledger_of(database)).beat(Beat(intend=deliveries), now)).intended)


async def settle(database: Database, *settlements: Settlement, now: datetime = NOW) -> None:
    """Record these outcomes."""
    await (await ledger_of(database)).beat(Beat(settlements=settlements), now)


async def sending(database: Database, *chats: ChatId, choices: Choices | None = None) -> list[Delivery]:
    """Deliveries of a new push whose requests are under way, in the order of their readers."""
    await plan_push(database, *chats, choices=choices)
    deliveries = sorted(await claim(database), key=lambda one: one.subscriber_id)
    await intend(database, *deliveries)
    return deliveries


def sent(delivery: Delivery, message_id: int = 77) -> Settlement:
    """Telegram took it."""
    return _settlement(delivery, DeliveryState.SENT, message_id=message(message_id))


def refused(delivery: Delivery, reason: Reason = Reason.BLOCKED, *, detail: str = "no") -> Settlement:
    """Telegram will never take it."""
    return _settlement(delivery, DeliveryState.FAILED, reason=reason, detail=detail)


def unknown(delivery: Delivery) -> Settlement:
    """Nobody can say whether it arrived."""
    return _settlement(delivery, DeliveryState.UNKNOWN)


def later(delivery: Delivery, *, at_risk: bool = False, new_chat_id: ChatId | None = None) -> Settlement:
    """Try again in ten minutes."""
    return _settlement(
        delivery, DeliveryState.PENDING, not_before=LATER, at_risk=at_risk, new_chat_id=new_chat_id
    )


def _settlement(delivery: Delivery, state: DeliveryState, **more: Any) -> Settlement:
    return Settlement(push_id=delivery.push_id, subscriber_id=delivery.subscriber_id, state=state, **more)


async def rows(database: Database, sql: str, **values: object) -> list[tuple[Any, ...]]:
    """What the database itself says."""
    return await database.run(
        lambda connection: [tuple(row) for row in connection.execute(text(sql), values)]
    )


async def counts(database: Database, push: int = 1) -> dict[DeliveryState, int]:
    """Deliveries of a push by state, counted one by one."""
    found = await rows(
        database, "SELECT state, count(*) FROM deliveries WHERE push_id = :push GROUP BY state", push=push
    )
    return {DeliveryState(state): count for state, count in found}


async def risks(database: Database) -> list[int]:
    """How often each message may have arrived once more, by reader."""
    return [risk for (risk,) in await rows(database, "SELECT risk FROM deliveries ORDER BY subscriber_id")]


async def recover(database: Database, *, now: datetime = NOW) -> dict[DeliveryState, int]:
    """What a fresh start makes of what was left."""
    return dict(await (await lead(database)).recover(now))


async def moves_by_day(database: Database, zone: str = "UTC") -> list[tuple[date, int, int, int]]:
    """Who joined, left and blocked us, on each day of the zone with any of that."""
    async with database.open_store() as store:
        await store.statistics.count_in(ZoneInfo(zone), 1000)
        days = await store.statistics.by_day("move", date.min)
    told = [
        (day, of.get("joined", 0) + of.get("returned", 0), of.get("left", 0), of.get("blocked", 0))
        for day, of in days.items()
    ]
    return [one for one in told if any(one[1:])]
