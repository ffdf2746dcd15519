"""An address reduced to what tells articles apart: no scheme, no tracking, one spelling of its letters."""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlsplit

_TRACKING = re.compile(
    r"(?:utm|mtm|pk|at|mc|ga|itm|mkt|oly|vero|hsa|wt|_hs|fb|ns|s)_\w*|_g[al]|_hs\w+|\w*cl(?:k)?id|g?wbraid|gbraid"
    r"|igsh(?:id)?|ref(?:err?er|_src|_url)?|source|cmp(?:id)?|campaign|xtor|spm|smid|ocid|ito|ncid|sfnsn|share"
    r"|amp|outputtype|guccounter",
    re.IGNORECASE,
)
_AMP = re.compile(r"/amp$", re.IGNORECASE)
_HOST = re.compile(r"^(?:www|amp|m)\.(?=[^.]+\.[^.])")


@lru_cache(maxsize=4_000)
def canonical(url: str) -> str:
    """The address's essence; what nobody can read is its own essence.

    Alike for http and https, `www.`, `m.` and `amp` versions, letters written plainly or as `%D0%…`,
    tracking parameters, their order, a last slash, and fragments that name a place in the page.
    """
    try:
        parts = urlsplit(url.strip())
        number = parts.port
    except ValueError:
        return url
    host = _HOST.sub("", _ascii((parts.hostname or "").rstrip(".")))
    port = f":{number}" if number not in (None, 80, 443) else ""
    path = _AMP.sub("", _plain(parts.path).rstrip("/")).rstrip("/")
    return f"{host}{port}{path}{_query(parts.query)}{_fragment(parts.fragment)}"


def host_of(url: str) -> str:
    """The name of the machine that is asked; empty where nobody can read the address."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _ascii(host: str) -> str:
    try:
        return host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        return host


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = sorted((name, value) for name, value in pairs if not _TRACKING.fullmatch(name))
    return "?" + "&".join(f"{_plain(name)}={_plain(value)}" for name, value in kept) if kept else ""


def _fragment(fragment: str) -> str:
    """Some sites put their pages behind `#!/…`; any other fragment is a place in the page."""
    return f"#{_plain(fragment)}" if fragment.startswith(("!", "/")) else ""


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", unquote(text, errors="replace"))
