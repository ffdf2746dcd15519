"""A desk button works for whom and where it was shown, in time, and once; what is made up never does."""

import random
import string
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.domain.desk_refs import DeskRef
from bot.domain.ids import ChatId
from bot.domain.subscribers import Person
from bot.errors import RefRefused
from bot.usecases.redeem import look_up, redeem
from tests.canaries import capture_logs
from tests.usecases.house import ELENA, FILIP, House, editor, person

ALPHABET = string.ascii_letters + string.digits + "-_"


def ref(house: House) -> DeskRef:
    """Elena's button, which works for a minute."""
    until = house.clock.now() + timedelta(minutes=1)
    return DeskRef(action="retract", about=7, version=2, chat_id=ChatId(ELENA), expires_at=until)


async def shown(house: House) -> str:
    """Its token."""
    async with house.world.open_store() as store:
        return await store.desk_refs.issue(ref(house), house.clock.now())


async def pressed(house: House, token: str, action: str = "retract", by: Person | None = None) -> str:
    """What comes of a press."""
    try:
        async with house.world.open_store() as store:
            await redeem(store, token, action, by or editor(), house.clock.now())
    except RefRefused as refused:
        return refused.text_key
    return "done"


def forgeries(tokens: list[str], seed: int = 8) -> Iterator[tuple[str, str, Person]]:
    """Random ones, near misses, and true ones with another action or in another chat."""
    dice = random.Random(seed)
    while True:
        true = dice.choice(tokens)
        place = dice.randrange(len(true))
        other = dice.choice(ALPHABET.replace(true[place], ""))
        yield "".join(dice.choices(ALPHABET, k=22)), "retract", editor()
        yield true[:place] + other + true[place + 1 :], "retract", editor()
        yield true[:place], "retract", editor()
        yield f"{true}.{dice.randrange(99)}", "retract", editor()
        yield true, dice.choice(["fix", "correct", "send", "RETRACT", ""]), editor()
        yield true, "retract", person(dice.choice([FILIP, -ELENA, dice.randrange(10**9, 10**10)]))
        yield str(dice.randrange(10_000)), "retract", editor()


async def test_a_button_works_once(house: House) -> None:
    token = await shown(house)
    assert [await pressed(house, token) for _ in range(2)] == ["done", "refused.used"]


async def test_what_it_stands_for_can_be_looked_at_before(house: House) -> None:
    token = await shown(house)
    async with house.world.open_store() as store:
        assert await look_up(store, token, "retract", editor(), house.clock.now()) == ref(house)
    assert await pressed(house, token) == "done"


async def test_a_button_that_was_carried_elsewhere_does_nothing(house: House) -> None:
    token = await shown(house)
    assert await pressed(house, token, by=editor(FILIP)) == "refused.elsewhere"
    assert await pressed(house, token) == "done"


async def test_who_pressed_what_is_refused_stands_in_the_log(house: House) -> None:
    token = await shown(house)
    with capture_logs() as lines:
        await pressed(house, token, by=editor(FILIP))
    (line,) = [one for one in lines if one["event"] == "desk_button_refused"]
    assert (line["why"], line["action"], line["user"], line["chat"]) == ("elsewhere", "retract", FILIP, FILIP)


async def test_a_button_that_is_too_old_does_nothing(house: House) -> None:
    token = await shown(house)
    house.clock.advance(minutes=1)
    assert await pressed(house, token) == "refused.expired"


async def test_a_press_that_failed_may_come_again(house: House) -> None:
    token = await shown(house)
    with pytest.raises(ArithmeticError):
        await _broken_off(house, token)
    assert await pressed(house, token) == "done"


async def _broken_off(house: House, token: str) -> None:
    async with house.world.open_store() as store:
        await redeem(store, token, "retract", editor(), house.clock.now())
        raise ArithmeticError


async def test_of_thousands_of_forgeries_none_is_accepted(house: House) -> None:
    tokens = [await shown(house) for _ in range(50)]
    outcomes: Counter[str] = Counter()
    made_up = forgeries(tokens)
    async with house.world.open_store() as store:
        for _ in range(2_100):
            token, action, who = next(made_up)
            with pytest.raises(RefRefused) as refused:
                await redeem(store, token, action, who, house.clock.now())
            outcomes[refused.value.text_key] += 1
    assert outcomes == {"refused.forged": 1_800, "refused.elsewhere": 300}
    assert {await pressed(house, one) for one in tokens} == {"done"}
