"""Inline mode: somebody types the bot's name and words into any chat, and sends one of its results there."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.sandbox.people import NotPossibleError
from bot.sandbox.state import Body, Chat, Message, Person, Telegram

MOST_ASKED = 256
_LIFETIME = timedelta(seconds=30)


@dataclass(frozen=True)
class InlineResult:
    """One result as it is shown, and the message it becomes."""

    id: str
    shown: dict[str, Any]
    body: Body
    markup: dict[str, Any] | None


@dataclass
class InlineQuery:
    """What somebody typed. `results` is None until the bot has answered, `told` what else the answer said."""

    id: str
    person: int
    text: str
    offset: str
    asked_at: datetime
    results: list[InlineResult] | None = None
    told: dict[str, Any] = field(default_factory=dict)

    def is_open(self, now: datetime) -> bool:
        return self.results is None and now - self.asked_at < _LIFETIME


def ask(telegram: Telegram, person: Person, text: str, offset: str = "") -> InlineQuery:
    """The person types `@bot text` somewhere, or scrolls on to `offset`."""
    if person.deactivated:
        raise NotPossibleError(f"{person.first_name} has deleted the account")
    query = InlineQuery(telegram.next_callback_id(), person.id, text, offset, telegram.clock.now())
    telegram.inline_queries[query.id] = query
    told = {"id": query.id, "from": person.as_user(), "query": text, "offset": offset}
    telegram.updates.put("inline_query", told)
    return query


def choose(telegram: Telegram, query: InlineQuery, result_id: str, chat: Chat) -> Message:
    """The person sends a result into a chat of theirs, which the bot need not be in."""
    if chat.society is not None and not chat.society.member(query.person).is_inside:
        raise NotPossibleError(f"{telegram.people[query.person].first_name} is not in chat {chat.id}")
    if chat.society is None and chat.id != query.person:
        raise NotPossibleError(f"chat {chat.id} is somebody else's")
    result = next((one for one in query.results or () if one.id == result_id), None)
    if result is None:
        raise NotPossibleError(f"the bot did not offer {result_id!r}")
    return telegram.post(chat.id, query.person, result.body, markup=result.markup, is_via_bot=True)
