"""Commands as people type them: near enough to guess which one was meant."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from bot.domain.folding import fold

_NEAR = 0.6
"""Share of letters in common, in order: `serach` and `stpo` are near, `weather` is not."""
_LONGEST = 32
"""No command of Telegram's is longer; what is, nobody mistyped."""


def nearest(typed: str, known: Sequence[str]) -> str | None:
    """The command that `/typed`, in Cyrillic letters perhaps, was meant to be; None for a foreign word."""
    word = fold(typed.removeprefix("/").partition("@")[0])[:_LONGEST]
    scored = [(_likeness(word, one), one) for one in known]
    best = max(scored, key=lambda scored: scored[0], default=(0.0, ""))
    return best[1] if best[0] >= _NEAR else None


def _likeness(word: str, command: str) -> float:
    matcher = SequenceMatcher(None, word, fold(command), autojunk=False)
    return matcher.ratio()
