"""Files of memberships: read as spreadsheets write them, and every bad line is named."""

from datetime import date

import pytest

from bot.domain.member_codes import MemberCodes
from bot.domain.member_files import read_members
from bot.domain.memberships import Event
from bot.domain.support_links import Place, Reference, References

CODES, REFERENCES = MemberCodes("the secret"), References("the key")
REF = REFERENCES.write(Reference(place=Place.APPEAL, reader=17, day=date(2026, 11, 23)))
CODE = CODES.write(1, date(2027, 11, 26), 3)


def problems(text: str) -> list[tuple[int, str]]:
    """What is wrong with a file."""
    return [(one.number, one.problem) for one in read_members(text, REFERENCES, CODES)[1]]


def test_a_file_is_read_with_commas_or_semicolons() -> None:
    for sign in ",;":
        text = (
            f"Ref{sign}Until{sign}code{sign}event\r\n"
            f"{REF}{sign}2027-11-26{sign}{sign}\r\n\r\n"
            f'{sign}2027-11-26{sign}"{CODE}"{sign}renewed\r\n'
        )
        lines, bad = read_members(text, REFERENCES, CODES)
        assert bad == ()
        assert [(one.number, one.claim.event, bool(one.claim.ref)) for one in lines] == [
            (2, Event.CONFIRMED, True),
            (4, Event.RENEWED, False),
        ]


def test_a_line_without_an_id_has_the_same_one_tomorrow() -> None:
    text = f"ref,until\n{REF},2027-11-26\n"
    first, again = (read_members(text, REFERENCES, CODES)[0][0].claim.id for _ in range(2))
    other = read_members(text.replace("2027", "2028"), REFERENCES, CODES)[0][0].claim.id
    assert first == again != other
    assert read_members(f"id,ref,until\na,{REF},2027-11-26", REFERENCES, CODES)[0][0].claim.id == "a"


def test_every_bad_line_is_named() -> None:
    text = (
        "ref,code,until,amount_class\n"
        f"{REF},,tomorrow,\n"
        f"{REF},,2027-11-26\n"
        f"{REF},,2027-11-26,a\n"
        ",,2027-11-26,\n"
        f"{REF[:-1]}x,,2027-11-26,\n"
        f"{REF},,2027-11-26,a\n"
    )
    assert problems(text) == [
        (2, "`until` is no day like 2027-11-26"),
        (3, "`line` has 3 columns instead of 4"),
        (5, "`ref` is missing, and so is `code`"),
        (6, "`ref` is none of ours"),
        (7, "says the same as line 4, or has its id"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("", 1, "first line"),
        ("until\n2027-11-26", 1, "first line"),
        ("ref,until,until\n", 1, "twice"),
        ("ref,until,email\n", 1, "`email` is no column"),
        ('ref,until\n"a"b,2027-11-26\n', 2, "expected"),
    ],
)
def test_what_is_no_such_file_is_refused(text: str, line: int, problem: str) -> None:
    ((number, told),) = problems(text)
    assert number == line
    assert problem in told


def test_without_our_keys_nothing_in_it_is_ours() -> None:
    bad = read_members(f"ref,code,until\n{REF},,2027-11-26\n,{CODE},2027-11-26", None, None)[1]
    assert [one.number for one in bad] == [2, 3]
