"""Commands as people type them: near enough to guess which one was meant."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache

from bot.domain.folding import fold

_NEAR = 0.6
"""Share of letters in common, in order: `serach` and `stpo` are near, `weather` is not."""
_LONGEST = 32
"""No command of Telegram's is longer; what is, nobody mistyped."""
_folded = cache(fold)
"""Of our own commands, which are few."""


def nearest(typed: str, known: Sequence[str]) -> str | None:
    """The command that `/typed`, in Cyrillic letters perhaps, was meant to be; None for a foreign word."""
    word = fold(typed.removeprefix("/").partition("@")[0])[:_LONGEST]
    likeness = SequenceMatcher(None, "", word, autojunk=False)
    best, meant = _NEAR, None
    for command in reversed(known):
        likeness.set_seq1(_folded(command))
        # What can't be near enough is not looked at letter by letter.
        if likeness.real_quick_ratio() < best or likeness.quick_ratio() < best:
            continue
        if (share := likeness.ratio()) >= best:
            best, meant = share, command
    return meant
