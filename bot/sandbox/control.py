"""The control API under /control: who exists, what they do, what went wrong on purpose, what is on screens.

JSON in and out; a wish that can't be met gets {"error": …} with 400, 404 or 409. For loopback only.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.sandbox import people
from bot.sandbox.bot_api import TOKEN
from bot.sandbox.control_requests import (
    ControlError,
    answering,
    body_of,
    chat_at,
    chat_in,
    flag_of,
    integer_of,
    optional_integer,
    optional_text,
    person_of,
    text_of,
    username_of,
)
from bot.sandbox.events import ScreenEvents
from bot.sandbox.paper import Article, NoSuchArticleError, NotPublishedError, Paper
from bot.sandbox.previews import paper_previews
from bot.sandbox.screen import chat_screen, chat_text
from bot.sandbox.state import Chat, Person, Telegram

Endpoint = Callable[[Request], Awaitable[Response]]
Actions = Mapping[str, Callable[[], Awaitable[None]]]
_NAMES = ("first_name", "last_name", "language_code")
_ROLES = ("reader", "editor", "admin")
MAX_AT_ONCE = 1_000_000
_READER_WITHIN_SECONDS = 15.0


class Control:
    def __init__(self, telegram: Telegram, events: ScreenEvents, paper: Paper, actions: Actions) -> None:
        self._telegram = telegram
        self._events = events
        self._paper = paper
        self._actions = actions
        self._preview = paper_previews(paper)

    def routes(self) -> list[BaseRoute]:
        posts: dict[str, Endpoint] = {
            "people": self.add_person, "type": self.type, "tap": self.tap, "block": self.block,
            "people/many": self.open_chats, "token": self.set_token,
            "unblock": self.unblock, "deactivate": self.deactivate, "clock": self.advance_clock,
            "paper/publish": self.publish, "paper/correct": self.correct,
            "demo/{action}": self.demo,
        }  # fmt: skip
        gets: dict[str, Endpoint] = {
            "people": self.list_people, "events": self.stream, "chats/{chat}": self.screen,
            "chats/{chat}/text": self.screen_text,
            "violations": self.violations, "files/{file_id}": self.file, "paper": self.paper,
            "demo": self.list_demo,
        }  # fmt: skip
        return [
            *(Route(f"/control/{path}", endpoint, methods=["POST"]) for path, endpoint in posts.items()),
            *(Route(f"/control/{path}", endpoint, methods=["GET"]) for path, endpoint in gets.items()),
        ]

    @answering
    async def add_person(self, request: Request) -> Response:
        body = await body_of(request)
        number = integer_of(body, "id")
        if number <= 0:
            raise ControlError(400, "id must be a positive number")
        person = self._telegram.people.get(number) or Person(number, "Reader")
        given = {name: optional_text(body, name) for name in _NAMES}
        given |= {"username": username_of(body), "role": _role_of(body)}
        for name, value in given.items():
            setattr(person, name, value or getattr(person, name))
        return JSONResponse(asdict(self._telegram.add_person(person)))

    @answering
    async def open_chats(self, request: Request) -> Response:
        """Many people at once who have all started the bot: `count` of them, numbered from `first`."""
        body = await body_of(request)
        first, count = integer_of(body, "first"), integer_of(body, "count")
        if first <= 0 or not 0 < count <= MAX_AT_ONCE:
            raise ControlError(400, f"first must be positive, count from 1 to {MAX_AT_ONCE}")
        return JSONResponse({"opened": self._telegram.open_private(range(first, first + count))})

    @answering
    async def set_token(self, request: Request) -> Response:
        """The bot's only token from now on, others get 401; null: any of the right form."""
        token = (await body_of(request)).get("token")
        if token is not None and not (isinstance(token, str) and TOKEN.fullmatch(token)):
            raise ControlError(400, "token must be of Telegram's form, or null")
        self._telegram.token = token
        return JSONResponse({"token": token})

    @answering
    async def list_people(self, request: Request) -> Response:
        return JSONResponse([asdict(person) for person in self._telegram.people.values()])

    @answering
    async def type(self, request: Request) -> Response:
        body = await body_of(request)
        person, chat = person_of(self._telegram, body), chat_in(self._telegram, body)
        place = people.Place(optional_integer(body, "thread"), optional_integer(body, "reply_to"))
        message = people.type_text(self._telegram, person, text_of(body, "text"), chat, place)
        return JSONResponse({"message_id": message.message_id})

    @answering
    async def tap(self, request: Request) -> Response:
        body = await body_of(request)
        button = body.get("button")
        named = button if isinstance(button, dict) else {"text": button, "data": body.get("data")}
        press = people.Press(integer_of(body, "message_id"), named.get("text"), named.get("data"))
        person, chat = person_of(self._telegram, body), chat_in(self._telegram, body)
        return JSONResponse(people.tap(self._telegram, person, press, chat))

    @answering
    async def block(self, request: Request) -> Response:
        return await self._with_person(request, people.block)

    @answering
    async def unblock(self, request: Request) -> Response:
        return await self._with_person(request, people.unblock)

    @answering
    async def deactivate(self, request: Request) -> Response:
        return await self._with_person(request, people.deactivate)

    @answering
    async def advance_clock(self, request: Request) -> Response:
        seconds = (await body_of(request)).get("advance_seconds", 0)
        if isinstance(seconds, bool) or not isinstance(seconds, int | float):
            raise ControlError(400, "advance_seconds must be a number")
        try:
            now = self._telegram.clock.advance(seconds)
        except ValueError as error:
            raise ControlError(400, f"advance_seconds: {error}") from None
        return JSONResponse({"now": now.isoformat()})

    @answering
    async def screen(self, request: Request) -> Response:
        return JSONResponse(chat_screen(self._telegram, self._chat(request), self._preview))

    @answering
    async def screen_text(self, request: Request) -> Response:
        return PlainTextResponse(chat_text(self._telegram, self._chat(request)))

    async def stream(self, request: Request) -> Response:
        headers = {"cache-control": "no-store"}
        return StreamingResponse(self._events.stream(), media_type="text/event-stream", headers=headers)

    @answering
    async def violations(self, request: Request) -> Response:
        return JSONResponse({"violations": list(self._telegram.violations)})

    @answering
    async def file(self, request: Request) -> Response:
        stored = self._telegram.files.get(request.path_params["file_id"])
        content = self._telegram.files.content(stored.path) if stored else None
        if content is None:
            raise ControlError(404, "no such file")
        return Response(content)

    @answering
    async def paper(self, request: Request) -> Response:
        return JSONResponse(self._paper.listing())

    @answering
    async def publish(self, request: Request) -> Response:
        """A bot takes what it finds in a feed at first for old news, so publishing can wait for it."""
        body = await body_of(request)
        article = self._article(body)
        if flag_of(body, "wait_for_reader"):
            await self._paper.has_reader(article.edition, _READER_WITHIN_SECONDS)
        self._paper.publish(article.edition, article.slug)
        return JSONResponse(self._paper.listing())

    @answering
    async def correct(self, request: Request) -> Response:
        article = self._article(await body_of(request))
        try:
            self._paper.correct(article.edition, article.slug)
        except NotPublishedError as error:
            raise ControlError(409, str(error)) from None
        return JSONResponse(self._paper.listing())

    @answering
    async def list_demo(self, request: Request) -> Response:
        return JSONResponse({"actions": sorted(self._actions)})

    @answering
    async def demo(self, request: Request) -> Response:
        action = self._actions.get(request.path_params["action"])
        if action is None:
            known = ", ".join(sorted(self._actions)) or "none"
            raise ControlError(404, f"no such action; there are: {known}")
        await action()
        return JSONResponse({"done": request.path_params["action"]})

    async def _with_person(self, request: Request, act: Callable[[Telegram, Person], None]) -> Response:
        person = person_of(self._telegram, await body_of(request))
        act(self._telegram, person)
        return JSONResponse(asdict(person))

    def _article(self, body: dict[str, Any]) -> Article:
        try:
            return self._paper.article(text_of(body, "edition"), text_of(body, "slug"))
        except NoSuchArticleError as error:
            raise ControlError(404, str(error)) from None

    def _chat(self, request: Request) -> Chat:
        return chat_at(self._telegram, request.path_params["chat"])


def _role_of(body: dict[str, Any]) -> str | None:
    role = optional_text(body, "role")
    if role not in (None, *_ROLES):
        raise ControlError(400, f"role must be one of {', '.join(_ROLES)}")
    return role
