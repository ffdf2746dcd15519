"""What a person is told when something went wrong: one sentence, and never less than that.

What a person asked for and cannot have is said in its own sentence, our own trouble with a number that
finds the line in the log: readers are not told about databases.
"""

import secrets

import structlog

from bot.errors import KolporterError, StartError
from bot.rendering.plain import shorten
from handlers.context import Talk

_LONGEST_ARGUMENT = 300
"""Characters of what somebody typed that an error repeats; a message holds 4096."""

log = structlog.get_logger()


def explain(talk: Talk, error: Exception) -> None:
    """Tell the person what became of their update."""
    match error:
        case KolporterError() if not isinstance(error, StartError):
            log.info("refused", key=error.text_key, user=talk.person.id)
            _tell(talk, error.text_key, error.args_)
        case _:
            incident = secrets.token_hex(4)
            log.error("handler_failed", incident=incident, user=talk.person.id, exc_info=error)
            _tell(talk, "error.incident", {"incident": incident})


def _tell(talk: Talk, key: str, args: dict[str, object]) -> None:
    short = {name: shorten(str(value), _LONGEST_ARGUMENT) for name, value in args.items()}
    if talk.payments.is_asked:
        talk.payments.answer(talk.texts.plain(key, **short), talk.texts.html("stars.too_late"))
    elif talk.is_press:
        talk.toast(talk.texts.plain(key, **short), alert=True)
    elif not talk.is_inline:
        # Who types in another chat expects no message from us; they see that nothing is offered.
        talk.say(talk.texts.html(key, **short))
