"""The webhook: updates brought to the bot by POST until it says 2xx, those of one person in their order.

Like a Bot API server of one's own (`--local`) it calls plain HTTP at any port; here of this machine alone.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.sandbox.clock import SandboxClock
from bot.sandbox.errors import bad_request, conflict, too_many_requests
from bot.sandbox.json_text import encoded
from bot.sandbox.updates import PendingUpdate, UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name, not a secret
PORTS = (80, 88, 443, 8443)
_HERE = frozenset({"127.0.0.1", "localhost", "::1"})
_SECRET_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
_FIRST_PAUSE, _LONGEST_PAUSE, _LONGEST_WISH = 0.5, 60.0, 3600.0
_PATIENCE_SECONDS = 30.0
_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass(frozen=True)
class Hook:
    """Where updates go, with what secret, and how many at a time."""

    url: str
    secret: str = ""
    max_connections: int = 40
    has_certificate: bool = False


@dataclass(frozen=True)
class _Failure:
    """Why the bot did not take an update, and how long it wishes to be left alone."""

    problem: str
    wish: float | None = None


class Webhook:
    """None, or one address that gets every update of the queue."""

    def __init__(self, clock: SandboxClock, queue: UpdateQueue) -> None:
        self._clock = clock
        self._queue = queue
        self._hook: Hook | None = None
        self._set_at: int | None = None
        self._error: dict[str, Any] = {}
        self._delivery: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._busy: set[int] = set()
        """Whose update is under way, or waits for its next try."""
        queue.on_arrival.append(self._news.set)

    def set(self, hook: Hook) -> None:
        """Bring updates there from now on; ApiError for an address or secret that Telegram refuses."""
        check_hook(hook)
        if hook == self._hook:
            return
        now = self._clock.timestamp()
        if self._set_at == now:
            raise too_many_requests(1)
        self.remove()
        self._hook, self._set_at = hook, now
        self._queue.hand_over()
        if urlsplit(hook.url).hostname in _HERE:
            # No call waits for it: it lives until the webhook is removed or the sandbox closes.
            self._delivery = asyncio.get_running_loop().create_task(self._deliver(hook))

    def remove(self) -> None:
        """Keep updates for getUpdates again."""
        if self._delivery is not None:
            self._delivery.cancel()
        self._hook, self._delivery, self._error = None, None, {}
        self._busy.clear()

    def must_be_unset(self) -> None:
        """ApiError 409 while there is one."""
        if self._hook is not None:
            raise conflict(_ACTIVE)

    def as_json(self) -> dict[str, Any]:
        """What getWebhookInfo says of it."""
        hook = self._hook or Hook("")
        told: dict[str, Any] = {
            "url": hook.url,
            "has_custom_certificate": hook.has_certificate,
            "pending_update_count": self._queue.count(),
        }
        if not hook.url:
            return told
        allowed = {"allowed_updates": self._queue.allowed} if self._queue.allowed else {}
        return {**told, **self._error, "max_connections": hook.max_connections, **allowed}

    async def _deliver(self, hook: Hook) -> None:
        patience = aiohttp.ClientTimeout(total=_PATIENCE_SECONDS)
        async with aiohttp.ClientSession(timeout=patience) as http, asyncio.TaskGroup() as tasks:
            while True:
                self._news.clear()
                for update in self._next(hook):
                    tasks.create_task(self._bring(http, hook, update))
                await self._news.wait()

    def _next(self, hook: Hook) -> Iterator[PendingUpdate]:
        """The oldest of everybody of whom none is under way, as far as there are connections."""
        for update in self._queue.pending():
            if len(self._busy) >= hook.max_connections:
                return
            if update.whose not in self._busy:
                self._busy.add(update.whose)
                yield update

    async def _bring(self, http: aiohttp.ClientSession, hook: Hook, update: PendingUpdate) -> None:
        pause = _FIRST_PAUSE
        while self._queue.holds(update):
            failure = await _post(http, hook, update)
            if failure is None:
                self._queue.done(update)
                break
            self._error = {"last_error_date": self._clock.timestamp(), "last_error_message": failure.problem}
            await _nothing_for(pause if failure.wish is None else failure.wish)
            pause = min(pause * 2, _LONGEST_PAUSE)
        self._busy.discard(update.whose)
        self._news.set()


def check_hook(hook: Hook) -> None:
    """ApiError 400 for an address or a secret that Telegram refuses."""
    try:
        parts = urlsplit(hook.url)
        host, port = parts.hostname, parts.port or {"http": 80}.get(parts.scheme, 443)
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None
    if not host or parts.scheme not in ("http", "https"):
        raise bad_request("invalid webhook URL specified")
    if host not in _HERE:
        if parts.scheme != "https":
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if port not in PORTS:
            raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if not set(hook.secret) <= _SECRET_LETTERS:
        raise bad_request("secret token contains unallowed characters")


async def _post(http: aiohttp.ClientSession, hook: Hook, update: PendingUpdate) -> _Failure | None:
    headers = {"Content-Type": "application/json"} | ({SECRET_HEADER: hook.secret} if hook.secret else {})
    try:
        asking = http.post(hook.url, data=encoded(update.as_json()), headers=headers, allow_redirects=False)
        async with asking as answer:
            if 200 <= answer.status < 300:
                return None
            wish = answer.headers.get("Retry-After", "")
            problem = f"Wrong response from the webhook: {answer.status} {answer.reason}"
            return _Failure(problem, min(float(wish), _LONGEST_WISH) if wish.isdecimal() else None)
    except TimeoutError:
        return _Failure("Read timeout expired")
    except aiohttp.ClientConnectorError:
        return _Failure("Connection refused")
    except (aiohttp.ClientError, OSError):
        return _Failure("Connection closed")


async def _nothing_for(seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await asyncio.Event().wait()
    except TimeoutError:
        return
