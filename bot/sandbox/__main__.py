"""`python -m bot.sandbox --port N [--token T] [--chat ID] [--accept-log FILE]`: the sandbox by itself."""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from bot.sandbox.app import Sandbox
from bot.sandbox.server import serve


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="loopback port; 0 takes a free one")
    parser.add_argument("--token", help="the only token taken; any well-formed one without it")
    parser.add_argument("--chat", type=int, action="append", default=[], help="a private chat already open")
    parser.add_argument("--accept-log", type=Path, help="file for a JSON line per accepted call")
    return parser.parse_args()


async def _run(arguments: argparse.Namespace) -> None:
    sandbox = Sandbox(token=arguments.token, accept_log=arguments.accept_log, chats=arguments.chat)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with serve(sandbox.app, port=arguments.port) as address:
        sys.stdout.write(f"Sandbox on {address} (loopback only). Bot API: {address}/bot<token>/<method>\n")
        sys.stdout.flush()
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(_run(_arguments()))
