"""Small groups are hidden, also from who subtracts."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.small_groups import SMALL, Breakdown, Group, told

COUNTS = st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 40), max_size=8)


@given(COUNTS, st.booleans())
def test_no_small_group_is_ever_told(counts: dict[str, int], of_one_whole: bool) -> None:
    found = told(counts, of_one_whole=of_one_whole)
    assert all(one.count >= SMALL for one in found.groups)
    assert len(found.groups) + found.hidden == sum(count > 0 for count in counts.values())


@given(COUNTS)
def test_what_is_left_of_a_whole_tells_of_no_small_group(counts: dict[str, int]) -> None:
    found = told(counts, of_one_whole=True)
    rest = sum(counts.values()) - sum(one.count for one in found.groups)
    assert not found.groups or not found.hidden or (found.hidden > 1 and rest >= SMALL)


def test_one_small_group_takes_the_next_one_with_it() -> None:
    assert told({"mk": 500, "en": 40, "sq": 9}, of_one_whole=True) == Breakdown((Group("mk", 500),), 2)


def test_groups_that_overlap_hide_nobody_else() -> None:
    found = told({"roads": 40, "books": 9}, of_one_whole=False)
    assert found == Breakdown((Group("roads", 40),), 1)


def test_the_largest_comes_first() -> None:
    assert [one.name for one in told({"b": 10, "a": 10, "c": 11}, of_one_whole=True).groups] == [
        "c",
        "a",
        "b",
    ]
