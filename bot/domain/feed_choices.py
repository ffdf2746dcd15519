"""What admins choose about feeds in a chat, over what newspaper.toml says.

The file names feeds and says how each is read. A chat may say otherwise, feed by feed and part by part, until
it says *As in newspaper.toml*; it may also add feeds that the file does not name.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.feeds import Feed, FeedPlan, Mode
from bot.domain.ids import Edition


class FeedStanding(StrEnum):
    """Whether a feed is asked; one that was removed is not shown either."""

    ON = "on"
    PAUSED = "paused"
    REMOVED = "removed"


class FeedPart(StrEnum):
    """What of a feed a chat may choose; each has its text `part_of_feed.…`."""

    EDITION = "edition"
    MODE = "mode"
    TOPIC = "topic"
    STANDING = "standing"
    ALL = "all"
    """As in newspaper.toml again."""


@dataclass(frozen=True, kw_only=True)
class FeedChoices:
    """What was chosen in a chat; None where the file holds. An empty topic is none."""

    edition: Edition | None = None
    mode: Mode | None = None
    topic: str | None = None
    standing: FeedStanding = FeedStanding.ON

    def over(self, plan: FeedPlan) -> FeedPlan:
        """The plan with what was chosen."""
        return replace(
            plan,
            edition=self.edition or plan.edition,
            mode=self.mode or plan.mode,
            topic=plan.topic if self.topic is None else self.topic or None,
        )

    @property
    def parts(self) -> tuple[FeedPart, ...]:
        """What was chosen otherwise than the file has it."""
        chosen = {
            FeedPart.EDITION: self.edition is not None,
            FeedPart.MODE: self.mode is not None,
            FeedPart.TOPIC: self.topic is not None,
            FeedPart.STANDING: self.standing is not FeedStanding.ON,
        }
        return tuple(part for part, is_chosen in chosen.items() if is_chosen)


@dataclass(frozen=True)
class FeedChange:
    """A part that becomes something else, as a button of ours carries it."""

    part: FeedPart
    value: str = ""

    def of(self, choices: FeedChoices) -> FeedChoices:
        """The choices after it. Raises ValueError for a mode or standing that nobody knows."""
        match self.part:
            case FeedPart.EDITION:
                return replace(choices, edition=Edition(self.value))
            case FeedPart.MODE:
                return replace(choices, mode=Mode(self.value))
            case FeedPart.TOPIC:
                return replace(choices, topic=self.value)
            case FeedPart.STANDING:
                return replace(choices, standing=FeedStanding(self.value))
        return FeedChoices()


@dataclass(frozen=True, kw_only=True)
class KnownFeed:
    """A feed on file. `named` is whether newspaper.toml names it, `added` whether a chat did; `version`
    counts what was chosen."""

    feed: Feed
    choices: FeedChoices
    named: bool
    added: bool
    version: int

    @property
    def is_asked(self) -> bool:
        """Whether it is polled."""
        return self.choices.standing is FeedStanding.ON


@dataclass(frozen=True, kw_only=True)
class FeedWeight:
    """What a feed has brought, and what of it still waits for an editor."""

    articles: int
    waiting: int
