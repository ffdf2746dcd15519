"""The sandbox put together: Bot API, control API, sample newspaper and chat page in one app."""

from collections.abc import Iterable
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from bot.sandbox.bot_api import BotApi
from bot.sandbox.budgets import Budgets, Paces
from bot.sandbox.clock import SandboxClock
from bot.sandbox.control import Actions, Control
from bot.sandbox.control_chats import ChatControl
from bot.sandbox.control_faults import FaultControl
from bot.sandbox.control_inline import InlineControl
from bot.sandbox.control_requests import is_from_here, no_such_call
from bot.sandbox.control_stars import StarControl
from bot.sandbox.events import ScreenEvents
from bot.sandbox.fast import FAST_METHODS
from bot.sandbox.membership_site import MembershipSite
from bot.sandbox.newspaper import newspaper
from bot.sandbox.paper import Paper
from bot.sandbox.state import DEFAULT_BOT_ID, BotProfile, Telegram

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_PAGE = Path(__file__).parent / "page"


class _App(Starlette):
    """The Bot API's calls go past Starlette's middleware and routing, which would cost half of their time."""

    bot_api: BotApi

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(("/bot", "/file/bot")):
            await self.bot_api(scope, receive, send)
        elif _is_forged(scope):
            await JSONResponse({"error": "not from another site"}, status_code=403)(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def _is_forged(scope: Scope) -> bool:
    """Whether a page of some other site, open in a browser here, reaches for the control API."""
    is_control = scope["type"] == "http" and scope["path"].startswith("/control")
    return is_control and not is_from_here(Headers(scope=scope))


class Sandbox:
    """A local Telegram with a newspaper next door.

    `token` None takes any well-formed token; `actions` are offered as POST /control/demo/<name>;
    `accept_log` is a file that gets a JSON line for every message sent, edited or deleted, before the answer;
    `chats` are ids of people who have already started the bot; `budgets` False lets the bot write as fast as
    it likes, `paces` says how fast otherwise; `is_fast` accepts everything unread, for load tests; `members`
    lets the newspaper's membership page tell a bot who has paid.
    """

    def __init__(
        self,
        clock: SandboxClock | None = None,
        token: str | None = None,
        actions: Actions | None = None,
        accept_log: Path | None = None,
        chats: Iterable[int] = (),
        *,
        budgets: bool = True,
        paces: Paces | None = None,
        is_fast: bool = False,
        members: MembershipSite | None = None,
    ) -> None:
        bot = BotProfile(id=int(token.partition(":")[0]) if token else DEFAULT_BOT_ID)
        self.clock = clock or SandboxClock()
        self.state = Telegram(self.clock, bot, accept_log)
        self.state.budgets = Budgets(paces) if budgets else None
        self.paper = Paper(self.clock.now)
        self.events = ScreenEvents()
        self.state.on_change.append(self.events.changed)
        self.state.open_private(chats)
        self.state.token = token
        self.bot_api = BotApi(self.state, FAST_METHODS if is_fast else {})
        self._members = members
        self.app = self._build(actions or {})

    def close(self) -> None:
        """End long polls, event streams and the webhook; the sandbox does not serve again after this."""
        self.bot_api.close()
        self.state.updates.close()
        self.state.webhook.remove()
        self.events.close()

    def _build(self, actions: Actions) -> Starlette:
        control = Control(self.state, self.events, self.paper, actions)
        page = StaticFiles(directory=_PAGE, html=True, check_dir=False)
        routes = [
            *control.routes(),
            *FaultControl(self.state).routes(),
            *ChatControl(self.state).routes(),
            *InlineControl(self.state).routes(),
            *StarControl(self.state).routes(),
            Route("/control/{path:path}", no_such_call, methods=_METHODS),
            Mount("/paper", newspaper(self.paper, self._members)),
            Mount("/", page),
        ]
        app = _App(routes=routes)
        app.bot_api = self.bot_api
        app.state.close = self.close
        app.state.clock = self.clock
        return app
