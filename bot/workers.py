"""Child processes that can be killed: for work on hostile bytes that may never end, or eat all memory.

The parent side is `Workers`, the child side `serve`; both speak bytes. A module that has such work is
started as `python -m MODULE`, and its `main` calls `serve(answer, memory=…)`. Each message is its length
(8 bytes, big-endian) and the bytes. The child starts with an empty environment, so that hostile bytes meet
no secrets.
"""

import asyncio
import os
import resource
import sys
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Self

_ROOT = Path(__file__).parents[1]
_START_SECONDS = 60.0
_LONGEST_ANSWER = 64_000_000


class TooSlowError(Exception):
    """The worker did not answer in time and was killed."""


class DiedError(Exception):
    """The worker ended without an answer."""


class Workers:
    """`async with Workers("bot.feeds.worker", count=2, seconds=5) as ask: await ask(message)`.

    `count` processes, each with one message at a time; they start when there is work for the first time, and
    one that had to be killed is replaced at once, so that hardly anybody waits for a start. `seconds` bounds
    one answer, without the wait for a free process.
    """

    def __init__(self, module: str, *, count: int, seconds: float, retires_after: int = 500) -> None:
        """`retires_after` bounds the answers of one process: what a library leaks goes with it."""
        self._module = module
        self._count = count
        self._seconds = seconds
        self._retires_after = retires_after
        self._free = asyncio.Semaphore(count)
        self._idle: deque[_Worker] = deque()
        self._begun = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        while self._idle:
            await self._idle.pop().kill()

    async def __call__(self, message: bytes) -> bytes:
        """The answer of whichever process is free first. Raises TooSlowError or DiedError."""
        async with self._free, self._borrowed() as worker:
            try:
                async with asyncio.timeout(self._seconds):
                    return await worker.ask(message)
            except TimeoutError as error:
                raise TooSlowError from error

    @asynccontextmanager
    async def _borrowed(self) -> AsyncIterator["_Worker"]:
        while self._begun < self._count:
            self._begun += 1
            self._idle.append(_Worker(self._module))
            await self._idle[-1].begin()
        worker = self._idle.popleft()
        is_well = False
        try:
            await worker.ready()
            yield worker
            is_well = worker.answers < self._retires_after
        except (OSError, EOFError) as error:
            raise DiedError from error
        finally:
            # Also when we were cancelled: an answer nobody took would be the next message's.
            if not is_well:
                await worker.kill()
                await worker.begin()
            self._idle.append(worker)


class _Worker:
    """A process, and the next one in its place after it was killed."""

    def __init__(self, module: str) -> None:
        self.answers = 0
        self._module = module
        self._process: Process | None = None
        self._is_ready = False

    async def begin(self) -> None:
        """Start; what it loads, it loads while others work. Where no process can be started just now, whoever
        needs this one tries again.
        """
        with suppress(OSError):
            await self._start()

    async def _start(self) -> None:
        paths = {"PYTHONPATH": str(_ROOT), "PATH": os.defpath}
        self.answers, self._is_ready = 0, False
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", self._module),
            stdin=PIPE,
            stdout=PIPE,
            env=paths,
            cwd=_ROOT,
            start_new_session=True,
        )

    async def ready(self) -> None:
        """Until it can be asked. Raises OSError or EOFError where it does not start."""
        if self._process is None:
            await self._start()
        assert self._process
        if not self._is_ready:
            async with asyncio.timeout(_START_SECONDS):
                await self._received(self._process)
            self._is_ready = True

    async def ask(self, message: bytes) -> bytes:
        process = self._process
        assert process
        assert process.stdin
        process.stdin.write(_length(message))
        process.stdin.write(message)
        await process.stdin.drain()
        answer = await self._received(process)
        self.answers += 1
        return answer

    async def _received(self, process: Process) -> bytes:
        assert process.stdout
        size = int.from_bytes(await process.stdout.readexactly(8), "big")
        if size > _LONGEST_ANSWER:
            raise EOFError
        return await process.stdout.readexactly(size)

    async def kill(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.returncode is None:
            process.kill()
        # Reads both pipes to their end, so that nothing stays open behind us.
        await process.communicate()


def serve(answer: Callable[[bytes], bytes], *, memory: int, out_of_memory: bytes) -> None:
    """The child's life: answer messages until the parent closes the pipe.

    `memory` bounds the address space in bytes; where an answer would need more, it is `out_of_memory`.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    _write(answers, b"ready")
    while size := questions.read(8):
        try:
            reply = answer(questions.read(int.from_bytes(size, "big")))
        except MemoryError:
            reply = out_of_memory
        _write(answers, reply)


def _write(stream: BinaryIO, message: bytes) -> None:
    stream.write(_length(message))
    stream.write(message)
    stream.flush()


def _length(message: bytes) -> bytes:
    return len(message).to_bytes(8, "big")
