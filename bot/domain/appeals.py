"""Appeals: whether a reader is asked to support the paper just now, with which words, and if not, why not.

Everything is decided from the paper's rules, what is kept of this reader and the moment. Where the clock was
put back, what lies ahead of it counts as just now: a reader is rather not asked than asked too often.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.folding import words


class Form(StrEnum):
    """How an appeal is shown."""

    MESSAGE = "message"
    """A message of its own after the answer."""
    BUTTON = "button"
    """One more button under the answer."""
    NONE = "none"


class Occasion(StrEnum):
    """After which answer it may be shown."""

    READING = "reading"
    """*Read here*."""
    SEARCH = "search"


class Rest(StrEnum):
    """What a reader said, so that they are not asked for a while."""

    MEMBER = "member"
    LATER = "later"
    """And then reminded, once; see reminders.py."""
    NOT_NOW = "not_now"
    NEVER = "never"


class WhyNot(StrEnum):
    """Why nobody is asked now. The first four are what the reader said."""

    MEMBER = "member"
    LATER = "later"
    NOT_NOW = "not_now"
    NEVER = "never"
    CONFIRMED = "confirmed"
    """Is a member, as the membership page says."""
    OFF = "off"
    """The paper asks nobody."""
    OCCASION = "occasion"
    """Not after this kind of answer."""
    GROUP = "group"
    STAFF = "staff"
    SUPPORTER = "supporter"
    """Gave Stars, and that time is not over."""
    STRANGER = "stranger"
    """No subscriber, or one who left."""
    NEWCOMER = "newcomer"
    BREAKING = "breaking"
    TOPIC = "topic"
    FEW_ACTIONS = "few_actions"
    RECENT = "recent"
    FORBIDDEN = "forbidden"
    """An editor wants nobody asked beside this article."""
    PAUSED = "paused"
    """An admin turned all appeals off for now."""
    SAME_WORDING = "same_wording"
    """The only wording there is was the last one shown."""


class Effect(StrEnum):
    """What is counted per day and wording, never per reader."""

    SHOWN = "shown"
    TAPPED = "tapped"
    """Once for each time it was shown."""
    MEMBER = "member"
    LATER = "later"
    NOT_NOW = "not_now"
    NEVER = "never"
    LESS = "less"
    """*Less like this* within a day after it, once for each time it was shown."""
    GONE = "gone"
    """They left or blocked us within a day after it."""


@dataclass(frozen=True)
class Wording:
    """One way to ask, in the paper's words; plain text. `button` is empty for our own words."""

    text: str
    button: str = ""

    @property
    def key(self) -> str:
        """Eight hexadecimal digits that name these very words."""
        return hashlib.sha256(f"{self.text}\n{self.button}".encode("utf-8", "replace")).hexdigest()[:8]


@dataclass(frozen=True)
class Tier:
    """An amount or kind of membership. An empty `url` stands for the edition's membership page."""

    label: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class AppealRules:
    """When the paper asks; docs/decisions/0250-appeal.md has the reasons for the defaults."""

    actions: int = 5
    within: timedelta = timedelta(days=30)
    every: timedelta = timedelta(days=14)
    newcomers: timedelta = timedelta(hours=72)
    later: timedelta = timedelta(days=7)
    not_now: timedelta = timedelta(days=60)
    member: timedelta = timedelta(days=365)
    forms: Mapping[Occasion, Form] = field(
        default_factory=lambda: {Occasion.READING: Form.MESSAGE, Occasion.SEARCH: Form.BUTTON}
    )
    not_about: Sequence[str] = ()
    """Words of topics, series, kickers and headlines."""
    reminder: timedelta = timedelta(days=7)
    """So long before its end a member is told that the membership ends; 0 for never."""

    def rest(self, rest: Rest) -> timedelta | None:
        """How long it lasts; None for good."""
        return {Rest.MEMBER: self.member, Rest.LATER: self.later, Rest.NOT_NOW: self.not_now}.get(rest)


@dataclass(frozen=True, kw_only=True)
class History:
    """All that is kept of one reader for this."""

    days: tuple[tuple[date, int], ...] = ()
    """How much they did on which day: read here, searched, asked, followed, looked for videos."""
    shown_at: datetime | None = None
    wording: str | None = None
    """The key of the last one shown."""
    is_tapped: bool = False
    rest: Rest | None = None
    rests_until: datetime | None = None
    """None with a `rest`: for good."""

    def acted(self, today: date, within: timedelta) -> "History":
        """One action more today; days that no longer count are forgotten."""
        near = {day: count for day, count in self.days if abs(day - today) < within}
        near[today] = near.get(today, 0) + 1
        return replace(self, days=tuple(sorted(near.items())))

    def actions(self, today: date, within: timedelta) -> int:
        """How many in the days up to today; a day ahead of the clock does not count."""
        return sum(count for day, count in self.days if timedelta(0) <= today - day < within)

    def shown(self, wording: Wording, now: datetime) -> "History":
        """They were just asked, so that no reminder is owed any more."""
        return replace(self.without_reminder(), shown_at=now, wording=wording.key, is_tapped=False)

    def reminded(self, now: datetime) -> "History":
        """They were just reminded, which counts as being asked."""
        return replace(self.without_reminder(), shown_at=now)

    def without_reminder(self) -> "History":
        """Nobody owes them one."""
        return replace(self, rest=None, rests_until=None) if self.rest is Rest.LATER else self

    def rested(self, rest: Rest, rules: AppealRules, now: datetime) -> "History":
        """They said so. What lasts longer stays: *never* is for good, whatever old button follows."""
        lasts = rules.rest(rest)
        until = now + lasts if lasts is not None else None
        if self.rest and (self.rests_until is None or (until is not None and until < self.rests_until)):
            return self
        return replace(self, rest=rest, rests_until=until)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """To whom, when and after what."""

    now: datetime
    reader: int
    """The subscriber's id."""
    wordings: Sequence[Wording]
    """Those of the edition they read."""
    joined_at: datetime | None
    """None for a stranger, and for who left."""
    supports_until: datetime | None = None
    """Of who gave Stars."""
    occasion: Occasion | None = None
    """None asks whether it could be shown at all."""
    about: Sequence[str] = ()
    """Topics, series, kickers and headlines of what the answer shows."""
    member_until: datetime | None = None
    """The first moment without a membership that was confirmed."""
    is_breaking: bool = False
    is_forbidden: bool = False
    """By an editor, beside one of these articles."""
    is_paused: bool = False
    """By an admin, for everybody."""
    is_staff: bool = False
    is_private: bool = True


