"""The HTTP rim of the Bot API: token, parameters, faults, the answer's envelope. Methods are in methods/."""

import re
from collections.abc import Mapping

from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from bot.sandbox.errors import ApiError
from bot.sandbox.exchange import Exchange, success
from bot.sandbox.faults import Fault
from bot.sandbox.intake import read_parameters
from bot.sandbox.json_text import encoded
from bot.sandbox.methods import METHODS, Handler, method_named
from bot.sandbox.methods.call import Call
from bot.sandbox.mishaps import Mishaps
from bot.sandbox.parameters import Parameters
from bot.sandbox.state import Telegram
from bot.sandbox.validation import check_call

TOKEN = re.compile(r"[1-9][0-9]{0,18}:[A-Za-z0-9_-]{1,80}")


class BotApi:
    """An ASGI app for `/bot<token>/<method>` and `/file/bot<token>/<path>`.

    While Telegram has no token of its own any of the right form is taken. `unchecked` replace the methods of
    the same name and get their parameters as they come.
    """

    def __init__(self, telegram: Telegram, unchecked: Mapping[str, Handler]) -> None:
        self._telegram = telegram
        self._unchecked = unchecked
        self._methods = {**METHODS, **unchecked}
        self._mishaps = Mishaps()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = Exchange(scope, receive, send)
        try:
            if scope["path"].startswith("/file/bot"):
                await self._download(exchange, scope["path"].removeprefix("/file/bot"))
            else:
                await self._call(exchange, scope["path"].removeprefix("/bot"))
        except ClientDisconnect:
            return

    def close(self) -> None:
        """Let go of everybody who is kept waiting on purpose."""
        self._mishaps.close()

    async def _call(self, exchange: Exchange, path: str) -> None:
        fault: Fault | None = None
        try:
            method, params = await self._read(exchange, path)
            fault = self._telegram.faults.next(method, params.text("chat_id"))
            if fault is not None and await self._mishaps.before(exchange, fault):
                return
            status, body = 200, success(await self._methods[method](Call(self._telegram, method, params)))
        except ApiError as error:
            status, body = error.code, _refusal(error)
        if fault is None:
            await exchange.answer(status, body)
        else:
            await self._mishaps.answer(exchange, fault, status, body)

    async def _read(self, exchange: Exchange, path: str) -> tuple[str, Parameters]:
        token, _, name = path.partition("/")
        if not name or "/" in name:
            raise ApiError(404, "Not Found")
        self._check_token(token)
        params = await read_parameters(exchange.scope, exchange.receive)
        method = method_named(name, self._telegram)
        if method not in self._unchecked:
            check_call(self._telegram, method, params)
        return method, params

    async def _download(self, exchange: Exchange, path: str) -> None:
        token, _, file = path.partition("/")
        try:
            self._check_token(token)
            content = self._telegram.files.content(file)
            if content is None:
                raise ApiError(404, "Not Found")
        except ApiError as error:
            await exchange.answer(error.code, _refusal(error))
        else:
            await exchange.answer(200, content, b"application/octet-stream")

    def _check_token(self, token: str) -> None:
        if not TOKEN.fullmatch(token):
            raise ApiError(404, "Not Found")
        if self._telegram.token not in (None, token):
            raise ApiError(401, "Unauthorized")


def _refusal(error: ApiError) -> bytes:
    return encoded(error.as_answer())
