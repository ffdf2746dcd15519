"""Lists of articles: what /latest, /video and /search answer."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from babel.dates import format_timedelta

from bot.domain.articles import Article, Video
from bot.locales import Texts
from bot.rendering.plain import shorten
from bot.rendering.videos import duration

_LONGEST_HEADLINE = 300
"""Characters, so that a list stays within a message whatever the pages say."""


def article_list(title: str, articles: Sequence[Article], texts: Texts, now: datetime) -> str:
    """A titled list with a link per article; `title` is HTML already."""
    return "\n\n".join([f"<b>{title}</b>", *(_line(one, one.url, texts, now) for one in articles)])


def video_list(title: str, articles: Sequence[Article], texts: Texts, now: datetime) -> str:
    """The same, each link opening the article's first video, with its duration where that is known."""
    lines = (_video_line(one, one.videos[0], texts, now) for one in articles if one.videos)
    return "\n\n".join([f"<b>{title}</b>", *lines])


def ago(moment: datetime, texts: Texts, now: datetime) -> str:
    """How long ago, in words of the reader's language."""
    return format_timedelta(moment - now, add_direction=True, locale=texts.language)


def _video_line(article: Article, video: Video, texts: Texts, now: datetime) -> str:
    line = _line(article, video.url, texts, now)
    return f"{line} · {duration(video.duration_seconds)}" if video.duration_seconds else line


def _line(article: Article, url: str, texts: Texts, now: datetime) -> str:
    headline = f"{article.kicker} | {article.headline}" if article.kicker else article.headline
    when = ago(article.published_at or article.seen_at, texts, now)
    return f'• <a href="{escape(url)}">{escape(shorten(headline, _LONGEST_HEADLINE))}</a>\n{escape(when)}'
