"""The control client's part for faults, budgets and the accept log; it is used through SandboxClient."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.client_http import ControlHttp


@dataclass(frozen=True)
class AcceptedCall:
    """One line of the accept log; `at` is ISO 8601 UTC."""

    n: int
    at: str
    method: str
    chat_id: int
    message_id: int
    text: str


class FaultCalls(ControlHttp):
    async def fault(
        self,
        status: int = 429,
        *,
        count: int | None = 1,
        retry_after: int = 1,
        chat: int | None = None,
        method: str | None = None,
        description: str | None = None,
    ) -> None:
        """Answer the next `count` matching calls with `status`; None: every one until they are cleared.

        Without `method`, a name or a pattern such as `edit*`, every send matches.
        """
        answer = {"status": status, "retry_after": retry_after, "description": description}
        await self._post("faults", {**answer, "count": count, "chat": chat, "method": method})

    async def mishap(
        self,
        kind: str,
        *,
        seconds: float | None = None,
        count: int | None = 1,
        chat: int | None = None,
        method: str | None = None,
    ) -> None:
        """The next `count` matching calls suffer one of: latency, reset_before, reset_after, silence_before,
        silence_after, cut, broken. `seconds` is the latency, or the bound of a silence.
        """
        length = {} if seconds is None else {"seconds": seconds}
        await self._post("faults", {"kind": kind, "count": count, "chat": chat, "method": method, **length})

    async def chances(
        self, seed: int, *, chat: int | None = None, method: str | None = None, **rates: float
    ) -> None:
        """Faults by chance from now on: `chances(7, reset_after=0.005, status_429=0.01)`.

        `seconds` and `retry_after` may stand among the rates.
        """
        await self._post("faults", {"seed": seed, "chat": chat, "method": method, **rates})

    async def refuse_connections(self, seconds: float) -> None:
        """Telegram is not there for so long: nobody new gets in, and the bot's connections are cut."""
        await self._post("faults", {"kind": "refuse", "seconds": seconds})

    async def set_token(self, token: str | None) -> None:
        """The only token Telegram takes from now on, as after a revocation; None: any."""
        await self._post("token", {"token": token})

    async def faults(self) -> dict[str, Any]:
        """{"set": what is still to come, "dealt": {kind: how often}}."""
        answer: dict[str, Any] = await self._get("faults")
        return answer

    async def clear_faults(self) -> None:
        await self._delete("faults")

    async def set_budgets(self, *, on: bool = True, **paces: dict[str, float]) -> None:
        """New paces for `bot`, `chat` or `group`: {"messages": 1000, "seconds": 1}; nothing is spent yet."""
        await self._post("budgets", {"on": on, **paces})

    async def budgets(self) -> dict[str, Any]:
        answer: dict[str, Any] = await self._get("budgets")
        return answer

    async def accepted(self, after: int = 0) -> list[AcceptedCall]:
        """Every entry of the accept log that follows the first `after`."""
        entries: list[AcceptedCall] = []
        while True:
            answer = await self._get(f"accepted?after={after + len(entries)}")
            entries += [AcceptedCall(**entry) for entry in answer["accepted"]]
            if after + len(entries) >= answer["total"]:
                return entries
