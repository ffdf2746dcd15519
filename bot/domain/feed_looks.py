"""What a single look at an address shows: a feed with what its server says, or feeds that a page leads to."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.entries import Entry, ParsedFeed, identities_in
from bot.domain.feeds import Answer, Feed, FeedPlan, Mode, Notice, Validators, after_answer
from bot.domain.habits import Found, Habit
from bot.domain.ids import Edition, FeedId


@dataclass(frozen=True, kw_only=True)
class FeedLook:
    """A feed at an address, and all that decides how it will be asked."""

    url: str
    """Where it really is, after redirects."""
    parsed: ParsedFeed
    validators: Validators
    notice: Notice
    wire_bytes: int
    body_bytes: int
    seen_at: datetime

    def asked_again_after(self, now: datetime) -> timedelta:
        """How long the poller would leave it alone with the usual interval."""
        return self._remembered(now).next_poll_at - now

    def habit(self) -> Habit:
        """What the poller would learn from its entries' dates."""
        return self._remembered(self.seen_at).habit

    def _remembered(self, now: datetime) -> Feed:
        plan = FeedPlan(url=self.url, edition=Edition(""), mode=Mode.REVIEW)
        dates = tuple(entry.published for entry in self.parsed.entries if entry.published)
        found = Found(dates=dates, wish=self.parsed.wish)
        answer = Answer(validators=self.validators, notice=self.notice, found=found)
        return after_answer(Feed(id=FeedId(0), plan=plan, next_poll_at=now), answer, now)

    def skew_seconds(self) -> int:
        """How far the server's clock is ahead of ours; 0 where it does not tell."""
        told = self.notice.server_time
        return round((told - self.seen_at).total_seconds()) if told else 0

    def twins(self) -> int:
        """Entries that share their guid or their link with another one."""
        entries = self.parsed.entries
        shared = _shared([entry.guid for entry in entries]) | _shared([entry.url for entry in entries])
        return sum(entry.guid in shared or entry.url in shared for entry in entries)

    def articles(self) -> int:
        """How many articles the entries are."""
        return len({keys[0] for keys in identities_in(self.parsed.entries)})


@dataclass(frozen=True, kw_only=True)
class FoundFeed:
    """A feed that a site offers; `topic` where it is about one."""

    url: str
    title: str
    language: str | None
    topic: str | None
    entries: tuple[Entry, ...]


def _shared(names: list[str | None]) -> set[str]:
    return {name for name, count in Counter(names).items() if name and count > 1}
