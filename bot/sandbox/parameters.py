"""A call's parameters, wherever the client put them: query, JSON, form, multipart (intake.py reads them).

Every value is text here, nested objects as JSON, just as the real server unifies them.
"""

import re
from collections.abc import Callable
from typing import Any

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.files import Upload
from bot.sandbox.json_text import HalfCharacterError, NoJsonError, decoded, encoded

_LARGEST = 2**63 - 1
_ATTACHMENT = re.compile(r"attach://([^\"\s]+)")


class Parameters:
    """Names and texts, plus the uploaded files by their field name.

    `structures` are the parameters that came in JSON as something else than a text or a number; their text
    is made when somebody asks for it.
    """

    def __init__(
        self,
        values: dict[str, str],
        uploads: dict[str, Upload] | None = None,
        structures: dict[str, Any] | None = None,
    ) -> None:
        self._values = values
        self._uploads = uploads or {}
        self._structures = structures or {}
        self._parsed: dict[str, Any] = {}
        self._made: dict[str, Any] = {}

    def given(self) -> dict[str, Any]:
        """Everything by its name: texts, structures, and files, which go before texts of the same name."""
        return {**self._values, **self._structures, **self._uploads}

    def text(self, name: str) -> str:
        text = self._values.get(name)
        if text is not None:
            return text
        return encoded(self._structures[name]).decode() if name in self._structures else ""

    def has(self, name: str) -> bool:
        return name in self._values or name in self._structures

    def attached(self) -> frozenset[str]:
        """Names of files that other parameters point to with attach://<name>."""
        if not self._uploads:
            return frozenset()
        return frozenset(_ATTACHMENT.findall(" ".join(self._values.values())))

    def upload(self, name: str) -> Upload | None:
        return self._uploads.get(name)

    def integer(self, name: str, default: int = 0) -> int:
        """As the real server reads numbers: what is none, or has more than 64 bits, counts as 0."""
        text = self.text(name)
        if not text:
            return 0 if self.has(name) else default
        try:
            number = int(text)
        except ValueError:
            return 0
        return number if abs(number) <= _LARGEST else 0

    def flag(self, name: str) -> bool:
        return self.text(name).strip().lower() in ("true", "yes", "1")

    def parsed(self, name: str, what: str = "") -> Any:
        """The JSON of a nested parameter, read once; None when absent; ApiError 400 when it is no JSON."""
        if name in self._structures:
            return self._structures[name]
        if name not in self._values:
            return None
        if name not in self._parsed:
            raw = self._values[name].strip()
            self._parsed[name] = json_value(raw, what or name) if raw else None
        return self._parsed[name]

    def once(self, name: str, make: Callable[["Parameters"], Any]) -> Any:
        """What `make` gives, made at the first call under this name."""
        if name not in self._made:
            self._made[name] = make(self)
        return self._made[name]


def json_value(raw: bytes | str, what: str = "") -> Any:
    """What JSON from a client says; ApiError 400 in the server's words, which call it `what`."""
    try:
        return decoded(raw)
    except HalfCharacterError:
        raise _not_utf8() from None
    except NoJsonError:
        raise bad_request(f"Can't parse {what} JSON object" if what else "Can't parse JSON object") from None


def utf8(raw: bytes) -> str:
    """The text; ApiError 400 for bytes that are none."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise _not_utf8() from None


def _not_utf8() -> ApiError:
    return bad_request("strings must be encoded in UTF-8")
