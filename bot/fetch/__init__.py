"""The guarded, only outbound HTTP besides Telegram: feeds, pages and pictures. Bytes in, bytes out."""

from bot.fetch.addresses import is_public
from bot.fetch.client import FetchLimits, WebFetch
from bot.fetch.headers import USER_AGENT
from bot.fetch.model import ModelWriter

__all__ = ["USER_AGENT", "FetchLimits", "ModelWriter", "WebFetch", "is_public"]
