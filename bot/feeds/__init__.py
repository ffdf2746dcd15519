"""Feeds: bytes → entries. Fetching, and deciding what is news, happen elsewhere.

`parse_document` does the work, purely; `FeedParser` has it done in a process that can be killed.
"""

from bot.feeds.discover import feed_links
from bot.feeds.parse import parse_document
from bot.feeds.process import FeedParser

__all__ = ["FeedParser", "feed_links", "parse_document"]
