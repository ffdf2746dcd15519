"""Logs: a token never survives, whoever writes it and wherever it stands."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.domain.measures import TROUBLES, Times
from bot.domain.web_keys import WebKeys
from bot.logs import keep_quiet, set_up_logging
from bot.meter import meter
from bot.redaction import hide, name_of, name_people_by, redact
from tests import log_door
from tests.canaries import ANA, CANARY, PASSWORD, TOKEN, Sink, capture_logs

ADDRESS = f"https://api.telegram.org/bot{TOKEN}/sendMessage"


def troubles(event: str) -> float:
    """How often this warning was counted in this process."""
    found = (one for one in meter.figures() if (one.measure, one.labels) == (TROUBLES, (event,)))
    return sum(one.value for one in found if not isinstance(one.value, Times))


class Terminal(io.StringIO):
    """A stream that a person looks at."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    with log_door.put_back():
        yield


@pytest.fixture(params=[io.StringIO, Terminal])
def stream(request: pytest.FixtureRequest) -> io.StringIO:
    stream: io.StringIO = request.param()
    set_up_logging("DEBUG", stream)
    return stream


@pytest.fixture
def lines() -> io.StringIO:
    """A stream of JSON lines."""
    stream = io.StringIO()
    set_up_logging("INFO", stream)
    return stream


def raise_with_token() -> None:
    raise ConnectionError(f"cannot reach {ADDRESS}")


def expects_no_token(stream: io.StringIO) -> None:
    assert "<token>" in stream.getvalue()
    assert CANARY not in stream.getvalue()


def test_no_token_in_a_message(stream: io.StringIO) -> None:
    logging.getLogger("bot.anything").warning("calling " + ADDRESS)
    expects_no_token(stream)


def test_no_token_in_arguments(stream: io.StringIO) -> None:
    logging.getLogger("somebody.elses").error("%s failed: %r", {"url": ADDRESS}, ConnectionError(ADDRESS))
    expects_no_token(stream)


def test_no_token_in_extra_fields(stream: io.StringIO) -> None:
    logging.getLogger("somebody.elses").error("failed", extra={"url": ADDRESS})
    assert "failed" in stream.getvalue()
    assert CANARY not in stream.getvalue()


def test_no_token_in_a_traceback(stream: io.StringIO) -> None:
    try:
        raise_with_token()
    except ConnectionError:
        logging.getLogger("telegram.ext").exception("failed")
    expects_no_token(stream)
    assert "raise_with_token" in stream.getvalue()


def test_no_token_in_a_cause(stream: io.StringIO) -> None:
    try:
        try:
            raise_with_token()
        except ConnectionError as error:
            raise RuntimeError("harmless") from error
    except RuntimeError:
        logging.getLogger("asyncio").exception("failed")
    expects_no_token(stream)


def test_no_token_in_an_event_of_ours(stream: io.StringIO) -> None:
    log = structlog.get_logger("bot.courier")
    log.warning("failed", url=ADDRESS, nested={"deep": [ADDRESS]})
    expects_no_token(stream)


@pytest.mark.parametrize("who", ["chat", "user"])
def test_a_person_goes_by_a_made_up_name(stream: io.StringIO, who: str) -> None:
    structlog.get_logger("bot.courier").warning("failed", **{who: ANA})
    assert name_of(ANA) in stream.getvalue()
    assert str(ANA) not in stream.getvalue()


def test_a_group_goes_by_its_number(lines: io.StringIO) -> None:
    structlog.get_logger("bot.courier").warning("failed", chat=-1001)
    assert json.loads(lines.getvalue())["chat"] == -1001


def test_processes_with_the_same_secret_call_people_the_same() -> None:
    name_people_by("a secret of the paper's")
    first = name_of(ANA)
    name_people_by("another")
    assert name_of(ANA) != first
    name_people_by("a secret of the paper's")
    assert name_of(ANA) == first


def test_a_secret_that_was_told_is_found_as_it_is_and_as_addresses_spell_it(lines: io.StringIO) -> None:
    hide("correct/horse battery", None, "short")
    structlog.get_logger("bot").warning("failed", url="https://a.mk/?key=correct%2Fhorse%20battery")
    structlog.get_logger("bot").warning("a short correct/horse battery")
    assert [json.loads(line)["event"] for line in lines.getvalue().splitlines()][1] == "a short <secret>"
    assert "horse" not in lines.getvalue()


