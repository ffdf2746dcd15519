"""Control routes for Telegram Stars: look at an invoice, pay it, see what became of that; renew, stop."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.sandbox import paying
from bot.sandbox.control_requests import (
    ControlError,
    answering,
    body_of,
    chat_in,
    flag_of,
    integer_of,
    person_of,
    text_of,
)
from bot.sandbox.stars import Invoice
from bot.sandbox.state import Telegram

_LONGEST = 256


class StarControl:
    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/control/invoice", self.look, methods=["POST"]),
            Route("/control/pay", self.pay, methods=["POST"]),
            Route("/control/pay/{checkout}", self.outcome, methods=["GET"]),
            Route("/control/renew", self.renew, methods=["POST"]),
            Route("/control/stop_renewal", self.stop_renewal, methods=["POST"]),
        ]

    @answering
    async def look(self, request: Request) -> Response:
        """What stands in the sheet that a link or a Pay button opens."""
        invoice = self._invoice(await body_of(request))
        told = {"title": invoice.title, "description": invoice.description}
        return JSONResponse(told | {"amount": invoice.amount, "period": invoice.period})

    @answering
    async def pay(self, request: Request) -> Response:
        """Confirm in the sheet of an invoice, named by its `link` or by the `message_id` it stands in."""
        body = await body_of(request)
        person, invoice = person_of(self._telegram, body), self._invoice(body)
        return JSONResponse({"checkout": paying.press_pay(self._telegram, person, invoice).id})

    @answering
    async def outcome(self, request: Request) -> Response:
        checkout = self._telegram.stars.checkouts.get(request.path_params["checkout"])
        if checkout is None:
            raise ControlError(404, f"no checkout {request.path_params['checkout']}")
        state = checkout.look(self._telegram.clock.now())
        return JSONResponse({"state": state, "error": checkout.error, "charge": checkout.charge})

    @answering
    async def renew(self, request: Request) -> Response:
        charge = text_of(await body_of(request), "charge", _LONGEST)
        return JSONResponse({"charge": paying.renew(self._telegram, charge)})

    @answering
    async def stop_renewal(self, request: Request) -> Response:
        body = await body_of(request)
        person = person_of(self._telegram, body)
        charge, is_on = text_of(body, "charge", _LONGEST), flag_of(body, "is_on")
        paying.stop_renewal(self._telegram, person, charge, is_on=is_on)
        return JSONResponse({})

    def _invoice(self, body: dict[str, Any]) -> Invoice:
        if "link" not in body:
            chat = chat_in(self._telegram, body) or self._telegram.chats[person_of(self._telegram, body).id]
            message = chat.messages.get(integer_of(body, "message_id"))
            if message is None:
                raise ControlError(404, f"no message {body['message_id']}")
            return paying.invoice_of(message)
        found = self._telegram.stars.named(text_of(body, "link", _LONGEST))
        if found is None:
            raise ControlError(404, "no such invoice")
        return found
