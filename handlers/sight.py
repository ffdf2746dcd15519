"""What is seen of an update at first sight: for which rows of the table it can be at all.

The others are not asked. It only leaves out: whether a row fits says its handler, and the table says which
of those that fit comes first.
"""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any, NamedTuple

from bot.rendering.callbacks import unpack
from handlers.fitting import Routes
from handlers.routes import (
    ChatCommand,
    Checkout,
    Command,
    Inline,
    Membership,
    Message,
    Note,
    Press,
    Renewal,
    Reply,
    Route,
    StalePress,
)

_KINDS: Mapping[type[Route], str] = {
    Command: "message",
    ChatCommand: "message",
    Reply: "message",
    Message: "message",
    Note: "message",
    Press: "callback_query",
    StalePress: "callback_query",
    Inline: "inline_query",
    Checkout: "pre_checkout_query",
    Renewal: "subscription",
    Membership: "my_chat_member",
}
"""What Telegram calls the updates that a row is for."""
_SEEN = frozenset(_KINDS.values())


class Sight(NamedTuple):
    """Telegram's name for the kind of update; `word` is its command or its button's action."""

    kind: str
    word: str = ""
    replies: bool = False


class Index:
    """The rows for each sight, in the order of the table, looked up in it once."""

    def __init__(self, routes: Routes) -> None:
        self._routes = routes
        self._words = frozenset(chain.from_iterable(_words(route) for route, _ in routes))
        self._rows: dict[Sight, Routes] = {}

    def rows(self, payload: Mapping[str, Any]) -> Routes:
        """Those that an update, as Telegram gave it, can be for."""
        sight = _sight(payload)
        if sight.word not in self._words:  # people type more words than anybody should remember
            sight = sight._replace(word="")
        found = self._rows.get(sight)
        if found is None:
            found = self._rows[sight] = [row for row in self._routes if _may_fit(row[0], sight)]
        return found


def _sight(payload: Mapping[str, Any]) -> Sight:
    kind = next((one for one in payload if one in _SEEN), "")
    told = payload.get(kind, {})
    replies = "reply_to_message" in told
    match told:
        case {"text": str(text), "entities": [{"type": "bot_command", "offset": 0, "length": length}, *_]}:
            return Sight(kind, text[1:length].partition("@")[0].lower(), replies)
        case {"data": str(data)} if (read := unpack(data)) is not None:
            return Sight(kind, read[0], replies)
    return Sight(kind, "", replies)


def _may_fit(route: Route, sight: Sight) -> bool:
    words = _words(route)
    is_seen = sight.word in words if words else sight.replies or not isinstance(route, Reply)
    return is_seen and sight.kind == _KINDS[type(route)]


def _words(route: Route) -> Iterable[str]:
    """What it must begin with, if anything: one of these."""
    match route:
        case Command(name, also=also):
            return name, *also
        case ChatCommand(name):
            return (name,)
        case Press(action):
            return (action,)
    return ()
