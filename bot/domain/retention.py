"""How long what is kept about people is kept. What was counted stays counted."""

from dataclasses import dataclass
from datetime import timedelta

DELIVERIES_KEPT = timedelta(days=90)
QUESTIONS_KEPT = timedelta(days=30)


@dataclass
class Pruned:
    """What was forgotten, and for how long at most anybody else had to wait for it."""

    pushes: int = 0
    """Whose deliveries are gone."""
    deliveries: int = 0
    questions: int = 0
    longest: float = 0.0
    """Seconds of the longest transaction."""
