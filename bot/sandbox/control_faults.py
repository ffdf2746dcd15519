"""Control routes for what goes wrong on purpose, how fast the bot may write, and what was accepted."""

from dataclasses import asdict
from math import isfinite
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.sandbox.accept_log import PAGE
from bot.sandbox.budgets import Budgets, Pace, Paces
from bot.sandbox.control_requests import ControlError, answering, body_of, flag_of
from bot.sandbox.faults import RATES, CountedFault, Fault, Kind, Match, RandomFaults
from bot.sandbox.state import Telegram

REFUSE = "refuse"
_FAULT_FIELDS = ("status", "retry_after", "description", "seconds")
_MATCH_FIELDS = ("chat", "method")
_KINDS = {"status": int, "retry_after": int, "count": int, "chat": int, "seed": int, "method": str,
          "description": str}  # fmt: skip
_MAX_SECONDS = 3_600.0
_MAX_PACE = 1_000_000


class FaultControl:
    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/control/faults", self.add_fault, methods=["POST"]),
            Route("/control/faults", self.list_faults, methods=["GET"]),
            Route("/control/faults", self.clear_faults, methods=["DELETE"]),
            Route("/control/budgets", self.set_budgets, methods=["POST"]),
            Route("/control/budgets", self.show_budgets, methods=["GET"]),
            Route("/control/accepted", self.accepted, methods=["GET"]),
        ]

    @answering
    async def add_fault(self, request: Request) -> Response:
        body = await body_of(request)
        _check_types(body)
        if body.get("kind") == REFUSE:
            request.app.state.server.shut_door(_seconds(body, 1.0))
        else:
            self._telegram.faults.add(_random(body) if "seed" in body else _counted(body))
        return JSONResponse(self._telegram.faults.as_json())

    @answering
    async def list_faults(self, request: Request) -> Response:
        return JSONResponse(self._telegram.faults.as_json())

    @answering
    async def clear_faults(self, request: Request) -> Response:
        self._telegram.faults.clear()
        return JSONResponse(self._telegram.faults.as_json())

    @answering
    async def set_budgets(self, request: Request) -> Response:
        """New paces start with nothing spent."""
        body = await body_of(request)
        now = self._telegram.budgets
        paces = asdict(now.paces if now else Paces())
        try:
            new = Paces(**{name: _pace(pace | body.get(name, {})) for name, pace in paces.items()})
        except (TypeError, ValueError) as error:
            raise ControlError(400, f"bot, chat and group are {{messages, seconds}}: {error}") from None
        self._telegram.budgets = Budgets(new) if flag_of(body, "on", True) else None
        return await self.show_budgets(request)

    @answering
    async def show_budgets(self, request: Request) -> Response:
        budgets = self._telegram.budgets
        if budgets is None:
            return JSONResponse({"on": False})
        return JSONResponse({"on": True, **asdict(budgets.paces), "refused": budgets.refused})

    @answering
    async def accepted(self, request: Request) -> Response:
        log, query = self._telegram.accepted, request.query_params
        after, limit = query.get("after", "0"), query.get("limit", str(PAGE))
        if not after.isdecimal() or not limit.isdecimal():
            raise ControlError(400, "after and limit must be whole numbers")
        entries = log.after(int(after), min(int(limit), PAGE))
        return JSONResponse({"accepted": entries, "total": len(log)})


def _pace(given: dict[str, Any]) -> Pace:
    pace = Pace(**given)
    if not isinstance(pace.messages, int) or max(pace.messages, pace.seconds) > _MAX_PACE:
        raise ValueError(f"whole messages, and at most {_MAX_PACE} of either")
    return pace


def _counted(body: dict[str, Any]) -> CountedFault:
    if unknown := set(body) - {"kind", "count", *_FAULT_FIELDS, *_MATCH_FIELDS}:
        raise ControlError(400, f"a fault has no {', '.join(sorted(unknown))}")
    if "status" not in body and body.get("kind", Kind.STATUS) == Kind.STATUS:
        raise ControlError(400, "say what goes wrong: status, kind or seed")
    try:
        kind = Kind(body.get("kind", Kind.STATUS))
    except ValueError:
        known = ", ".join([*Kind, REFUSE])
        raise ControlError(400, f"no such kind of fault; there are: {known}") from None
    given = {name: body[name] for name in _FAULT_FIELDS if body.get(name) is not None}
    fault = Fault(
        kind, **{**given, "seconds": _seconds(body, 1.0 if kind is Kind.LATENCY else Fault.seconds)}
    )
    if not 400 <= fault.status <= 599:
        raise ControlError(400, "status must be from 400 to 599")
    return CountedFault(fault, _match(body), body.get("count", 1))


def _random(body: dict[str, Any]) -> RandomFaults:
    known = {"seed", "retry_after", "seconds", *_MATCH_FIELDS}
    rates = {name: rate for name, rate in body.items() if name not in known}
    for name, rate in rates.items():
        is_number = isinstance(rate, int | float) and not isinstance(rate, bool)
        if name not in RATES or not is_number or not 0 <= rate <= 1:
            raise ControlError(400, f"{name}: a chance is from 0 to 1 of one of {', '.join(RATES)}")
    if sum(rates.values()) > 1:
        raise ControlError(400, "the chances add up to more than 1")
    retry_after = body.get("retry_after") or 1
    return RandomFaults(body["seed"], rates, _match(body), retry_after, _seconds(body, Fault.seconds))


def _match(body: dict[str, Any]) -> Match:
    return Match(*(body.get(name) for name in _MATCH_FIELDS))


def _check_types(body: dict[str, Any]) -> None:
    for name, kind in _KINDS.items():
        value = body.get(name)
        if value is not None and (not isinstance(value, kind) or isinstance(value, bool)):
            what = "a whole number" if kind is int else "a text"
            raise ControlError(400, f"{name} must be {what}")
    for name in ("retry_after", "count"):
        if (body.get(name) or 0) < 0:
            raise ControlError(400, f"{name} must not be negative")


def _seconds(body: dict[str, Any], default: float) -> float:
    seconds = body.get("seconds", default)
    if not isinstance(seconds, int | float) or not isfinite(seconds) or not 0 <= seconds <= _MAX_SECONDS:
        raise ControlError(400, f"seconds must be from 0 to {_MAX_SECONDS:.0f}")
    return float(seconds)
