"""A small newspaper site on a loopback port: every path says what a test told it to say."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

LONG_AGO = "Mon, 23 Nov 2026 08:00:00 GMT"


@dataclass(frozen=True)
class Page:
    """What a path answers."""

    body: bytes
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


class Web:
    """Paths and their pages; what nobody put there is 404. `asked` lists the requests."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked: list[str] = []
        self._pages: dict[str, Page] = {}
        self._meanwhile: dict[str, Callable[[], Awaitable[object]]] = {}
        self.app = Starlette(routes=[Route("/{path:path}", self._answer, methods=["GET", "POST"])])

    def put(self, path: str, page: Page | bytes | str) -> str:
        """Let a path answer this; gives its address."""
        text = page.encode() if isinstance(page, str) else page
        self._pages[path] = text if isinstance(text, Page) else Page(text)
        return self.address + path

    def meanwhile(self, path: str, act: Callable[[], Coroutine[Any, Any, object]]) -> None:
        """Do something on the test's own loop before the next answer of a path."""
        loop = asyncio.get_running_loop()
        self._meanwhile[path] = lambda: asyncio.wrap_future(asyncio.run_coroutine_threadsafe(act(), loop))

    async def _answer(self, request: Request) -> Response:
        self.asked.append(request.url.path)
        if act := self._meanwhile.pop(request.url.path, None):
            await act()
        page = self._pages.get(request.url.path, Page(b"nothing here", 404))
        headers = dict(page.headers)
        if headers.get("ETag") and request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        return Response(page.body, page.status, headers, page.content_type)


@dataclass(frozen=True)
class Item:
    """One item of a feed; its guid and link come from `slug`."""

    slug: str
    title: str
    text: str = "The council voted on Monday. The new timetable begins in March."
    date: str = LONG_AGO

    def rewritten(self, text: str) -> "Item":
        """The same item after the paper corrected it."""
        return replace(self, text=text)

    def dated(self, date: str) -> "Item":
        """The same item under another date."""
        return replace(self, date=date)


def rss(address: str, *items: Item, etag: str | None = None) -> Page:
    """An RSS 2.0 feed of a site at `address`."""
    entries = "".join(
        f"<item><title>{escape(one.title)}</title><link>{address}/{one.slug}</link>"
        f"<guid isPermaLink='false'>{one.slug}</guid><pubDate>{one.date}</pubDate>"
        f"<description>{escape(f'<p>{one.text}</p>')}</description></item>"
        for one in items
    )
    body = f"<?xml version='1.0'?><rss version='2.0'><channel><title>Daily</title>{entries}</channel></rss>"
    headers = (("ETag", etag),) if etag else ()
    return Page(body.encode(), content_type="application/rss+xml", headers=headers)


_SENTENCE = "The council voted on Monday, and the new timetable of the city buses begins in March."


def article_page(headline: str, *, canonical: str = "", paragraphs: int = 4) -> Page:
    """An article's page with enough text to be one."""
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    text = "".join(f"<p>{_SENTENCE} Paragraph {number} says why.</p>" for number in range(paragraphs))
    body = f"<article><h1>{escape(headline)}</h1>{text}</article>"
    return Page(
        f"<!doctype html><html><head><title>{escape(headline)}</title>{link}"
        f'<meta property="og:title" content="{escape(headline)}"></head><body>{body}</body></html>'.encode()
    )
