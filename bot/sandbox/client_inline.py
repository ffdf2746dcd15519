"""The control client's part for inline mode; it is used through SandboxClient."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.client_http import ControlHttp


@dataclass(frozen=True)
class Offer:
    """One result as somebody sees it, and the message it would become."""

    id: str
    title: str
    description: str | None
    thumbnail_url: str | None
    text: str
    buttons: dict[str, str | None]
    """Labels and the addresses they open."""


@dataclass(frozen=True)
class Offers:
    """The bot's answer to an inline query. `button`, above the results: its text and start parameter."""

    results: tuple[Offer, ...]
    next_offset: str
    cache_time: int
    is_personal: bool
    button: tuple[str, str] | None


class InlineCalls(ControlHttp):
    async def ask_inline(self, person: int, query: str, offset: str = "") -> str:
        """The person types the bot's name and these words somewhere; gives the query's id."""
        body = {"person": person, "query": query or None, "offset": offset or None}
        return str((await self._post("inline", body))["inline_query_id"])

    async def offers(self, query_id: str) -> Offers | None:
        """What the bot answered, if it has."""
        answer = await self._get(f"inline/{query_id}")
        return None if answer["results"] is None else _offers(answer)

    async def choose_inline(self, query_id: str, result: str, chat: int | None = None) -> int:
        """The person sends a result, to the bot unless a chat is named; gives the message's id."""
        body = {"result": result, "chat": chat}
        return int((await self._post(f"inline/{query_id}/choose", body))["message_id"])


def _offers(answer: dict[str, Any]) -> Offers:
    button = answer["button"]
    return Offers(
        results=tuple(_offer(one) for one in answer["results"]),
        next_offset=answer["next_offset"],
        cache_time=answer["cache_time"],
        is_personal=answer["is_personal"],
        button=(button["text"], button["start_parameter"]) if button else None,
    )


def _offer(raw: dict[str, Any]) -> Offer:
    buttons = {one["text"]: one.get("url") for row in raw["buttons"] for one in row}
    return Offer(raw["id"], raw["title"], raw["description"], raw["thumbnail_url"], raw["text"], buttons)