@dataclass(frozen=True)
class Objection:
    """One reason, and from when on it does not hold any more where time alone can end it."""

    why: WhyNot
    until: datetime | None = None


@dataclass(frozen=True)
class Pause:
    """All appeals are off: since when, and the first name of the admin who wanted it."""

    begun_at: datetime
    name: str


@dataclass(frozen=True)
class Decision:
    """A wording in a form, or the first reason why not."""

    wording: Wording | None = None
    form: Form = Form.NONE
    objection: Objection | None = None


def decide(rules: AppealRules | None, history: History, moment: Moment) -> Decision:
    """Whether, how and with which words this reader is asked now; no `rules`: the paper asks nobody."""
    if rules is None:
        return Decision(objection=Objection(WhyNot.OFF))
    objection = next(objections(rules, history, moment), None)
    wording = next_wording(moment.wordings, moment.reader, history.wording)
    if objection is not None:
        return Decision(objection=objection)
    form = rules.forms[moment.occasion] if moment.occasion else Form.MESSAGE
    return Decision(wording=wording, form=form)


def objections(rules: AppealRules, history: History, moment: Moment) -> Iterator[Objection]:
    """Every reason why not, the lasting ones first."""
    yield from of_the_reader(rules, history, moment)
    yield from _of_the_moment(rules, history, moment)
    yield from of_the_past(rules, history, moment)
    if next_wording(moment.wordings, moment.reader, history.wording) is None:
        yield Objection(WhyNot.SAME_WORDING)


def of_the_reader(rules: AppealRules, history: History, moment: Moment) -> Iterator[Objection]:
    """Who they are to us, and what they said."""
    if not moment.is_private:
        yield Objection(WhyNot.GROUP)
    if moment.is_staff:
        yield Objection(WhyNot.STAFF)
    if moment.supports_until and moment.now < moment.supports_until:
        yield Objection(WhyNot.SUPPORTER, moment.supports_until)
    if moment.joined_at is None:
        yield Objection(WhyNot.STRANGER)
    elif moment.now < (until := moment.joined_at + rules.newcomers):
        yield Objection(WhyNot.NEWCOMER, until)
    if moment.member_until is not None and moment.now < moment.member_until:
        yield Objection(WhyNot.CONFIRMED, moment.member_until)
    if history.rest and (history.rests_until is None or moment.now < history.rests_until):
        yield Objection(WhyNot(history.rest.value), history.rests_until)


def _of_the_moment(rules: AppealRules, history: History, moment: Moment) -> Iterator[Objection]:
    if moment.is_paused:
        yield Objection(WhyNot.PAUSED)
    if moment.occasion and rules.forms[moment.occasion] is Form.NONE:
        yield Objection(WhyNot.OCCASION)
    if moment.is_forbidden:
        yield Objection(WhyNot.FORBIDDEN)
    yield from map(Objection, beside(rules, moment.about, is_breaking=moment.is_breaking))
    if history.actions(moment.now.date(), rules.within) < rules.actions:
        yield Objection(WhyNot.FEW_ACTIONS)


def of_the_past(rules: AppealRules, history: History, moment: Moment) -> Iterator[Objection]:
    """When they were asked last."""
    if history.shown_at is not None and moment.now < (until := history.shown_at + rules.every):
        yield Objection(WhyNot.RECENT, until)


def beside(rules: AppealRules, about: Sequence[str], *, is_breaking: bool) -> Iterator[WhyNot]:
    """Why nobody is asked beside articles that say this."""
    if is_breaking:
        yield WhyNot.BREAKING
    if any(_names(one, about) for one in rules.not_about):
        yield WhyNot.TOPIC


def _names(subject: str, texts: Sequence[str]) -> bool:
    """Whether one of the texts says these words, one after the other, in any spelling."""
    wanted = words(subject)
    for said in map(words, texts):
        if any(said[start : start + len(wanted)] == wanted for start in range(len(said))):
            return True
    return False


def next_wording(wordings: Sequence[Wording], reader: int, last: str | None) -> Wording | None:
    """The reader's own one; where that was the last, the one after it. None where there is no other."""
    if not wordings:
        return None
    start = assigned(wordings, reader)
    turned = [*wordings[start:], *wordings[:start]]
    return next((one for one in turned if one.key != last), None)


def assigned(wordings: Sequence[Wording], reader: int) -> int:
    """Which wording this reader sees first: always the same as long as the paper has the same ones."""
    one_set = "\n".join((str(reader), *(one.key for one in wordings)))
    return int.from_bytes(hashlib.sha256(one_set.encode()).digest()[:8]) % len(wordings)
