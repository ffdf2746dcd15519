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
        raise FetchError("error.fetch.cut_off", url=url) from error
    is_too_large = len(body) > limit
    if is_too_large and not beginning:
        raise FetchError("error.fetch.too_large", url=url, limit=limit)
    if not (is_whole or wire.is_cut or is_too_large):
        raise FetchError("error.fetch.cut_off", url=url)
    return Wire(body[:limit], wire.is_cut or is_too_large)


def _gzip(wire: bytes, limit: int) -> tuple[bytes, bool]:
    """All members: a file may be several gzips one after the other."""
    body = b""
    while True:
        part, is_whole, wire = _zlib(wire, limit - len(body), zlib.MAX_WBITS | 16)
        body += part
        # Servers that pad with zeros mean the end.
        if not is_whole or len(body) > limit or not wire.strip(b"\x00"):
            return body, is_whole


def _deflate(wire: bytes, limit: int) -> tuple[bytes, bool]:
    # Some servers send bare deflate data where the standard asks for a zlib wrapper.
    is_wrapped = (wire[0] & 0x0F) == 8
    return _zlib(wire, limit, zlib.MAX_WBITS if is_wrapped else -zlib.MAX_WBITS)[:2]


def _zlib(wire: bytes, limit: int, bits: int) -> tuple[bytes, bool, bytes]:
    inflater = zlib.decompressobj(bits)
    return inflater.decompress(wire, limit + 1), inflater.eof, inflater.unused_data


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
