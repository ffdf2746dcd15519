"""The guarded, only outbound HTTP besides Telegram: feeds, pages and pictures.

Addresses come from other people, so every hop of a request is checked anew: http and https only, no
passwords in the address, and no connection to anything but a public address. The check happens where
the socket is made, on the very address that is connected to, so a name that changes its mind between
look-up and connection gains nothing. Hosts on the allow-list (the demo, a feed inside the house) go
through a second session without that check.

What the answer means is not decided here: bytes in, bytes out.
"""

import asyncio
import hashlib
import os
import socket
import zlib
from collections.abc import Collection, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from ipaddress import IPv4Address, IPv6Network, ip_address, ip_network
from types import TracebackType
from typing import Any, Self

import aiohttp
from aiohttp.abc import ResolveResult
from yarl import URL

from bot.clock import Clock
from bot.domain.feeds import Validators
from bot.errors import FetchError
from bot.ports import Fetched, NotModified

USER_AGENT = "Kolporter/0.1 (+newspaper's own bot)"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65_536
_LONGEST_RETRY_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class FetchLimits:
    """How much of our time and memory one address may take."""

    seconds: float = 20.0
    """From the first byte asked to the last byte read, redirects included."""
    wire_bytes: int = 5_000_000
    inflated_bytes: int = 10_000_000
    redirects: int = 5
    per_host: int = 2
    """Connections to one host at the same time."""


class WebFetch:
    """`async with WebFetch(clock) as fetch: await fetch(url)`; implements `ports.Fetch`.

    `allowed` holds exact `host` or `host:port` strings that may be on private addresses.
    """

    def __init__(
        self, clock: Clock, *, allowed: Collection[str] = (), limits: FetchLimits | None = None
    ) -> None:
        self._clock = clock
        self._allowed = frozenset(place.casefold() for place in allowed)
        self._limits = limits or FetchLimits()
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        per_host = self._limits.per_host
        guarded = aiohttp.TCPConnector(
            resolver=_PublicResolver(),
            socket_factory=_public_socket,
            use_dns_cache=False,
            limit_per_host=per_host,
        )
        self._guarded = await self._stack.enter_async_context(_session(guarded))
        self._inside = await self._stack.enter_async_context(
            _session(aiohttp.TCPConnector(limit_per_host=per_host))
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def __call__(
        self, url: str, validators: Validators | None = None, *, accept: str = "*/*"
    ) -> Fetched | NotModified:
        """GET an address. Everything the web does wrong is a FetchError with a key of its own."""
        try:
            async with asyncio.timeout(self._limits.seconds):
                return await self._follow(_checked(url), validators or Validators(), accept)
        except TimeoutError as error:
            raise FetchError("error.fetch.timeout", url=_shown(url), seconds=self._limits.seconds) from error
        except _NotPublic as error:
            raise FetchError("error.fetch.private_address", url=_shown(url), address=str(error)) from error
        except aiohttp.InvalidURL as error:
            raise FetchError("error.fetch.not_http", url=_shown(url)) from error
        except aiohttp.ClientConnectorDNSError as error:
            raise FetchError("error.fetch.unknown_host", url=_shown(url), host=error.host) from error
        except aiohttp.ClientSSLError as error:
            raise FetchError("error.fetch.certificate", url=_shown(url), problem=_brief(error)) from error
        except aiohttp.ClientPayloadError as error:
            raise FetchError("error.fetch.cut_off", url=_shown(url)) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise FetchError("error.fetch.unreachable", url=_shown(url), problem=_brief(error)) from error

    async def _follow(self, url: URL, validators: Validators, accept: str) -> Fetched | NotModified:
        headers = _headers(validators, accept)
        for _ in range(self._limits.redirects + 1):
            async with self._session_for(url).get(url, headers=headers, allow_redirects=False) as answer:
                if answer.status in _REDIRECTS and "Location" in answer.headers:
                    url = _checked(answer.headers["Location"], base=url)
                    continue
                return await self._read(url, answer, validators)
        raise FetchError("error.fetch.redirects", url=_shown(url), limit=self._limits.redirects)

    def _session_for(self, url: URL) -> aiohttp.ClientSession:
        host = (url.host or "").casefold()
        known = host in self._allowed or f"{host}:{url.port}" in self._allowed
        return self._inside if known else self._guarded

    async def _read(
        self, url: URL, answer: aiohttp.ClientResponse, validators: Validators
    ) -> Fetched | NotModified:
        if answer.status == 304 and (validators.etag or validators.last_modified):
            return NotModified(_remembered(answer, validators.body_hash, validators))
        if not 200 <= answer.status < 300:
            wait = _retry_after(answer.headers.get("Retry-After"), self._clock.now())
            raise FetchError("error.fetch.status", retry_after=wait, url=_shown(url), status=answer.status)
        wire = await self._wire(url, answer)
        digest = hashlib.blake2b(wire, digest_size=16).hexdigest()
        # The bytes are compared as they came: an unchanged body is never inflated.
        if digest == validators.body_hash:
            return NotModified(_remembered(answer, digest, validators))
        encoding = ", ".join(answer.headers.getall("Content-Encoding", []))
        body = _inflated(wire, encoding, url, self._limits.inflated_bytes)
        content_type = answer.headers.get("Content-Type", "")
        return Fetched(str(url), body, content_type, _remembered(answer, digest, Validators()))

    async def _wire(self, url: URL, answer: aiohttp.ClientResponse) -> bytes:
        limit = self._limits.wire_bytes
        wire = bytearray()
        # An honest length spares us the download; a dishonest one does not spare it the counting.
        too_large = (answer.content_length or 0) > limit
        while not too_large and (chunk := await answer.content.read(_CHUNK)):
            wire += chunk
            too_large = len(wire) > limit
        if too_large:
            raise FetchError("error.fetch.too_large", url=_shown(url), limit=limit)
        return bytes(wire)


def _session(connector: aiohttp.TCPConnector) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
        trust_env=False,
        auto_decompress=False,
    )


