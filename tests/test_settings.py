"""Configuration: what is wrong is refused, naming where and what."""

import tomllib
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.domain.appeals import AppealRules
from bot.domain.feeds import Mode
from bot.domain.paper import Model
from bot.domain.preferences import Preferences
from bot.domain.schedules import EVERY_DAY, ScheduleKind
from bot.errors import KolporterError, SettingsError
from bot.locales import texts_for
from bot.newspaper_tables import NewspaperFile
from bot.settings import Environment, as_paper, parse_newspaper, read_environment, read_newspaper, secrets_of
from tests.settings_keys import CODE, EACH, key_paths, written

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "newspaper.example.toml"
TOKEN = "7000000001:not-a-real-token-but-one-in-shape"
SECRETS = [(name, field.annotation) for name, field in Environment.model_fields.items()]
SMALLEST = """
name = "Primer"
[editions.mk]
title = "Primer"
membership_url = "https://primer.example/join"
appeal = "Join"
"""
VIDEO = '[video_of_the_day]\nat = "19:00"\n'
FEED = '[[feeds]]\nurl = "https://primer.example/feed"\nedition = "mk"\n'


@pytest.fixture(autouse=True)
def _nothing_around(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variables of ours and no .env file."""
    for name in Environment.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def refused(text: str) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        as_paper(parse_newspaper(text, "paper.toml"), frozenset(), "paper.toml")
    return caught.value


def found(value: Any, path: tuple[str, ...]) -> bool:
    if not path:
        return True
    if path[0] in (CODE, EACH):
        return any(found(one, path[1:]) for one in (value if path[0] == EACH else value.values()))
    return path[0] in value and found(value[path[0]], path[1:])


def test_the_example_is_valid() -> None:
    paper = as_paper(read_newspaper(EXAMPLE), frozenset(), EXAMPLE)
    assert set(paper.editions) == {"mk", "en", "sq"}
    assert {plan.mode for plan in paper.feeds} == {Mode.REVIEW}


@pytest.mark.parametrize("path", list(key_paths(NewspaperFile)), ids=written)
def test_the_example_has_every_key(path: tuple[str, ...]) -> None:
    assert found(tomllib.loads(EXAMPLE.read_text("utf-8")), path)


def test_the_example_of_the_environment_has_every_variable() -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    named = {line.lstrip("# ").split("=")[0] for line in lines if "=" in line}
    assert {name.upper() for name in Environment.model_fields} <= named


def test_the_smallest_file_has_sensible_defaults() -> None:
    paper = as_paper(parse_newspaper(SMALLEST + FEED, "paper.toml"), frozenset({9}), "paper.toml")
    assert (paper.zone.key, paper.feeds[0].mode, paper.surprise) == ("Europe/Skopje", Mode.REVIEW, 5)
    assert (paper.admins, paper.editors, paper.desk) == (frozenset({9}), frozenset(), ())


def test_readers_who_chose_nothing_have_a_cap_and_a_morning_digest() -> None:
    paper = as_paper(parse_newspaper(SMALLEST, "paper.toml"), frozenset(), "paper.toml")
    assert paper.preferences == Preferences(zone="Europe/Skopje", daily_cap=3, digest_times=(time(7, 30),))


def test_a_paper_can_have_no_cap_and_another_hour() -> None:
    text = f'timezone = "Europe/London"\n{SMALLEST}[readers]\ndaily_cap = 0\ndigest_time = "18:00"'
    paper = as_paper(parse_newspaper(text, "paper.toml"), frozenset(), "paper.toml")
    assert paper.preferences == Preferences(zone="Europe/London", daily_cap=None, digest_times=(time(18),))


def test_without_its_table_nobody_is_asked_and_an_empty_one_has_sensible_rules() -> None:
    def rules(text: str) -> AppealRules | None:
        return as_paper(parse_newspaper(text, "paper.toml"), frozenset(), "paper.toml").appeals

    assert rules(SMALLEST) is None
    assert rules(SMALLEST + "[appeal]") == AppealRules()


def test_without_its_table_there_is_no_video_of_the_day() -> None:
    assert as_paper(parse_newspaper(SMALLEST, "paper.toml"), frozenset(), "paper.toml").schedules == ()


def test_the_video_of_the_day_comes_every_day_to_every_edition_by_the_papers_clock() -> None:
    text = SMALLEST + SMALLEST.replace("mk", "sq").replace('name = "Primer"', "") + VIDEO
    paper = as_paper(parse_newspaper(text, "paper.toml"), frozenset(), "paper.toml")
    assert [plan.schedule for plan in paper.schedules] == ["video_of_the_day/mk", "video_of_the_day/sq"]
    assert {(plan.at, plan.zone, plan.weekdays) for plan in paper.schedules} == {
        (time(19), paper.zone, EVERY_DAY)
    }


def test_the_digest_of_the_day_has_the_same_table() -> None:
    text = SMALLEST + VIDEO + VIDEO.replace("video", "digest").replace("19", "20") + 'zone = "Europe/London"'
    paper = as_paper(parse_newspaper(text, "paper.toml"), frozenset(), "paper.toml")
    assert [(plan.schedule, plan.at, plan.zone.key) for plan in paper.schedules] == [
        ("video_of_the_day/mk", time(19), "Europe/Skopje"),
        ("digest_of_the_day/mk", time(20), "Europe/London"),
    ]


def test_the_example_has_a_video_on_working_days_in_one_edition() -> None:
    plan, *digests = as_paper(read_newspaper(EXAMPLE), frozenset(), EXAMPLE).schedules
    assert (plan.edition, plan.zone.key, plan.weekdays) == ("mk", "Europe/Skopje", frozenset(range(5)))
    assert {(one.kind, one.weekdays) for one in digests} == {(ScheduleKind.DIGEST_OF_THE_DAY, EVERY_DAY)}


@pytest.mark.parametrize(("chats", "desk"), [("[]", (1, 2)), ("[-1001]", (-1001,))])
def test_the_desk_is_its_chats_or_else_the_editors(chats: str, desk: tuple[int, ...]) -> None:
    text = f"{SMALLEST}[desk]\neditors = [2, 1]\nchats = {chats}"
    assert as_paper(parse_newspaper(text, "paper.toml"), frozenset(), "paper.toml").desk == desk


@pytest.mark.parametrize(
    ("text", "name", "problem"),
    [
        ('colour = "red"\n' + SMALLEST, "colour", "unknown"),
        (SMALLEST + "logo = 1", "editions.mk.logo", "unknown"),
        (SMALLEST + FEED + "every = 5", "feeds.0.every", "unknown"),
        (SMALLEST + "[desk]\nchief = 1", "desk.chief", "unknown"),
        (SMALLEST.replace('name = "Primer"', ""), "name", "missing"),
        (SMALLEST.replace('appeal = "Join"', ""), "editions.mk.appeal", "missing"),
        ('name = "Primer"', "editions", "missing"),
        ('name = "Primer"\n[editions]', "editions", "at least 1"),
        (SMALLEST.replace('"Primer"', "17", 1), "name", "string"),
        (SMALLEST + FEED + 'every_minutes = "often"', "feeds.0.every_minutes", "number"),
        (SMALLEST + FEED + "every_minutes = 0.5", "feeds.0.every_minutes", "greater than or equal to 1"),
        (SMALLEST + FEED + 'mode = "later"', "feeds.0.mode", "'auto' or 'review'"),
        (SMALLEST + '[desk]\neditors = ["Ana"]', "desk.editors.0", "integer"),
        (SMALLEST + "[desk]\nreview_expires_hours = 0", "desk.review_expires_hours", "greater than 0"),
        ("surprise = 0\n" + SMALLEST, "surprise", "greater than or equal to 1"),
        (SMALLEST.replace("https://", "ftp://"), "editions.mk.membership_url", "https://"),
        (SMALLEST + FEED.replace("https://", ""), "feeds.0.url", "starts with https:// or http://"),
        (SMALLEST.replace("editions.mk", "editions.de"), "editions", "'de' is none of mk, en, sq"),
        (SMALLEST + FEED.replace("mk", "en"), "feeds[0].edition", "there is no [editions.en]"),
        (SMALLEST + FEED + FEED, "feeds", "https://primer.example/feed is written twice"),
        ('timezone = "Europe/Skopje2"\n' + SMALLEST, "timezone", "no such time zone"),
        ('timezone = "/etc/passwd"\n' + SMALLEST, "timezone", "no such time zone"),
        ('timezone = ""\n' + SMALLEST, "timezone", "no such time zone"),
        (SMALLEST + "[readers]\ndaily_cap = -1", "readers.daily_cap", "greater than or equal to 0"),
        (SMALLEST + '[readers]\ndigest_time = "25:00"', "readers.digest_time", "written like 19:00"),
        (SMALLEST + "[video_of_the_day]", "video_of_the_day.at", "missing"),
        (SMALLEST + VIDEO + "colour = 1", "video_of_the_day.colour", "unknown"),
        (SMALLEST + VIDEO.replace("19:00", "25:00"), "video_of_the_day.at", "is written like 19:00"),
        (SMALLEST + VIDEO + 'zone = "Mars"', "video_of_the_day.zone", "no such time zone"),
        (SMALLEST + VIDEO + 'weekdays = ["Monday"]', "video_of_the_day.weekdays.0", "'mon', 'tue'"),
        (SMALLEST + VIDEO + "weekdays = []", "video_of_the_day.weekdays", "at least 1"),
        (SMALLEST + "[digest_of_the_day]", "digest_of_the_day.at", "missing"),
        (SMALLEST + "[appeal]\nactions = 0", "appeal.actions", "greater than or equal to 1"),
        (SMALLEST + 'tiers = [{ label = " " }]', "editions.mk.tiers.0.label", "at least 1 character"),
        (
            SMALLEST + 'wordings = [{ text = "Join" }, { text = "Join " }]',
            "editions.mk.wordings",
            "same twice",
        ),
        (SMALLEST + '[appeal]\nnot_about = ["sport", "!"]', "appeal.not_about", "each needs letters"),
        (SMALLEST + '[appeal]\nafter_search = "shout"', "appeal.after_search", "'message', 'button'"),
        (SMALLEST + '\ntiers = [{ label = "5", url = "x" }]', "editions.mk.tiers.0.url", "https://"),
        (SMALLEST + VIDEO + 'editions = ["en"]', "video_of_the_day.editions", "there is no [editions.en]"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, name: str, problem: str) -> None:
    wrong = refused(text)
    sentence = texts_for("en").plain(wrong.text_key, **wrong.args_)
    assert (wrong.args_["where"], wrong.args_["name"]) == ("paper.toml", name)
    assert "paper.toml" in sentence
    assert name in sentence
    assert problem in sentence


@pytest.mark.parametrize("text", ["name = ", "name = 'a'\nname = 'b'", "[editions"])
def test_what_is_no_toml_is_named_with_its_line(text: str) -> None:
    wrong = refused(text).args_
    assert wrong["where"] == "paper.toml"
    assert "line" in str(wrong["problem"]) or "end of document" in str(wrong["problem"])


def test_a_missing_file_is_named() -> None:
    with pytest.raises(SettingsError) as caught:
        read_newspaper(Path("nowhere.toml"))
    assert caught.value.args_ == {"where": Path("nowhere.toml"), "problem": "No such file or directory"}


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "newspaper.toml"
    path.write_bytes("name = 'Весник'".encode("cp1251"))
    with pytest.raises(SettingsError) as caught:
        read_newspaper(path)
    assert (caught.value.text_key, caught.value.args_["where"]) == ("error.no_newspaper", path)


def test_without_any_variable_the_defaults_stand() -> None:
    environment = read_environment()
    assert environment.telegram_token is None
    assert environment.database_url == "sqlite:///kolporter.sqlite3"
    assert (environment.admin_ids, environment.newspaper) == (frozenset(), Path("newspaper.toml"))


@pytest.mark.parametrize("text", ["1,22", "1, 22", " 1 22 ", "22,1,1,"])
def test_admin_ids_are_separated_by_commas_or_spaces(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_IDS", text)
    assert read_environment().admin_ids == {1, 22}


def test_an_env_file_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text(f"TELEGRAM_TOKEN={TOKEN}\nADMIN_IDS=1\nSOMEBODY_ELSES=x\n", "utf-8")
    monkeypatch.setenv("ADMIN_IDS", "2")
    environment = read_environment()
    assert environment.telegram_token is not None
    assert environment.telegram_token.get_secret_value() == TOKEN
    assert environment.admin_ids == {2}


@pytest.mark.parametrize("empty", ["", "  "])
def test_an_empty_token_is_none(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", empty)
    assert read_environment().telegram_token is None


@pytest.mark.parametrize(
    ("variable", "value", "problem"),
    [("ADMIN_IDS", "Ana", "integer"), ("TELEGRAM_API_URL", "telegram.org", "https://")],
)
def test_a_bad_variable_is_named(
    variable: str, value: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as caught:
        read_environment()
    wrong = caught.value.args_
    assert (wrong["where"], str(wrong["name"]).split(".")[0]) == ("environment", variable)
    assert problem in str(wrong["problem"])


def test_the_token_is_in_no_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", TOKEN)
    environment = read_environment()
    shown = f"{environment} {environment!r} {environment.telegram_token} {environment.model_dump()}"
    assert TOKEN not in shown + environment.model_dump_json()


def test_the_token_is_in_no_error_about_another_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("ADMIN_IDS", TOKEN)
    with pytest.raises(KolporterError) as caught:
        read_environment()
    assert TOKEN not in f"{caught.value!r} {caught.value.args_}"


def test_an_env_file_that_is_no_text_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_bytes(b"TELEGRAM_TOKEN=\xff\xff")
    with pytest.raises(SettingsError) as caught:
        read_environment()
    assert caught.value.args_["where"] == ".env"


def test_a_language_model_has_an_address_and_a_name() -> None:
    table = '[summaries]\naddress = "http://127.0.0.1:11434/v1"\nmodel = "small"\n'
    paper = as_paper(parse_newspaper(SMALLEST + table, "paper.toml"), frozenset(), "paper.toml")
    assert paper.summaries == Model("http://127.0.0.1:11434/v1", "small")


@pytest.mark.parametrize(
    "table", ['address = "https://x.example"', 'model = "small"', 'address = "x"\nmodel = "small"']
)
def test_half_a_language_model_is_refused(table: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_newspaper(f"{SMALLEST}[summaries]\n{table}\n", "paper.toml")
    assert str(caught.value.args_["name"]).startswith("summaries")


def test_nobody_else_summarises_unless_the_paper_says_so() -> None:
    paper = as_paper(parse_newspaper(SMALLEST, "paper.toml"), frozenset(), "paper.toml")
    assert paper.summaries is None


def test_the_models_key_is_in_no_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUMMARIES_KEY", TOKEN)
    environment = read_environment()
    assert environment.summaries_key is not None
    assert environment.summaries_key.get_secret_value() == TOKEN
    assert TOKEN not in f"{environment!r} {environment.model_dump_json()}"


@pytest.mark.parametrize(
    "url", ["https://bot.paper.example", "https://paper.example:8443/bot/", "https://paper.example:88"]
)
def test_a_public_address_is_one_that_telegram_calls(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_PORT", "8080")
    monkeypatch.setenv("PUBLIC_URL", url)
    assert read_environment().public_url == url.rstrip("/")


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://paper.example", "https://"),
        ("https://paper.example:8080", "443, 80, 88 and 8443"),
        ("https://user@paper.example", "write it like"),
        ("https://paper.example/?a=b", "write it like"),
        ("https://", "write it like"),
        ("https://paper.example:99999", "Port"),
    ],
)
def test_an_address_that_telegram_does_not_call_is_refused(
    url: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WEB_PORT", "8080")
    monkeypatch.setenv("PUBLIC_URL", url)
    with pytest.raises(SettingsError, match="PUBLIC_URL") as caught:
        read_environment()
    assert problem in str(caught.value.args_["problem"])


def test_a_bot_api_server_of_ones_own_calls_any_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:8081")
    monkeypatch.setenv("WEB_PORT", "8080")
    monkeypatch.setenv("PUBLIC_URL", "http://127.0.0.1:8080")
    assert read_environment().public_url == "http://127.0.0.1:8080"


def test_a_public_address_needs_a_port_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://bot.paper.example")
    with pytest.raises(SettingsError, match="WEB_PORT must be set"):
        read_environment()


def test_nobody_needs_to_reach_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_PORT", "")
    monkeypatch.setenv("PUBLIC_URL", "")
    assert (read_environment().web_port, read_environment().public_url) == (None, None)


def test_the_webs_secret_is_in_no_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_SECRET", TOKEN)
    assert TOKEN not in f"{read_environment()!r} {read_environment().model_dump_json()}"


def test_a_secret_may_be_a_file_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "telegram_token").write_text(TOKEN)
    (tmp_path / "web_secret").write_text("from the file")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    monkeypatch.setenv("WEB_SECRET", "from the environment")
    found = read_environment()
    assert found.telegram_token
    assert found.web_secret
    assert found.telegram_token.get_secret_value() == TOKEN
    assert found.web_secret.get_secret_value() == "from the environment"


def test_all_that_no_log_may_hold_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {name.upper(): f"secret-{name}" for name, kind in SECRETS if kind == SecretStr | None}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATABASE_URL", "postgresql://paper:pass@word@db/paper")
    monkeypatch.setenv("TELEGRAM_PROXY", "http://paper:proxys@proxy:3128")
    assert {"TELEGRAM_TOKEN", "SENTRY_DSN", "METRICS_SECRET"} <= given.keys()
    assert sorted(secrets_of(read_environment())) == sorted([*given.values(), "pass@word", "proxys"])
