"""The lines of a digest: a linked headline and what the article says, shortly."""

from html import escape
from itertools import accumulate

from bot.domain.articles import Draft
from bot.domain.sentences import split_sentences
from bot.rendering.headings import headline_text
from bot.rendering.plain import one_line, shorten

_LONGEST_SUMMARY = 160


def digest_line(article: Draft) -> str:
    """One article of a digest, two lines of Telegram HTML."""
    headline = escape(headline_text(article))
    linked = f'<a href="{escape(article.url)}">{headline}</a>' if article.url else headline
    said = article.summary or next(iter(article.key_points), "")
    summary = escape(_beginning(one_line(said)))
    return f"<b>{linked}</b>\n{summary}" if summary else f"<b>{linked}</b>"


def _beginning(summary: str) -> str:
    """Whole sentences where one or more fit, else a cut one."""
    beginnings = accumulate(split_sentences(summary), "{} {}".format)
    fitting = [text for text in beginnings if len(text) <= _LONGEST_SUMMARY]
    return fitting[-1] if fitting else shorten(summary, _LONGEST_SUMMARY)
