"""*Remind me later*: one reminder, which comes by itself, and whose caps are those of appeals.

It counts as being asked. What forbids asking forbids reminding, but for what only an answer can be: too few
actions, breaking news, something sombre.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.appeals import (
    AppealRules,
    History,
    Moment,
    Objection,
    Rest,
    WhyNot,
    of_the_past,
    of_the_reader,
)

WAITS = timedelta(days=1)
"""How long a reminder waits for who gets nothing at all for now."""


@dataclass(frozen=True)
class Reminding:
    """Whether the reminder comes now, and what is kept of the reader from now on."""

    comes: bool
    history: History


def reminder_due(rules: AppealRules, history: History) -> datetime | None:
    """When the reminder that they wanted may come; None where they wanted none."""
    if history.rest is not Rest.LATER or history.rests_until is None:
        return None
    allowed = history.shown_at + rules.every if history.shown_at else history.rests_until
    return max(allowed, history.rests_until)


def reminder_promised(rules: AppealRules, history: History, moment: Moment) -> datetime | None:
    """The same; None also for who would never get it."""
    lasting = any(map(_lasts, of_the_reader(rules, history, moment)))
    return None if lasting else reminder_due(rules, history)


def remind(
    rules: AppealRules, history: History, moment: Moment, quiet_until: datetime | None = None
) -> Reminding:
    """What becomes of a reminder: it comes, waits for its time, or never comes, as they have left.

    `quiet_until` is when this reader's quiet hours or pause end, if it is one now.
    """
    if reminder_due(rules, history) is None or moment.is_paused:
        return Reminding(comes=False, history=history)
    against = [*of_the_reader(rules, history, moment), *of_the_past(rules, history, moment)]
    if any(map(_lasts, against)):
        return Reminding(comes=False, history=history.without_reminder())
    waits = [one.until for one in against if one.until] + ([quiet_until] if quiet_until else [])
    if waits:
        return Reminding(comes=False, history=replace(history, rests_until=max(waits)))
    return Reminding(comes=True, history=history.reminded(moment.now))


def _lasts(objection: Objection) -> bool:
    """Who supports the paper by then needs no such reminder when that ends."""
    return objection.until is None or objection.why in (WhyNot.CONFIRMED, WhyNot.SUPPORTER)
