"""What stands before several workers: passes each connection to the next one that takes it, like a proxy."""

import asyncio
import socket
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager


class Balancer:
    """Workers by their ports; `passed` counts the connections each one took."""

    def __init__(self, ports: Sequence[int]) -> None:
        self.ports = tuple(ports)
        self._turns = list(ports)
        self.passed: Counter[int] = Counter()
        self.address = ""

    async def serve(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        """One connection, until either side ends it."""
        try:
            answers, questions = await self._next()
        except OSError:
            target.close()
            return
        async with asyncio.TaskGroup() as both:
            both.create_task(_pass(source, questions))
            both.create_task(_pass(answers, target))

    async def _next(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to whoever's turn it is, or to another one where nobody listens."""
        for _ in self.ports:
            port = self._turns.pop(0)
            self._turns.append(port)
            try:
                found = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                continue
            self.passed[port] += 1
            return found
        raise ConnectionRefusedError


async def _pass(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(65_536):
            target.write(data)
            await target.drain()
    except OSError:
        pass
    finally:
        target.close()


@asynccontextmanager
async def balancing(ports: Sequence[int]) -> AsyncIterator[Balancer]:
    """A balancer before these ports."""
    balancer = Balancer(ports)
    async with await asyncio.start_server(balancer.serve, "127.0.0.1") as server:
        host, port = server.sockets[0].getsockname()
        balancer.address = f"http://{host}:{port}"
        yield balancer


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens at."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports
