"""Errors to Sentry, traces to OpenTelemetry: for papers that run those anyway, and off unless configured.

Neither is imported before that. Whatever leaves goes through the redactor of the logs; local variables,
requests, breadcrumbs and names of machines stay here.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bot.errors import SettingsError
from bot.redaction import redact
from bot.tracing import trace_by

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter
    from sentry_sdk import Client
    from sentry_sdk.transport import Transport

_FLUSH_SECONDS = 2.0
_KEPT = ("event_id", "timestamp", "level", "logger", "logentry", "exception", "extra", "platform")
"""Of a report; the rest is about machines and people."""


@contextmanager
def reporting(dsn: str | None, transport: "type[Transport] | None" = None) -> Iterator[None]:
    """For the length of the block errors in the log are reported there. Raises SettingsError."""
    if dsn is None:
        yield
        return
    client = _sentry(dsn, transport)
    handler = _Reporter(client)
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        client.close(_FLUSH_SECONDS)


def _sentry(dsn: str, transport: "type[Transport] | None") -> "Client":
    try:
        from sentry_sdk import Client
        from sentry_sdk.utils import BadDsn
    except ImportError:
        raise SettingsError("error.no_package", name="SENTRY_DSN", package="sentry-sdk") from None
    try:
        return Client(
            dsn=dsn, transport=transport, before_send=_scrubbed, max_breadcrumbs=0,
            include_local_variables=False, default_integrations=False, auto_enabling_integrations=False,
            auto_session_tracking=False, send_client_reports=False, server_name="",
        )  # fmt: skip
    except BadDsn:
        raise SettingsError(where="environment", name="SENTRY_DSN", problem="this is no DSN") from None


class _Reporter(logging.Handler):
    """Hands errors on, as they stand in the log: with the event's name, its fields and its traceback."""

    def __init__(self, client: "Client") -> None:
        super().__init__(logging.ERROR)
        self._client = client

    def emit(self, record: logging.LogRecord) -> None:
        """An error of ours is a dictionary (see logs.py), one of a library a sentence."""
        from sentry_sdk.utils import event_from_exception

        if record.name.startswith("sentry_sdk"):
            return
        said = dict(record.msg) if isinstance(record.msg, dict) else {"event": record.getMessage()}
        report: Any = {}
        if error := _error(said.pop("exc_info", None) or record.exc_info):
            report, _ = event_from_exception(error, client_options=self._client.options)
        report |= {
            "level": record.levelname.lower(),
            "logger": record.name,
            "logentry": {"message": said.pop("event"), "params": []},
            "extra": said,
        }
        self._client.capture_event(report)


def _error(given: object) -> BaseException | None:
    """What `exc_info` stands for, in any of its three shapes."""
    match given:
        case BaseException():
            return given
        case (_, BaseException() as error, _):
            return error
        case True:
            return sys.exc_info()[1]
    return None


def _scrubbed(report: Any, _hint: object) -> Any:
    return {name: _clean(value) for name, value in report.items() if name in _KEPT}


def _clean(value: Any) -> Any:
    match value:
        case str():
            return redact(value)
        case dict():
            return {name: _clean(one) for name, one in value.items()}
        case list() | tuple():
            return [_clean(one) for one in value]
        case _:
            return value


@contextmanager
def tracing(endpoint: str | None, exporter: "SpanExporter | None" = None) -> Iterator[None]:
    """For the length of the block spans are sent there, or to this exporter. Raises SettingsError."""
    if endpoint is None:
        yield
        return
    try:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
        from opentelemetry.trace import Status, StatusCode

        if exporter is None:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

            exporter = OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces")
    except ImportError:
        package = "opentelemetry-sdk opentelemetry-exporter-otlp-proto-http"
        raise SettingsError("error.no_package", name="OTEL_EXPORTER_OTLP_ENDPOINT", package=package) from None
    provider = TracerProvider(resource=Resource({"service.name": "kolporter"}), shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    tracer = provider.get_tracer("kolporter")

    @contextmanager
    def open_span(name: str) -> Iterator[None]:
        # What an exception says may hold a secret: its class has to do.
        options: dict[str, Any] = {"record_exception": False, "set_status_on_exception": False}
        with tracer.start_as_current_span(name, **options) as current:
            try:
                yield
            except Exception as error:
                current.set_status(Status(StatusCode.ERROR, type(error).__name__))
                raise

    trace_by(open_span)
    try:
        yield
    finally:
        trace_by(None)
        provider.shutdown()
