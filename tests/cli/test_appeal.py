"""`appeal`: explained, simulated, shown and counted at a terminal."""

import asyncio
import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.domain.appeals import Effect
from bot.domain.ids import ArticleId, Edition
from bot.domain.support_links import Place, Reference
from bot.looking import paper_here, references_here
from storage.database import connect
from tests.cli.conftest import Invoke
from tests.house_rules.source import ROOT


@pytest.fixture(autouse=True)
def _installation(newspaper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(ROOT / "newspaper.example.toml", newspaper)
    monkeypatch.setenv("NEWSPAPER", str(newspaper))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/paper.sqlite3")
    monkeypatch.setenv("WEB_SECRET", "a secret of the tests")


def test_a_stranger_is_not_asked_and_every_reason_is_told(invoke: Invoke) -> None:
    assert invoke("migrate").exit_code == 0
    ended = invoke("appeal", "explain", "501")
    assert ended.exit_code == 0
    assert "• is no subscriber\n• has done too little here lately" in ended.stdout
    told = json.loads(invoke("appeal", "explain", "501", "--json").stdout)
    assert [one["why"] for one in told["why_not"]] == ["stranger", "few_actions"]
    assert "• it is a group or channel" in invoke("appeal", "explain", "-100501").stdout
    assert invoke("appeal", "explain", "9" * 20).exit_code == 2


def test_a_year_is_told_as_a_table_or_as_one_object(invoke: Invoke) -> None:
    table = invoke("appeal", "simulate", "--readers", "30").stdout
    assert "30 synthetic readers, one year" in table
    assert "has done too little here lately" in table
    assert [line.split()[3] for line in table.splitlines() if "100.0%" in line] == ["100.0%"]
    told = json.loads(invoke("appeal", "simulate", "--readers", "30", "--json").stdout)
    assert sum(told["readers_by_appeals"].values()) == 30
    assert told["shortest_gap_days"] >= 14


def test_a_year_is_not_told_of_an_edition_that_there_is_not(invoke: Invoke) -> None:
    ended = invoke("appeal", "simulate", "--edition", "zz")
    assert (ended.exit_code, "--edition" in ended.stderr) == (2, True)


def test_without_rules_there_is_nothing_to_simulate(invoke: Invoke, newspaper: Path) -> None:
    assert invoke("migrate").exit_code == 0
    text = newspaper.read_text("utf-8")
    begin, end = text.index("\n[appeal]\n"), text.index("\n[summaries]\n")
    newspaper.write_text(text[:begin] + text[end:], "utf-8")
    ended = invoke("appeal", "simulate")
    assert (ended.exit_code, "no [appeal] table" in ended.stderr) == (2, True)
    assert "the paper asks nobody" in invoke("appeal", "explain", "501").stdout


def test_every_wording_of_every_edition_is_shown(invoke: Invoke) -> None:
    shown = invoke("appeal", "preview").stdout
    for words in ("Помогнете и за следниот", "Help with the next one", "Ndihmoni për të radhën"):
        assert words in shown
    assert "[Друг износ] https://www.primer.example/chlenstvo" in shown
    assert "[Not now]  [Never ask me]" in shown


def test_what_nobody_was_asked_is_counted_as_nothing(invoke: Invoke) -> None:
    assert invoke("migrate").exit_code == 0
    assert invoke("appeal", "counts").stdout == "Nobody was asked in that time.\n"
    told = json.loads(invoke("appeal", "counts", "--json").stdout)
    assert {one["shown"] for one in told["wordings"]} == {0}
    assert {one["tapped"]["verdict"] for one in told["comparisons"]} == {"not_enough"}


async def _asked(database: Path) -> None:
    """A hundred appeals, of which eleven were opened."""
    async with connect(f"sqlite:///{database}") as there, there.open_store() as store:
        today = SystemClock().now().date()
        key = next(iter(paper_here().editions[Edition("en")].wordings)).key
        for _ in range(100):
            await store.appeals.count(today, Edition("en"), key, Effect.SHOWN)
        for _ in range(11):
            await store.appeals.count(today, Edition("en"), key, Effect.TAPPED)


def test_what_came_of_a_wording_is_told_with_the_range_of_its_share(invoke: Invoke, tmp_path: Path) -> None:
    assert invoke("migrate").exit_code == 0
    asyncio.run(_asked(tmp_path / "paper.sqlite3"))
    shown = invoke("appeal", "counts").stdout
    assert "shown 100 → opened 11 (11.0\N{NO-BREAK SPACE}%; 6.3–18.6\N{NO-BREAK SPACE}%)" in shown
    assert "Opened: not enough data yet" in shown
    (one,) = [
        one for one in json.loads(invoke("appeal", "counts", "--json").stdout)["wordings"] if one["shown"]
    ]
    assert [round(end, 3) for end in one["tapped_share"]] == [0.11, 0.063, 0.186]


def test_a_reference_is_read_and_a_forged_one_is_not(invoke: Invoke) -> None:
    day = "2026-11-23"
    reference = Reference(
        place=Place.APPEAL,
        reader=17,
        day=date.fromisoformat(day),
        wording="0a1b2c3d",
        edition=Edition("mk"),
        article=ArticleId(9),
    )
    ended = invoke("appeal", "reference", references_here().write(reference))
    assert "appeal, wording 0a1b2c3d, subscriber no. 17, edition mk, push –, article 9." in ended.stdout
    assert day in ended.stdout
    assert invoke("appeal", "reference", "x" * 38).exit_code == 2


def test_without_a_secret_it_says_what_is_missing(invoke: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WEB_SECRET", "TELEGRAM_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    ended = invoke("appeal", "reference", "x" * 51)
    assert (ended.exit_code, "TELEGRAM_TOKEN is not set" in ended.stderr) == (2, True)
