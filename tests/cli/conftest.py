"""The command line in this process, with a site on a loopback port that it may read."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import main
from bot import looking
from handlers.cli import command_line
from handlers.cli.program import Program
from storage.inspecting import inspect
from tests import log_door
from tests.usecases.town import Town, town_at_work
from tests.usecases.web import Web

Invoke = Callable[..., Result]


@pytest.fixture(autouse=True)
def _logs_as_before() -> Iterator[None]:
    """A command says less than a service; the tests after it must not."""
    with log_door.put_back():
        yield


@pytest.fixture(scope="session")
def town() -> Iterator[Town]:
    """The servers of the run."""
    with town_at_work() as town:
        yield town


@pytest.fixture
def web(town: Town) -> Web:
    """The paper's site, empty."""
    web = Web(town.site.address)
    town.site.built = web.app
    return web


@pytest.fixture
def newspaper(tmp_path: Path) -> Path:
    """Where `init` writes."""
    return tmp_path / "newspaper.toml"


@pytest.fixture
def invoke(newspaper: Path) -> Invoke:
    """Run a command; `given` is typed into it."""
    checker = partial(looking.feed_checker, frozenset({"127.0.0.1"}))
    program = Program(
        main.run,
        main.demo,
        main.script,
        checker,
        looking.previewer,
        partial(looking.diagnose, inspect),
        lambda: newspaper,
        looking.summarise,
        main.people_code,
        main.upkeep,
        main.office,
        looking.paper_here,
        looking.references_here,
        looking.cashier_here,
    )
    app = command_line(program)

    environment = {"LANG": "en_GB", "LC_ALL": "", "NEWSPAPER": str(newspaper)}

    def run(*arguments: str, given: str = "") -> Result:
        return CliRunner().invoke(app, arguments, input=given, env=environment)

    return run
