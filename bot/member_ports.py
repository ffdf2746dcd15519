"""What memberships need of the database; see bot/ports.py for the rules."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Protocol

from bot.domain.ids import ChatId, Edition, SubscriberId
from bot.domain.memberships import Confirmation, Counts, Member


class Memberships(Protocol):
    """What the paper's site said, and who is a member until when."""

    async def file(self, confirmation: Confirmation) -> bool:
        """Keep it; False where its id or its code is known, whoever was faster."""
        ...

    async def by_id(self, callback_id: str) -> Confirmation | None:
        """What came under this id."""
        ...

    async def by_code(self, code: str) -> Confirmation | None:
        """What came with this code; nobody else can give it away until the end of the transaction."""
        ...

    async def give(self, callback_id: str, subscriber_id: SubscriberId | None, edition: Edition) -> None:
        """Whose it is shows only now."""
        ...

    async def of(self, chat_id: ChatId) -> Member | None:
        """The membership of a private chat, also one that is over."""
        ...

    async def change(self, chat_id: ChatId, decide: Callable[[Member | None], Member | None]) -> None:
        """Make of somebody's membership what `decide` says; who changes it at the same time waits."""
        ...

    async def confirmed(self, subscriber_id: SubscriberId) -> Sequence[Confirmation]:
        """What is on file of a subscriber, oldest first."""
        ...

    async def take_thanks(self, limit: int) -> Mapping[ChatId, Member]:
        """Those whom we have yet to thank; from now on we have, and nobody else gets them."""
        ...

    async def unreminded(self, since: date, until: date, limit: int) -> Mapping[ChatId, Member]:
        """Memberships that end on one of these days, are not cancelled, and of whose end nobody was told."""
        ...

    async def remind(self, chat_id: ChatId, until: date) -> bool:
        """They are told of the end on this day; False where somebody was faster, or it ends otherwise now."""
        ...

    async def counts(self, since: date) -> Counts:
        """How many events of which class there were from this day on, UTC's."""
        ...

    async def members(self, today: date) -> int:
        """How many are members on this day."""
        ...

    async def erase(self, chat_id: ChatId, subscriber_id: SubscriberId | None) -> None:
        """The membership goes; what was confirmed stays counted, and is nobody's."""
        ...


class MemberStore(Protocol):
    """The part of a transaction's repositories that this is."""

    @property
    def memberships(self) -> Memberships:
        """Who is a member."""
        ...
