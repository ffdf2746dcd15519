"""Articles: an entry, its page and post → a Reading. Plain computation; fetching happens elsewhere.

`read.read_page` does the work, purely; `PageReader` has it done in a process that can be killed, which also
keeps what reads pages (25 MB) out of the bot's own process.
"""

from bot.articles.process import PageReader

__all__ = ["PageReader"]
