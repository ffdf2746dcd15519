"""The icon before a headline: what form the article has, seen before a word is read."""

import re

_BREAKING = "⚡️"
_ICONS = {
    "🎬": "VIDEO ВИДЕО VIDEOS",
    _BREAKING: "BREAKING ИТНО ITNO HITNO ХИТНО URGJENTE FUNDIT",
    "🔴": "LIVE ŽIVO ЖИВО УЖИВО UŽIVO DREJTPËRDREJT",
    "📷": "FOTO ФОТО PHOTO PHOTOS GALERIJA ГАЛЕРИЈА GALLERY GALERI",
    "🎧": "AUDIO АУДИО PODCAST ПОДКАСТ",
}
_ICON_OF = {word: icon for icon, words in _ICONS.items() for word in words.split()}


def icon_of(kicker: str | None) -> str:
    """The icon of the first word of a kicker that has one; empty for any other kicker."""
    words = re.findall(r"\w+", (kicker or "").upper())
    return next((_ICON_OF[word] for word in words if word in _ICON_OF), "")


def is_breaking(kicker: str | None) -> bool:
    """Whether the paper says that the news can't wait."""
    return icon_of(kicker) == _BREAKING
