"""The service manager hears that we are at work, again and again as long as we live, and that we end."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.watchdog import told_to_systemd


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[socket.socket]:
    """Where a service manager listens."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.setblocking(False)
        yield listening


def asked(manager: socket.socket, **more: str) -> dict[str, str]:
    """The environment of a service."""
    return {"NOTIFY_SOCKET": str(manager.getsockname()), **more}


async def heard(manager: socket.socket) -> str:
    """The next word."""
    async with asyncio.timeout(5):
        return (await asyncio.get_running_loop().sock_recv(manager, 100)).decode()


async def test_it_hears_of_the_beginning_and_of_the_end(manager: socket.socket) -> None:
    with told_to_systemd(lambda: True, asked(manager)):
        assert await heard(manager) == "READY=1"
    assert await heard(manager) == "STOPPING=1"


async def test_a_watchdog_hears_again_and_again_that_we_live(manager: socket.socket) -> None:
    with told_to_systemd(lambda: True, asked(manager, WATCHDOG_USEC="30000")):
        words = [await heard(manager) for _ in range(4)]
    assert words == ["READY=1", "WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1"]


async def test_it_hears_nothing_of_who_lives_no_more(manager: socket.socket) -> None:
    looks: list[bool] = []
    looked = asyncio.Event()

    def is_alive() -> bool:
        looks.append(False)
        if len(looks) == 3:
            looked.set()
        return False

    with told_to_systemd(is_alive, asked(manager, WATCHDOG_USEC="30000")):
        await looked.wait()
    assert [await heard(manager) for _ in range(2)] == ["READY=1", "STOPPING=1"]


async def test_an_address_that_is_no_file_and_one_where_nobody_listens() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind("\0kolporter-watchdog-test")
        listening.setblocking(False)
        address = {"NOTIFY_SOCKET": "@kolporter-watchdog-test"}
        with told_to_systemd(lambda: True, address):
            assert await heard(listening) == "READY=1"
    with told_to_systemd(lambda: True, address):
        assert listening.fileno() == -1
