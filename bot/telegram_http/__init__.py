"""Telegram over aiohttp: a request that knows whether its bytes left, a bot that keeps its secret.

Two ways share one pool of warm connections: python-telegram-bot's (AiohttpRequest), for whatever handlers
do, and a bare one (TelegramWire), for the courier, who sends the same card to many and reads little of
the answers. Stock python-telegram-bot raises the same classes for "never sent" and "sent, no answer"; here
every error of the network is RequestNotSent or AnswerLost, or has one of them as its cause.
"""

from bot.telegram_http.bot import QuietBot, build_bot
from bot.telegram_http.inspector import TelegramInspector
from bot.telegram_http.request import AiohttpRequest
from bot.telegram_http.wire import TelegramWire

__all__ = ["AiohttpRequest", "QuietBot", "TelegramInspector", "TelegramWire", "build_bot"]
