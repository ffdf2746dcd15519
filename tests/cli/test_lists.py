"""`stats`, `feeds` and `people`: for eyes and for scripts."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.ids import FeedId
from storage.database import Database
from tests.cli.conftest import Invoke
from tests.storage.samples import ANA, NOW, enrol, join

PAPER = """name = "Primer"
[editions.mk]
title = "Primer"
membership_url = "https://paper.example/membership"
appeal = "Free for all."
[desk]
editors = [7, 9]
"""


@pytest.fixture(autouse=True)
def paper(newspaper: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation with two of staff."""
    newspaper.write_text(PAPER)
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.setenv("ADMIN_IDS", "9")


@pytest.fixture(autouse=True)
async def database(sqlite_database: Database) -> Database:
    """A reader, and a feed that was read."""
    await join(sqlite_database, ANA)
    await enrol(sqlite_database, "https://paper.example/feed")
    async with sqlite_database.open_store() as store:
        feed = await store.feeds.get(FeedId(1))
        await store.feeds.save([replace(feed, last_success_at=NOW, seeded=True)])
    return sqlite_database


@pytest.fixture
async def failing(database: Database) -> None:
    """The feed fails."""
    async with database.open_store() as store:
        feed = await store.feeds.get(FeedId(1))
        await store.feeds.save([replace(feed, failures=3, last_problem="error.fetch")])


def test_a_feed_that_does_well_ends_with_0(invoke: Invoke) -> None:
    ended = invoke("feeds")
    assert (ended.exit_code, "2026-03-29 18:30 UTC" in ended.stdout) == (0, True)


def test_one_that_fails_ends_with_1_and_scripts_read_why(failing: None, invoke: Invoke) -> None:
    ended = invoke("feeds", "--json")
    (feed,) = json.loads(ended.stdout)
    assert (ended.exit_code, feed["failures"], feed["last_problem"]) == (1, 3, "error.fetch")


def test_people_are_named_once_under_their_highest_role(invoke: Invoke) -> None:
    assert json.loads(invoke("people", "--json").stdout) == [
        {"role": "admin", "user_id": 9},
        {"role": "editor", "user_id": 7},
    ]
    assert invoke("people").stdout == "admin: 9\neditor: 7\n"


def test_figures_are_the_same_for_eyes_and_scripts(invoke: Invoke) -> None:
    assert json.loads(invoke("stats", "--json").stdout)["standings"] == {"active": 1}
    shown = invoke("stats").stdout
    assert "Active: 1" in shown
    assert shown.count("Telegram does not tell") == 1
