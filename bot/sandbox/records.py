"""What the sandbox writes down about the bot's calls: the accept log, violations, scripted faults."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.sandbox.errors import STATUS_TEXTS, ApiError, too_many_requests


@dataclass(frozen=True)
class Accepted:
    """One call that changed a chat. `n` counts from 1; `at` is ISO 8601 UTC."""

    n: int
    method: str
    chat_id: int
    message_id: int
    text: str
    at: str


class AcceptLog:
    """Append-only; also a file of JSON lines, written before the bot gets its answer."""

    def __init__(self, path: Path | None = None) -> None:
        self._entries: list[Accepted] = []
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) if path else None

    def add(self, method: str, chat_id: int, message_id: int, text: str, at: str) -> None:
        entry = Accepted(len(self._entries) + 1, method, chat_id, message_id, text, at)
        self._entries.append(entry)
        if self._file is not None:
            os.write(self._file, (json.dumps(asdict(entry), ensure_ascii=False) + "\n").encode())

    def after(self, n: int) -> list[dict[str, Any]]:
        return [asdict(entry) for entry in self._entries[max(n, 0) :]]

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


@dataclass
class Fault:
    """Answer the next `count` matching calls with `status`; without `method` every send matches."""

    status: int
    count: int = 1
    retry_after: int = 1
    chat: int | None = None
    method: str | None = None
    description: str | None = None

    def matches(self, method: str, chat_id: str) -> bool:
        if self.chat is not None and chat_id != str(self.chat):
            return False
        if self.method is not None:
            return self.method.lower() == method.lower()
        return method.startswith("send") and method != "sendChatAction"

    def as_error(self) -> ApiError:
        if self.status == 429:
            return too_many_requests(self.retry_after)
        description = self.description or STATUS_TEXTS.get(self.status, "Internal Server Error")
        return ApiError(self.status, description)


class Faults:
    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._faults.append(fault)

    def clear(self) -> None:
        self._faults.clear()

    def raise_for(self, method: str, chat_id: str) -> None:
        """Use up one matching fault, the oldest first."""
        for fault in self._faults:
            if fault.count > 0 and fault.matches(method, chat_id):
                fault.count -= 1
                raise fault.as_error()
