"""Articles: an entry, its page and post → a Reading. Plain computation; fetching happens elsewhere."""

from bot.articles.process import PageReader
from bot.articles.read import entry_from_text, read_page

__all__ = ["PageReader", "entry_from_text", "read_page"]
