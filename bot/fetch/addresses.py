"""Which addresses may be asked: http and https on the public internet, however they are spelt.

The check happens where the socket is made, on the very address that is connected to, so that a name that
changes its mind between look-up and connection gains nothing.
"""

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Network, ip_address, ip_network
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.errors import FetchError


class NotPublic(Exception):
    """A name or number that leads into a private network; the message is the address."""


def checked(text: str, *, base: URL | None = None) -> URL:
    """The address of one hop. Raises FetchError unless it is plain http or https without a password."""
    try:
        url = base.join(URL(text.strip())) if base else URL(text.strip())
        is_web = url.scheme in ("http", "https")
        is_plain = bool(url.host) and bool(url.port) and url.user is None and url.password is None
    except ValueError:
        is_web, is_plain = text.lower().startswith(("http://", "https://")), False
    if not is_web:
        raise FetchError("error.fetch.not_http", url=shown(text))
    if not is_plain:
        raise FetchError("error.fetch.odd_address", url=shown(text))
    return url


def shown(url: str | URL) -> str:
    """The address without user and password, for errors and logs."""
    try:
        return str(URL(url).with_user(None)) if URL(url).absolute else str(url)
    except ValueError:
        return str(url).rpartition("@")[2]


# A v6 address is public only inside 2000::/3, and there not where it wraps a v4 address (6to4, Teredo)
# or is meant for documentation. That leaves out mapped, compatible, NAT64, local and multicast ones.
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_NOT_FOR_US = [
    ip_network(text)
    for text in (
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
        *("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24"),
    )
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


class PublicResolver(AbstractResolver):
    """Looks names up and refuses a name as soon as one of its addresses is not public."""

    def __init__(self, look_up: AbstractResolver | None = None) -> None:
        self._look_up = look_up or aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a name. Raises NotPublic."""
        found = await self._look_up.resolve(host, port, family)
        for result in found:
            if not is_public(result["host"]):
                raise NotPublic(result["host"])
        return found

    async def close(self) -> None:
        """Let the look-up go."""
        await self._look_up.close()


def public_socket(address: Sequence[Any]) -> socket.socket:
    """Makes the socket for one address as `getaddrinfo` gives it; literal addresses are stopped here."""
    family, kind, protocol, _, place = address
    if not is_public(place[0]):
        raise NotPublic(place[0])
    return socket.socket(family, kind, protocol)
