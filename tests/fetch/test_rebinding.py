"""A name server that says another address when it is asked again, on a machine that has a public address.

The machine is a network namespace of its own, with 93.184.216.34 and 127.0.0.1 on its loopback interface: the
connection really is made, and nothing leaves. Where the kernel forbids namespaces, the test skips.
"""

import asyncio
import json
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from aiohttp import web

from bot.fetch import FetchLimits, WebFetch
from bot.fetch_ports import Fetched
from tests.fetch.conftest import NoonClock
from tests.fetch.test_private_addresses import Names

_ROOT = Path(__file__).parents[2]
PUBLIC, PRIVATE = "93.184.216.34", "127.0.0.1"
_ENTER = ("unshare", "--user", "--map-root-user", "--net")
_ADDRESSES = f"ip link set lo up && ip address add {PUBLIC}/32 dev lo"


@pytest.fixture
def namespace() -> tuple[str, ...]:
    """How to run a command on such a machine."""
    if not shutil.which("unshare") or not shutil.which("ip"):
        pytest.skip("needs unshare and ip")
    if subprocess.run((*_ENTER, "sh", "-c", _ADDRESSES), capture_output=True, check=False).returncode:
        pytest.skip("this machine forbids namespaces")
    return (*_ENTER, "sh", "-c", f'{_ADDRESSES} && exec "$@"', "-")


def test_the_connection_goes_to_the_very_address_that_was_checked(namespace: tuple[str, ...]) -> None:
    told = subprocess.run(
        (*namespace, sys.executable, "-m", __name__), capture_output=True, cwd=_ROOT, check=True
    )
    assert json.loads(told.stdout) == {"answered": PUBLIC, "asked_again": False}


async def _fetched() -> dict[str, object]:
    """Which address answers, when the name has the public one first and the private one afterwards."""

    async def where(request: web.BaseRequest) -> web.StreamResponse:
        assert request.transport
        return web.Response(text=request.transport.get_extra_info("sockname")[0])

    runner = web.ServerRunner(web.Server(where))
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", 8080).start()
    names = Names([PUBLIC], [PRIVATE])
    async with WebFetch(NoonClock(), limits=FetchLimits(seconds=5), look_up=names) as fetch:
        answer = await fetch("http://rebind.example:8080/")
    await runner.cleanup()
    assert isinstance(answer, Fetched)
    return {"answered": answer.body.decode(), "asked_again": not names.answers}


if __name__ == "__main__":
    assert socket.if_nameindex() == [(1, "lo")]
    sys.stdout.write(json.dumps(asyncio.run(_fetched())))
