"""A year of readers that nobody is: how often the rules would ask them, before they ask anybody.

How people behave is assumed, see `Habits`; what the rules make of it is the deciding function itself.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from bot.domain.appeals import (
    AppealRules,
    Effect,
    History,
    Moment,
    Occasion,
    Rest,
    WhyNot,
    Wording,
    decide,
)
from bot.domain.reminders import reminder_due

_BEGIN = datetime(2026, 1, 1, 7, tzinfo=UTC)
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Habits:
    """What is assumed: no measurement, but a spread from hardly ever to several times a day."""

    median_days_a_month: float = 4
    """On so many days a reader in the middle does something; log-normal, with a long tail."""
    spread: float = 1.1
    actions_a_day: float = 2.5
    searches: float = 0.4
    """The share of actions that are a search; the rest is reading here."""
    breaking: float = 0.05
    """The share that is about something breaking."""
    sombre: float = 0.08
    """The share that is about what the paper's list names."""
    answers: Mapping[Effect, float] = field(
        default_factory=lambda: {
            Effect.NEVER: 0.04,
            Effect.NOT_NOW: 0.12,
            Effect.LATER: 0.04,
            Effect.MEMBER: 0.01,
            Effect.TAPPED: 0.04,
        }
    )
    """What share of those who are asked does this; the others do nothing."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of it."""

    readers: int
    actions: int
    per_reader: Mapping[int, int]
    """How many readers were asked or reminded so often in the year."""
    reminders: int
    """How many of all that were those that readers had wanted."""
    shortest_gap: timedelta | None
    """Between two of them to one reader."""
    refused: Mapping[WhyNot, int]
    """The first reason why not, action by action."""
    shown: Sequence[int]
    """How often each wording was shown."""

    @property
    def appeals(self) -> int:
        """All that were shown, reminders among them."""
        return sum(times * readers for times, readers in self.per_reader.items())


def simulate(
    rules: AppealRules,
    wordings: Sequence[Wording],
    *,
    readers: int,
    seed: int = 1,
    days: int = 365,
    habits: Habits | None = None,
) -> Outcome:
    """The same for the same seed. `wordings` are those of one edition."""
    chance = random.Random(seed)  # noqa: S311
    per_reader: Counter[int] = Counter()
    refused: Counter[WhyNot] = Counter()
    shown: Counter[str] = Counter()
    gaps: list[timedelta] = []
    actions = reminders = 0
    for reader in range(1, readers + 1):
        asked_at: list[datetime] = []
        for moment, said in _year(rules, wordings, reader, days, habits or Habits(), chance):
            actions += said is not None
            reminders += said is None
            if isinstance(said, WhyNot):
                refused[said] += 1
                continue
            asked_at.append(moment)
            if said is not None:
                shown[said.key] += 1
        per_reader[len(asked_at)] += 1
        gaps += [later - earlier for earlier, later in pairwise(asked_at)]
    return Outcome(
        readers=readers,
        actions=actions,
        per_reader=dict(sorted(per_reader.items())),
        reminders=reminders,
        shortest_gap=min(gaps, default=None),
        refused=dict(refused.most_common()),
        shown=[shown[one.key] for one in wordings],
    )


def _year(
    rules: AppealRules,
    wordings: Sequence[Wording],
    reader: int,
    days: int,
    habits: Habits,
    chance: random.Random,
) -> Iterator[tuple[datetime, Wording | WhyNot | None]]:
    """One reader: each action with the wording that follows it, or why none does; None is a reminder."""
    history = History()
    joined_at = _BEGIN + _DAY * chance.uniform(0, days / 2)
    for now in _actions(joined_at, _BEGIN + _DAY * days, habits, chance):
        if (due := reminder_due(rules, history)) is not None and due <= now:
            yield due, None
            history = history.reminded(due)
        history = history.acted(now.date(), rules.within)
        moment = Moment(
            now=now,
            reader=reader,
            wordings=wordings,
            joined_at=joined_at,
            occasion=Occasion.SEARCH if chance.random() < habits.searches else Occasion.READING,
            is_breaking=chance.random() < habits.breaking,
            about=rules.not_about[:1] if chance.random() < habits.sombre else (),
        )
        decision = decide(rules, history, moment)
        if decision.wording is None:
            assert decision.objection is not None
            yield now, decision.objection.why
        else:
            yield now, decision.wording
            history = _answered(history.shown(decision.wording, now), rules, now, habits, chance)


def _actions(begin: datetime, end: datetime, habits: Habits, chance: random.Random) -> Iterator[datetime]:
    """When this reader does something."""
    active = min(1.0, habits.median_days_a_month * chance.lognormvariate(0, habits.spread) / 30)
    day = begin
    while day < end:
        if chance.random() < active:
            often = 1 + int(chance.expovariate(1 / max(habits.actions_a_day - 1, 0.01)))
            yield from sorted(day + timedelta(minutes=chance.uniform(0, 900)) for _ in range(often))
        day += _DAY


def _answered(
    history: History, rules: AppealRules, now: datetime, habits: Habits, chance: random.Random
) -> History:
    nothing = 1 - sum(habits.answers.values())
    (said,) = chance.choices([*habits.answers, None], [*habits.answers.values(), nothing])
    return history if said in (None, Effect.TAPPED) else history.rested(Rest(said.value), rules, now)
