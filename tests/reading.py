"""A page reader without its own process: the same reading, and a test doesn't wait for a process to start."""

from collections.abc import Collection
from functools import wraps
from typing import Any

from bot.articles.read import read_page
from bot.domain.articles import Reading
from bot.ports import ReadPage


def reader_here(kickers: Collection[str] = ()) -> ReadPage:
    """Implements `ports.ReadPage` in this process."""

    @wraps(read_page)
    async def read(*what: Any, **how: Any) -> Reading:
        return read_page(*what, kickers=kickers, **how)

    return read
