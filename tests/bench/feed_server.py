"""A bare HTTP server for a thousand feeds on loopback addresses of their own, in a process of its own.

`python -m tests.bench.feed_server BODY_FILE` says `Feeds on PORT`. The host (127.x.y.z) is the feed, the
path what it answers: `/unmodified` (304 where the ETag was sent), `/mostly` (the same, but every twentieth
feed has no validators), `/same` (one body, no validators), `/stamped` (the same with a new time of building),
`/new` (one new item each time), and the misbehaving `/slow`, `/endless`, `/loop`, `/broken`, `/silent`.
Bodies come as gzip, as from most servers. `/log` gives the monotonic times of the requests, by host, as JSON.
"""

import asyncio
import gzip
import itertools
import json
import sys
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path

_SLOW_SECONDS = 1.0


class Server:
    """Answers by the path; in bodies `{host}` is the feed, `{built}` its time, `{first}` its newest item."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._numbers = itertools.count(1)
        self._asked: dict[str, list[float]] = defaultdict(list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = _host(writer)
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split(b" ", 2)[1].decode().strip("/")
                if path != "log":
                    self._asked[host].append(time.monotonic())
                await getattr(self, f"_{path}")(head, writer)
        writer.close()

    async def _log(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        _answer(writer, json.dumps(self._asked).encode())

    async def _mostly(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        is_twentieth = int(_host(writer).rpartition(".")[2]) % 20 == 0
        await (self._same if is_twentieth else self._unmodified)(head, writer)

    async def _unmodified(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        if b"if-none-match" in head.lower():
            writer.write(b'HTTP/1.1 304 Not Modified\r\nETag: "1"\r\n\r\n')
        else:
            # Its items are read once and never again, so one is enough.
            before, item, *_ = self._filled(writer).split(b"<item>")
            _answer(writer, before + b"<item>" + item + b"</channel></rss>", b'ETag: "1"\r\n')

    async def _same(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        _answer(writer, self._filled(writer))

    async def _stamped(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        _answer(writer, self._filled(writer, built=next(self._numbers)))

    async def _new(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        _answer(writer, self._filled(writer, first=next(self._numbers)))

    async def _slow(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        """Slow loris: a byte a second, for ever."""
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while True:
            writer.write(b"<")
            await writer.drain()
            await pause(_SLOW_SECONDS)

    async def _silent(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        while not writer.is_closing():
            await pause(_SLOW_SECONDS)

    async def _endless(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"<item/>" * 2_000)
            await writer.drain()

    async def _loop(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: /loop\r\nContent-Length: 0\r\n\r\n")

    async def _broken(self, head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf")
        raise ConnectionError

    def _filled(self, writer: asyncio.StreamWriter, first: int = 0, built: int = 0) -> bytes:
        body = self._body.replace(b"{host}", _host(writer).encode())
        return body.replace(b"{first}", b"%d" % first).replace(b"{built}", b"%d" % built)


def _host(writer: asyncio.StreamWriter) -> str:
    return str(writer.get_extra_info("sockname")[0])


def _answer(writer: asyncio.StreamWriter, body: bytes, headers: bytes = b"") -> None:
    wire = gzip.compress(body, 1, mtime=0)
    headers += b"Content-Encoding: gzip\r\n"
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n%s\r\n" % (len(wire), headers) + wire)


async def pause(seconds: float) -> None:
    """Wait in real time."""
    loop = asyncio.get_running_loop()
    over = loop.create_future()
    loop.call_later(seconds, over.set_result, None)
    await over


async def _run(body: bytes) -> None:
    server = await asyncio.start_server(Server(body).serve, "0.0.0.0", 0, backlog=2_000)
    sys.stdout.write(f"Feeds on {server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_run(Path(sys.argv[1]).read_bytes()))
