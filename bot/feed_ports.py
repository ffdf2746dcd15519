"""What the poller and the search for feeds need; see ports.py for what holds for all repositories."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.entries import Entry
from bot.domain.feeds import Feed, FeedPlan
from bot.domain.hubs import HubOrder
from bot.domain.ids import ArticleId, ChatId, FeedId, MessageId
from bot.domain.subscribers import Person
from bot.domain.surges import Surge, SurgeId, SurgeState, Surprise
from bot.domain.troubles import FeedEvent, UntoldEvent


class HubOrders(Protocol):
    """What we asked hubs for."""

    async def all(self) -> list[HubOrder]:
        """Every order on file."""
        ...

    async def get(self, key: str) -> HubOrder | None:
        """The order that a hub knows by this key."""
        ...

    async def put(self, orders: Sequence[HubOrder]) -> None:
        """Keep them, in place of what was known of the same."""
        ...

    async def drop(self, orders: Sequence[HubOrder]) -> None:
        """Forget them."""
        ...


class Feeds(Protocol):
    """The feeds and what we remember of their servers."""

    @property
    def hubs(self) -> HubOrders:
        """What we asked their hubs for."""
        ...

    async def enrol(self, plans: Sequence[FeedPlan], now: datetime) -> None:
        """Make the table match the plans by URL: new ones due now, missing ones no longer polled.
        A feed that had stopped gets another chance."""
        ...

    async def due(self, now: datetime, limit: int, *, but: Collection[FeedId] = ()) -> list[Feed]:
        """Enrolled feeds with `next_poll_at <= now` that have not stopped, longest due first; not those
        in `but`."""
        ...

    async def save(self, feeds: Sequence[Feed]) -> None:
        """Keep the feeds' memory; their plans belong to the configuration."""
        ...

    async def get(self, feed_id: FeedId) -> Feed:
        """The feed on file."""
        ...

    async def with_hub(self) -> list[Feed]:
        """Enrolled feeds that name a hub and have not stopped."""
        ...

    async def enrolled(self) -> list[Feed]:
        """All that the configuration names, those that have stopped too."""
        ...

    async def due_at(self, feed_id: FeedId, at: datetime) -> None:
        """Ask this feed at that time."""
        ...

    async def report(self, events: Sequence[FeedEvent]) -> None:
        """Keep what happened to feeds until the admins were told."""
        ...

    async def untold(self, limit: int) -> list[UntoldEvent]:
        """What the admins have not been told, oldest first."""
        ...

    async def told(self, numbers: Sequence[int], now: datetime) -> None:
        """The admins know."""
        ...


@dataclass(frozen=True, kw_only=True)
class UnreadPage:
    """An entry whose page could not be read, and when to try again."""

    article_id: ArticleId
    feed_id: FeedId
    entry: Entry
    tries: int
    due_at: datetime


class UnreadPages(Protocol):
    """Pages to read again: until then their articles hold only what the feed told."""

    async def put(self, page: UnreadPage) -> None:
        """Keep it, in place of an earlier one of the same article."""
        ...

    async def due(self, now: datetime, limit: int) -> list[UnreadPage]:
        """What may be tried again now, longest due first."""
        ...

    async def drop(self, article_id: ArticleId) -> None:
        """It was read, or given up."""
        ...


class Surges(Protocol):
    """Articles that wait together for one decision, and the desk messages that show them."""

    async def open(
        self, feed_id: FeedId, surprise: Surprise, articles: Sequence[ArticleId], now: datetime
    ) -> SurgeId:
        """Lay them before the desk, the newest first."""
        ...

    async def get(self, surge_id: SurgeId) -> Surge | None:
        """The surge with its articles."""
        ...

    async def decide(self, surge_id: SurgeId, state: SurgeState, by: Person, now: datetime) -> bool:
        """Decide if it still waits, keeping who it was; False when somebody was faster."""
        ...

    async def expire(self, before: datetime) -> list[SurgeId]:
        """Close surges opened earlier than `before` that still wait, and name them."""
        ...

    async def unshown(self, desk: Sequence[ChatId]) -> list[tuple[Surge, ChatId]]:
        """Waiting surges that a desk chat has not been shown (or tried) yet, oldest first."""
        ...

    async def shown(self, surge_id: SurgeId, chat_id: ChatId, message_id: MessageId | None) -> None:
        """Remember the desk message; None means that the chat could not be reached."""
        ...

    async def messages(self, surge_id: SurgeId) -> list[tuple[ChatId, MessageId]]:
        """Every desk message that shows it."""
        ...


class TellHub(Protocol):
    """A word to a hub."""

    async def __call__(self, url: str, form: Mapping[str, str]) -> None:
        """POST a form. Raises FetchError, also when the hub does not want to hear it."""
        ...


class FeedLinks(Protocol):
    """Addresses of feeds that a page names or its site may have."""

    def __call__(self, page: bytes, url: str) -> tuple[str, ...]:
        """The likeliest first. Never raises for bad HTML."""
        ...
