"""A whole newsroom for the tests of its verbs: real database, a real bot, the sandbox, a site of its own."""

import sqlite3
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.delivery_ports import Ledger
from bot.domain.articles import Article, Draft, Image
from bot.domain.deliveries import DeliveryState
from bot.domain.entries import link_identity
from bot.domain.feeds import Feed, FeedPlan, Mode
from bot.domain.follows import Follow
from bot.domain.ids import ChatId, Edition, PushId, UserId
from bot.domain.paper import EditionFacts, Paper
from bot.domain.pushes import Push
from bot.domain.reviews import Review
from bot.domain.subscribers import Person, Role, Standing
from bot.newsroom import Newsroom, World
from bot.opening import build_newsroom
from bot.sandbox import SandboxClient
from bot.sandbox.client import ScreenMessage
from bot.usecases.freeze import article_push, matching
from tests import canaries
from tests.usecases.web import Item, Web, rss

EN, MK = Edition("en"), Edition("mk")
ANA, BORIS, CVETA = canaries.ANA, canaries.BORIS, canaries.CVETA
ELENA, FILIP, TOKEN = canaries.ELENA, canaries.FILIP, canaries.TOKEN
EVERYBODY = (ANA, BORIS, CVETA, ELENA, FILIP)
OLD = Item("old", "What everybody knows")
NEWS = Item("snow", "Snow closes three mountain roads")


class HandClock:
    """A clock that stands until it is moved; sleeping takes no time and is written down."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self.slept: list[float] = []
        self.meanwhile: Callable[[], Awaitable[object]] | None = None
        """What happens while somebody sleeps; once."""

    def now(self) -> datetime:
        """The moment it was set to."""
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Nobody waits in a test."""
        self.slept.append(seconds)
        happening, self.meanwhile = self.meanwhile, None
        if happening is not None:
            await happening()

    def advance(self, **by: float) -> None:
        """Put the clock forward, by `hours=2` or `minutes=5`."""
        self._now += timedelta(**by)


def person(number: int, *, name: str = "", language: str = "en", role: Role = Role.READER) -> Person:
    """Somebody in their private chat."""
    return Person(id=UserId(number), chat_id=ChatId(number), name=name, language=language, role=role)


def editor(number: int = ELENA, name: str = "Elena") -> Person:
    """An editor."""
    return person(number, name=name, role=Role.EDITOR)


def paper_at(address: str) -> Paper:
    """A paper with an English feed that pushes at once and a Macedonian one that asks its two editors."""
    editions = {
        code: EditionFacts(
            code=code, title=title, membership_url=f"{address}/membership", appeal="Free for all."
        )
        for code, title in ((EN, "Primer Daily"), (MK, "Весник Пример"))
    }
    return Paper(
        name="Primer",
        zone=ZoneInfo("Europe/Skopje"),
        editions=editions,
        feeds=(
            FeedPlan(url=f"{address}/en/feed", edition=EN, mode=Mode.AUTO),
            FeedPlan(url=f"{address}/mk/feed", edition=MK, mode=Mode.REVIEW),
        ),
        editors=frozenset({UserId(ELENA), UserId(FILIP)}),
        desk=(ChatId(ELENA), ChatId(FILIP)),
        private_hosts=frozenset({"127.0.0.1"}),
        surprise=3,
    )


