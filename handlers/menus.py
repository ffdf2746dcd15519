"""The menu of commands in people's apps: data, and how it gets to Telegram.

What a menu shows is a help, never a permission; that is checked at every command and press.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
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
    of_chats: tuple[str, ...] = ()
    """What admins may use in their groups."""

    def entries(self, texts: Texts, role: Role, least: Role = Role.READER) -> tuple[BotCommand, ...]:
        """What a person of this role may use, in their language; `least` leaves out what lower roles may."""
        return _entries(tuple(name for name, needed in self.commands if least <= needed <= role), texts)

    def in_chats(self, texts: Texts) -> tuple[BotCommand, ...]:
        """What a group's admins may use there."""
        return _entries(self.of_chats, texts)


@cache
def _entries(names: tuple[str, ...], texts: Texts) -> tuple[BotCommand, ...]:
    """These commands, described; of as many menus as there are roles and languages."""
    return tuple(BotCommand(name, texts.plain(f"command.{name}")) for name in names)


@dataclass(frozen=True)
class _Shown:
    """Where a menu is shown, and which commands it holds."""

    scope: BotCommandScope
    entries: Callable[[Texts], tuple[BotCommand, ...]]


async def publish_all(bot: Bot, paper: Paper, menu: Menu, staff: Mapping[UserId, Role]) -> None:
    """Give readers the readers' menu, each member of the desk theirs, the desk's groups what works there.

    In other groups only admins may choose, so the other members are shown nothing.
    """
    readers = partial(menu.entries, role=Role.READER)
    await _publish(bot, paper, _Shown(BotCommandScopeAllPrivateChats(), readers))
    await _publish(bot, paper, _Shown(BotCommandScopeAllChatAdministrators(), menu.in_chats))
    desk = partial(menu.entries, role=Role.EDITOR, least=Role.EDITOR)
    for user_id, role in sorted(staff.items()):
        await publish_for(bot, paper, menu, user_id, role)
    for group in (one for one in paper.desk if one < 0):
        await _publish(bot, paper, _Shown(BotCommandScopeChat(group), desk))


async def publish_for(bot: Bot, paper: Paper, menu: Menu, user_id: UserId, role: Role) -> None:
    """Give one person the menu of their role, in their private chat."""
    theirs = partial(menu.entries, role=role)
    await _publish(bot, paper, _Shown(BotCommandScopeChat(user_id), theirs))


async def _publish(bot: Bot, paper: Paper, shown: _Shown) -> None:
    for code, texts in languages(paper):
        entries = shown.entries(texts)
        try:
            if await bot.get_my_commands(shown.scope, code) != entries:
                await bot.set_my_commands(entries, shown.scope, code)
        except (BadRequest, Forbidden) as error:
            # An editor who never pressed Start: their menu comes with their /start.
            log.info(
                "menu_refused",
                scope=shown.scope.type,
                chat=getattr(shown.scope, "chat_id", None),
                problem=error.message,
            )
            return
        except TelegramError as error:
            # The menu of an earlier start stays; the commands work without one.
            log.warning("menu_not_published", problem=error.message)
            return


def languages(paper: Paper) -> Iterator[tuple[str | None, Texts]]:
    """Language codes with their texts; None is everybody whose app speaks none of them."""
    yield None, texts_for(next(iter(paper.editions)))
    for code in available():
        yield code, texts_for(code)
