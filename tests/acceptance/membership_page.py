"""A paper's membership page on a port of its own: it can be down, and it writes down what links brought."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web


@dataclass
class MembershipPage:
    """`GET /membership?ref=…`."""

    address: str = ""
    is_down: bool = False
    visits: list[dict[str, str]] = field(default_factory=list)
    """What the links carried that led here."""

    async def show(self, request: web.Request) -> web.Response:
        """Somebody tapped a link in the bot."""
        if self.is_down:
            return web.Response(status=503)
        self.visits.append(dict(request.query))
        return web.Response(text="Become a member")


@asynccontextmanager
async def membership_page() -> AsyncIterator[MembershipPage]:
    """The page, for the length of the block."""
    page = MembershipPage()
    app = web.Application()
    app.router.add_get("/membership", page.show)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        page.address = f"http://{host}:{port}/membership"
        yield page
    finally:
        await runner.cleanup()
