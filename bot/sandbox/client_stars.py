"""The control client's part for Telegram Stars; it is used through SandboxClient."""

from dataclasses import dataclass

from bot.sandbox.client_http import ControlHttp


@dataclass(frozen=True)
class Outcome:
    """What became of pressing Pay: `state` is waiting, paid, refused or late."""

    state: str
    error: str | None
    charge: str | None


class StarCalls(ControlHttp):
    async def pay_invoice(self, person: int, link: str) -> str:
        """The person confirms the invoice that this link opens; gives the checkout's id."""
        return str((await self._post("pay", {"person": person, "link": link}))["checkout"])

    async def pay_message(self, person: int, message_id: int, chat: int | None = None) -> str:
        """The same with the Pay button of a message."""
        body = {"person": person, "message_id": message_id, "chat": chat}
        return str((await self._post("pay", body))["checkout"])

    async def outcome(self, checkout: str) -> Outcome:
        answer = await self._get(f"pay/{checkout}")
        return Outcome(answer["state"], answer["error"], answer["charge"])

    async def renew(self, charge: str) -> str:
        """A period is over; gives the charge of the new payment."""
        return str((await self._post("renew", {"charge": charge}))["charge"])

    async def stop_renewal(self, person: int, charge: str, *, is_on: bool = False) -> None:
        """The person stops it in Telegram's own settings, or takes that back."""
        await self._post("stop_renewal", {"person": person, "charge": charge, "is_on": is_on})
