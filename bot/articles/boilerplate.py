"""Paragraphs → the article's own, the appeal, and what was left out with the reason why.

Two defences: paragraphs that the site prints again and again (`often`, from its last articles; knows no
language), and the lexicon for the time before those are known.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.articles.lexicon import (
    APPEAL,
    ASKS,
    BYLINE,
    COMMENTS,
    CREDIT,
    FEED_FOOTER,
    GREETING,
    NOTICE,
    READ_ALSO,
    RIGHTS,
    SERIES,
    SHARE,
    SUBSCRIBE,
    TAGS,
    VIDEO_OF_THE_DAY,
    WALL,
)
from bot.articles.markup import HEADINGS, Block
from bot.articles.text import bare
from bot.domain.articles import Dropped, Reason
from bot.domain.paragraphs import paragraph_print

_APPEAL_LENGTH = 4
"""How many paragraphs after the greeting an appeal may have, and how near the end one without it stands."""
_ENDS = re.compile(r"[.!?…。！？؟][\"”“»’')\]]*$")
_CUT_OFF = re.compile(r"\s*\[(?:…|\.\.\.)\]\s*$")
_ADDRESS = re.compile(r"^https?://\S+$")
_BARE_GREETING = re.compile(r"[^.?]{1,40}[,:!]?")
_A_TEXT = 250
_LONGEST_LABEL, _LONGEST_TITLE = 30, 200
"""Of a plain last line that is no sentence; many a last sentence has lost its dot."""
_MOST_LABELS = 3
"""More short lines than this at the end are a list."""
_LABELS: tuple[tuple[Reason, re.Pattern[str], int], ...] = (
    ("read also", READ_ALSO, 250),
    ("share", SHARE, 120),
    ("subscription", SUBSCRIBE, 250),
    ("subscription", WALL, 200),
    ("notice", NOTICE, 300),
    ("feed footer", FEED_FOOTER, 600),
    ("rights", RIGHTS, 300),
    ("comments", COMMENTS, 60),
    ("byline", BYLINE, 160),
    ("tags", TAGS, 300),
    ("address", _ADDRESS, 500),
)
"""Reason, pattern, and the length up to which a paragraph that begins so is that and nothing else."""


@dataclass(frozen=True)
class Cleaned:
    """The outcome; every block's text is in exactly one of the two."""

    body: tuple[Block, ...]
    dropped: tuple[Dropped, ...]

    @property
    def length(self) -> int:
        """Characters of text that stay."""
        return sum(len(block.text) for block in self.body)

    def because(self, reason: Reason) -> tuple[str, ...]:
        """The texts left out for this reason."""
        return tuple(each.text for each in self.dropped if each.reason == reason)


def cleaned(blocks: Sequence[Block], often: Collection[str] = ()) -> Cleaned:
    """Sort the paragraphs of an article. `often` holds the prints of what the site repeats."""
    body: list[Block] = []
    dropped: list[Dropped] = []
    position = 0
    while position < len(blocks):
        reason, length = _label(blocks, position, often)
        taken = blocks[position : position + length]
        if reason:
            dropped += [Dropped(block.text, reason) for block in taken]
        else:
            texts = ((block, _CUT_OFF.sub("…", bare(block.text))) for block in taken)
            body += [replace(block, text=text) for block, text in texts if text]
        position += length
    labels = _trailing_labels(body)
    dropped += [Dropped(block.text, "label") for block in body[len(body) - labels :]]
    return Cleaned(tuple(body[: len(body) - labels]), tuple(dropped))


def only_prose(text: Cleaned) -> Cleaned:
    """A few lines without any sentence are what a page shows in place of an article."""
    if text.length >= _A_TEXT or any(is_sentence(block.text) for block in text.body):
        return text
    return Cleaned((), (*text.dropped, *(Dropped(block.text, "label") for block in text.body)))


def is_sentence(text: str) -> bool:
    """Whether a text ends like a sentence, as headings, labels and names do not."""
    return bool(_ENDS.search(text))


def _label(blocks: Sequence[Block], position: int, often: Collection[str]) -> tuple[Reason | None, int]:
    """Why the block at `position` leaves (None: it stays), and how many blocks that is true for."""
    text = blocks[position].text
    if length := _appeal(blocks, position):
        return "appeal", length
    if len(text) < 60 and VIDEO_OF_THE_DAY.match(text):
        return "video of the day", 1 + _titles(blocks, position + 1)
    for reason, pattern, longest in _LABELS:
        if len(text) <= longest and pattern.match(text):
            alone = reason == "read also" and (len(text) < 30 or text.endswith(":"))
            return reason, 1 + (_titles(blocks, position + 1) if alone else 0)
    if often and paragraph_print(text) in often:
        return "repeated", 1
    return ("caption" if is_caption(text) else None), 1


def _appeal(blocks: Sequence[Block], position: int) -> int:
    """How many blocks from here on are the membership appeal."""
    text = blocks[position].text
    if GREETING.match(text):
        reach = blocks[position : position + 1 + _APPEAL_LENGTH]
        at_foot = 0 < position == len(blocks) - len(reach)
        asks = ASKS if at_foot and _BARE_GREETING.fullmatch(text) else APPEAL
        return max((number for number, block in enumerate(reach, 1) if asks.search(block.text)), default=0)
    near_end = position >= max(1, len(blocks) - _APPEAL_LENGTH)
    is_one = APPEAL.search(text) if near_end else len(text) <= _A_TEXT and APPEAL.match(text)
    return 1 if is_one else 0


def _titles(blocks: Sequence[Block], start: int) -> int:
    """How many blocks from `start` on are mere titles, as they stand under a label."""
    count = 0
    for block in blocks[start : start + 5]:
        if len(block.text) > _LONGEST_TITLE or is_sentence(block.text):
            break
        count += 1
    return count


def _trailing_labels(body: Sequence[Block]) -> int:
    """How many blocks at the end are no sentences: headings of what was cut off, names, buttons."""
    count = 0
    for block in reversed(body):
        if is_sentence(block.text) or (block.kind not in HEADINGS and len(block.text) > _LONGEST_LABEL):
            break
        if block.kind == "li":
            break
        count += 1
    return count if count <= min(_MOST_LABELS, len(body) - 1) else 0


def is_caption(text: str) -> bool:
    """Whether a paragraph is a picture's caption with its credit, or names the column it belongs to."""
    if len(text) > 160 or (is_sentence(text) and len(text) > 60):
        return False
    return bool(credit_of(text)) or bool(SERIES.match(text))


def credit_of(text: str) -> str | None:
    """Whose picture it is, from a caption: `… / Photo Sloboden pechat` → `Sloboden pechat`."""
    found = CREDIT.search(text)
    credit = (found["credit"] or found["holder"]).strip(" .)") if found else ""
    return credit if credit and not credit[0].islower() else None
