"""Articles: an entry, its page and post → a Reading. Plain computation; fetching happens elsewhere."""

from bot.articles.plain import summary_of_text
from bot.articles.process import PageReader
from bot.articles.read import read_page
from bot.articles.rewriting import RewrittenReader

__all__ = ["PageReader", "RewrittenReader", "read_page", "summary_of_text"]
