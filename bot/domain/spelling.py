"""Names as readers misspell them: which of the known ones may be meant."""

from collections.abc import Iterable

MOST_SLIPS = 2
_SHORTEST = 4
_FOR_TWO = 8
"""Letters from which two slips are believed."""
_AT_MOST = 3


def edges(word: str) -> tuple[str, str]:
    """Beginning and end that a name shares with a word in which not both are misspelt."""
    size = 2 if len(word) < _FOR_TWO else 3
    return word[:size], word[-size:]


def closest(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known words at the least number of slips from it, at most three; none when all are too far."""
    allowed = _allowed(word)
    if not allowed:
        return ()
    near = [(slips(word, one, allowed), one) for one in set(known) if abs(len(one) - len(word)) <= allowed]
    least = min((far for far, _ in near), default=allowed + 1)
    return tuple(sorted(one for far, one in near if far == least <= allowed)[:_AT_MOST])


def slips(one: str, other: str, limit: int) -> int:
    """How many letters were left out, added, mistaken or swapped with the next; `limit` + 1 if more."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, against in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def _allowed(word: str) -> int:
    if len(word) < _SHORTEST or any(letter.isdigit() for letter in word):
        return 0
    return MOST_SLIPS if len(word) >= _FOR_TWO else 1
