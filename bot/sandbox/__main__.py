"""`python -m bot.sandbox --port N`: the sandbox by itself, for any Bot API client. Loopback only."""

import argparse
import asyncio
import gc
import signal
import sys
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import NoReturn

from bot.sandbox.app import Sandbox
from bot.sandbox.bot_api import TOKEN
from bot.sandbox.server import serve


class _Parser(argparse.ArgumentParser):
    """One line for a mistake, without the usage."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message}\n")


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = _Parser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument(
        "--port", type=_port, default=0, help="loopback port; 0, the default, takes a free one"
    )
    parser.add_argument("--token", type=_token, help="the only token taken; any well-formed one without it")
    parser.add_argument(
        "--chat", type=_chats, action="append", default=[], help="a private chat already open, or FIRST-LAST"
    )
    parser.add_argument(
        "--accept-log", type=Path, metavar="FILE", help="a JSON line per message sent, edited, deleted"
    )
    parser.add_argument("--no-budgets", action="store_true", help="let the bot write as fast as it likes")
    parser.add_argument("--fast", action="store_true", help="check nothing, only log: for load tests")
    return parser.parse_args(words)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: give a number from 0 to 65535")
    return int(text)


def _token(text: str) -> str:
    if not TOKEN.fullmatch(text):
        raise argparse.ArgumentTypeError("that is no token of Telegram's form, <number>:<letters and digits>")
    return text


def _chats(text: str) -> range:
    first, _, last = text.partition("-")
    last = last or first
    if not (first.isdecimal() and last.isdecimal() and 0 < int(first) <= int(last)):
        raise argparse.ArgumentTypeError(f"{text!r} is no private chat: give a person's number, 1 or above")
    return range(int(first), int(last) + 1)


# Messages stay, and every look for garbage looks through them all again: fewer looks do.
_OBJECTS_PER_LOOK = 10_000


async def _run(arguments: argparse.Namespace) -> None:
    sandbox = Sandbox(
        token=arguments.token,
        accept_log=arguments.accept_log,
        chats=chain.from_iterable(arguments.chat),
        budgets=not arguments.no_budgets,
        is_fast=arguments.fast,
    )
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with serve(sandbox.app, port=arguments.port) as address:
        sys.stdout.write(f"Sandbox on {address} (loopback only). Bot API: {address}/bot<token>/<method>\n")
        sys.stdout.flush()
        await stop.wait()


def main(words: Sequence[str] | None = None) -> int:
    """Run until SIGINT or SIGTERM; 2 when it can't start. `words` None: the command line."""
    arguments = _arguments(words)
    try:
        asyncio.run(_run(arguments))
    except OSError as error:
        where = error.filename or f"port {arguments.port}"
        sys.stderr.write(f"The sandbox can't start on {where}: {error.strerror}\n")
        return 2
    return 0


if __name__ == "__main__":
    gc.set_threshold(_OBJECTS_PER_LOOK)
    sys.exit(main())
