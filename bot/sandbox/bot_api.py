"""The HTTP rim of the Bot API: token, parameters, faults, the answer's envelope. Methods are in methods/."""

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.sandbox.errors import ApiError
from bot.sandbox.methods import CANONICAL_NAMES, METHODS
from bot.sandbox.methods.call import Call
from bot.sandbox.methods.known_parameters import PARAMETERS
from bot.sandbox.parameters import Parameters, read_parameters
from bot.sandbox.state import Telegram

_TOKEN = re.compile(r"[1-9][0-9]{0,18}:[A-Za-z0-9_-]{1,80}")
_VERBS = ["GET", "POST"]


class BotApi:
    """Answers `/bot<token>/<method>` and `/file/bot<token>/<path>`; without `token` any well-formed one."""

    def __init__(self, telegram: Telegram, token: str | None = None) -> None:
        self._telegram = telegram
        self._token = token

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/bot{token}/{method}", self.call, methods=_VERBS),
            Route("/bot{rest:path}", self.not_found, methods=_VERBS),
            Route("/file/bot{token}/{path:path}", self.download, methods=["GET"]),
        ]

    async def call(self, request: Request) -> Response:
        try:
            self._check_token(request.path_params["token"])
            params = await read_parameters(request)
            result = await self._run(request.path_params["method"], params)
        except ApiError as error:
            return _refusal(error)
        return JSONResponse({"ok": True, "result": result})

    async def download(self, request: Request) -> Response:
        try:
            self._check_token(request.path_params["token"])
        except ApiError as error:
            return _refusal(error)
        content = self._telegram.files.content(request.path_params["path"])
        if content is None:
            return _refusal(ApiError(404, "Not Found"))
        return Response(content, media_type="application/octet-stream")

    async def not_found(self, request: Request) -> Response:
        return _refusal(ApiError(404, "Not Found"))

    async def _run(self, name: str, params: Parameters) -> Any:
        method = CANONICAL_NAMES.get(name.lower())
        if method is None:
            raise ApiError(404, "Not Found: method not found")
        self._record_unknown(method, params)
        self._telegram.faults.raise_for(method, params.text("chat_id"))
        return await METHODS[method](Call(self._telegram, method, params))

    def _check_token(self, token: str) -> None:
        if not _TOKEN.fullmatch(token):
            raise ApiError(404, "Not Found")
        if self._token is not None and token != self._token:
            raise ApiError(401, "Unauthorized")

    def _record_unknown(self, method: str, params: Parameters) -> None:
        """Telegram ignores what it does not know; our tests want to hear of it."""
        for name in sorted(params.names() - PARAMETERS[method] - _attached(params)):
            violation = {"method": method, "parameter": name, "reason": "unknown parameter"}
            self._telegram.violations.append(violation)


def _attached(params: Parameters) -> set[str]:
    """Fields that carry a file named by attach://… in another parameter."""
    media = " ".join(params.text(name) for name in ("media", "photo", "video", "thumbnail", "cover"))
    return set(re.findall(r"attach://([^\"\s]+)", media))


def _refusal(error: ApiError) -> Response:
    return JSONResponse(error.as_answer(), status_code=error.code)
