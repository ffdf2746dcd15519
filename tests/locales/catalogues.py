"""The catalogues as data."""

import re
from collections.abc import Sequence
from functools import cache

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from bot.locales import FOLDER

LANGUAGES = ("en", "mk", "sq")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@cache
def catalogue(language: str) -> Catalog:
    """The catalogue as it stands in its file."""
    with (FOLDER / f"{language}.po").open("rb") as source:
        return read_po(source, locale=language)


def messages(language: str) -> dict[str, Message]:
    """Messages by key, the header left out."""
    return {_key(one): one for one in catalogue(language) if one.id}


def forms(message: Message) -> Sequence[str]:
    """The text, or the texts of all plural forms."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def placeholders(text: str) -> set[str]:
    """The names a text wants filled in."""
    return set(_PLACEHOLDER.findall(text))


def _key(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])
