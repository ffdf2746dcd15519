"""Which updates a row of the table fits: python-telegram-bot's handlers say it, and call nothing."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    PreCheckoutQueryHandler,
    filters,
)

from bot.domain.subscribers import Role
from bot.rendering.callbacks import Action, unpack
from handlers.payments import SubscriptionHandler
from handlers.replies import RepliesTo
from handlers.routes import (
    ChatCommand,
    Checkout,
    Command,
    Inline,
    Membership,
    Message,
    Note,
    Press,
    Renewal,
    Reply,
    Route,
    StalePress,
)

Handler = BaseHandler[Any, Any, Any]
Routes = Sequence[tuple[Route, Handler]]


async def unused(_update: object, _context: object) -> None:
    """What python-telegram-bot would call; it only finds the route."""


def first_fit(routes: Routes, update: Update) -> tuple[Route, Handler, Any] | None:
    """The first row whose handler takes the update, and what that found in it."""
    for route, handler in routes:
        check = handler.check_update(update)
        if check is not None and check is not False:
            return route, handler, check
    return None


_OF_A_KIND: Mapping[type[Route], Callable[..., Handler]] = {
    StalePress: CallbackQueryHandler,
    Inline: InlineQueryHandler,
    Checkout: PreCheckoutQueryHandler,
    Renewal: SubscriptionHandler,
}
"""Those that take every update of a kind."""


def handler_of(route: Route) -> Handler:
    """What says whether an update is for this row."""
    match route:
        case Command(name, _, role, also=also):
            return CommandHandler((name, *also), unused, _where(role))
        case ChatCommand(name):
            return CommandHandler(name, unused, filters.UpdateType.MESSAGE & filters.ChatType.GROUPS)
        case Press(action):
            return CallbackQueryHandler(unused, pattern=partial(_sends, action))
        case Reply(key, _, role, kind, _):
            return MessageHandler(_where(role) & kind & RepliesTo(key), unused)
        case Message(kind):
            return MessageHandler(filters.UpdateType.MESSAGE & filters.ChatType.PRIVATE & kind, unused)
        case Note(kind):
            return MessageHandler(filters.UpdateType.MESSAGE & filters.ChatType.GROUPS & kind, unused)
        case StalePress() | Inline() | Checkout() | Renewal():
            return _OF_A_KIND[type(route)](unused)
        case Membership():
            return ChatMemberHandler(unused, ChatMemberHandler.MY_CHAT_MEMBER)


def _where(role: Role) -> filters.BaseFilter:
    """Readers are answered in private, the desk also in the newsroom's group."""
    return filters.UpdateType.MESSAGE & (filters.ChatType.PRIVATE if role is Role.READER else filters.ALL)


def _sends(action: Action, data: object) -> bool:
    """Whether a button with this data sends this action."""
    unpacked = unpack(str(data))
    return unpacked is not None and unpacked[0] is action
