"""Spans around pieces of work: nothing, unless somebody traces this process (bot/telemetry.py)."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

Open = Callable[[str], AbstractContextManager[object]]
"""Begins a span of this name."""


class _Tracer:
    """Who opens spans. One for the process."""

    def __init__(self) -> None:
        self.open: Open | None = None


_tracer = _Tracer()


def trace_by(open_span: Open | None) -> None:
    """Have every span opened by this from now on; None for nobody."""
    _tracer.open = open_span


def span(name: str) -> AbstractContextManager[object]:
    """Around a piece of work; the name says of what kind it is, never whose."""
    return _tracer.open(name) if _tracer.open else nullcontext()
