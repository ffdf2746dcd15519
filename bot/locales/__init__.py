"""Every word people read: gettext catalogues, one `.po` per language, keys instead of English sentences.

Placeholders are `{name}`. `html()` escapes what it fills in, `plain()` does not: a text goes into a
message through the first, onto a button, a toast or a terminal through the second.
"""

import gettext
import html
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import orjson

FALLBACK = "en"
FOLDER = Path(__file__).parent
_TAG = re.compile(r"<[^<>]*>")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_FIELD = re.compile(r'^(msgid|msgid_plural|msgstr)(?:\[\d\])? ((?:".*"\n?)+)', re.MULTILINE)
"""Of a catalogue: a name, and a string in pieces."""
_PLURAL = re.compile(r"plural=(.+);")


class Texts:
    """The texts of one language."""

    def __init__(self, language: str, translations: gettext.NullTranslations) -> None:
        self.language = language
        self._translations = translations

    def plain(self, key: str, **args: Any) -> str:
        """The text of `key`; `count`, where given, chooses the plural form."""
        return self._template(key, args).format_map(args)

    def html(self, key: str, **args: Any) -> str:
        """The text of `key` as Telegram HTML: markup of the catalogue kept, arguments escaped."""
        return self._template(key, args).format_map(_escaped(args))

    def read_back(self, key: str, text: str) -> dict[str, str] | None:
        """What was filled into the text of `key` where that, without markup, is `text`; else None."""
        match = _reader(self._translations.gettext(key)).fullmatch(text)
        return match.groupdict() if match else None

    def _template(self, key: str, args: Mapping[str, Any]) -> str:
        if "count" in args:
            return self._translations.ngettext(key, key, int(args["count"]))
        return self._translations.gettext(key)


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
    return Texts(code, _Translations((FOLDER / f"{code}.po").read_text("utf-8")))


class _Translations(gettext.NullTranslations):
    """What a catalogue holds; read here, since Babel's reader takes four times as long, at every start."""

    def __init__(self, catalogue: str) -> None:
        super().__init__()
        self._forms: dict[str, list[str]] = {}
        key = ""
        for name, pieces in _FIELD.findall(catalogue):
            text = "".join(map(orjson.loads, pieces.splitlines()))
            if name == "msgid":
                key = text
            elif name == "msgstr":
                self._forms.setdefault(key, []).append(text)
        rule = _PLURAL.search(self._forms[""][0])
        assert rule is not None
        self._form_for = gettext.c2py(rule[1])

    def gettext(self, message: str) -> str:
        """The text; of one with plural forms that for one thing."""
        return self.ngettext(message, message, 1)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form for so many."""
        forms = self._forms.get(msgid1)
        return msgid1 if forms is None else forms[self._form_for(n) if len(forms) > 1 else 0]


def read_back(key: str, text: str) -> dict[str, str] | None:
    """What was filled in where `text` is how a phone shows the text of `key`, in any language; else None."""
    found = (texts_for(code).read_back(key, text) for code in available())
    return next((filled for filled in found if filled is not None), None)


@cache
def _reader(template: str) -> re.Pattern[str]:
    parts = _PLACEHOLDER.split(html.unescape(_TAG.sub("", template)).strip())
    wanted = [re.escape(part) if place % 2 == 0 else f"(?P<{part}>.+?)" for place, part in enumerate(parts)]
    return re.compile("".join(wanted), re.DOTALL)


def _escaped(args: Mapping[str, Any]) -> dict[str, str]:
    return {name: html.escape(str(value), quote=True) for name, value in args.items()}
