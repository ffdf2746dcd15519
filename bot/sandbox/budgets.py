"""How fast Telegram lets a bot write: per bot, per chat, per group. Decides from `now`; waits for nothing.

What Telegram publishes: about 30 messages a second for the whole bot, about one a second to one chat ("short
bursts" pass), 20 a minute to one group. What it does not publish is read strictly here:

* every window slides: no more than `messages` in any `seconds` on end;
* a chat's window is ten messages in ten seconds: an answer may be several messages, and still no more
  than one a second goes on average. `Pace(1, 1)` is the letter of the rule;
* an edit counts for its chat as a message does, but not for the bot; deletions, chat actions and answers to
  taps count nowhere; every picture of an album is a message, but an album needs no more than an empty window;
* a refused call spends nothing, and `retry_after` is in whole seconds, after which the same call fits.
"""

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from math import ceil


@dataclass(frozen=True)
class Pace:
    """At most so many messages in any so many seconds on end."""

    messages: int
    seconds: float

    def __post_init__(self) -> None:
        if self.messages < 1 or not self.seconds > 0:
            raise ValueError("a pace needs at least one message and more than no seconds")


@dataclass(frozen=True)
class Paces:
    bot: Pace = Pace(30, 1)
    chat: Pace = Pace(10, 10)
    group: Pace = Pace(20, 60)


class _Window:
    """The moments of the last messages, as many as can still matter."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._moments: deque[datetime] = deque(maxlen=pace.messages)

    def wait(self, messages: int, now: datetime) -> float:
        """Seconds until so many more fit; 0 or less when they fit now."""
        needed = min(messages, self._pace.messages)
        first = len(self._moments) + needed - self._pace.messages - 1
        if first < 0:
            return 0
        return (self._moments[first] - now).total_seconds() + self._pace.seconds

    def record(self, messages: int, now: datetime) -> None:
        self._moments.extend([now] * messages)

    def is_empty(self, now: datetime) -> bool:
        return now - self._moments[-1] >= timedelta(seconds=self._pace.seconds)


class Budgets:
    """What was sent lately. A chat is forgotten as soon as its windows are empty."""

    def __init__(self, paces: Paces | None = None) -> None:
        self.paces = paces or Paces()
        self.refused = 0
        self._bot = _Window(self.paces.bot)
        self._chats: dict[int, list[_Window]] = {}

    def spend(
        self, chat_id: int, now: datetime, *, is_group: bool = False, messages: int = 1, is_edit: bool = False
    ) -> int:
        """Spend what so many messages to one chat cost: 0, or the seconds to wait when nothing was spent."""
        chat = self._chats.get(chat_id) or self._windows(is_group)
        windows = chat if is_edit else [*chat, self._bot]
        wait = max(window.wait(messages, now) for window in windows)
        if wait > 0:
            self.refused += 1
            return ceil(wait)
        for window in windows:
            window.record(messages, now)
        self._chats.pop(chat_id, None)
        self._chats[chat_id] = chat
        self._forget(now)
        return 0

    def _windows(self, is_group: bool) -> list[_Window]:
        paces = (self.paces.chat, self.paces.group) if is_group else (self.paces.chat,)
        return [_Window(pace) for pace in paces]

    def _forget(self, now: datetime) -> None:
        """Drop silent chats from the front: who wrote last stands last."""
        for chat_id, windows in list(islice(self._chats.items(), 2)):
            if not all(window.is_empty(now) for window in windows):
                return
            del self._chats[chat_id]
