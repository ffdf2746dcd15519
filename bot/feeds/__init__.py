"""Feeds: bytes → entries. Fetching, and deciding what is news, happen elsewhere.

`parse.parse_document` does the work, purely; `FeedParser` has it done in a process that can be killed, which
also keeps the parser out of the bot's own process.
"""

from bot.feeds.process import FeedParser

__all__ = ["FeedParser"]
