"""Who may choose for a group: asked of Telegram, and remembered for half a minute."""

from dataclasses import replace

import pytest

from bot.courier import Courier
from bot.domain.chats import ANONYMOUS_ADMIN
from bot.domain.ids import ChatId
from bot.errors import UsageError
from bot.usecases.check_admins import CheckAdmins
from tests.usecases.house import ANA, BORIS, HandClock, person
from tests.usecases.wire import Said, Wire, refused

ADMIN, MEMBER = (replace(person(one), chat_id=ChatId(-1001)) for one in (BORIS, ANA))


def admins(*people: int) -> Said:
    """What Telegram says of a chat with these admins."""
    return 200, {"ok": True, "result": [{"user": {"id": one}, "status": "administrator"} for one in people]}


@pytest.fixture
def wire() -> Wire:
    """A Telegram that first names Boris as the only admin."""
    wire = Wire()
    wire.next.append(admins(BORIS))
    return wire


@pytest.fixture
def check(wire: Wire, clock: HandClock) -> CheckAdmins:
    """Nothing known yet."""
    return CheckAdmins(courier=Courier(wire), clock=clock)


async def test_only_who_telegram_names_may(check: CheckAdmins) -> None:
    await check.fetch(ADMIN)
    assert check(ADMIN)
    assert not check(MEMBER)


async def test_its_word_is_good_for_half_a_minute(check: CheckAdmins, wire: Wire, clock: HandClock) -> None:
    await check.fetch(ADMIN)
    clock.advance(seconds=29)
    await check.fetch(ADMIN)
    assert len(wire.sent) == 1
    clock.advance(seconds=1)
    wire.next.append(admins(ANA))
    await check.fetch(ADMIN)
    assert not check(ADMIN)


async def test_what_telegram_did_not_say_is_asked_again(check: CheckAdmins, wire: Wire) -> None:
    wire.next.appendleft((502, {}))
    await check.fetch(ADMIN)
    with pytest.raises(UsageError) as problem:
        check(ADMIN)
    assert problem.value.text_key == "error.admins_unknown"
    await check.fetch(ADMIN)
    assert check(ADMIN)


async def test_a_chat_that_is_not_ours_to_see_has_none(check: CheckAdmins, wire: Wire) -> None:
    wire.next[0] = refused(400, "Bad Request: chat not found")
    await check.fetch(ADMIN)
    assert not check(ADMIN)


def test_an_anonymous_admin_need_not_be_asked_about(check: CheckAdmins) -> None:
    assert check(replace(ADMIN, id=ANONYMOUS_ADMIN))


async def test_it_does_not_remember_the_whole_world(check: CheckAdmins, wire: Wire) -> None:
    await check.fetch(ADMIN)
    wire.next.extend([admins()] * 10_000)
    for number in range(10_000):
        await check.fetch(replace(ADMIN, chat_id=ChatId(-2_000_000 - number)))
    with pytest.raises(UsageError):
        check(ADMIN)
