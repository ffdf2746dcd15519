"""`stars`: the books at a terminal, and beside Telegram's own list."""

import json
import shutil
from pathlib import Path

import pytest

from bot.sandbox import Sandbox, paying
from bot.sandbox.stars import PERIOD, Invoice
from tests.acceptance.bot_process import TOKEN
from tests.cli.conftest import Invoke
from tests.house_rules.source import ROOT
from tests.usecases.town import Town

ANA = 501


@pytest.fixture
def telegram(
    newspaper: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, town: Town, invoke: Invoke
) -> Sandbox:
    """An installation with an empty database, and its Telegram, where Ana has a phone."""
    shutil.copy(ROOT / "newspaper.example.toml", newspaper)
    sandbox = Sandbox(token=TOKEN, chats=[ANA])
    town.telegram.built = sandbox.app
    monkeypatch.setenv("TELEGRAM_API_URL", town.telegram.address)
    monkeypatch.setenv("TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/paper.sqlite3")
    assert invoke("migrate").exit_code == 0
    return sandbox


def pays(telegram: Sandbox, amount: int, period: int | None = None) -> str:
    """Ana pays, and no bot is there to hear of it; returns the charge."""
    invoice = Invoice(str(amount), "Support", "For the paper", f"payload {amount}", amount, period)
    checkout = paying.press_pay(telegram.state, telegram.state.people[ANA], invoice)
    paying.answer(telegram.state, checkout, None)
    assert checkout.charge
    return checkout.charge


def test_what_telegram_took_while_nobody_listened_is_found_and_entered(
    invoke: Invoke, telegram: Sandbox
) -> None:
    assert "agree; 0 transactions" in invoke("stars", "check").stdout
    pays(telegram, 100)
    renewed = pays(telegram, 250, PERIOD)
    paying.renew(telegram.state, renewed)
    found = invoke("stars", "check")
    assert (found.exit_code, found.stdout.count("Not in the books")) == (1, 3)
    assert "`stars check --book` enters what is missing." in found.stdout
    assert invoke("stars", "check", "--book").exit_code == 0
    told = json.loads(invoke("stars", "check", "--json").stdout)
    assert told == {"transactions": 3, "missing": [], "unrefunded": [], "unheard_of": []}
    (month,) = json.loads(invoke("stars", "months", "--json").stdout)
    assert (month["payments"], month["stars"], month["refunds"]) == (3, 600, 0)


def test_a_refund_goes_to_who_paid_ends_the_renewal_and_is_booked(invoke: Invoke, telegram: Sandbox) -> None:
    charge = pays(telegram, 250, PERIOD)
    assert invoke("stars", "check", "--book").exit_code == 0
    for _ in range(2):
        assert f"Given back: 250 Stars of charge {charge}." in invoke("stars", "refund", charge).stdout
    assert telegram.state.stars.subscriptions[charge].is_cancelled
    assert "1 given back, 250 Stars" in invoke("stars", "months").stdout
    assert "agree; 2 transactions" in invoke("stars", "check").stdout


def test_what_went_back_elsewhere_is_entered_too(invoke: Invoke, telegram: Sandbox) -> None:
    charge, new = pays(telegram, 100), pays(telegram, 5)
    assert invoke("stars", "check", "--book").exit_code == 0
    pays(telegram, 7)
    late = telegram.state.stars.transactions[-1]["id"]
    for one in (charge, late):
        paid = telegram.state.stars.paid(one, ANA)
        assert paid
        paying.give_back(telegram.state, ANA, paid)
    assert f"Given back at Telegram, not in the books: charge {charge}" in invoke("stars", "check").stdout
    assert invoke("stars", "check", "--book").exit_code == 0
    assert "3 payments, 112 Stars  ·  2 given back, 107 Stars" in invoke("stars", "months").stdout
    telegram.state.stars.transactions = [one for one in telegram.state.stars.transactions if one["id"] != new]
    ended = invoke("stars", "check")
    assert (ended.exit_code, f"Not in Telegram's list: charge {new}" in ended.stdout) == (1, True)


def test_a_charge_that_nobody_booked_is_not_given_back(invoke: Invoke, telegram: Sandbox) -> None:
    ended = invoke("stars", "refund", pays(telegram, 100))
    assert (ended.exit_code, "There is no charge stx" in ended.stderr) == (2, True)


def test_the_books_become_a_table_in_which_nothing_is_a_formula(
    invoke: Invoke, telegram: Sandbox, tmp_path: Path
) -> None:
    charge = pays(telegram, 100)
    telegram.state.stars.transactions[-1]["id"] = "=1+1"
    assert invoke("stars", "check", "--book").exit_code == 0
    target = tmp_path / "stars.csv"
    assert "1 payments in" in invoke("stars", "export", str(target)).stdout
    header, line = target.read_text("utf-8-sig").splitlines()
    assert header == "time,charge,kind,Stars,renewal,given back"
    assert "'=1+1,once,100,0," in line
    assert str(ANA) not in line
    assert charge
    again = invoke("stars", "export", str(target))
    assert (again.exit_code, "Nothing that is there is overwritten" in again.stderr) == (2, True)
    assert invoke("stars", "export", str(tmp_path / "stars.txt")).exit_code == 2
    assert invoke("stars", "export", str(tmp_path / "stars.txt"), "--csv").exit_code == 0
    assert invoke("stars", "export", str(tmp_path / "stars.xlsx")).exit_code == 0
    assert (tmp_path / "stars.xlsx").read_bytes()[:2] == b"PK"


def test_an_empty_ledger_says_so_and_without_a_token_there_is_no_till(
    invoke: Invoke, telegram: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert invoke("stars", "months").stdout == "There is no payment in the books.\n"
    monkeypatch.setenv("TELEGRAM_TOKEN", "")
    assert invoke("stars", "check").exit_code == 2
    assert not telegram.state.stars.transactions
