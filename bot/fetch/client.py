"""The client: every hop of a request is checked anew, and no answer takes more than its share.

Addresses come from other people. Hosts on the allow-list (the demo, a feed inside the house) go through a
second session without the check for public addresses.
"""

import asyncio
import hashlib
import os
from collections.abc import Collection, Coroutine, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from bot.clock import Clock
from bot.domain.feeds import Notice, Validators
from bot.errors import FetchError, Gone
from bot.fetch.addresses import NotPublic, PublicResolver, checked, public_socket, shown
from bot.fetch.bodies import Wire, inflated
from bot.fetch.headers import USER_AGENT, asking, notice, remembered, retry_after
from bot.fetch.hosts import GoTo, Hosts
from bot.fetch_ports import Fetched, NotModified

_PERMANENT = frozenset({301, 308})
_REDIRECTS = _PERMANENT | {302, 303, 307}
_SAME_METHOD = frozenset({307, 308})
"""Redirects that a POST may follow."""
_BUSY = frozenset({429, 503})
_CHUNK = 65_536
T = TypeVar("T")


@dataclass(frozen=True)
class FetchLimits:
    """How much of our time and memory one address may take, and of its server we."""

    seconds: float = 20.0
    """From the first turn to the last byte read, redirects and their turns included."""
    wire_bytes: int = 5_000_000
    inflated_bytes: int = 10_000_000
    redirects: int = 5
    per_host: int = 2
    """Requests to one host at the same time."""
    host_pause: timedelta = timedelta(milliseconds=200)
    """Between the beginnings of two requests to one host."""


@dataclass(frozen=True)
class _Hop:
    """Where a request has come to; `moved_to` is set while every redirect so far was for good."""

    url: URL
    moved_to: str | None = None


@dataclass(frozen=True)
class _Wish:
    """What is asked for: what is known already, the wanted types, whether a beginning would do."""

    validators: Validators
    accept: str
    beginning: bool


