"""What is missing or odd about a page, as locale keys: shown by `preview`, and to editors one day."""

from collections.abc import Iterator

from bot.articles.language import same_language
from bot.articles.material import Material
from bot.articles.text import word_set
from bot.domain.articles import Draft

_SHORT = 300
"""Characters; who gets no more than that behind a wall gets the teaser."""
_LIVE = word_set("LIVE ЖИВО ŽIVO УЖИВО UŽIVO DREJTPËRDREJT")
"""Words of kickers before what goes on being written."""


def problems_of(draft: Draft, material: Material, stated: str | None, *, is_cut: bool) -> tuple[str, ...]:
    """Keys `preview.…`, most important first; empty for a good page. `stated` is the claimed language."""
    return tuple(_problems(draft, material, stated, is_cut))


def _problems(draft: Draft, material: Material, stated: str | None, is_cut: bool) -> Iterator[str]:
    length = sum(map(len, draft.body))
    asks = any(source.text.because("subscription") for source in material.sources)
    walled = material.metadata.is_closed or asks
    if is_cut:
        yield "preview.too_large"
    if length < _SHORT and walled:
        yield "preview.login_wall"
    elif not length and any(source.text.because("notice") for source in material.sources):
        yield "preview.notice"
    elif not length:
        yield _without_text(draft)
    elif len(draft.body) == 1 and draft.summary == draft.body[0]:
        yield "preview.one_sentence"
    if material.metadata.is_live or _LIVE & set((draft.kicker or "").split()):
        yield "preview.live_blog"
    if stated and not same_language(draft.language, stated):
        yield "preview.other_language"


def _without_text(draft: Draft) -> str:
    if draft.videos:
        return "preview.only_video"
    if draft.image:
        return "preview.only_picture"
    return "preview.only_headline" if draft.headline else "preview.nothing"
