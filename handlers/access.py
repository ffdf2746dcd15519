"""Who may do what, decided from the row of the route at every command and every press.

A reader who types a command of the desk gets the answer to an unknown command: what readers can't do
is not theirs to know about. A tap is told that it is not allowed, since the button was there to see.
"""

from bot.errors import NotAllowed
from handlers.context import Talk
from handlers.readers.help import unknown_command
from handlers.routes import Route


def may(route: Route, talk: Talk) -> bool:
    """Whether the person's role reaches this far."""
    return talk.person.role >= route.role


async def enter(route: Route, talk: Talk) -> None:
    """Go where the route leads if the person may. Raises NotAllowed at a press that is not theirs."""
    if may(route, talk):
        await route.handle(talk)
    elif talk.is_press:
        raise NotAllowed
    elif talk.is_private:
        await unknown_command(talk)
