"""What keeping a database in order asks of it: moving, backing up, forgetting what is old."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.ids import ChatId, MessageId, PushId
from bot.domain.moments import Moment
from bot.domain.moving import Traveller
from bot.domain.standstills import Gap, Standstill, StandstillId, StandstillState
from bot.domain.subscribers import Person


class Moving(Protocol):
    """Subscribers with all that goes along."""

    async def page(self, after: ChatId | None, limit: int) -> list[Traveller]:
        """Those whose chats come next, in order; tombstones stay where they are, and follows of stories."""
        ...

    async def known(self, chat_ids: Collection[ChatId]) -> set[ChatId]:
        """Those of these chats that are here already."""
        ...

    async def add(self, travellers: Sequence[Traveller]) -> None:
        """They are subscribers from now on, with all they brought."""
        ...


class Moments(Protocol):
    """When something happened last."""

    async def note(self, name: Moment, at: datetime) -> None:
        """It happened now."""
        ...

    async def last(self, name: Moment) -> datetime | None:
        """When it was; None for never."""
        ...

    async def forget(self, name: Moment) -> None:
        """It was never, as far as we know."""
        ...


class Retention(Protocol):
    """What has been kept long enough."""

    async def ended(self, before: datetime) -> list[PushId]:
        """Pushes that were over by then and whose deliveries are still kept, oldest first."""
        ...

    async def deliveries(self, push_id: PushId, limit: int, now: datetime) -> int:
        """Forget so many deliveries of a push, how many there were; less than `limit` were the last ones."""
        ...

    async def questions(self, before: datetime, limit: int) -> int:
        """Forget so many of what was asked before then; how many there were."""
        ...


class Standstills(Protocol):
    """Times of which the database knows nothing, and what fell due in them."""

    async def open(self, gap: Gap) -> StandstillId:
        """From now on it holds what is waiting and what is under way, besides what it `hold`s later."""
        ...

    async def reach(self, standstill_id: StandstillId, until: datetime, held_before: datetime) -> None:
        """It lasted until now: nobody was there since."""
        ...

    async def hold(self) -> None:
        """Hold what falls due meanwhile and belongs to the time before: slots and digests of then."""
        ...

    async def latest(self) -> Standstill | None:
        """The newest one, decided or not."""
        ...

    async def gap(self) -> Gap | None:
        """The newest one's."""
        ...

    async def get(self, standstill_id: StandstillId) -> Standstill | None:
        """By its number."""
        ...

    async def decide(
        self, standstill_id: StandstillId, state: StandstillState, by: Person, now: datetime
    ) -> bool:
        """Send or drop what it holds, keeping who decided; False when somebody was faster."""
        ...

    async def forget_what_was_owed(self, now: datetime) -> None:
        """A restored backup owes answers that people have had since, and updates that were handled."""
        ...

    async def unshown(self, desk: Sequence[ChatId]) -> list[tuple[Standstill, ChatId]]:
        """The one that waits and holds something, for each desk chat that was not told (or tried) yet."""
        ...

    async def shown(self, standstill_id: StandstillId, chat_id: ChatId, message_id: MessageId | None) -> None:
        """Remember the desk message; None means that the chat could not be reached."""
        ...

    async def messages(self, standstill_id: StandstillId) -> list[tuple[ChatId, MessageId]]:
        """Every desk message about it."""
        ...


class UpkeepStore(Protocol):
    """The repositories of upkeep inside one transaction."""

    @property
    def moving(self) -> Moving:
        """Subscribers on their way."""
        ...

    @property
    def moments(self) -> Moments:
        """When something was done last."""
        ...

    @property
    def retention(self) -> Retention:
        """What has been kept long enough."""
        ...

    @property
    def standstills(self) -> Standstills:
        """What waits since nobody was there."""
        ...
