"""Every word people read: gettext catalogues, one `.po` per language, keys instead of English sentences.

Placeholders are `{name}`. `html()` escapes what it fills in, `plain()` does not: a text goes into a
message through the first, onto a button, a toast or a terminal through the second.
"""

import html
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from bot.locales.catalogue import Catalogue, read_catalogue

FALLBACK = "en"
FOLDER = Path(__file__).parent


class Texts:
    """The texts of one language."""

    def __init__(self, language: str, catalogue: Catalogue) -> None:
        self.language = language
        self._catalogue = catalogue

    def plain(self, key: str, **args: Any) -> str:
        """The text of `key`; `count`, where given, chooses the plural form."""
        return self._template(key, args).format_map(args)

    def html(self, key: str, **args: Any) -> str:
        """The text of `key` as Telegram HTML: markup of the catalogue kept, arguments escaped."""
        return self._template(key, args).format_map(_escaped(args))

    def _template(self, key: str, args: Mapping[str, Any]) -> str:
        return self._catalogue.text(key, int(args.get("count", 1)))


@cache
def available() -> tuple[str, ...]:
    """Languages with a catalogue."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.po")))


def texts_for(language: str | None) -> Texts:
    """The texts for an IETF language tag such as `mk` or `en-GB`; English where there are none."""
    code = (language or FALLBACK).replace("_", "-").split("-")[0].lower()
    return _load(code if code in available() else FALLBACK)


@cache
def _load(code: str) -> Texts:
    return Texts(code, read_catalogue((FOLDER / f"{code}.po").read_text("utf-8")))


def _escaped(args: Mapping[str, Any]) -> dict[str, str]:
    return {name: html.escape(str(value), quote=True) for name, value in args.items()}
