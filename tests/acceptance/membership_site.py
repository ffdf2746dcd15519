"""A paper's membership site, as its developers would write it after docs/operations.md: it shares a secret
with the bot and imports nothing of ours."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date

from aiohttp import ClientError, ClientSession, web

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass
class MembershipSite:
    """`GET /membership?ref=…` is the page; `pays` is what its form would do."""

    secret: str
    bot: str
    """The address of the bot's own HTTP."""
    now: Callable[[], int]
    """Seconds since 1970."""
    address: str = ""
    is_down: bool = False
    visits: list[dict[str, str]] = field(default_factory=list)
    """What the links carried that led here."""

    async def page(self, request: web.Request) -> web.Response:
        """Somebody tapped a link in the bot."""
        if self.is_down:
            return web.Response(status=503)
        self.visits.append(dict(request.query))
        return web.Response(text="Become a member")

    async def pays(self, order: str, until: date, **fields: str) -> tuple[int, str]:
        """The bot is told; gives its status and outcome, or 0 where it cannot be reached."""
        told = {"id": order, "event": "confirmed", "amount_class": "monthly-5", "until": str(until)}
        told |= {"ref": self.visits[-1]["ref"]} if self.visits else {}
        body = json.dumps(told | fields).encode()
        stamp = str(self.now())
        digest = hmac.new(self.secret.encode(), stamp.encode() + b"." + body, hashlib.sha256)
        headers = {
            "X-Kolporter-Timestamp": stamp,
            "X-Kolporter-Signature": f"sha256={digest.hexdigest()}",
        }
        try:
            async with (
                ClientSession() as http,
                http.post(f"{self.bot}/membership", data=body, headers=headers) as answer,
            ):
                return answer.status, str((await answer.json())["outcome"])
        except ClientError:
            return 0, ""

    def code(self, number: int, until: date, amount_class: int) -> str:
        """What the page shows when it cannot reach the bot."""
        body = ((number << 14) + (until - date(2020, 1, 1)).days << 5) + amount_class
        digest = hmac.new(self.secret.encode(), b"kolporter code %d" % body, hashlib.sha256).digest()
        whole = (body << 49) + (int.from_bytes(digest, "big") >> 207)
        letters = [_LETTERS[whole >> 5 * place & 31] for place in range(19, -1, -1)]
        return "-".join("".join(letters[start : start + 5]) for start in (0, 5, 10, 15))


@asynccontextmanager
async def membership_site(secret: str, bot: str, now: Callable[[], int]) -> AsyncIterator[MembershipSite]:
    """The site on a port of its own."""
    site = MembershipSite(secret, bot, now)
    app = web.Application()
    app.router.add_get("/membership", site.page)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        site.address = f"http://{host}:{port}"
        yield site
    finally:
        await runner.cleanup()
