"""Logging: one line per event to standard error, readable on a terminal, JSON elsewhere.

Secrets are blacked out here, in every record of every library, and people go by made-up names.
"""

import logging
import sys
from collections.abc import Sequence
from typing import TextIO

import structlog

from bot.domain.measures import TROUBLES
from bot.domain.web_keys import WebKeys
from bot.meter import meter
from bot.redaction import hide, name_of, name_people_by, redact

_WHO = ("chat", "user")
"""Of our events, what names a person, or a group or channel, whose numbers are below 0 and stay."""


class _Redacted(logging.Formatter):
    """Formats with another formatter, then blacks out secrets, tracebacks included."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        return redact(self._inner.format(record))


def _counted(_: object, level: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """Only events of ours, whose names are few; what libraries say is no end of sentences."""
    if level not in ("debug", "info"):
        meter.count(TROUBLES, str(event["event"]))
    return event


def _by_name(_: object, __: str, event: structlog.types.EventDict) -> structlog.types.EventDict:
    """Nobody needs to know whose phone it was; that it was the same one twice, they do."""
    for key in _WHO:
        number = event.get(key)
        if isinstance(number, int) and number > 0:
            event[key] = name_of(number)
    return event


def keep_quiet(keys: WebKeys, values: Sequence[str]) -> None:
    """Never tell these secrets nor what is made of them; call people by names that lead back nowhere."""
    hide(*values, keys.telegram_path, keys.telegram_secret)
    name_people_by(keys.made_for("people", "logs"))


def set_up_logging(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send the records of every library through one redacting door."""
    stream = stream or sys.stderr
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        _by_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    shape: structlog.types.Processor = (
        structlog.dev.ConsoleRenderer()
        if stream.isatty()
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            shape,
        ],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Redacted(formatter))
    structlog.configure(
        processors=[
            _counted,
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("httpx", "httpcore", "alembic", "telegram", "uvicorn", "trafilatura"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    # Its one warning comes every second of a push that takes longer than a tick, which is no trouble.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
