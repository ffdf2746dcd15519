"""The accept log: what really changed on somebody's phone, one JSON line each, written before the answer.

It is a file from the start, a nameless one unless a path is given, and only the lines' places are kept in
memory. A line is with the operating system before the bot hears of it, so neither a killed bot nor a killed
sandbox can lose one; a sandbox started on an existing file goes on counting where it ended.
"""

import os
import tempfile
import weakref
from array import array
from pathlib import Path
from typing import Any

from bot.sandbox.json_text import encoded, trusted

PAGE = 1_000


class AcceptLog:
    """Append-only. Each line: {"n", "at", "method", "chat_id", "message_id", "text"}.

    `n` counts from 1, `at` is ISO 8601 UTC, `text` is the text or the caption. OSError when the file can't be
    opened.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._file = (
            _nameless() if path is None else os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        )
        weakref.finalize(self, os.close, self._file)
        self._ends = array("Q", [0])
        self._find_lines()

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, method: str, chat_id: int, message_id: int, text: str, at: str) -> None:
        entry = {
            "n": len(self._ends),
            "at": at,
            "method": method,
            "chat_id": chat_id,
            "message_id": message_id,
            "text": text,
        }
        line = encoded(entry) + b"\n"
        os.write(self._file, line)
        self._ends.append(self._ends[-1] + len(line))

    def after(self, n: int, limit: int = PAGE) -> list[dict[str, Any]]:
        """The entries that follow the first `n`, at most `limit`."""
        first = min(max(n, 0), len(self))
        last = min(first + max(limit, 0), len(self))
        start, end = self._ends[first], self._ends[last]
        return [trusted(line) for line in os.pread(self._file, end - start, start).splitlines()]

    def _find_lines(self) -> None:
        """Count what is there; half a line at the end was never answered for, so it goes."""
        with open(self._file, "rb", closefd=False) as file:
            for line in file:
                if line.endswith(b"\n"):
                    self._ends.append(self._ends[-1] + len(line))
        os.truncate(self._file, self._ends[-1])


def _nameless() -> int:
    file, name = tempfile.mkstemp(prefix="sandbox-accepted-")
    Path(name).unlink()
    return file
