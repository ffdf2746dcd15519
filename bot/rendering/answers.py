"""Answers to a question: headlines with link and date, the articles' own sentences, and buttons for more."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from babel.dates import format_date

from bot.domain.articles import Article
from bot.domain.paper import Paper
from bot.domain.passages import Answered, Found
from bot.domain.pushes import Button, ButtonRows, Card
from bot.domain.questions import Order, View
from bot.locales import Texts
from bot.rendering.callbacks import Action, pack
from bot.rendering.headings import headline_text
from bot.rendering.plain import one_line, shorten

_LONGEST_ECHO = 120
_LONGEST_PASSAGE = 700
"""Characters; three of them with their headlines stay far within a message."""
_SHORTEST_POINT = 20
_DATA_LIMIT = 64
"""Bytes of a button's data; see the Bot API."""


def answer_page(answered: Answered, paper: Paper, texts: Texts) -> Card:
    """The answers, or that there are none and what the paper does write about."""
    words = shorten(one_line(answered.text), _LONGEST_ECHO)
    if answered.found:
        told = [_told(one, paper, texts) for one in answered.found]
        return Card(
            html="\n\n".join([texts.html("search.title", words=words), *told, *_related(answered, texts)]),
            buttons=_views(answered, texts),
        )
    if answered.question_id is not None:
        return Card(html=texts.html("search.none_so", words=words), buttons=_views(answered, texts))
    title = paper.editions[paper.edition_for(answered.edition)].title
    topics = _topics(answered.topics, texts)
    nearest = [texts.html("search.nearest")] if topics else []
    return Card(
        html="\n\n".join([texts.html("search.none", words=words, paper=title), *nearest]), buttons=topics
    )


def _related(answered: Answered, texts: Texts) -> list[str]:
    if not answered.related:
        return []
    headlines = [f"• {_linked(one)}" for one in answered.related]
    return ["\n".join([f"<b>{texts.html('search.related')}</b>", *headlines])]


def _told(found: Found, paper: Paper, texts: Texts) -> str:
    article = found.article
    moment = (article.published_at or article.seen_at).astimezone(paper.zone)
    day = format_date(moment, "d MMMM y", locale=texts.language)
    passage = escape(_points(article) if found.is_list else _sentences(found))
    quoted = f"\n<blockquote>{passage}</blockquote>" if passage else ""
    return f"<b>{_linked(article)}</b>\n<i>{escape(day)}</i>{quoted}"


def _linked(article: Article) -> str:
    headline = escape(headline_text(article))
    address = one_line(article.url)
    return f'<a href="{escape(address)}">{headline}</a>' if address else headline


def _sentences(found: Found) -> str:
    """With an ellipsis where the article says something in between."""
    body = " ".join(one_line(paragraph) for paragraph in found.article.body)
    said = [one_line(sentence) for sentence in found.sentences]
    joined = " ".join(said)
    return shorten(joined if joined in body else " … ".join(said), _LONGEST_PASSAGE)


def _points(article: Article) -> str:
    points: list[str] = []
    left = _LONGEST_PASSAGE
    for point in map(one_line, article.key_points):
        if left < _SHORTEST_POINT:
            break
        points.append("• " + shorten(point, left - 2))
        left -= len(points[-1]) + 1
    return "\n".join(points)


def _views(answered: Answered, texts: Texts) -> ButtonRows:
    view = answered.view

    def button(key: str, other: View) -> Button:
        kind = "v" if other.only_video else "a"
        about = f"{answered.question_id}.{other.page}.{other.order}.{kind}"
        return Button(texts.plain(key), data=pack(Action.ASK_AGAIN, about))

    pages, ways = [], []
    if view.page:
        pages.append(button("button.back", replace(view, page=view.page - 1)))
    if answered.has_more:
        pages.append(button("button.more", replace(view, page=view.page + 1)))
    if view.order is Order.NEWEST:
        ways.append(button("button.best_first", View(order=Order.BEST, only_video=view.only_video)))
    elif len(answered.found) > 1:
        ways.append(button("button.newest_first", View(order=Order.NEWEST, only_video=view.only_video)))
    if view.only_video:
        ways.append(button("button.all_answers", View(order=view.order)))
    elif any(one.article.videos for one in answered.found) and not _is_all_video(answered):
        ways.append(button("button.only_video", View(order=view.order, only_video=True)))
    return tuple(tuple(row) for row in (pages, ways) if row)


def _is_all_video(answered: Answered) -> bool:
    """Whether *Only video* would show the same again."""
    is_whole = not answered.has_more and not answered.view.page
    return is_whole and all(one.article.videos for one in answered.found)


def _topics(topics: Sequence[str], texts: Texts) -> ButtonRows:
    """A row for each topic: what the paper has about it, and to follow it."""
    rows = (
        (
            Button(topic, data=pack(Action.TOPIC, topic)),
            Button(texts.plain("button.follow_it"), data=pack(Action.FOLLOW_TOPIC, topic)),
        )
        for topic in map(one_line, topics)
        if topic
    )
    return tuple(row for row in rows if all(len((one.data or "").encode()) <= _DATA_LIMIT for one in row))