class WebFetch:
    """`async with WebFetch(clock) as fetch: await fetch(url)`; implements `ports.Fetch`.

    `allowed` holds exact `host` or `host:port` strings that may be on private addresses; `look_up`
    finds the addresses of names, by default as the machine does.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        allowed: Collection[str] = (),
        limits: FetchLimits | None = None,
        look_up: AbstractResolver | None = None,
    ) -> None:
        self._clock = clock
        self._allowed = frozenset(place.casefold() for place in allowed)
        self._limits = limits or FetchLimits()
        self._look_up = look_up
        self._hosts = Hosts(clock, at_once=self._limits.per_host, pause=self._limits.host_pause)
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        guarded = aiohttp.TCPConnector(
            resolver=PublicResolver(self._look_up),
            socket_factory=public_socket,
            use_dns_cache=False,
            limit=0,
            limit_per_host=self._limits.per_host,
        )
        inside = aiohttp.TCPConnector(limit=0, limit_per_host=self._limits.per_host)
        self._guarded = await self._stack.enter_async_context(_session(guarded))
        self._inside = await self._stack.enter_async_context(_session(inside))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def __call__(
        self, url: str, validators: Validators | None = None, *, accept: str = "*/*", beginning: bool = False
    ) -> Fetched | NotModified:
        """GET an address. Everything the web does wrong is a FetchError with a key of its own."""
        first = checked(url)
        wish = _Wish(validators or Validators(), accept, beginning)
        async with self._hosts.journey() as go_to:
            await go_to(_name(first))
            return await self._within_limits(first, self._follow(first, wish, go_to))

    async def tell(self, url: str, form: Mapping[str, str]) -> None:
        """POST a form; implements `feed_ports.TellHub`. Raises FetchError, also for an answer beside 2xx."""
        first = checked(url)
        async with self._hosts.journey() as go_to:
            await go_to(_name(first))
            await self._within_limits(first, self._post(first, form, go_to))

    async def _within_limits(self, url: URL, work: Coroutine[Any, Any, T]) -> T:
        seconds = self._limits.seconds
        try:
            async with asyncio.timeout(seconds):
                return await work
        except TimeoutError as error:
            raise FetchError("error.fetch.timeout", url=shown(url), seconds=seconds) from error
        except NotPublic as error:
            raise FetchError("error.fetch.private_address", url=shown(url), address=str(error)) from error
        except (aiohttp.InvalidURL, UnicodeError) as error:
            raise FetchError("error.fetch.odd_address", url=shown(url)) from error
        except aiohttp.ClientConnectorDNSError as error:
            raise FetchError("error.fetch.unknown_host", url=shown(url), host=error.host) from error
        except aiohttp.ClientConnectorCertificateError as error:
            problem = getattr(error.certificate_error, "verify_message", type(error).__name__)
            raise FetchError("error.fetch.certificate", url=shown(url), problem=problem) from error
        except aiohttp.ClientSSLError as error:
            raise FetchError("error.fetch.no_https", url=shown(url)) from error
        except aiohttp.ClientPayloadError as error:
            raise FetchError("error.fetch.cut_off", url=shown(url)) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise FetchError("error.fetch.unreachable", url=shown(url), problem=_brief(error)) from error

    async def _follow(self, url: URL, wish: _Wish, go_to: GoTo) -> Fetched | NotModified:
        headers = asking(wish.validators, wish.accept)
        hop, for_good = _Hop(url), True
        for number in range(self._limits.redirects + 1):
            if number:
                await go_to(_name(hop.url))
            async with self._session_for(hop.url).get(
                hop.url, headers=headers, allow_redirects=False
            ) as answer:
                if answer.status not in _REDIRECTS or "Location" not in answer.headers:
                    return await self._read(hop, answer, wish)
                target = checked(answer.headers["Location"], base=hop.url)
                for_good = for_good and answer.status in _PERMANENT
                hop = _Hop(target, str(target) if for_good else None)
        raise FetchError("error.fetch.redirects", url=shown(hop.url), limit=self._limits.redirects)

    async def _post(self, url: URL, form: Mapping[str, str], go_to: GoTo) -> None:
        for _ in range(self._limits.redirects + 1):
            async with self._session_for(url).post(
                url, data=dict(form), headers={"User-Agent": USER_AGENT}, allow_redirects=False
            ) as answer:
                if 200 <= answer.status < 300:
                    return
                if answer.status not in _SAME_METHOD or "Location" not in answer.headers:
                    raise FetchError("error.fetch.status", url=shown(url), status=answer.status)
                url = checked(answer.headers["Location"], base=url)
            await go_to(_name(url))
        raise FetchError("error.fetch.redirects", url=shown(url), limit=self._limits.redirects)

    def _session_for(self, url: URL) -> aiohttp.ClientSession:
        host = _name(url)
        known = host in self._allowed or f"{host}:{url.port}" in self._allowed
        return self._inside if known else self._guarded

    async def _read(self, hop: _Hop, answer: aiohttp.ClientResponse, wish: _Wish) -> Fetched | NotModified:
        url, told, validators = shown(hop.url), _notice(hop, answer), wish.validators
        if answer.status == 304 and (validators.etag or validators.last_modified):
            return NotModified(remembered(answer.headers, validators.body_hash, validators), told)
        if answer.status == 410:
            raise Gone(url=url)
        if not 200 <= answer.status < 300:
            raise self._refused(url, answer)
        wire = await self._wire(url, answer, beginning=wish.beginning)
        digest = hashlib.blake2b(wire.data, digest_size=16).hexdigest()
        # The bytes are compared as they came: an unchanged body is never inflated.
        if digest == validators.body_hash:
            return NotModified(remembered(answer.headers, digest, validators), told, len(wire.data))
        encoding = ", ".join(answer.headers.getall("Content-Encoding", []))
        body = await self._inflated(wire, encoding, url, beginning=wish.beginning)
        content_type = answer.headers.get("Content-Type", "")
        known = remembered(answer.headers, digest, Validators())
        return Fetched(str(hop.url), body.data, content_type, known, told, len(wire.data), is_cut=body.is_cut)

    def _refused(self, url: str, answer: aiohttp.ClientResponse) -> FetchError:
        wait = retry_after(answer.headers.get("Retry-After"), self._clock.now())
        if wait and answer.status in _BUSY:
            minutes = max(round(wait.total_seconds() / 60), 1)
            return FetchError(
                "error.fetch.busy", retry_after=wait, url=url, status=answer.status, minutes=minutes
            )
        return FetchError("error.fetch.status", retry_after=wait, url=url, status=answer.status)

    async def _inflated(self, wire: Wire, encoding: str, url: str, *, beginning: bool) -> Wire:
        inflate = partial(inflated, wire, encoding, url, self._limits.inflated_bytes, beginning=beginning)
        # A thread's work even for a few bytes: a hundred of them may become ten million.
        return await asyncio.to_thread(inflate) if encoding else wire

    async def _wire(self, url: str, answer: aiohttp.ClientResponse, *, beginning: bool) -> Wire:
        limit = self._limits.wire_bytes
        wire = bytearray()
        # An honest length spares us the download; a dishonest one does not spare it the counting.
        too_large = not beginning and (answer.content_length or 0) > limit
        while not too_large and (chunk := await answer.content.read(_CHUNK)):
            wire += chunk
            too_large = len(wire) > limit
        if too_large and not beginning:
            raise FetchError("error.fetch.too_large", url=url, limit=limit)
        return Wire(bytes(wire[:limit]), is_cut=too_large)


def _name(url: URL) -> str:
    return (url.host or "").casefold()


def _session(connector: aiohttp.TCPConnector) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
        trust_env=False,
        auto_decompress=False,
    )


def _notice(hop: _Hop, answer: aiohttp.ClientResponse) -> Notice:
    # Parsed only where it can say something: most answers have no Link header.
    links = answer.links if "Link" in answer.headers else {}
    hub, topic = (str(links[rel]["url"]) if rel in links else None for rel in ("hub", "self"))
    return notice(answer.headers, moved_to=hop.moved_to, hub=hub, topic=topic)


def _brief(error: BaseException) -> str:
    """The machine's own words for a failed call, or the kind of error."""
    number = getattr(getattr(error, "os_error", error), "errno", None)
    return os.strerror(number) if number and number > 0 else type(error).__name__
