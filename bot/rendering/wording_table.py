"""How the wordings did, as a table for a terminal. Pure."""

from collections.abc import Iterator, Sequence

from bot.domain.appeals import Effect
from bot.domain.intervals import Share, wilson
from bot.domain.support_figures import Pair, WordingFigures
from bot.locales import Texts
from bot.rendering.figures import exact_share, interval_text, number_text
from bot.rendering.plain import one_line, shorten
from bot.rendering.statistics_support import verdict_text

_LONGEST = 60
_EFFECTS = (Effect.MEMBER, Effect.LATER, Effect.NOT_NOW, Effect.NEVER, Effect.LESS, Effect.GONE)


def counted(wordings: Sequence[WordingFigures], pairs: Sequence[Pair], texts: Texts) -> Iterator[str]:
    """Every wording with what came of it, then what may be said of each edition's two."""
    if not any(one.effects for one in wordings):
        yield texts.plain("appeal.no_counts")
        return
    for one in wordings:
        yield texts.plain(
            "appeal.counted",
            edition=one.edition,
            name=one.key,
            text=shorten(one_line(one.text), _LONGEST) or texts.plain("appeal.old_words"),
        )
        yield "  " + texts.plain(
            "appeal.funnel",
            shown=number_text(one.funnel.shown, texts),
            tapped=_share(one.funnel.taps, texts),
            confirmed=_share(one.funnel.members, texts),
        )
        effects = {effect.value: number_text(one.effects.get(effect, 0), texts) for effect in _EFFECTS}
        yield "  " + texts.plain("appeal.said", **effects)
    for pair in pairs:
        yield texts.plain(
            "appeal.pair", edition=pair.first.edition, first=pair.first.key, second=pair.second.key
        )
        yield "  " + texts.plain("support.compare_taps", verdict=verdict_text(pair.taps, texts))
        yield "  " + texts.plain("support.compare_members", verdict=verdict_text(pair.members, texts))
    if pairs:
        yield texts.plain("support.compared")


def _share(share: Share, texts: Texts) -> str:
    known = interval_text(wilson(share), texts)
    return f"{number_text(share.hits, texts)} ({exact_share(share.value, texts)}; {known})"
