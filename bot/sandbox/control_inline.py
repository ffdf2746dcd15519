"""Control routes for inline mode: type the bot's name and words, see its results, send one of them."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.sandbox import inline
from bot.sandbox.control_requests import (
    ControlError,
    answering,
    body_of,
    chat_in,
    optional_text,
    person_of,
    text_of,
)
from bot.sandbox.inline import InlineQuery, InlineResult
from bot.sandbox.messages import entities_json
from bot.sandbox.state import Telegram


class InlineControl:
    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/control/inline", self.ask, methods=["POST"]),
            Route("/control/inline/{query}", self.answer, methods=["GET"]),
            Route("/control/inline/{query}/choose", self.choose, methods=["POST"]),
        ]

    @answering
    async def ask(self, request: Request) -> Response:
        body = await body_of(request)
        person = person_of(self._telegram, body)
        text = optional_text(body, "query", inline.MOST_ASKED) or ""
        query = inline.ask(self._telegram, person, text, optional_text(body, "offset") or "")
        return JSONResponse({"inline_query_id": query.id})

    @answering
    async def answer(self, request: Request) -> Response:
        """What the bot offers; `results` is null until it has answered."""
        query = self._query(request)
        results = None if query.results is None else [self._shown(one) for one in query.results]
        return JSONResponse({"results": results, **query.told})

    @answering
    async def choose(self, request: Request) -> Response:
        """Into the private chat with the bot unless another chat is named."""
        query, body = self._query(request), await body_of(request)
        chat = chat_in(self._telegram, body) or self._telegram.chats[query.person]
        message = inline.choose(self._telegram, query, text_of(body, "result"), chat)
        return JSONResponse({"message_id": message.message_id})

    def _shown(self, result: InlineResult) -> dict[str, Any]:
        rows = (result.markup or {}).get("inline_keyboard", [])
        text = {"text": result.body.text.text, "entities": entities_json(self._telegram, result.body.text)}
        return {"id": result.id, **result.shown, **text, "buttons": rows}

    def _query(self, request: Request) -> InlineQuery:
        query = self._telegram.inline_queries.get(request.path_params["query"])
        if query is None:
            raise ControlError(404, f"no inline query {request.path_params['query']}")
        return query
