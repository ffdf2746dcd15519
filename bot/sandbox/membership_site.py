"""What a paper's membership site does to tell a bot who is a member, written after docs/operations.md.

It shares a secret with the bot, and nothing else: it signs calls, and makes codes for when it cannot call.
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import aiohttp

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True)
class MembershipSite:
    """`bot` is the address of the bot's own HTTP, `now` gives seconds since 1970."""

    secret: str = field(repr=False)
    bot: str
    now: Callable[[], int]

    async def tells(self, **said: str) -> tuple[int, str]:
        """Call the bot; gives its status and outcome, or 0 where it cannot be reached."""
        body, stamp = json.dumps(said).encode(), str(self.now())
        digest = hmac.digest(self.secret.encode(), stamp.encode() + b"." + body, hashlib.sha256)
        headers = {
            "X-Kolporter-Timestamp": stamp,
            "X-Kolporter-Signature": f"sha256={digest.hex()}",
        }
        try:
            async with (
                aiohttp.ClientSession() as http,
                http.post(f"{self.bot}/membership", data=body, headers=headers) as answer,
            ):
                is_told = answer.content_type == "application/json"
                return answer.status, str((await answer.json())["outcome"]) if is_told else ""
        except aiohttp.ClientError:
            return 0, ""

    def code(self, number: int, until: date, amount_class: int) -> str:
        """What the page shows: worth a membership to whoever brings it first."""
        body = (number << 14 | (until - date(2020, 1, 1)).days) << 5 | amount_class
        tag = hmac.digest(self.secret.encode(), b"kolporter code %d" % body, hashlib.sha256)
        whole = body << 49 | int.from_bytes(tag) >> 207
        code = "".join(_LETTERS[whole >> 5 * place & 31] for place in reversed(range(20)))
        return "-".join(code[start : start + 5] for start in range(0, 20, 5))
