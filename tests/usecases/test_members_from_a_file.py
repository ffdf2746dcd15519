"""Members from a file of the paper's own records: all of it or nothing."""

from dataclasses import replace

import pytest

from bot.domain.appeals import AppealRules
from bot.domain.memberships import Member, Outcome
from bot.errors import MembersRefused
from tests.usecases.house import ANA, House
from tests.usecases.test_members import CODES, LATE, REFERENCES, SOON, claim, member, office, ref, told


@pytest.fixture
async def house(new_house: House) -> House:
    """A paper that asks readers, and shares a secret with its membership page; Ana reads it."""
    paper = replace(new_house.world.paper, appeals=AppealRules())
    house = await new_house.restarted(paper=paper, references=REFERENCES, codes=CODES)
    await house.subscribe(ANA)
    return house


async def test_a_file_is_taken_in_as_a_whole_and_again_changes_nothing(house: House) -> None:
    text = f"ref,code,until\n{ref()},,{LATE}\n{ref(0)},,{LATE}\n,{CODES.write(1, LATE, 3)},{LATE}\n"
    import_members = office(house).import_members
    assert await import_members(text, is_dry=True) == {Outcome.ACCEPTED: 1, Outcome.COUNTED: 2}
    assert await member(house) is None
    assert await import_members(text) == {Outcome.ACCEPTED: 1, Outcome.COUNTED: 2}
    assert await import_members(text) == {Outcome.ALREADY_KNOWN: 3}
    assert await member(house) == Member(until=LATE, owes_thanks=True)


async def test_of_a_file_with_bad_lines_nothing_is_taken(house: House) -> None:
    await told(house, claim(until=SOON))
    text = f"id,ref,until\nnew,{ref()},{LATE}\norder-1,{ref()},{LATE}\nold,{ref()},2026-01-01\nbad,,{LATE}\n"
    with pytest.raises(MembersRefused) as refused:
        await office(house).import_members(text)
    assert refused.value.args_ == {
        "number": 3,
        "lines": "3: `id` was used before for something else\n4: `until` is past\n"
        "5: `ref` is missing, and so is `code`",
    }
    assert await member(house) == Member(until=SOON, owes_thanks=True)


async def test_of_many_bad_lines_fifty_are_named(house: House) -> None:
    text = "ref,until\n" + f"x,{LATE}\n" * 60
    with pytest.raises(MembersRefused) as refused:
        await office(house).import_members(text)
    lines = str(refused.value.args_["lines"]).splitlines()
    assert (refused.value.args_["number"], len(lines), lines[-1]) == (60, 51, "… +10")
