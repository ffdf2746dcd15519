"""A body without its content encoding: gzip, deflate, brotli or zstd, and never more of it than allowed."""

import sys
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import brotli

from bot.errors import FetchError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ENCODINGS = "gzip, deflate, br, zstd"
"""For Accept-Encoding."""

_ZSTD_WINDOW = {int(zstd.DecompressionParameter.window_log_max): 23}
"""8 MB, what RFC 9659 lets a server ask of us."""

_GZIP = zlib.MAX_WBITS | 16
_PIECE = 4096
"""Bytes. What follows a gzip's end is copied: were it all, a file of very many would take minutes."""

_Inflate = Callable[[bytes, int], tuple[bytes, bool]]
"""Wire bytes and a limit → at most limit (or a little more) bytes, and whether the end was reached."""


@dataclass(frozen=True)
class Wire:
    """The bytes of a body as they came; `is_cut` where there were more."""

    data: bytes
    is_cut: bool = False


def inflated(wire: Wire, encoding: str, url: str, limit: int, *, beginning: bool = False) -> Wire:
    """The body, with the header's value as `encoding`. Raises FetchError for what is broken or too much,
    of which only the beginning is given where that is enough."""
    name = encoding.strip().lower()
    if name in ("", "identity") or not wire.data:
        return wire
    inflate = _INFLATE.get(name)
    if inflate is None:
        raise FetchError("error.fetch.encoding", url=url, encoding=name[:40])
    try:
        body, is_whole = inflate(wire.data, limit)
    except (zlib.error, brotli.error, zstd.ZstdError, EOFError) as error:
        if wire.data.lstrip()[:1] == b"<":
            # A server that marks all it sends, packed or not: a feed or page begins so, nothing packed does.
            return wire
        raise FetchError("error.fetch.damaged", url=url, encoding=name) from error
    is_too_large = len(body) > limit
    if is_too_large and not beginning:
        raise FetchError("error.fetch.too_large", url=url, limit=limit)
    if not (is_whole or wire.is_cut or is_too_large):
        raise FetchError("error.fetch.cut_off", url=url)
    return Wire(body[:limit], wire.is_cut or is_too_large)


def _gzip(wire: bytes, limit: int) -> tuple[bytes, bool]:
    """All members: a file may be several gzips one after the other."""
    body, at, inflater = bytearray(), 0, zlib.decompressobj(_GZIP)
    # Servers that pad with zeros mean the end.
    content = len(wire.rstrip(b"\x00"))
    while at < len(wire) and len(body) <= limit:
        if inflater.eof:
            if at >= content:
                break
            inflater = zlib.decompressobj(_GZIP)
        piece = wire[at : at + _PIECE]
        body += inflater.decompress(piece, limit + 1 - len(body))
        at += len(piece) - len(inflater.unused_data)
    return bytes(body), inflater.eof


def _deflate(wire: bytes, limit: int) -> tuple[bytes, bool]:
    # Some servers send bare deflate data where the standard asks for a zlib wrapper.
    is_wrapped = (wire[0] & 0x0F) == 8
    inflater = zlib.decompressobj(zlib.MAX_WBITS if is_wrapped else -zlib.MAX_WBITS)
    return inflater.decompress(wire, limit + 1), inflater.eof


def _brotli(wire: bytes, limit: int) -> tuple[bytes, bool]:
    inflater = brotli.Decompressor()
    body = inflater.process(wire, output_buffer_limit=limit + 1)
    while len(body) <= limit and not inflater.is_finished() and not inflater.can_accept_more_data():
        body += inflater.process(b"", output_buffer_limit=limit + 1 - len(body))
    return body, inflater.is_finished()


def _zstd(wire: bytes, limit: int) -> tuple[bytes, bool]:
    inflater = zstd.ZstdDecompressor(options=_ZSTD_WINDOW)
    return inflater.decompress(wire, limit + 1), inflater.eof


_INFLATE: dict[str, _Inflate] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
