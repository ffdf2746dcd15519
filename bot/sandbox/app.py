"""The sandbox put together: Bot API, control API, sample newspaper and chat page in one Starlette app."""

from collections.abc import Iterable
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from bot.sandbox.bot_api import BotApi
from bot.sandbox.clock import SandboxClock
from bot.sandbox.control import Actions, Control
from bot.sandbox.events import ScreenEvents
from bot.sandbox.newspaper import newspaper
from bot.sandbox.paper import Paper
from bot.sandbox.state import DEFAULT_BOT_ID, BotProfile, Person, Telegram

_PAGE = Path(__file__).parent / "page"


class Sandbox:
    """A local Telegram with a newspaper next door.

    `token` None takes any well-formed token; `actions` are offered as POST /control/demo/<name>;
    `accept_log` is a file that gets a JSON line for every accepted call before its answer;
    `chats` are ids of people who have already started the bot.
    """

    def __init__(
        self,
        clock: SandboxClock | None = None,
        token: str | None = None,
        actions: Actions | None = None,
        accept_log: Path | None = None,
        chats: Iterable[int] = (),
    ) -> None:
        bot = BotProfile(id=int(token.partition(":")[0]) if token else DEFAULT_BOT_ID)
        self.clock = clock or SandboxClock()
        self.state = Telegram(self.clock, bot, accept_log)
        self.paper = Paper(self.clock.now)
        self.events = ScreenEvents()
        self.state.on_change.append(self.events.changed)
        for chat_id in chats:
            self.state.add_person(Person(chat_id, "Reader", started=True))
        self.app = self._build(token, actions or {})

    def close(self) -> None:
        """End long polls and event streams; the sandbox does not serve again after this."""
        self.state.updates.close()
        self.events.close()
        self.state.accepted.close()

    def _build(self, token: str | None, actions: Actions) -> Starlette:
        control = Control(self.state, self.events, self.paper, actions)
        page = StaticFiles(directory=_PAGE, html=True, check_dir=False)
        routes = [
            *BotApi(self.state, token).routes(),
            *control.routes(),
            Mount("/paper", newspaper(self.paper)),
            Mount("/", page),
        ]
        app = Starlette(routes=routes)
        app.state.close = self.close
        return app
