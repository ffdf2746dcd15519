"""Acting out the faults of faults.py on a request's connection."""

from bot.sandbox.exchange import Exchange
from bot.sandbox.faults import Fault, Kind


class Mishaps:
    """Remembers whom it keeps waiting, so that a stopping sandbox can let them go."""

    def __init__(self) -> None:
        self._held: set[Exchange] = set()

    async def before(self, exchange: Exchange, fault: Fault) -> bool:
        """What happens instead of the call; True when the exchange is over. ApiError for a plain refusal."""
        match fault.kind:
            case Kind.STATUS:
                raise fault.as_error()
            case Kind.RESET_BEFORE:
                await exchange.reset()
            case Kind.SILENCE_BEFORE:
                await self._silence(exchange, fault.seconds)
            case _:
                return False
        return True

    async def answer(self, exchange: Exchange, fault: Fault, status: int, body: bytes) -> None:
        """What becomes of the answer to a call that was made."""
        match fault.kind:
            case Kind.RESET_AFTER:
                await exchange.reset()
            case Kind.SILENCE_AFTER:
                await self._silence(exchange, fault.seconds)
            case Kind.CUT:
                await exchange.answer_half(status, body)
            case Kind.BROKEN:
                await exchange.answer(status, body[: len(body) // 2])
            case Kind.LATENCY if not await self._hold(exchange, fault.seconds):
                return
            case _:
                await exchange.answer(status, body)

    def close(self) -> None:
        for exchange in self._held:
            exchange.hang_up()

    async def _silence(self, exchange: Exchange, seconds: float) -> None:
        if await self._hold(exchange, seconds):
            await exchange.reset()

    async def _hold(self, exchange: Exchange, seconds: float) -> bool:
        self._held.add(exchange)
        try:
            return await exchange.wait(seconds)
        finally:
            self._held.discard(exchange)
