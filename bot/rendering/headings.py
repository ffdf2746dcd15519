"""Headline and byline of an article, as every message about it begins."""

from html import escape

from bot.domain.articles import Draft
from bot.domain.folding import words
from bot.domain.paper import Paper
from bot.locales import Texts
from bot.rendering import spelling
from bot.rendering.kickers import icon_of
from bot.rendering.plain import one_line, shorten

_LONGEST_KICKER, _LONGEST_HEADLINE, _LONGEST_BYLINE = 60, 300, 150
"""Characters, so that hostile pages leave room for a summary and the whole stays a caption."""


def headline_text(article: Draft) -> str:
    """`🎬 VIDEO | Headline`, plain and short enough; never empty, as Telegram refuses empty messages."""
    headline = shorten(one_line(article.headline) or one_line(article.url) or "…", _LONGEST_HEADLINE)
    kicker = shorten(one_line(article.kicker or ""), _LONGEST_KICKER)
    shown = f"{kicker} | {headline}" if kicker else headline
    return f"{icon_of(kicker)} {shown}".strip()


def heading(article: Draft, paper: Paper, texts: Texts) -> str:
    """The bold headline over authors, column and date, in HTML."""
    byline = escape(_byline(article, paper, texts))
    headline = f"<b>{escape(headline_text(article))}</b>"
    return f"{headline}\n<i>{byline}</i>" if byline else headline


def _byline(article: Draft, paper: Paper, texts: Texts) -> str:
    authors = one_line(", ".join(article.authors))
    series = one_line(article.series or "")
    if set(words(authors)) & set(words(series)):
        series = ""  # `Analysis with Andonović` says no more than the author's name
    known = [shorten(part, _LONGEST_BYLINE) for part in (authors, series) if part]
    if article.published_at:
        day = article.published_at.astimezone(paper.zone)
        known.append(spelling.day(day, "d MMMM y", texts.language))
    return " · ".join(known)
