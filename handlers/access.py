"""Who may do what, decided from the row of the route at every command and every press.

A reader who types a command of the desk gets the answer to an unknown command: what readers can't do
is not theirs to know about. A tap is told that it is not allowed, since the button was there to see.
"""

from telegram.ext.filters import TEXT

from bot.domain.subscribers import Role
from bot.errors import NotAllowed, UsageError
from handlers.actions import is_action
from handlers.context import Talk
from handlers.readers.help import unknown_command
from handlers.routes import ChatCommand, Command, Handle, Message, Press, Route


async def recognise(route: Route, talk: Talk) -> None:
    """Who the person is at this moment, where that matters: most updates are answered to everybody alike, and
    who may by the configuration needs nobody's word."""
    if not may(route, talk) or isinstance(route, Command) or _is_no_question(route):
        talk.become(await talk.newsroom.keep_people.role_of(talk.person.id))


def unseal(route: Route, talk: Talk) -> None:
    """A button of the desk says what we put there. Raises RefRefused."""
    if isinstance(route, Press) and route.role > Role.READER:
        talk.break_seal()


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
    await recognise(route, talk)
    if may(route, talk):
        unseal(route, talk)
        if is_action(route):
            await talk.newsroom.appeal_to_readers.acted(talk.person)
        if not asks_admins(route, talk) or talk.newsroom.check_admins(talk.person):
            await route.handle(talk)
        elif talk.is_press:
            raise UsageError("error.only_admins")
    elif talk.is_press:
        raise NotAllowed
    elif talk.is_private:
        await _otherwise(route)(talk)


def _is_no_question(route: Route) -> bool:
    return isinstance(route, Message) and route.kind is not TEXT


def _otherwise(route: Route) -> Handle:
    return (route.otherwise if isinstance(route, Message) else None) or unknown_command
