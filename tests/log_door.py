"""The door of all logs belongs to the whole process: who changes it puts it back."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog


@contextmanager
def put_back() -> Iterator[None]:
    """What set_up_logging changes inside is as before outside."""
    root = logging.getLogger()
    loggers = [root, *(one for one in root.manager.loggerDict.values() if isinstance(one, logging.Logger))]
    levels, handlers = {one: one.level for one in loggers}, list(root.handlers)
    before = structlog.get_config()
    try:
        yield
    finally:
        root.handlers = handlers
        for one, level in levels.items():
            one.setLevel(level)
        structlog.configure(**before)
