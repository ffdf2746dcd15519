"""How fast Telegram may be asked: budgets per bot, per chat and per group, in every sliding window.

Decides, never waits: callers wait what they are told. New messages count in all three, edits and
answers to a tap only in the bot's. Broadcasts ask for a share of a moment (`reserve`) and are spread
evenly; an answer to a person (`take`) gets the next free place, before any broadcast that asks later.
"""

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil

from bot.domain.ids import ChatId
from bot.domain.measures import Pace
from bot.domain.steps_back import step_back

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
INLINE_LIMIT = 30
"""Answers to inline queries in a second: they are no messages, and must not make any wait."""
GROUP_LIMIT = 20
"""New messages to one group in a minute."""
_SLACK = timedelta(milliseconds=5)
"""Added to every window: two requests do not travel equally long. What takes longer than the fastest by more
than that moves its place (`answered`); each millisecond costs a broadcast a message in a thousand."""
_REQUEST = timedelta(microseconds=200)
"""What one request and its answer keep this process busy; those of a group follow each other."""
_FORGETS = 500
"""After so many answers that take longer, it is forgotten that any was faster."""
_CATCH_UP = timedelta(milliseconds=250)
"""How much of its even spacing a broadcast that was held up may make up for."""
_STEPS = 20
"""In a window: what a faster broadcast sends leaves in so many groups, each after one transaction. The
places of a group come free together, just when another one leaves, so that none of them stays empty."""
_STORM_CHATS, _STORM_WITHIN = 3, timedelta(seconds=5)
"""So many chats throttled in so short a time mean the bot, not the chats."""
_FORGET_EVERY = 10_000
_ANSWER_TAKES = timedelta(milliseconds=100)
"""What Telegram's answers take at most, mostly."""


def under_way_at(per_second: int) -> int:
    """How many requests must be able to be under way for so many messages a second."""
    return ceil(per_second * _ANSWER_TAKES.total_seconds())


class Window:
    """At most `limit` events in every `per`, remembered by their times."""

    def __init__(self, limit: int, per: timedelta) -> None:
        self._limit = limit
        self._per = per + _SLACK
        self._times: list[datetime] = []
        """In order; the latest `limit` decide, those before them tell whether one of them may still move."""

    def free_at(self) -> datetime | None:
        """When one more may happen; None for at once."""
        times = self._times
        return times[-self._limit] + self._per if len(times) >= self._limit else None

    def add(self, at: datetime) -> None:
        """One happened, or will, at this time."""
        insort(self._times, at)
        if len(self._times) > 3 * self._limit:
            del self._times[: self._limit]

    def move(self, planned: datetime, at: datetime, count: int = 1) -> bool:
        """So many planned for one time happen at a later one.

        False when the limit leaves no room then, or so much happened since that they are forgotten.
        """
        times, limit = self._times, self._limit
        first = bisect_left(times, planned)
        if times[first : first + count] != [planned] * count:
            return False
        del times[first : first + count]
        place = bisect_left(times, at)
        times[place:place] = [at] * count
        fits = all(times[i] - times[i - limit] >= self._per for i in range(max(first, limit), len(times)))
        if not fits:
            del times[place : place + count]
        return fits

    def counted(self, planned: datetime, at: datetime) -> None:
        """One that was planned for a time was perhaps counted only at a later one."""
        place = bisect_left(self._times, planned)
        if self._times[place : place + 1] == [planned]:
            del self._times[place]
            insort(self._times, at)

    def used(self, now: datetime) -> int:
        """How many happened in the time before `now`, or will at once."""
        return len(self._times) - bisect_left(self._times, now - self._per)

    def put_back(self, by: timedelta) -> None:
        """All of it happened so much earlier."""
        self._times = [at - by for at in self._times]

    def is_over(self, now: datetime) -> bool:
        """Whether nothing in here counts any more."""
        return not self._times or self._times[-1] + self._per <= now


