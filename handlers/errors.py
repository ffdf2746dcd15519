"""What a person is told when something went wrong: one sentence, and never less than that.

What a person asked for and cannot have is said in its own sentence, our own trouble with a number that
finds the line in the log: readers are not told about databases.
"""

import secrets

import structlog
from telegram.error import BadRequest, TelegramError

from bot.errors import KolporterError, StartError
from bot.rendering.plain import shorten
from handlers.context import Context, Talk

_LONGEST_ARGUMENT = 300
"""Characters of what somebody typed that an error repeats; a message holds 4096."""

log = structlog.get_logger()


async def explain(talk: Talk, error: Exception) -> None:
    """Tell the person what became of their update."""
    match error:
        case KolporterError() if not isinstance(error, StartError):
            log.info("refused", key=error.text_key, user=talk.person.id)
            await _tell(talk, error.text_key, error.args_)
        case TelegramError() if not isinstance(error, BadRequest):
            # Telegram is away, slow or shut to us: a second message would fare no better.
            log.warning("answer_failed", problem=error.message, user=talk.person.id)
        case _:
            incident = secrets.token_hex(4)
            log.error("handler_failed", incident=incident, user=talk.person.id, exc_info=error)
            await _tell(talk, "error.incident", {"incident": incident})


async def log_stray(_update: object, context: Context) -> None:
    """The last resort, for what went wrong while somebody was being told."""
    log.error("update_failed", exc_info=context.error)


async def _tell(talk: Talk, key: str, args: dict[str, object]) -> None:
    short = {name: shorten(str(value), _LONGEST_ARGUMENT) for name, value in args.items()}
    if talk.is_press:
        await talk.toast(talk.texts.plain(key, **short), alert=True)
    else:
        await talk.say(talk.texts.html(key, **short))
