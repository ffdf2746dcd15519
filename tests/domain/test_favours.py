"""Favours are done now and then."""

from datetime import UTC, datetime, timedelta

from bot.domain.favours import Favour, Favours
from bot.domain.ids import ChatId

ANA, BORIS = ChatId(501), ChatId(502)
NOW = datetime(2026, 3, 29, 18, 30, tzinfo=UTC)
LATER = NOW + timedelta(minutes=2)


def test_a_favour_is_done_once_in_its_time() -> None:
    favours = Favours()
    assert favours.grant(Favour.HINT, ANA, 1, NOW)
    assert not favours.grant(Favour.HINT, ANA, 2, NOW + timedelta(seconds=59))
    assert favours.grant(Favour.HINT, ANA, 3, NOW + timedelta(seconds=60))


def test_an_update_that_is_handled_again_gets_what_it_got() -> None:
    favours = Favours()
    assert favours.grant(Favour.EXPORT, ANA, 1, NOW)
    assert favours.grant(Favour.EXPORT, ANA, 1, NOW)


def test_favours_and_chats_do_not_count_for_each_other() -> None:
    favours = Favours()
    assert favours.grant(Favour.HINT, ANA, 1, NOW)
    assert favours.grant(Favour.EXPORT, ANA, 2, NOW)
    assert favours.grant(Favour.HINT, BORIS, 3, NOW)


def test_where_many_ask_those_whose_time_is_over_are_forgotten() -> None:
    favours = Favours()
    favours.grant(Favour.EXPORT, ANA, 1, NOW)
    for number in range(10_000):
        favours.grant(Favour.HINT, ChatId(1_000 + number), number, NOW)
    assert favours.grant(Favour.HINT, BORIS, 2, LATER)
    assert not favours.grant(Favour.EXPORT, ANA, 3, LATER)
    assert favours.grant(Favour.HINT, ChatId(1_000), 4, NOW)


def test_a_clock_that_is_put_back_refuses_nobody() -> None:
    favours = Favours()
    assert favours.grant(Favour.EXPORT, ANA, 1, NOW)
    assert favours.grant(Favour.EXPORT, ANA, 2, NOW - timedelta(hours=1))