@dataclass
class House:
    """The newsroom and everything around it that a test sets up or looks at."""

    newsroom: Newsroom
    world: World
    web: Web
    telegram: SandboxClient
    clock: HandClock
    database: Path
    lead: Callable[[str], Awaitable[Ledger]]

    async def restarted(self, **changes: Any) -> "House":
        """The same house after a restart, with parts of its world exchanged."""
        world = replace(self.world, ledger=await self.lead("the next process"), **changes)
        return replace(self, newsroom=build_newsroom(world), world=world)

    async def publish(self, edition: Edition, *items: Item) -> None:
        """Put these and the old item into an edition's feed, and let the poller find them."""
        self.web.put(f"/{edition}/feed", rss(self.web.address, *items, OLD))
        await self.poll()

    async def poll(self) -> None:
        """The next round of the poller, a day later, so that even feeds that failed are due."""
        self.clock.advance(days=1)
        await self.newsroom.poll_feeds()

    async def round(self) -> None:
        """One tick of everything that sends."""
        await self.newsroom.show_reviews()
        await self.newsroom.refresh_cards()
        await self.newsroom.refresh_checks()
        await self.newsroom.show_trouble()
        await self.newsroom.plan_pushes()
        await self.newsroom.deliver_pushes()

    async def subscribe(self, *readers: int, language: str = "en") -> None:
        """These people read the edition of this language."""
        for reader in readers:
            await self.newsroom.subscribe(person(reader, language=language))

    async def article(self, slug: str) -> Article:
        """The article on file under this slug."""
        async with self.world.open_store() as store:
            found = await store.articles.by_link(link_identity(f"{self.web.address}/{slug}"))
        assert found, f"no article {slug}"
        return found

    async def feed(self, edition: Edition) -> Feed:
        """What is remembered of an edition's feed."""
        return await self.feed_at(f"{self.web.address}/{edition}/feed")

    async def feed_at(self, url: str) -> Feed:
        """What is remembered of the feed at an address."""
        async with self.world.open_store() as store:
            far = self.clock.now() + timedelta(days=30)
            return next(one for one in await store.feeds.due(far, 100) if one.plan.url == url)

    async def file(
        self,
        headline: str = "Snow closes roads",
        slug: str = "snow",
        image: Image | None = None,
        **more: Any,
    ) -> Article:
        """An article on file that came from no feed."""
        url = f"{self.web.address}/{slug}"
        draft = Draft(
            url=url,
            headline=headline,
            image=image,
            **{"edition": EN, "language": "en", "body": ("Text.",), "summary": "Text.", **more},
        )
        async with self.world.open_store() as store:
            return await store.articles.file(
                draft, feed_id=None, keys=(link_identity(url),), fingerprint="first", now=self.clock.now()
            )

    async def push(
        self,
        headline: str = "Snow closes roads",
        slug: str = "snow",
        image: Image | None = None,
        **more: Any,
    ) -> PushId:
        """A push of a new article, planned for all who follow one of its subjects so far."""
        article = await self.file(headline, slug, image, **more)
        async with self.world.open_store() as store:
            words = await matching(article, await store.follows.keywords())
            now = self.clock.now()
            push = await store.pushes.add(
                article_push(article, self.newsroom.paper, words=words, due_at=now, editor=None)
            )
        assert push
        await self.newsroom.plan_pushes()
        return push.id

    async def counts(self, push_id: PushId) -> Mapping[DeliveryState, int]:
        """Deliveries of a push by state, counted one by one."""
        with closing(sqlite3.connect(self.database)) as connection:
            found = connection.execute(
                "SELECT state, count(*) FROM deliveries WHERE push_id = ? GROUP BY state", (push_id,)
            ).fetchall()
        return {DeliveryState(state): count for state, count in found}

    def risks(self) -> int:
        """How many deliveries may have arrived more often than recorded."""
        with closing(sqlite3.connect(self.database)) as connection:
            found: int = connection.execute("SELECT sum(risk) FROM deliveries").fetchone()[0]
        return found

    async def standing(self, reader: int) -> Standing:
        """How a reader stands."""
        subscriber = await self.newsroom.subscribe.of(person(reader))
        assert subscriber
        return subscriber.standing

    async def follows(self, reader: int) -> list[Follow]:
        """What is on file of a reader's follows."""
        async with self.world.open_store() as store:
            subscriber = await store.subscribers.by_chat(ChatId(reader))
            return list(await store.follows.of(subscriber.id)) if subscriber else []

    async def followed(self, reader: int) -> list[str]:
        """The labels of what a reader follows."""
        return [one.subject.label for one in await self.follows(reader) if one.since]

    async def messages(self, chat: int, text: str) -> list[ScreenMessage]:
        """The messages with this text that the bot has brought to a phone."""
        screen = await self.telegram.screen(chat)
        return [one for one in screen.messages if one.is_from_bot and text in one.text]

    async def received(self, chat: int, text: str) -> int:
        """How many they are."""
        return len(await self.messages(chat, text))

    async def labels(self, chat: int, text: str) -> list[str]:
        """The buttons under the newest of them."""
        newest = (await self.messages(chat, text))[-1]
        return [button.text for row in newest.buttons for button in row]

    async def review(self, slug: str) -> Review | None:
        """The review of the article under this slug."""
        article = await self.article(slug)
        async with self.world.open_store() as store:
            return await store.reviews.get(article.id)

    async def pushes(self, slug: str) -> list[Push]:
        """The pushes of the article under this slug."""
        article = await self.article(slug)
        async with self.world.open_store() as store:
            return await store.pushes.of_article(article.id)
