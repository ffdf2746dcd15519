"""A press of a button of the desk: what was put on it, or why it is refused, which also goes into the log."""

import structlog

from bot.clock import Clock
from bot.domain.desk_refs import RefusedFor
from bot.domain.seals import Seals
from bot.domain.subscribers import Person
from bot.errors import RefRefused

log = structlog.get_logger()


class CheckSeal:
    """Whoever presses has the desk's role already; this says that the button is ours."""

    def __init__(self, *, seals: Seals, clock: Clock) -> None:
        self._seals = seals
        self._clock = clock

    def __call__(self, sealed: str, editor: Person) -> str:
        """The button's data. Raises RefRefused."""
        data = self._seals.open(sealed, editor.chat_id, self._clock.now())
        if isinstance(data, RefusedFor):
            log.warning("desk_button_refused", why=data, user=editor.id, chat=editor.chat_id)
            raise RefRefused(f"refused.{data}")
        return data
