"""Link previews of the sample newspaper's articles, which Telegram would have read from the pages.

Nothing is fetched: the desk next door is asked. Other addresses show their host only.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.paper import NoSuchArticleError, Paper, load_editions
from bot.sandbox.screen import Preview

_ARTICLE = re.compile(r"/paper/(\w+)/([\w-]+)/?")


def paper_previews(paper: Paper) -> Preview:
    """A function from an address to title, description, site and image; None for what is not in the paper."""

    def preview(url: str) -> dict[str, Any] | None:
        found = _ARTICLE.fullmatch(urlsplit(url).path)
        if found is None:
            return None
        try:
            article = paper.article(found[1], found[2])
        except NoSuchArticleError:
            return None
        return {
            "site": load_editions()[article.edition]["name"],
            "title": article.title,
            "description": article.lead,
            "image": f"/paper/images/{article.image}.png",
        }

    return preview
