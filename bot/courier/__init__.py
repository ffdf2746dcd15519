"""The only place that sends to somebody else's chat: cards → bodies → wire → answers → outcomes."""

from bot.courier.carry import Courier

__all__ = ["Courier"]
