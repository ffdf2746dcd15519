"""The lines of a digest: a linked headline and what the article says, shortly."""

import re
from html import escape

from bot.domain.articles import Draft
from bot.rendering.headings import headline_text
from bot.rendering.plain import one_line, shorten

_LONGEST_SUMMARY = 160
_END = re.compile(r"(?<=\w{3})[.!?…][\"”“»’']?(?=\s|$)")
"""Of a sentence; an abbreviation of one or two letters is none."""


def digest_line(article: Draft) -> str:
    """One article of a digest, two lines of Telegram HTML."""
    headline = escape(headline_text(article))
    linked = f'<a href="{escape(article.url)}">{headline}</a>' if article.url else headline
    summary = escape(_beginning(one_line(article.summary)))
    return f"<b>{linked}</b>\n{summary}" if summary else f"<b>{linked}</b>"


def _beginning(summary: str) -> str:
    """Whole sentences where one or more fit, else a cut one."""
    ends = [found.end() for found in _END.finditer(summary[: _LONGEST_SUMMARY + 1])]
    return summary[: ends[-1]].rstrip() if ends else shorten(summary, _LONGEST_SUMMARY)
