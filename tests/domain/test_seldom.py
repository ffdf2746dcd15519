"""Favours are done now and then."""

from datetime import UTC, datetime, timedelta

from bot.domain.ids import ChatId
from bot.domain.seldom import Favour, Favours

ANA, BORIS = ChatId(501), ChatId(502)
NOW = datetime(2026, 3, 29, 18, 30, tzinfo=UTC)


def test_a_favour_is_done_once_in_its_time() -> None:
    favours = Favours()
    assert favours.may(Favour.HINT, ANA, NOW)
    favours.given(Favour.HINT, ANA, NOW)
    assert not favours.may(Favour.HINT, ANA, NOW + timedelta(seconds=59))
    assert favours.may(Favour.HINT, ANA, NOW + timedelta(seconds=60))


def test_favours_and_chats_do_not_count_for_each_other() -> None:
    favours = Favours()
    favours.given(Favour.HINT, ANA, NOW)
    assert favours.may(Favour.EXPORT, ANA, NOW)
    assert favours.may(Favour.HINT, BORIS, NOW)


def test_who_is_over_is_forgotten_when_there_are_many() -> None:
    favours = Favours()
    favours.given(Favour.EXPORT, ANA, NOW)
    for chat in range(10_000):
        favours.given(Favour.HINT, ChatId(1_000 + chat), NOW)
    favours.given(Favour.HINT, BORIS, NOW + timedelta(minutes=2))
    assert not favours.may(Favour.EXPORT, ANA, NOW + timedelta(minutes=2))
    assert favours.may(Favour.HINT, ChatId(1_000), NOW)
