"""What admins see and choose of feeds; see ports.py for what holds for all repositories."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.feed_choices import FeedChoices, FeedWeight, KnownFeed
from bot.domain.feeds import FeedPlan
from bot.domain.ids import FeedId


class KnownFeeds(Protocol):
    """Feeds with what was chosen about them."""

    async def all(self) -> Sequence[KnownFeed]:
        """Every feed that the file or a chat names and that was not removed, oldest first."""
        ...

    async def get(self, feed_id: FeedId) -> KnownFeed | None:
        """One, removed or not."""
        ...

    async def at(self, url: str) -> KnownFeed | None:
        """The one of this address, removed or not."""
        ...

    async def chosen(self) -> Sequence[KnownFeed]:
        """Those about which a chat chose something, removed ones too."""
        ...

    async def plans(self) -> Sequence[FeedPlan]:
        """How those are read that are asked."""
        ...

    async def add(self, plan: FeedPlan, now: datetime) -> KnownFeed:
        """A chat names this feed: it is due now, and read as the plan says."""
        ...

    async def choose(self, known: KnownFeed, choices: FeedChoices, plan: FeedPlan, now: datetime) -> bool:
        """From now on these choices hold, which make this plan; False when others were made meanwhile."""
        ...

    async def recent(self, since: datetime) -> Mapping[FeedId, int]:
        """How many articles published since then each feed brought."""
        ...

    async def weight(self, feed_id: FeedId) -> FeedWeight:
        """What one feed has brought at all."""
        ...