def test_what_is_made_of_the_secret_is_as_secret(lines: io.StringIO) -> None:
    keys = WebKeys("another root than the tests have")
    keep_quiet(keys, ["the password of the database"])
    structlog.get_logger("bot").warning("failed", headers={"X-Secret": keys.telegram_secret})
    logging.getLogger("aiohttp.access").warning(
        "POST /%s: %s", keys.telegram_path, "the password of the database"
    )
    assert lines.getvalue().count("<secret>") == 3


def test_the_sink_of_the_tests_catches_what_slips_through() -> None:
    """Under a name of which the door knows nothing; a sink that finds nothing would prove nothing."""
    sink = Sink()
    set_up_logging("INFO", sink)
    structlog.get_logger("bot").warning("failed", reader=ANA)
    logging.getLogger("somebody.elses").warning("the password is " + PASSWORD)
    structlog.get_logger("bot").warning("failed", chat=ANA)
    assert len(sink.found()) == 2
    assert sink.found() == []


def test_what_a_test_captures_comes_to_the_sink_all_the_same() -> None:
    sink = Sink()
    set_up_logging("INFO", sink)
    with capture_logs() as logs:
        structlog.get_logger("bot").warning("failed", reader=ANA)
    structlog.get_logger("bot").warning("failed", reader=ANA)
    assert logs == [{"event": "failed", "reader": ANA, "log_level": "warning"}]
    assert len(sink.found()) == 2


def test_trouble_is_counted_however_little_is_logged() -> None:
    set_up_logging("CRITICAL", Sink())
    before = troubles("feed_failed")
    structlog.get_logger("bot").warning("feed_failed")
    structlog.get_logger("bot").info("feed_failed")
    assert troubles("feed_failed") - before == 1


def test_no_token_in_a_traceback_of_ours(stream: io.StringIO) -> None:
    try:
        raise_with_token()
    except ConnectionError:
        structlog.get_logger("bot.courier").exception("failed")
    expects_no_token(stream)


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        (ADDRESS, "https://api.telegram.org/bot<token>/sendMessage"),
        (f"{TOKEN} and {TOKEN}", "<token> and <token>"),
        (repr(TOKEN), "'<token>'"),
        (ADDRESS.replace(":", "%3A"), "https%3A//api.telegram.org/bot<token>/sendMessage"),
        ("at 18:30 of 2026:11", "at 18:30 of 2026:11"),
        ("postgresql+asyncpg://paper:s3cret@db/x", "postgresql+asyncpg://paper:<password>@db/x"),
        ("https://your.paper:8443/a@b", "https://your.paper:8443/a@b"),
        ("POST /hub/" + "aB3-" * 10 + "xyz 404", "POST /hub/<path> 404"),
        ("Authorization: Bearer abc.def", "Authorization: Bearer <hidden>"),
        ('{"secret_token": "abc"}', '{"secret_token": "<hidden>"}'),
        ("DETAIL:  Key (chat_id)=(501) already exists.", "DETAIL:  Key (chat_id)=(<row>) already exists."),
        ("Failing row contains (1, 501, Ana).", "Failing row contains (<row>)."),
    ],
)
def test_what_looks_like_a_token_is_blacked_out_and_nothing_else(text: str, redacted: str) -> None:
    assert redact(text) == redacted


def test_elsewhere_than_on_a_terminal_a_record_is_one_line_of_json(lines: io.StringIO) -> None:
    logging.getLogger("bot.jobs").warning("пораки: %d", 3)
    record = json.loads(lines.getvalue())
    assert (record["event"], record["level"]) == ("пораки: 3", "warning")
    assert record["timestamp"].endswith("Z")


def test_an_event_of_ours_is_a_line_of_json_too(lines: io.StringIO) -> None:
    structlog.get_logger("bot.jobs").warning("tick_failed", job="poll_feeds")
    record = json.loads(lines.getvalue())
    assert (record["event"], record["level"], record["job"]) == ("tick_failed", "warning", "poll_feeds")


def test_the_scheduler_says_nothing_of_a_tick_that_takes_long(lines: io.StringIO) -> None:
    scheduler = logging.getLogger("apscheduler.scheduler")
    scheduler.warning("maximum number of running instances reached")
    assert lines.getvalue() == ""
    scheduler.error("but this went wrong")
    assert "went wrong" in lines.getvalue()


@pytest.mark.parametrize("chatty", ["httpx", "telegram.ext", "alembic", "httpcore"])
def test_chatty_libraries_only_speak_up_when_something_is_wrong(chatty: str, lines: io.StringIO) -> None:
    logging.getLogger(chatty).info("I did this and that")
    assert lines.getvalue() == ""
    logging.getLogger(chatty).warning("but this went wrong")
    assert "went wrong" in lines.getvalue()
