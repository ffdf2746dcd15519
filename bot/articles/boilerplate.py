"""Paragraphs → the article's own, the appeal, and what was left out with the reason why."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.articles.lexicon import (
    APPEAL,
    CREDIT,
    FEED_FOOTER,
    GREETING,
    READ_ALSO,
    RIGHTS,
    SERIES,
    SHARE,
    SUBSCRIBE,
    VIDEO_OF_THE_DAY,
)
from bot.articles.markup import Block

_APPEAL_LENGTH = 4
"""How many paragraphs after the greeting an appeal may have, and how near the end one without it stands."""
_ENDS = re.compile(r"[.!?…][\"”“»’')\]]*$")
_CUT_OFF = re.compile(r"\s*\[(?:…|\.\.\.)\]\s*$")
_LABELS = (
    ("read also", READ_ALSO, 250),
    ("share", SHARE, 80),
    ("subscription", SUBSCRIBE, 250),
    ("feed footer", FEED_FOOTER, 600),
    ("rights", RIGHTS, 300),
)
"""Reason, pattern, and the length up to which a paragraph that begins so is that and nothing else."""


@dataclass(frozen=True)
class Dropped:
    """A paragraph that is not the article's, and why."""

    text: str
    reason: str


@dataclass(frozen=True)
class Cleaned:
    """The outcome; every block is in exactly one of the two."""

    body: tuple[str, ...]
    dropped: tuple[Dropped, ...]

    def because(self, reason: str) -> tuple[str, ...]:
        """The texts left out for this reason."""
        return tuple(each.text for each in self.dropped if each.reason == reason)


def cleaned(blocks: Sequence[Block]) -> Cleaned:
    """Sort the paragraphs of an article."""
    body: list[str] = []
    dropped: list[Dropped] = []
    position = 0
    while position < len(blocks):
        reason, length = _label(blocks, position)
        texts = [block.text for block in blocks[position : position + length]]
        if reason:
            dropped += [Dropped(text, reason) for text in texts]
        else:
            body += [_CUT_OFF.sub("…", text) for text in texts]
        position += length
    return Cleaned(tuple(body), tuple(dropped))


def is_sentence(text: str) -> bool:
    """Whether a text ends like a sentence, as headings, labels and names do not."""
    return bool(_ENDS.search(text))


def _label(blocks: Sequence[Block], position: int) -> tuple[str | None, int]:
    """Why the block at `position` leaves (None: it stays), and how many blocks that is true for."""
    text = blocks[position].text
    if length := _appeal(blocks, position):
        return "appeal", length
    if len(text) < 60 and VIDEO_OF_THE_DAY.match(text):
        return "video of the day", 1 + _titles(blocks, position + 1)
    for reason, pattern, longest in _LABELS:
        if len(text) <= longest and pattern.match(text):
            alone = reason == "read also" and len(text) < 30
            return reason, 1 + (_titles(blocks, position + 1) if alone else 0)
    return ("caption" if is_caption(text) else None), 1


def _appeal(blocks: Sequence[Block], position: int) -> int:
    """How many blocks from here on are the membership appeal."""
    text = blocks[position].text
    if GREETING.match(text):
        reach = blocks[position : position + 1 + _APPEAL_LENGTH]
        return max((number for number, block in enumerate(reach, 1) if APPEAL.search(block.text)), default=0)
    near_end = position >= max(1, len(blocks) - _APPEAL_LENGTH)
    return 1 if near_end and APPEAL.search(text) else 0


def _titles(blocks: Sequence[Block], start: int) -> int:
    """How many blocks from `start` on are mere titles, as they stand under a label."""
    count = 0
    for block in blocks[start : start + 5]:
        if len(block.text) > 200 or is_sentence(block.text):
            break
        count += 1
    return count


def is_caption(text: str) -> bool:
    """Whether a paragraph is a picture's caption with its credit, or names the column it belongs to."""
    if len(text) > 160 or (is_sentence(text) and len(text) > 60):
        return False
    return bool(credit_of(text)) or bool(SERIES.match(text))


def credit_of(text: str) -> str | None:
    """Whose picture it is, from a caption: `… / Photo Sloboden pechat` → `Sloboden pechat`."""
    found = CREDIT.search(text)
    credit = found["credit"].strip(" .)") if found else ""
    return credit if credit and not credit[0].islower() else None
