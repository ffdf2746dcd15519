"""Articles: an entry and its page → a Draft. Everything is plain computation; fetching happens elsewhere."""

from bot.articles.plain import summary_of_text
from bot.articles.read import entry_from_text, read_page

__all__ = ["entry_from_text", "read_page", "summary_of_text"]
