"""The menu of commands in people's apps: data, and how it gets to Telegram.

What a menu shows is a help, never a permission; that is checked at every command and press.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import structlog
from telegram import Bot, BotCommand, BotCommandScope, BotCommandScopeChat, BotCommandScopeDefault
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.domain.ids import UserId
from bot.domain.paper import Paper
from bot.domain.subscribers import Role
from bot.locales import Texts, available, texts_for

log = structlog.get_logger()


@dataclass(frozen=True)
class Menu:
    """The names of all commands, in order, with the role each needs."""

    commands: tuple[tuple[str, Role], ...]

    def entries(self, texts: Texts, role: Role) -> tuple[BotCommand, ...]:
        """What a person of this role may use, described in their language."""
        names = (name for name, needed in self.commands if needed <= role)
        return tuple(BotCommand(name, texts.plain(f"command.{name}")) for name in names)


async def publish_all(bot: Bot, paper: Paper, menu: Menu) -> None:
    """Give every reader the readers' menu, and each member of the desk theirs."""
    await _publish(bot, paper, menu, BotCommandScopeDefault(), Role.READER)
    for user_id in sorted(paper.editors | paper.admins):
        await publish_for(bot, paper, menu, user_id)


async def publish_for(bot: Bot, paper: Paper, menu: Menu, user_id: UserId) -> None:
    """Give one person the menu of their role, in their private chat."""
    await _publish(bot, paper, menu, BotCommandScopeChat(user_id), paper.role_of(user_id))


async def _publish(bot: Bot, paper: Paper, menu: Menu, scope: BotCommandScope, role: Role) -> None:
    for code, texts in _languages(paper):
        try:
            await bot.set_my_commands(menu.entries(texts, role), scope=scope, language_code=code)
        except (BadRequest, Forbidden) as error:
            # An editor who never pressed Start: their menu comes with their /start.
            log.info("menu_refused", scope=scope.to_dict(), problem=error.message)
            return
        except TelegramError as error:
            # The menu of an earlier start stays; the commands work without one.
            log.warning("menu_not_published", problem=error.message)
            return


def _languages(paper: Paper) -> Iterator[tuple[str | None, Texts]]:
    """Language codes with their texts; None is everybody whose app speaks none of them."""
    yield None, texts_for(next(iter(paper.editions)))
    for code in available():
        yield code, texts_for(code)
