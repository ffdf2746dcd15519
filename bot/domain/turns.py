"""Whose turn it is: things to do per chat, in order within a chat, the chats in turn."""

from collections import Counter, deque
from typing import Generic, TypeVar

from bot.domain.ids import ChatId

T = TypeVar("T")

CROWD = 30
"""So much of one chat counts when it is asked how busy we are: who floods us must not keep others out."""


class Turns(Generic[T]):
    """Things that wait for their chat's turn; of each chat one at a time is out, until it is `done`.

    A chat that has much to do gets no more of the turns than one that has little.
    """

    def __init__(self) -> None:
        self._waiting: dict[ChatId | None, deque[T]] = {}
        """Of every chat that waits or is out."""
        self._next: deque[ChatId | None] = deque()
        self._sizes: Counter[ChatId | None] = Counter()
        self._count = self._pressing = 0

    def __len__(self) -> int:
        """How many things wait or are out."""
        return self._count

    @property
    def pressing(self) -> int:
        """How many they are when of each chat a CROWD counts at most."""
        return self._pressing

    def of(self, chat_id: ChatId | None) -> int:
        """How many things of this chat wait or are out."""
        return self._sizes[chat_id]

    def add(self, chat_id: ChatId | None, thing: T) -> None:
        """Put it at the end of its chat's line."""
        self._pressing += self._sizes[chat_id] < CROWD
        self._sizes[chat_id] += 1
        self._count += 1
        if chat_id in self._waiting:
            self._waiting[chat_id].append(thing)
        else:
            self._waiting[chat_id] = deque([thing])
            self._next.append(chat_id)

    def take(self) -> tuple[ChatId | None, T] | None:
        """What is next; None when every chat that waits has something out already."""
        if not self._next:
            return None
        chat_id = self._next.popleft()
        return chat_id, self._waiting[chat_id].popleft()

    def done(self, chat_id: ChatId | None) -> None:
        """What this chat had out is dealt with."""
        self._sizes[chat_id] -= 1
        self._count -= 1
        self._pressing -= self._sizes[chat_id] < CROWD
        if self._waiting[chat_id]:
            self._next.append(chat_id)
        else:
            del self._waiting[chat_id], self._sizes[chat_id]

    def again(self, chat_id: ChatId | None, thing: T) -> None:
        """What this chat had out must come again, before all else of that chat, when it is its turn."""
        self._waiting[chat_id].appendleft(thing)
        self._next.append(chat_id)
