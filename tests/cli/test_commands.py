"""What a newcomer meets: the list of commands, and a demo whose port is taken."""

import socket

from tests.acceptance.bot_process import command
from tests.cli.conftest import Invoke


def test_help_names_every_command(invoke: Invoke) -> None:
    ended = invoke("--help")
    assert ended.exit_code == 0
    names = ("run", "demo", "init", "doctor", "check-feed", "preview")
    assert all(name in ended.stdout for name in names)


def test_an_unknown_command_is_wrong_use(invoke: Invoke) -> None:
    assert invoke("publish").exit_code == 2


async def test_a_demo_whose_port_is_taken_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = await command("demo", "--port", str(port), environment={"BROWSER": "true"})
    assert (ended.status, ended.output, len(ended.errors.splitlines())) == (2, "", 1), ended
    assert str(port) in ended.errors
