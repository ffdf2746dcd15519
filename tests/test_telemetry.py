"""Errors to Sentry and traces to OpenTelemetry: off unless asked for, and without secrets or people."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import structlog
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from bot.errors import SettingsError
from bot.redaction import name_of
from bot.telemetry import reporting, tracing
from bot.tracing import span
from tests.canaries import ANA, TOKEN, canaries_in

DSN = "https://public@sentry.example/1"


class Mailbox(Transport):
    """Keeps what would have been sent."""

    letters: list[Any]

    def capture_envelope(self, envelope: Envelope) -> None:
        """One report."""
        self.letters.append(envelope.get_event())


@contextmanager
def reported() -> Iterator[list[Any]]:
    """What is reported during the block."""
    received: list[Any] = []
    with reporting(DSN, type("Ours", (Mailbox,), {"letters": received})):
        yield received


def stumble() -> None:
    """An error with a secret in its words and in a local variable."""
    address = f"https://api.telegram.org/bot{TOKEN}/getMe"
    raise ConnectionError(f"cannot reach {address}")


def test_an_error_of_ours_is_reported_with_its_traceback_and_without_secrets_or_people() -> None:
    with reported() as letters:
        try:
            stumble()
        except ConnectionError:
            structlog.get_logger("bot.jobs").exception("tick_failed", job="poll_feeds", user=ANA)
    (letter,) = letters
    assert letter["logentry"]["message"] == "tick_failed"
    assert letter["extra"]["user"] == name_of(ANA)
    assert (
        letter["exception"]["values"][0]["value"] == "cannot reach https://api.telegram.org/bot<token>/getMe"
    )
    assert "stumble" in json.dumps(letter["exception"])
    assert canaries_in(json.dumps(letter)) == []
    assert not {"user", "request", "breadcrumbs", "server_name", "modules"} & letter.keys()


def test_an_error_of_a_library_is_reported_too_and_a_warning_is_not() -> None:
    with reported() as letters:
        logging.getLogger("somebody.elses").warning("careful")
        logging.getLogger("somebody.elses").error("%s went wrong", TOKEN, exc_info=ConnectionError(TOKEN))
    assert [one["logentry"]["message"] for one in letters] == ["<token> went wrong"]
    assert canaries_in(json.dumps(letters)) == []


def test_an_error_that_is_no_exception_has_its_fields() -> None:
    with reported() as letters:
        structlog.get_logger("bot").error("database_away", problem="no room")
        logging.getLogger("sentry_sdk.errors").error("its own troubles")
    assert [one["extra"]["problem"] for one in letters] == ["no room"]


def test_without_an_address_nothing_is_reported() -> None:
    before = list(logging.getLogger().handlers)
    with reporting(None), tracing(None), span("nothing"):
        assert logging.getLogger().handlers == before


def test_what_is_no_address_is_named() -> None:
    with pytest.raises(SettingsError, match="SENTRY_DSN"), reporting("sentry.example"):
        pass


def test_sentry_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    with pytest.raises(SettingsError, match="sentry-sdk"), reporting(DSN):
        pass


def test_opentelemetry_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(SettingsError, match="opentelemetry-sdk"), tracing("http://127.0.0.1:4318"):
        pass


def test_a_trace_says_what_was_done_and_of_what_class_an_error_was() -> None:
    kept = InMemorySpanExporter()
    with tracing("http://127.0.0.1:4318", kept):
        with span("tick poll_feeds"), span("telegram getMe"):
            pass
        with pytest.raises(ConnectionError), span("telegram sendMessage"):
            stumble()
    spans = kept.get_finished_spans()
    names = [one.name for one in spans]
    assert names == ["telegram getMe", "tick poll_feeds", "telegram sendMessage"]
    assert spans[0].parent == spans[1].context
    assert spans[2].status.description == "ConnectionError"
    assert canaries_in("".join(one.to_json() for one in spans)) == []
