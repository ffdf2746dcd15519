"""What the desk's buttons are sealed with in tests."""

from bot.domain.seals import Seals

SEALS = Seals("a key that only tests know")