def _headers(validators: Validators, accept: str) -> dict[str, str]:
    headers = {"User-Agent": USER_AGENT, "Accept": accept, "Accept-Encoding": "gzip, deflate"}
    if validators.etag:
        headers["If-None-Match"] = validators.etag
    if validators.last_modified:
        headers["If-Modified-Since"] = validators.last_modified
    return headers


def _remembered(answer: aiohttp.ClientResponse, body_hash: str | None, earlier: Validators) -> Validators:
    """What to send next time; a 304 may leave out what has not changed."""
    return Validators(
        etag=answer.headers.get("ETag", earlier.etag),
        last_modified=answer.headers.get("Last-Modified", earlier.last_modified),
        body_hash=body_hash,
    )


# Addresses ------------------------------------------------------------------------------------------


class _NotPublic(Exception):
    """A name or number that leads into a private network; the message is the address."""


def _checked(text: str, *, base: URL | None = None) -> URL:
    """The address of one hop, refused unless it is plain http or https."""
    try:
        url = base.join(URL(text)) if base else URL(text)
        plain = url.scheme in ("http", "https") and bool(url.host) and bool(url.port)
        wanted = plain and url.user is None and url.password is None
    except ValueError:
        wanted = False
    if not wanted:
        raise FetchError("error.fetch.not_http", url=_shown(text))
    return url


def _shown(url: str | URL) -> str:
    """The address without user and password, for errors and logs."""
    try:
        return str(URL(url).with_user(None)) if URL(url).absolute else str(url)
    except ValueError:
        return str(url).rpartition("@")[2]


def _brief(error: BaseException) -> str:
    """The machine's own words for a failed call, or the kind of error."""
    number = getattr(getattr(error, "os_error", error), "errno", None)
    return os.strerror(number) if number and number > 0 else type(error).__name__


# A v6 address is public only inside 2000::/3, and there not where it wraps a v4 address (6to4, Teredo)
# or is meant for documentation. That leaves out mapped, compatible, NAT64, local and multicast ones.
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NOT_FOR_US = [
    ip_network(text)
    for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "100.64.0.0/10", "192.88.99.0/24")
]


def is_public(address: str) -> bool:
    """Whether a numeric address is on the public internet. Any other spelling of a number is not."""
    try:
        number = ip_address(address)
    except ValueError:
        return False
    if any(number in network for network in _NOT_FOR_US) or number.is_multicast or not number.is_global:
        return False
    return isinstance(number, IPv4Address) or number in _GLOBAL_UNICAST


class _PublicResolver(aiohttp.ThreadedResolver):
    """Looks names up and refuses a name as soon as one of its addresses is not public."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await super().resolve(host, port, family)
        for result in found:
            if not is_public(result["host"]):
                raise _NotPublic(result["host"])
        return found


def _public_socket(address: Sequence[Any]) -> socket.socket:
    """Makes the socket for one address as `getaddrinfo` gives it; literal addresses are stopped here."""
    family, kind, protocol, _, place = address
    if not is_public(place[0]):
        raise _NotPublic(place[0])
    return socket.socket(family, kind, protocol)


# Bodies and headers ---------------------------------------------------------------------------------


def _inflated(wire: bytes, encoding: str, url: URL, limit: int) -> bytes:
    """The body without its content encoding, never more than `limit` bytes of it in memory."""
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return wire
    if name not in ("gzip", "x-gzip", "deflate"):
        raise FetchError("error.fetch.encoding", url=_shown(url), encoding=name[:40])
    # Some servers send bare deflate data where the standard asks for a zlib wrapper.
    wrapped = wire[:1] and (wire[0] & 0x0F) == 8
    bits = 31 if name != "deflate" else zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS
    inflater = zlib.decompressobj(bits)
    try:
        body = inflater.decompress(wire, limit + 1)
    except zlib.error as error:
        raise FetchError("error.fetch.cut_off", url=_shown(url)) from error
    if len(body) > limit:
        raise FetchError("error.fetch.too_large", url=_shown(url), limit=limit)
    if wire and not inflater.eof:
        raise FetchError("error.fetch.cut_off", url=_shown(url))
    return body


def _retry_after(value: str | None, now: datetime) -> timedelta | None:
    """`Retry-After` in seconds or as an HTTP date; None when it says nothing usable."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        wait = timedelta(seconds=min(int(text[:9]), int(_LONGEST_RETRY_AFTER.total_seconds())))
    else:
        try:
            wait = parsedate_to_datetime(text) - now
        except (ValueError, TypeError, OverflowError):
            return None
    return min(max(wait, timedelta(0)), _LONGEST_RETRY_AFTER)
