"""The bot's profile: name, what stands in the empty chat, what stands beside its picture; in every language.

Telegram lets a bot rename itself only a few times a day, so what stands there already is left alone.
"""

from typing import Any

import structlog
from telegram import Bot
from telegram.constants import BotDescriptionLimit, BotNameLimit
from telegram.error import TelegramError

from bot.domain.paper import Paper
from bot.locales import Texts
from bot.rendering.plain import shorten
from handlers.menus import languages

log = structlog.get_logger()


async def publish_profile(bot: Bot, paper: Paper) -> None:
    """Put the profile into people's apps. What Telegram refuses stays as it was, until the next start."""
    for code, texts in languages(paper):
        title = paper.editions[paper.edition_for(code or "")].title
        for fact, text in _facts(title, texts).items():
            try:
                await _put(bot, fact, text, code)
            except TelegramError as error:
                log.warning("profile_not_published", fact=fact, language=code, problem=error.message)


def _facts(title: str, texts: Texts) -> dict[str, str]:
    """What the Bot API calls them, and what they say."""
    name, room = shorten(title, BotNameLimit.MAX_NAME_LENGTH), BotDescriptionLimit
    description = texts.plain("profile.description", paper=name)
    short = texts.plain("profile.short", paper=name)
    return {
        "name": name,
        "description": shorten(description, room.MAX_DESCRIPTION_LENGTH),
        "short_description": shorten(short, room.MAX_SHORT_DESCRIPTION_LENGTH),
    }


async def _put(bot: Any, fact: str, text: str, code: str | None) -> None:
    stands = await getattr(bot, f"get_my_{fact}")(language_code=code)
    if getattr(stands, fact) != text:
        await getattr(bot, f"set_my_{fact}")(text, language_code=code)
