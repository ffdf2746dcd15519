"""`members`: a file comes in at a terminal, all of it or nothing, and members are counted."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.domain.member_codes import MemberCodes
from bot.domain.member_files import LARGEST
from bot.domain.support_links import Place, Reference
from bot.looking import references_here
from tests.canaries import MEMBERSHIP_SECRET
from tests.cli.conftest import Invoke
from tests.house_rules.source import ROOT

UNTIL = date(2044, 11, 3)
CODE = MemberCodes(MEMBERSHIP_SECRET).write(1, UNTIL, 3)


@pytest.fixture
def file(newspaper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, invoke: Invoke) -> Path:
    """A spreadsheet that an installation with a secret can read."""
    shutil.copy(ROOT / "newspaper.example.toml", newspaper)
    monkeypatch.setenv("NEWSPAPER", str(newspaper))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/paper.sqlite3")
    monkeypatch.setenv("WEB_SECRET", "a secret of the tests")
    monkeypatch.setenv("MEMBERSHIP_SECRET", MEMBERSHIP_SECRET)
    assert invoke("migrate").exit_code == 0
    ref = references_here().write(Reference(place=Place.COMMAND, reader=17, day=date(2026, 11, 23)))
    path = tmp_path / "members.csv"
    path.write_text(f"\ufeffref;code;until;amount_class\n{ref};;{UNTIL};monthly\n;{CODE};{UNTIL};\n", "utf-8")
    return path


def test_a_file_is_taken_in_and_counted(invoke: Invoke, file: Path) -> None:
    dry = json.loads(invoke("members", "import", str(file), "--dry-run", "--json").stdout)
    assert dry == {"accepted": 0, "counted": 2, "known": 0, "dry_run": True}
    assert "nothing is changed" in invoke("members", "import", str(file), "--dry-run").stdout
    assert invoke("members", "counts").stdout == "Members today: 0.\n"
    assert "of nobody here: 2" in invoke("members", "import", str(file)).stdout
    assert json.loads(invoke("members", "import", str(file), "--json").stdout)["known"] == 2
    assert "confirmed, class monthly: 1 in the last 90 days" in invoke("members", "counts").stdout
    told = json.loads(invoke("members", "counts", "--json").stdout)
    assert [one["count"] for one in told["events"]] == [1, 1]


def test_every_bad_line_is_named_and_nothing_is_taken(invoke: Invoke, file: Path) -> None:
    file.write_text(file.read_text("utf-8") + f"x;;{UNTIL};\n;;soon;\n", "utf-8")
    ended = invoke("members", "import", str(file))
    assert ended.exit_code == 2
    assert "4: `ref` is none of ours\n5: `until` is no day like" in ended.stderr
    assert json.loads(invoke("members", "counts", "--json").stdout)["events"] == []


def test_what_cannot_be_read_is_told(invoke: Invoke, file: Path) -> None:
    assert "No such file" in invoke("members", "import", "nowhere.csv").stderr
    file.write_bytes(b"\xff\xfe")
    assert "this is no UTF-8" in invoke("members", "import", str(file)).stderr
    file.write_text("x" * (LARGEST + 1), "utf-8")
    assert "too large" in invoke("members", "import", str(file)).stderr