class Budgets:
    """The budgets of one bot. `per_second` is what Telegram allows it: 30, or up to 1,000 when paid for."""

    def __init__(
        self, per_second: int, started_at: datetime, group_sends: Iterable[tuple[ChatId, datetime]] = ()
    ) -> None:
        self._per_second = per_second
        self._bot = Window(per_second, SECOND)
        self._inline = Window(INLINE_LIMIT, SECOND)
        self._spacing = _part(SECOND + _SLACK, per_second)
        self._step = _part(SECOND + _SLACK, _STEPS) if per_second > _STEPS else timedelta.resolution
        self._started_at = self._next_even = started_at
        self._chats: dict[ChatId, datetime] = {}
        self._groups: dict[ChatId, Window] = {}
        self._parked: dict[ChatId, datetime] = {}
        self._bot_parked_until = started_at
        self._throttled: deque[tuple[datetime, ChatId]] = deque(maxlen=50)
        self._latest = started_at
        self._refused_at: datetime | None = None
        """When a broadcast wanted more than it got, if that was the last it heard."""
        self._in_turn = _REQUEST * (per_second // _STEPS)
        """How long the last of a group may leave after the first; so does the last of the next group."""
        self._fastest = MINUTE
        """How long a request takes until it is answered, where nothing delays it."""
        # A process before this one may have used the second up.
        self._spend_second(started_at)
        for chat_id, at in sorted(group_sends, key=lambda send: send[1]):
            self._count(chat_id, at)

    def next_moment(self, now: datetime) -> datetime:
        """When the next broadcast messages may go, as far as the bot is concerned."""
        self._notice(now)
        earliest = self._next_place(now)
        return earliest + (self._started_at - earliest) % self._step

    def reserve(self, at_most: int, moment: datetime) -> int:
        """Reserve what a broadcast may send at `moment`: so many messages, perhaps none."""
        self._notice(moment)
        self._next_even = max(self._next_even, moment - self._owed(moment))
        count = 0
        while count < at_most and self._next_place(moment) <= moment:
            self._bot.add(moment)
            self._next_even += self._spacing
            count += 1
        self._refused_at = moment if count < at_most else None
        return count

    def _owed(self, moment: datetime) -> timedelta:
        """How much of its even spacing a broadcast may make up for.

        After a rest nothing: a burst would leave a gap in every second that follows. Who was refused did not
        rest, its beats are slow: half of each, so that a single one is not made up for again and again.
        """
        if self._refused_at is None:
            return _CATCH_UP if self._next_even >= moment - _CATCH_UP else timedelta(0)
        return max(_CATCH_UP, (moment - self._refused_at) / 2)

    def late(self, moment: datetime, at: datetime, count: int, chats: Iterable[ChatId] = ()) -> bool:
        """So many reserved for `moment`, new messages to these chats among them, are ready only at `at`.

        False when they must not go then: answers that were promised their places meanwhile fill the second.
        """
        self._notice(at)
        if not self._bot.move(moment, at, count):
            return False
        for chat_id in chats:
            self._chats[chat_id] = at + SECOND + _SLACK
            if group := self._groups.get(chat_id):
                group.move(moment, at)
        return True

    def earliest(self, chat_id: ChatId, now: datetime) -> datetime:
        """When this chat may get another new message."""
        self._notice(now)
        until = max(now, self._parked.get(chat_id, now), self._chats.get(chat_id, now))
        if chat_id < 0 and (group := self._groups.get(chat_id)):
            until = max(until, group.free_at() or now)
        return until

    def note(self, chat_id: ChatId, at: datetime) -> None:
        """A new message goes to this chat at this time."""
        if len(self._chats) >= _FORGET_EVERY:
            self._forget(at)
        self._count(chat_id, at)

    def arrived(self, chat_id: ChatId, at: datetime) -> None:
        """Its message took until now to arrive: on a busy machine the next one must not catch up with it."""
        self._notice(at)
        self._chats[chat_id] = max(at + SECOND, self._chats.get(chat_id, at))

    def answered(self, left: datetime, at: datetime) -> None:
        """What left at one time was answered at another.

        By how much that took longer than the fastest, Telegram may have counted it later, on a busy machine
        as on a slow line; what takes its place a second after it must not catch up with it.
        """
        took = at - left
        if took < timedelta(0):
            return  # the clock was put back meanwhile
        self._fastest = min(took, self._fastest + (took - self._fastest) / _FORGETS)
        held_up = took - self._fastest - self._in_turn - _SLACK
        if held_up > timedelta(0):
            self._bot.counted(left, left + held_up)

    def take(self, chat_id: ChatId, now: datetime) -> timedelta:
        """Reserve the next place for an answer to this chat; how long to wait for it."""
        at = max(self.earliest(chat_id, now), self._free_for_all(now))
        self._bot.add(at)
        self.note(chat_id, at)
        return at - now

    def take_call(self, now: datetime) -> timedelta:
        """The same for what no chat's budget counts: an edit, the answer to a tap."""
        self._notice(now)
        at = self._free_for_all(now)
        self._bot.add(at)
        return at - now

    def take_inline(self, now: datetime) -> timedelta:
        """The same for the answer to an inline query, which has a budget of its own."""
        self._notice(now)
        at = max(now, self._inline.free_at() or now)
        self._inline.add(at)
        return at - now

    def park(self, chat_id: ChatId, until: datetime) -> None:
        """Telegram wants this chat left alone until then."""
        self._parked[chat_id] = max(until, self._parked.get(chat_id, until))

    def throttled(self, chat_id: ChatId, retry_after: timedelta, now: datetime) -> None:
        """Telegram answered 429: the chat rests, and the bot too when several chats were told so at once."""
        self._notice(now)
        self.park(chat_id, now + retry_after)
        self._throttled.append((now, chat_id))
        lately = {chat for at, chat in self._throttled if now - at <= _STORM_WITHIN}
        if len(lately) >= _STORM_CHATS:
            self._bot_parked_until = max(self._bot_parked_until, now + retry_after)

    def pace(self, now: datetime) -> Pace:
        """How the budget stands."""
        self._notice(now)
        return Pace(
            per_second=self._per_second,
            used=self._bot.used(now),
            rests_seconds=max(0.0, (self._bot_parked_until - now).total_seconds()),
            chats_resting=sum(until > now for until in self._parked.values()),
        )

    def _notice(self, now: datetime) -> None:
        """A clock that was put back silences nobody: all that is remembered goes back with it.

        How long ago the latest of it was cannot be told any more, so that no wait gets shorter.
        """
        back = step_back(self._latest, now)
        if back is None:
            self._latest = max(self._latest, now)
            return
        self._latest = now
        self._next_even -= back
        self._refused_at = self._refused_at and self._refused_at - back
        self._bot_parked_until -= back
        self._chats = {chat: until - back for chat, until in self._chats.items()}
        self._parked = {chat: until - back for chat, until in self._parked.items()}
        self._throttled = deque(((at - back, chat) for at, chat in self._throttled), self._throttled.maxlen)
        for window in (self._bot, self._inline, *self._groups.values()):
            window.put_back(back)
        self._spend_second(now)

    def _spend_second(self, now: datetime) -> None:
        for _ in range(self._per_second):
            self._bot.add(now)

    def _next_place(self, now: datetime) -> datetime:
        return max(self._free_for_all(now), self._next_even)

    def _free_for_all(self, now: datetime) -> datetime:
        return max(now, self._bot.free_at() or now, self._bot_parked_until)

    def _count(self, chat_id: ChatId, at: datetime) -> None:
        self._chats[chat_id] = at + SECOND + _SLACK
        if chat_id < 0:
            self._groups.setdefault(chat_id, Window(GROUP_LIMIT, MINUTE)).add(at)

    def _forget(self, now: datetime) -> None:
        self._chats = {chat: until for chat, until in self._chats.items() if until > now}
        self._parked = {chat: until for chat, until in self._parked.items() if until > now}
        self._groups = {chat: window for chat, window in self._groups.items() if not window.is_over(now)}


def _part(whole: timedelta, count: int) -> timedelta:
    """So many of them are no shorter than the whole."""
    return -(-whole // count)
