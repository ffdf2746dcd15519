"""Who may do what, decided from the row of the route at every command and every press.

A reader who types a command of the desk gets the answer to an unknown command: what readers can't do
is not theirs to know about. A tap is told that it is not allowed, since the button was there to see.
"""

from bot.domain.subscribers import Role
from bot.errors import NotAllowed, UsageError
from handlers.actions import is_action
from handlers.context import Talk
from handlers.readers.help import unknown_command
from handlers.routes import ChatCommand, Press, Route


def may(route: Route, talk: Talk) -> bool:
    """Whether the person's role reaches this far."""
    return talk.person.role >= route.role


def asks_admins(route: Route, talk: Talk) -> bool:
    """Whether it chooses for a group or channel, which is for its admins. The desk's work is the desk's."""
    chooses = isinstance(route, ChatCommand) or (isinstance(route, Press) and not route.for_all)
    return chooses and route.role is Role.READER and talk.is_for_many


async def enter(route: Route, talk: Talk) -> None:
    """Go where the route leads if the person may. Raises NotAllowed at a press that is not theirs, RefRefused
    at one of the desk that is not ours."""
    await talk.newsroom.note_visit(talk.person.chat_id)
    if may(route, talk):
        if isinstance(route, Press) and route.role > Role.READER:
            talk.break_seal()
        if is_action(route):
            await talk.newsroom.appeal_to_readers.acted(talk.person)
        if not asks_admins(route, talk) or talk.newsroom.check_admins(talk.person):
            await route.handle(talk)
        elif talk.is_press:
            raise UsageError("error.only_admins")
    elif talk.is_press:
        raise NotAllowed
    elif talk.is_private:
        await unknown_command(talk)
