"""Whose turn it is."""

from bot.domain.ids import ChatId
from bot.domain.turns import CROWD, Turns

ANA, BORIS = ChatId(501), ChatId(502)


def test_a_chat_has_one_thing_out_at_a_time() -> None:
    turns: Turns[str] = Turns()
    turns.add(ANA, "first")
    turns.add(ANA, "second")
    assert turns.take() == (ANA, "first")
    assert turns.take() is None
    turns.done(ANA)
    assert turns.take() == (ANA, "second")


def test_a_chat_with_much_to_do_does_not_go_before_the_others() -> None:
    turns: Turns[str] = Turns()
    for thing in ("1", "2", "3"):
        turns.add(ANA, thing)
    turns.add(BORIS, "one thing")
    turns.take()
    turns.done(ANA)
    assert turns.take() == (BORIS, "one thing")


def test_what_must_come_again_comes_before_the_rest_of_its_chat() -> None:
    turns: Turns[str] = Turns()
    turns.add(None, "first")
    turns.add(None, "second")
    turns.take()
    turns.again(None, "first, better")
    assert turns.take() == (None, "first, better")


def test_what_waits_and_what_is_out_is_counted() -> None:
    turns: Turns[str] = Turns()
    turns.add(ANA, "first")
    turns.add(ANA, "second")
    turns.take()
    assert len(turns) == 2
    turns.done(ANA)
    assert len(turns) == 1


def test_of_one_chat_a_crowd_counts_at_most_when_it_is_asked_how_busy_we_are() -> None:
    turns: Turns[int] = Turns()
    for number in range(CROWD + 5):
        turns.add(ANA, number)
    turns.add(BORIS, 0)
    assert (len(turns), turns.pressing, turns.of(ANA)) == (CROWD + 6, CROWD + 1, CROWD + 5)
    for left in range(CROWD + 4, -1, -1):
        taken = turns.take()
        while taken and taken[0] != ANA:
            taken = turns.take()
        turns.done(ANA)
        assert (turns.pressing, turns.of(ANA)) == (min(left, CROWD) + 1, left)
