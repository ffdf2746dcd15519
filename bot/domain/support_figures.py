"""What asking for support brings and costs, as figures an admin reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.appeals import Effect
from bot.domain.ids import Edition
from bot.domain.small_groups import told
from bot.domain.support_counts import Step, Steps
from bot.domain.wording_tests import Comparison, Funnel

MONTH_DAYS = 30


class SupportFacet(StrEnum):
    """By what the steps are told apart."""

    PLACE = "place"
    EDITION = "edition"
    WORDING = "wording"
    ARTICLE = "article"
    AUTHOR = "author"
    PUSH = "push"
    SOURCE = "source"

    @property
    def is_of_one_whole(self) -> bool:
        """Whether its groups add up to all steps."""
        return self in (SupportFacet.PLACE, SupportFacet.EDITION)


@dataclass(frozen=True)
class SupportGroup:
    """The steps of one group; None in place of so few that they could tell who."""

    name: str
    steps: Mapping[Step, int | None]


@dataclass(frozen=True)
class SupportTable:
    """Groups that may be told, those that brought most first, and how many others there are."""

    groups: tuple[SupportGroup, ...] = ()
    hidden: int = 0


@dataclass(frozen=True, kw_only=True)
class WordingFigures:
    """How one wording did in one edition."""

    edition: Edition
    key: str
    text: str = ""
    """Empty where the paper has these words no more."""
    funnel: Funnel
    effects: Mapping[Effect, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Pair:
    """The two wordings that an edition compares."""

    first: WordingFigures
    second: WordingFigures

    @property
    def taps(self) -> Comparison:
        """Pages opened, of appeals shown."""
        return Comparison(self.first.funnel.taps, self.second.funnel.taps)

    @property
    def members(self) -> Comparison:
        """Memberships confirmed, of appeals shown."""
        return Comparison(self.first.funnel.members, self.second.funnel.members)


@dataclass(frozen=True, kw_only=True)
class SupportFigures:
    """The figures of a period."""

    steps: Steps
    active: int
    """Readers with a private chat, now."""
    days: int
    departures: int
    """Of all readers, asked or not."""
    by: Mapping[SupportFacet, SupportTable] = field(default_factory=dict)
    wordings: tuple[WordingFigures, ...] = ()
    pairs: tuple[Pair, ...] = ()

    def rate(self, step: Step) -> float | None:
        """Per 1,000 active readers and month; None where nobody reads."""
        if not self.active:
            return None
        return 1000 * self.steps.get(step, 0) / self.active * MONTH_DAYS / self.days

    def cost(self, effect: Effect) -> int:
        """How often it happened within a day after an appeal."""
        return sum(one.effects.get(effect, 0) for one in self.wordings)

    @property
    def gone_anyway(self) -> float | None:
        """How many of those who were asked would have gone within a day, were they like all others."""
        if not self.active:
            return None
        return self.steps.get(Step.SHOWN, 0) * self.departures / (self.active * self.days)


def told_steps(groups: Mapping[str, Steps], *, of_one_whole: bool) -> SupportTable:
    """What of these may be told: each step by the rule of small groups."""
    may = {
        step: {
            one.name
            for one in told(
                {name: steps.get(step, 0) for name, steps in groups.items()}, of_one_whole=of_one_whole
            ).groups
        }
        for step in Step
    }
    rows = [
        SupportGroup(name, {step: _told(steps.get(step, 0), name in may[step]) for step in Step})
        for name, steps in groups.items()
        if any(name in names for names in may.values())
    ]
    rows.sort(key=lambda one: (*(-(one.steps[step] or 0) for step in reversed(Step)), one.name))
    return SupportTable(tuple(rows), sum(any(steps.values()) for steps in groups.values()) - len(rows))


def _told(count: int, may: bool) -> int | None:
    return count if may or not count else None
