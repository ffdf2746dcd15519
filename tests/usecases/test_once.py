"""What counts once is remembered in memory, and only so much of it."""

from bot.usecases.once import Once


def test_what_was_seen_is_known_until_there_is_too_much_of_it() -> None:
    once = Once(most=2)
    once.add("a")
    once.add("b")
    assert ("a" in once, "c" in once) == (True, False)
    once.add("c")
    assert ("a" in once, "c" in once) == (False, True)
