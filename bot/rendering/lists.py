"""Lists of articles: what /latest, /video and /search answer."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from babel.dates import format_timedelta

from bot.domain.articles import Article
from bot.locales import Texts


def article_list(title: str, articles: Sequence[Article], texts: Texts, now: datetime) -> str:
    """A titled list with a link per article; `title` is HTML already."""
    return "\n\n".join([f"<b>{title}</b>", *(_line(one, one.url, texts, now) for one in articles)])


def video_list(title: str, articles: Sequence[Article], texts: Texts, now: datetime) -> str:
    """The same, each link opening the article's first video."""
    lines = (_line(one, one.videos[0].url, texts, now) for one in articles if one.videos)
    return "\n\n".join([f"<b>{title}</b>", *lines])


def ago(moment: datetime, texts: Texts, now: datetime) -> str:
    """How long ago, in words of the reader's language."""
    return format_timedelta(moment - now, add_direction=True, locale=texts.language)


def _line(article: Article, url: str, texts: Texts, now: datetime) -> str:
    kicker = f"{escape(article.kicker)} | " if article.kicker else ""
    when = ago(article.published_at or article.seen_at, texts, now)
    return f'• <a href="{escape(url)}">{kicker}{escape(article.headline)}</a>\n{escape(when)}'
