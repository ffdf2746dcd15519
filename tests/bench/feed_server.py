"""A bare HTTP server for a thousand feeds on loopback addresses of their own, in a process of its own.

`python -m tests.bench.feed_server BODY_FILE`: the host 127.x.y.z is the feed, the path what it answers:
`/304` (with an ETag it was asked with), `/same` (one body without validators), `/changed` (a body whose
items nobody has seen), `/new` (the same but for one new item), `/slow`, `/endless`, `/loop`, `/broken`,
`/silent`. It says `Feeds on PORT`, and on SIGTERM how often each host was asked for a whole answer.
"""

import asyncio
import itertools
import sys
from pathlib import Path

_NUMBERS = itertools.count(1)


class Server:
    """Answers by the path; a template's `{n}` is replaced by a number that comes once."""

    def __init__(self, template: bytes) -> None:
        self._template = template
        self._same = template.replace(b"{n}", b"0").replace(b"{first}", b"0")

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split(b" ", 2)[1].decode().strip("/")
                await getattr(self, f"_{path}", self._missing)(head, writer)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _missing(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        _answer(writer, b"404 Not Found", b"")

    async def _304(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        if b"if-none-match" in head.lower():
            writer.write(b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n')
        else:
            _answer(writer, b"200 OK", self._same, b'ETag: "1"\r\n')

    async def _same(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        _answer(writer, b"200 OK", self._same)
