"""Documents that must not fall behind the code: the README's tables and the reasons for dependencies."""

import re
import tomllib
from collections.abc import Iterator

import pytest

from bot.newspaper_tables import NewspaperFile
from bot.settings import Environment
from handlers import ROUTES
from handlers.routes import Command
from tests.house_rules.source import ROOT
from tests.settings_keys import key_paths, written


def rows(heading: str) -> Iterator[list[str]]:
    """The cells of every table row under a heading of the README, without backticks."""
    section = (ROOT / "README.md").read_text("utf-8").partition(f"\n## {heading}\n")[2]
    for line in section.partition("\n## ")[0].splitlines():
        if line.startswith("|") and not line.startswith("|---"):
            yield [cell.strip().replace("`", "") for cell in line.strip("|").split("|")]


def dependencies() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [re.split(r"[\[<>=~!; ]", one, maxsplit=1)[0] for one in project["dependencies"]]


def test_the_readme_lists_every_command_with_its_role() -> None:
    commands = {(f"/{one.name}", one.role.name.lower()) for one in ROUTES if isinstance(one, Command)}
    listed = [(row[0].split()[0], row[1]) for row in rows("Commands in Telegram") if row[0].startswith("/")]
    assert sorted(listed) == sorted(commands)


def test_the_readme_lists_every_setting_once_and_no_other() -> None:
    settings = [name.upper() for name in Environment.model_fields] + [*map(written, key_paths(NewspaperFile))]
    listed = [row[0] for row in rows("Settings") if row[0] not in ("variable", "key")]
    assert sorted(listed) == sorted(settings)


@pytest.mark.parametrize("name", dependencies())
def test_every_dependency_has_its_reason_in_the_decisions(name: str) -> None:
    decisions = "\n".join(one.read_text("utf-8") for one in sorted((ROOT / "docs/decisions").glob("*.md")))
    assert re.search(rf"^\| {re.escape(name)} \| \S", decisions, re.MULTILINE)


def test_no_reason_is_left_for_a_dependency_that_is_gone() -> None:
    reasons = (ROOT / "docs/decisions/0002-dependencies.md").read_text("utf-8")
    named = re.findall(r"^\| ([\w.-]+) \|", reasons, re.MULTILINE)
    assert set(named) - {"package"} <= set(dependencies())
