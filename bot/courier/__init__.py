"""The only place that sends to somebody else's chat: cards → bodies → wire → answers → outcomes."""

from bot.courier.carry import Courier
from bot.courier.cashier import Cashier
from bot.courier.paced import PacedCourier
from bot.courier.sealing import seal_with

__all__ = ["Cashier", "Courier", "PacedCourier", "seal_with"]
