"""Records: everything that is kept about one chat, as its people may have it or have it erased."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.appeals import History
from bot.domain.deliveries import DeliveryState
from bot.domain.feedback import Feedback
from bot.domain.follows import Follow
from bot.domain.ids import ChatId, MessageId
from bot.domain.memberships import Confirmation, Member
from bot.domain.people import Colleague
from bot.domain.preferences import Preferences
from bot.domain.questions import Question
from bot.domain.stars import Payment
from bot.domain.subscribers import Subscriber


@dataclass(frozen=True)
class Moved:
    """When the subscriber came, paused, went …"""

    move: str
    at: datetime


@dataclass(frozen=True)
class Received:
    """One push to this subscriber, without headline and address for a digest. `at` is when it was last
    tried or ended."""

    headline: str
    url: str
    state: DeliveryState
    at: datetime | None
    message_id: MessageId | None


@dataclass(frozen=True, kw_only=True)
class Record:
    """All there is; empty for a chat that never subscribed, asked nothing and told the newsroom nothing."""

    chat_id: ChatId
    subscriber: Subscriber | None = None
    moves: Sequence[Moved] = ()
    received: Sequence[Received] = ()
    follows: Sequence[Follow] = ()
    preferences: Preferences | None = None
    digests: Sequence[Sequence[str]] = ()
    """The addresses of what the last ones held, oldest digest first."""
    feedback: Sequence[Feedback] = ()
    questions: Sequence[Question] = ()
    """The last ones."""
    appeals: History | None = None
    """When they were asked for support, what they said, and on which days they did how much."""
    member: Member | None = None
    """Their membership, also one that is over."""
    confirmed: Sequence[Confirmation] = ()
    """What the paper's site said about it."""
    keeps: Sequence[Subscriber] = ()
    """The groups and channels into which they let us."""
    colleague: Colleague | None = None
    """Their role, where an admin gave them one. It is the paper's: erased is only the name."""
    payments: Sequence[Payment] = ()
    """Their Stars. The books are the paper's: erased is only whose they were."""
    left_alone_until: datetime | None = None
    """Telegram asked us to wait with this chat."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept."""
        own = (self.subscriber, self.feedback, self.questions, self.appeals, self.member)
        return not any((*own, self.keeps, self.colleague, self.payments))
