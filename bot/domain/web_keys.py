"""What only Telegram, hubs and we know: secret paths, secrets and signatures.

All of it is made of one secret, so that every process knows it and none of it lies in the database.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from ipaddress import ip_address

_SIGNING = {name: getattr(hashlib, name) for name in ("sha1", "sha256", "sha384", "sha512")}
"""The methods that WebSub names."""


@dataclass(frozen=True, repr=False)
class WebKeys:
    """Made of `root`, which nobody outside may know, such as the bot's token."""

    root: str

    def __repr__(self) -> str:
        return "WebKeys()"

    def made_for(self, *purpose: str) -> str:
        """43 letters, digits, `_` and `-` that nobody guesses, always the same for the same purpose."""
        words = "\n".join(("kolporter", *purpose)).encode()
        digest = hmac.new(self.root.encode(), words, hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    @property
    def telegram_path(self) -> str:
        """The last part of the address that Telegram calls."""
        return self.made_for("telegram", "path")

    @property
    def telegram_secret(self) -> str:
        """What Telegram says in a header of every call."""
        return self.made_for("telegram", "secret")


def is_local(host: str) -> bool:
    """Whether only this machine can call there."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_same(given: str, known: str) -> bool:
    """Compared in a time that does not tell how much of it was right."""
    return hmac.compare_digest(_bytes(given), _bytes(known))


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Whether `X-Hub-Signature` (`sha256=…`) is that of somebody who knows the secret."""
    method, _, digest = signature.partition("=")
    if method not in _SIGNING:
        return False
    return is_same(digest.lower(), hmac.new(secret.encode(), body, _SIGNING[method]).hexdigest())


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
