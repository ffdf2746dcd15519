"""Telegram at the request seam: takes every message, unless it was told what to say to the next ones."""

import asyncio
import json
from collections import deque
from collections.abc import Mapping
from typing import Any

from bot.domain.pushes import Upload

Said = tuple[int, Mapping[str, Any]] | Exception


class Wire:
    """Remembers what it was sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Mapping[str, Any]]] = []
        self.next: deque[Said] = deque()
        """What is said to the next calls."""
        self._news = asyncio.Event()
        self.slow: dict[int, asyncio.Event] = {}
        """Chats whose calls end only then."""

    async def post(self, method: str, body: bytes) -> tuple[int, bytes]:
        """One call."""
        asked = json.loads(body)
        self.sent.append((method, asked))
        self._news.set()
        if asked["chat_id"] in self.slow:
            await self.slow[asked["chat_id"]].wait()
        said = self.next.popleft() if self.next else (200, {"ok": True, "result": {"message_id": 77}})
        if isinstance(said, Exception):
            raise said
        return said[0], json.dumps(said[1]).encode()

    async def upload(self, method: str, fields: Mapping[str, str], file: Upload) -> tuple[int, bytes]:
        """Nobody uploads here."""
        raise NotImplementedError

    async def asked(self, chat: int) -> None:
        """Wait until something was sent to this chat."""
        while not any(asked["chat_id"] == chat for _, asked in self.sent):
            self._news.clear()
            await self._news.wait()

    def texts(self, chat: int) -> list[str]:
        """What a chat was sent, repetitions included."""
        return [asked["text"] for _, asked in self.sent if asked["chat_id"] == chat and "text" in asked]


def refused(status: int, description: str, **parameters: int) -> Said:
    """An answer that says no."""
    return status, {"ok": False, "description": description, "parameters": parameters}
