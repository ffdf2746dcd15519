"""What readers are told when the paper corrects what they were sent."""

from datetime import datetime
from html import escape

from bot.domain.articles import Draft
from bot.domain.paper import Paper
from bot.locales import Texts
from bot.rendering.desk import wall_date
from bot.rendering.headings import headline_text
from bot.rendering.plain import one_line, shorten

_LONGEST = 600


def correction_note(article: Draft, change: str, moment: datetime, paper: Paper, texts: Texts) -> str:
    """A note about a corrected article: what changed in the editor's words, when, and where it stands."""
    title = texts.html("correction.title", when=wall_date(moment, paper.zone, texts))
    headline = escape(headline_text(article))
    linked = f'<a href="{escape(article.url)}">{headline}</a>' if article.url else headline
    said = escape(shorten(one_line(change), _LONGEST))
    return "\n\n".join(part for part in (title, said, linked) if part)
