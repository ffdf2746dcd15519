"""Pieces of formatting, and how Telegram sorts out those that overlap.

Its library does that on the way to the server, where it can't be asked for it alone, so that it is repeated
here: `sorted_out` follows `fix_entities` and `merge_new_entities` of TDLib, and the tests ask the library.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from sys import maxsize
from typing import Any, NamedTuple

STYLES = ("bold", "italic", "underline", "strikethrough", "spoiler")
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
CODE = frozenset({"code", "pre"})
_PRIORITY = {
    "blockquote": 0, "expandable_blockquote": 0, "pre": 10, "code": 20, "text_link": 49, "text_mention": 49,
    "bold": 90, "italic": 91, "underline": 92, "strikethrough": 93, "spoiler": 94, "custom_emoji": 99,
}  # fmt: skip


class Entity(NamedTuple):
    """One piece of formatting; `extra` holds what the type needs (url, language, user_id …) as pairs.

    Offset and length count UTF-16 units.
    """

    type: str
    offset: int
    length: int
    extra: tuple[tuple[str, Any], ...] = ()

    @property
    def end(self) -> int:
        return self.offset + self.length

    def as_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {"type": self.type, "offset": self.offset, "length": self.length}
        told.update(self.extra)
        return told


_NOTHING = Entity("", 0, 0)


def sorted_out(given: Sequence[Entity], found: Sequence[Entity] = ()) -> list[Entity]:
    """The given pieces and those found in the text, in order, so that none crosses another.

    Styles are joined, and split where something else begins or ends; inside code there are none. Of
    everything else the first stays where two cross, and what was given where something was found.
    """
    if are_apart(given) and not (given and found):
        return [*given, *found]
    everything = sorted([*given, *found], key=_place)
    if are_apart(everything):
        return everything
    ordered = sorted(given, key=_place)
    styles = [entity for entity in ordered if entity.type in STYLES]
    quotes = _uncrossed(entity for entity in ordered if entity.type in QUOTES)
    firm = _uncrossed(entity for entity in ordered if entity.type not in QUOTES and entity.type not in STYLES)
    firm = [entity for entity in firm if not _crosses(entity, quotes)]
    new = [entity for entity in found if not _touches(entity, firm) and not _crosses(entity, quotes)]
    holders = sorted([*quotes, *firm, *new], key=_place)
    return sorted([*holders, *_Splitting(styles).around(holders)], key=_place)


def are_apart(entities: Sequence[Entity]) -> bool:
    """Whether each piece begins behind the end of the one before, so that there is nothing to sort out."""
    return all(one.end < other.offset for one, other in pairwise(entities))


def _place(entity: Entity) -> tuple[int, int, int]:
    return entity.offset, -entity.length, _PRIORITY.get(entity.type, 50)


def _uncrossed(entities: Iterable[Entity]) -> list[Entity]:
    kept: list[Entity] = []
    for entity in entities:
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def _last_before(end: int, others: list[Entity]) -> Entity:
    """Of pieces in order the last that begins before `end`; an empty one where there is none."""
    index = bisect_left(others, end, key=lambda other: other.offset)
    return others[index - 1] if index else _NOTHING


def _touches(entity: Entity, others: list[Entity]) -> bool:
    return _last_before(entity.end, others).end > entity.offset


def _crosses(entity: Entity, quotes: list[Entity]) -> bool:
    """Whether it lies neither inside nor outside of every quote."""
    quote = _last_before(entity.end, quotes)
    return quote.end > entity.offset and (quote.offset > entity.offset or quote.end < entity.end)


class _Splitting:
    """Styles, joined with their like and split at the borders of other pieces."""

    def __init__(self, styles: list[Entity]) -> None:
        self._waiting = styles[::-1]
        self._open: dict[str, tuple[int, int]] = {}
        self._done: list[Entity] = []

    def around(self, holders: list[Entity]) -> list[Entity]:
        inside: list[Entity] = []
        for offset, holder in [*((holder.offset, holder) for holder in holders), (maxsize, None)]:
            while inside and offset >= inside[-1].end:
                self._leave(inside.pop())
            self._go_to(offset)
            if holder is not None:
                inside.append(holder)
        return self._done

    def _leave(self, holder: Entity) -> None:
        before = len(self._done)
        self._go_to(holder.end)
        if holder.type in CODE:
            del self._done[before:]

    def _go_to(self, offset: int) -> None:
        while self._waiting and self._waiting[-1].offset < offset:
            style = self._waiting.pop()
            start, end = self._open.get(style.type, (0, -1))
            if style.offset <= end:
                self._open[style.type] = (start, max(end, style.end))
            else:
                self._flush(style.offset)
                self._open[style.type] = (style.offset, style.end)
        self._flush(offset)

    def _flush(self, offset: int) -> None:
        for style, (start, end) in list(self._open.items()):
            if start >= offset:
                continue
            self._done.append(Entity(style, start, min(end, offset) - start))
            del self._open[style]
            if end > offset:
                self._open[style] = (offset, end)
