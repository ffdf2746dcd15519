"""The HTTP under the control client: one session, JSON in and out, refusals as SandboxError."""

from types import TracebackType
from typing import Any, Self

import aiohttp


class SandboxError(Exception):
    """The sandbox could not do what was asked; the text is its reason."""


class ControlHttp:
    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _get(self, path: str) -> Any:
        return await self._ask("GET", path)

    async def _post(self, path: str, body: dict[str, Any]) -> Any:
        return await self._ask("POST", path, json=body)

    async def _delete(self, path: str) -> Any:
        return await self._ask("DELETE", path)

    async def _ask(self, verb: str, path: str, **more: Any) -> Any:
        async with self._http.request(verb, f"{self.address}/control/{path}", **more) as response:
            answer = await response.json()
            if response.status >= 400:
                raise SandboxError(answer["error"])
            return answer

    @property
    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise SandboxError("use SandboxClient in an `async with` block")
        return self._session
