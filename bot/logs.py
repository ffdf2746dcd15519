"""Logging: one line per event to standard error, readable on a terminal, JSON elsewhere.

Whatever looks like a bot token is blacked out here, in every record of every library.
"""

import logging
import re
import sys
from typing import TextIO

import structlog

_TOKEN = re.compile(r"\d{5,}(?::|%3A)[A-Za-z0-9_-]{20,}", re.IGNORECASE)
_HIDDEN = "<token>"


def redact(text: str) -> str:
    """The text without anything that looks like a bot token."""
    return _TOKEN.sub(_HIDDEN, text)


class _Redacted(logging.Formatter):
    """Formats with another formatter, then blacks out tokens, tracebacks included."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        return redact(self._inner.format(record))


def set_up_logging(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send the records of every library through one redacting door."""
    stream = stream or sys.stderr
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
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
