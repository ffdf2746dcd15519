"""The control API under /control: who exists, what they do, what went wrong on purpose, what is on screens.

JSON in and out; a wish that can't be met gets {"error": …} with 400, 404 or 409. For loopback only.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from functools import wraps
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.sandbox import people
from bot.sandbox.events import ScreenEvents
from bot.sandbox.paper import NoSuchArticleError, NotPublishedError, Paper
from bot.sandbox.people import NotPossibleError
from bot.sandbox.previews import paper_previews
from bot.sandbox.records import Fault
from bot.sandbox.screen import chat_screen, chat_text
from bot.sandbox.state import Chat, Person, Telegram

Endpoint = Callable[[Request], Awaitable[Response]]
Actions = Mapping[str, Callable[[], Awaitable[None]]]
_PERSON_FIELDS = ("first_name", "last_name", "username", "language_code", "role")
_FAULT_FIELDS = ("status", "count", "retry_after", "chat", "method", "description")
_READER_WITHIN_SECONDS = 15.0


class ControlError(Exception):
    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


def _answering(endpoint: Callable[..., Awaitable[Response]]) -> Callable[..., Awaitable[Response]]:
    """Turn a wish that can't be met into its JSON answer."""

    @wraps(endpoint)
    async def wrapped(*arguments: Any) -> Response:
        try:
            return await endpoint(*arguments)
        except ControlError as error:
            return JSONResponse({"error": str(error)}, status_code=error.status)
        except NotPossibleError as error:
            return JSONResponse({"error": str(error)}, status_code=409)

    return wrapped


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
            "unblock": self.unblock, "deactivate": self.deactivate, "clock": self.advance_clock,
            "faults": self.add_fault, "paper/publish": self.publish, "paper/correct": self.correct,
            "demo/{action}": self.demo,
        }  # fmt: skip
        gets: dict[str, Endpoint] = {
            "people": self.list_people, "events": self.stream, "chats/{chat:int}": self.screen,
            "chats/{chat:int}/text": self.screen_text, "accepted": self.accepted,
            "violations": self.violations, "files/{file_id}": self.file, "paper": self.paper,
            "demo": self.list_demo,
        }  # fmt: skip
        return [
            *(Route(f"/control/{path}", endpoint, methods=["POST"]) for path, endpoint in posts.items()),
            *(Route(f"/control/{path}", endpoint, methods=["GET"]) for path, endpoint in gets.items()),
        ]

    @_answering
    async def add_person(self, request: Request) -> Response:
        body = await _body(request)
        number = _integer(body, "id")
        if number <= 0:
            raise ControlError(400, "id must be a positive number")
        person = self._telegram.people.get(number) or Person(number, "Reader")
        for name in _PERSON_FIELDS:
            if body.get(name):
                setattr(person, name, str(body[name]))
        return JSONResponse(asdict(self._telegram.add_person(person)))

    @_answering
    async def list_people(self, request: Request) -> Response:
        return JSONResponse([asdict(person) for person in self._telegram.people.values()])

    @_answering
    async def type(self, request: Request) -> Response:
        body = await _body(request)
        message = people.type_text(self._telegram, self._person(body), _text(body, "text"))
        return JSONResponse({"message_id": message.message_id})

    @_answering
    async def tap(self, request: Request) -> Response:
        body = await _body(request)
        button = body.get("button")
        named = button if isinstance(button, dict) else {"text": button, "data": body.get("data")}
        press = people.Press(_integer(body, "message_id"), named.get("text"), named.get("data"))
        return JSONResponse(people.tap(self._telegram, self._person(body), press))

    @_answering
    async def block(self, request: Request) -> Response:
        return await self._with_person(request, people.block)

    @_answering
    async def unblock(self, request: Request) -> Response:
        return await self._with_person(request, people.unblock)

    @_answering
    async def deactivate(self, request: Request) -> Response:
        return await self._with_person(request, people.deactivate)

    @_answering
    async def advance_clock(self, request: Request) -> Response:
        body = await _body(request)
        try:
            now = self._telegram.clock.advance(float(body.get("advance_seconds", 0)))
        except (TypeError, ValueError) as error:
            raise ControlError(400, f"advance_seconds: {error}") from None
        return JSONResponse({"now": now.isoformat()})

    @_answering
    async def add_fault(self, request: Request) -> Response:
        body = await _body(request)
        given = {name: body[name] for name in _FAULT_FIELDS if body.get(name) is not None}
        fault = Fault(**{"status": 429, **given})
        if any(not isinstance(number, int) for number in (fault.status, fault.count, fault.retry_after)):
            raise ControlError(400, "status, count and retry_after must be whole numbers")
        self._telegram.faults.add(fault)
        return JSONResponse(asdict(fault))

    @_answering
    async def screen(self, request: Request) -> Response:
        return JSONResponse(chat_screen(self._telegram, self._chat(request), self._preview))

    @_answering
    async def screen_text(self, request: Request) -> Response:
        return PlainTextResponse(chat_text(self._telegram, self._chat(request)))

    async def stream(self, request: Request) -> Response:
        headers = {"cache-control": "no-store"}
        return StreamingResponse(self._events.stream(), media_type="text/event-stream", headers=headers)

    @_answering
    async def accepted(self, request: Request) -> Response:
        after = request.query_params.get("after", "0")
        entries = self._telegram.accepted.after(int(after) if after.isdigit() else 0)
        return JSONResponse({"accepted": entries})

    @_answering
    async def violations(self, request: Request) -> Response:
        return JSONResponse({"violations": self._telegram.violations})

    @_answering
    async def file(self, request: Request) -> Response:
        stored = self._telegram.files.get(request.path_params["file_id"])
        content = self._telegram.files.content(stored.path) if stored else None
        if content is None:
            raise ControlError(404, "no such file")
        return Response(content)

    @_answering
    async def paper(self, request: Request) -> Response:
        return JSONResponse(self._paper.listing())

    @_answering
    async def publish(self, request: Request) -> Response:
        """A bot takes what it finds in a feed at first for old news, so publishing can wait for it."""
        body = await _body(request)
        if body.get("wait_for_reader"):
            await self._paper.has_reader(str(body.get("edition")), _READER_WITHIN_SECONDS)
        return await self._edit_paper(request, self._paper.publish)

    @_answering
    async def correct(self, request: Request) -> Response:
        return await self._edit_paper(request, self._paper.correct)

    @_answering
    async def list_demo(self, request: Request) -> Response:
        return JSONResponse({"actions": sorted(self._actions)})

    @_answering
    async def demo(self, request: Request) -> Response:
        action = self._actions.get(request.path_params["action"])
        if action is None:
            known = ", ".join(sorted(self._actions)) or "none"
            raise ControlError(404, f"no such action; there are: {known}")
        await action()
        return JSONResponse({"done": request.path_params["action"]})

    async def _with_person(self, request: Request, act: Callable[[Telegram, Person], None]) -> Response:
        person = self._person(await _body(request))
        act(self._telegram, person)
        return JSONResponse(asdict(person))

    async def _edit_paper(self, request: Request, edit: Callable[[str, str], object]) -> Response:
        body = await _body(request)
        try:
            edit(_text(body, "edition"), _text(body, "slug"))
        except (NoSuchArticleError, NotPublishedError) as error:
            raise ControlError(404, str(error)) from None
        return JSONResponse(self._paper.listing())

    def _person(self, body: dict[str, Any]) -> Person:
        person = self._telegram.people.get(_integer(body, "person"))
        if person is None:
            raise ControlError(404, f"no person {body['person']}")
        if body.get("chat") not in (None, person.id):
            raise ControlError(404, f"no chat {body['chat']}")
        return person

    def _chat(self, request: Request) -> Chat:
        chat = self._telegram.chats.get(request.path_params["chat"])
        if chat is None:
            raise ControlError(404, f"no chat {request.path_params['chat']}")
        return chat


async def _body(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.body() or b"{}")
    except ValueError:
        raise ControlError(400, "the body must be JSON") from None
    if not isinstance(body, dict):
        raise ControlError(400, "the body must be a JSON object")
    return body


def _integer(body: dict[str, Any], name: str) -> int:
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ControlError(400, f"{name} must be a whole number")
    return value


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise ControlError(400, f"{name} must be a text")
    return value
