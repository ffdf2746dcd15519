"""A bot's understanding for tests of the way an update goes: it says what it was told, and does as told.

`subscribe` changes the database, `stumble` does so and then fails, `dawdle` takes its time, `fetch` waits for
the network first, `slip` has an errand that fails, `unspeakable` can't even be explained.
"""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from bot.clock import SystemClock
from bot.domain.answers import Answer, Matter, Response
from bot.domain.ids import ChatId, Edition
from bot.domain.pushes import Button, Card
from bot.errors import UsageError
from bot.inbox_ports import StoredUpdate
from bot.ports import OpenStore


class Echo:
    """Understands updates of a test's own making, and those of the sandbox."""

    def __init__(self, open_store: OpenStore) -> None:
        self.answered: list[str] = []
        self.noticed: list[str] = []
        self.network = asyncio.Event()
        """Set: the network answers."""
        self.network.set()
        self.trouble: Exception | None = None
        """What the network comes to."""
        self.dawdle: Callable[[], None] = lambda: None
        """How time passes in a slow handler."""
        self.speechless: Callable[[], None] | None = None
        """What happens once when it has no words to explain with."""
        self._open_store = open_store

    def __call__(self, payload: Mapping[str, Any]) -> Matter | None:
        """What a text or a tap asks for; nothing else is for us."""
        tap = payload.get("callback_query")
        message = tap["message"] if tap else payload.get("message")
        text = tap["data"] if tap else message and message.get("text")
        if message is None or text is None:
            return None
        chat_id = ChatId(message["chat"]["id"])
        fetches = text.startswith("fetch")
        return Matter(
            answer=partial(self._answer, chat_id, text),
            explain=partial(self._explain, chat_id, text),
            fetch=self._fetch if fetches else None,
            visitor=chat_id,
        )

    async def _answer(self, chat_id: ChatId, text: str) -> Response:
        if text in ("subscribe", "stumble", "refuse"):
            async with self._open_store() as store:
                await store.subscribers.join(
                    chat_id, edition=Edition("en"), language="en", now=SystemClock().now()
                )
        if text == "stumble":
            raise RuntimeError("stumbled")
        if text == "refuse":
            raise UsageError
        if text == "dawdle":
            self.dawdle()
        self.answered.append(text)
        return self._said(chat_id, text, f"You wrote: {text}")

    def _explain(self, chat_id: ChatId, text: str, error: Exception) -> Response:
        happening, self.speechless = self.speechless, None
        if happening:
            happening()
        return self._said(chat_id, text, f"Sorry: {type(error).__name__}")

    def _said(self, chat_id: ChatId, text: str, said: str) -> Response:
        if text == "unspeakable":
            raise TypeError("no words for it")

        async def notice() -> None:
            self.noticed.append(text)
            if text == "slip":
                raise RuntimeError("slipped")

        buttons = ((Button("Press", data="pressed"),),) if text == "buttons" else ()
        return Response((Answer(chat_id=chat_id, card=Card(html=said, buttons=buttons)),), (notice,))

    async def _fetch(self) -> None:
        await self.network.wait()
        if self.trouble:
            raise self.trouble


def said(update_id: int, chat: int, text: str) -> StoredUpdate:
    """Somebody writes."""
    return StoredUpdate(update_id, {"update_id": update_id, "message": {"chat": {"id": chat}, "text": text}})
