"""Memberships as a file: CSV with a line of names first, as spreadsheets write it, with commas or semicolons.

Whoever reads it believes nothing: every line that is not as it must be is named, and then none is taken.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.domain.member_claims import FIELDS, digest_of, read_claim
from bot.domain.member_codes import MemberCodes
from bot.domain.memberships import Claim, Event
from bot.domain.support_links import References
from bot.errors import ClaimRefused

LARGEST = 2_000_000
"""Characters of a file: about 30,000 lines."""
_UNNAMED = "-"
_NO_NAMES = "the first line must name columns, `until` and at least one of `ref` and `code` among them"


@dataclass(frozen=True)
class Line:
    """A line with the number of its first row in the file, and what it claims."""

    number: int
    claim: Claim


@dataclass(frozen=True)
class Bad:
    """A line that is not as it must be."""

    number: int
    problem: str


def read_members(
    text: str, references: References | None, codes: MemberCodes | None
) -> tuple[Sequence[Line], Sequence[Bad]]:
    """All lines of a file, and those that are wrong. A line without an id is known by what it says."""
    rows, number = _rows(text), 0
    try:
        number, names = next(rows)
        names = [one.strip().lower() for one in names]
        if problem := _wrong_names(names):
            return (), (Bad(number, problem),)
        good, bad = list[Line](), list[Bad]()
        for number, row in rows:
            try:
                good.append(Line(number, _claim(names, row, references, codes)))
            except ClaimRefused as refused:
                bad.append(Bad(number, f"`{refused.args_['field']}` {refused.args_['problem']}"))
    except StopIteration:
        return (), (Bad(1, _NO_NAMES),)
    except csv.Error as error:
        return (), (Bad(number + 1, str(error)),)
    return good, (*bad, *_twice(good))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    first = text.partition("\n")[0]
    reader = csv.reader(text.splitlines(keepends=True), delimiter=";" if ";" in first else ",", strict=True)
    last = 0
    for row in reader:
        if any(cell.strip() for cell in row):
            yield last + 1, row
        last = reader.line_num


def _wrong_names(names: Sequence[str]) -> str:
    if unknown := [one for one in names if one not in FIELDS]:
        return f"`{unknown[0][:40]}` is no column; there are {', '.join(FIELDS)}"
    if len(set(names)) < len(names):
        return "a column is there twice"
    return "" if "until" in names and {"ref", "code"} & set(names) else _NO_NAMES


def _claim(
    names: Sequence[str], row: Sequence[str], references: References | None, codes: MemberCodes | None
) -> Claim:
    if len(row) != len(names):
        raise ClaimRefused(field="line", problem=f"has {len(row)} columns instead of {len(names)}")
    fields = {name: cell.strip() for name, cell in zip(names, row, strict=True)}
    given = {name: text for name, text in fields.items() if text}
    claim = read_claim({"event": Event.CONFIRMED, "id": _UNNAMED, **given}, codes)
    if claim.id == _UNNAMED:
        claim = replace(claim, id=f"line:{digest_of(claim)[:40]}")
    if not claim.ref and not claim.code:
        raise ClaimRefused(field="ref", problem="is missing, and so is `code`")
    if claim.ref and not (references and references.read(claim.ref)):
        raise ClaimRefused(field="ref", problem="is none of ours")
    return claim


def _twice(lines: Iterable[Line]) -> Iterator[Bad]:
    seen = dict[str, int]()
    for one in lines:
        if one.claim.id in seen:
            yield Bad(one.number, f"says the same as line {seen[one.claim.id]}, or has its id")
        seen.setdefault(one.claim.id, one.number)
