"""What deploys Kolporter names what there is: files, commands, settings, addresses and measures."""

import re
import subprocess
import sys

import pytest

from bot.domain.measures import MEASURES
from bot.settings import Environment
from handlers.web.app import MEASURED, PUBLIC, WATCHED
from tests.house_rules.source import ROOT

SETTINGS = set(Environment.model_fields)
FILES = ("Dockerfile", "compose.yaml", "deploy/kolporter.service", "docs/operations.md")


def text(name: str) -> str:
    """A file of the project."""
    return (ROOT / name).read_text("utf-8")


def test_the_image_copies_what_there_is_and_docker_may_see_it() -> None:
    copied = {
        name
        for line in re.findall(r"^COPY (?!--)(.+) \S+$", text("Dockerfile"), re.M)
        for name in line.split()
    }
    allowed = set(re.findall(r"^!(.+)$", text(".dockerignore"), re.M))
    assert copied == allowed
    assert all((ROOT / name).exists() for name in copied)
    assert "\n*\n" in text(".dockerignore")


def test_the_image_is_installed_as_make_does_it() -> None:
    options = "--no-deps --require-hashes -r requirements.lock"
    assert options in text("Dockerfile")
    assert options in text("Makefile")
    assert options in text("docs/operations.md")


def test_images_come_by_ordinary_names() -> None:
    names = re.findall(r"^(?:FROM|\s+image:) (\S+)", text("Dockerfile") + text("compose.yaml"), re.M)
    assert set(names) == {"python:3.13-slim", "postgres:17"}


def test_nobody_runs_it_as_root_and_the_root_is_read_only() -> None:
    assert re.search(r"^USER 10001:10001$", text("Dockerfile"), re.M)
    for guard in ("read_only: true", "cap_drop: [ALL]", '"no-new-privileges:true"'):
        assert text("compose.yaml").count(guard) == 2
    for guard in (
        "DynamicUser=yes",
        "ProtectSystem=strict",
        "NoNewPrivileges=yes",
        "SystemCallFilter=@system-service",
    ):
        assert guard in text("deploy/kolporter.service")


def test_a_watchdog_waits_for_a_start_however_long_and_is_told_by_the_process_itself() -> None:
    unit = text("deploy/kolporter.service")
    for line in ("Type=notify", "TimeoutStartSec=infinity", "WatchdogSec=120", "Restart=on-failure"):
        assert f"\n{line}\n" in unit
    # The words go through a socket in the file system.
    assert "AF_UNIX" in re.findall(r"^RestrictAddressFamilies=(.+)$", unit, re.M)[0].split()


def test_the_health_check_asks_an_address_that_there_is() -> None:
    (asked,) = re.findall(r"WEB_PORT'\] \+ '(/\w+)'", text("Dockerfile"))
    assert asked in {path for _, path, _ in WATCHED}


def test_variables_and_files_of_secrets_are_settings() -> None:
    unit, compose = text("deploy/kolporter.service"), text("compose.yaml")
    service = compose.partition("\n  kolporter:\n")[2].partition("\nvolumes:\n")[0]
    variables = re.findall(r"^Environment=(\w+)=", unit, re.M) + re.findall(
        r"^      ([A-Z_]+):", service, re.M
    )
    secrets = re.findall(r"^LoadCredential=(\w+):", unit, re.M)
    secrets += re.findall(r"\w+", re.findall(r"secrets: \[(.+)\]", service)[0])
    assert {"telegram_token", "database_url"} <= set(secrets)
    assert {name.lower() for name in variables} | set(secrets) <= SETTINGS
    assert set(secrets) <= set(re.findall(r"file: \./secrets/(\w+)", compose))


def test_what_the_proxy_passes_on_is_what_is_public() -> None:
    (passed,) = re.findall(r"location ~ \^/\((.+)\)/", text("docs/operations.md"))
    assert set(passed.split("|")) == {path.split("/")[1] for _, path, _ in PUBLIC}
    assert not {path.split("/")[1] for _, path, _ in (*WATCHED, *MEASURED)} & set(passed.split("|"))


def test_every_measure_is_documented_with_its_labels() -> None:
    found = re.findall(r"^\| `(kolporter_\w+)` \| (.*) \| (.+) \|$", text("docs/operations.md"), re.M)
    documented = {name: (tuple(re.findall(r"\w+", labels)), about) for name, labels, about in found}
    assert documented == {one.name: (one.labels, one.about) for one in MEASURES}


@pytest.mark.parametrize("name", FILES)
def test_only_measures_files_and_commands_that_there_are_are_named(name: str) -> None:
    said = text(name)
    measures = {one.name for one in MEASURES}
    assert set(re.findall(r"\bkolporter_[a-z_]+", said)) <= measures
    files = re.findall(r"(?:deploy|docs)/[\w.-]+\.\w+", said)
    assert [one for one in files if not (ROOT / one).exists()] == []
    commands = set(re.findall(r"main\.py ([a-z][a-z-]+)", said))
    assert commands <= known_commands()


def known_commands() -> set[str]:
    """What `main.py --help` offers."""
    program = [sys.executable, "main.py", "--help"]
    ended = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True)
    return set(re.findall(r"^\W*([a-z][a-z-]+) ", ended.stdout, re.M))
