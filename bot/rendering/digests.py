"""Digests: articles grouped by topic, a linked headline and what it says of each, in one message."""

from collections.abc import Sequence
from datetime import date
from html import escape
from itertools import accumulate

from bot.domain.articles import Article, Draft
from bot.domain.digests import ON_A_PAGE, grouped
from bot.domain.ids import PushId
from bot.domain.paper import EditionFacts, Paper
from bot.domain.pushes import Button, ButtonRows, Card
from bot.domain.sentences import split_sentences
from bot.domain.support_links import Place, Reference
from bot.locales import Texts, texts_for
from bot.rendering.callbacks import Action, pack
from bot.rendering.headings import headline_text
from bot.rendering.pages import MESSAGE_LIMIT
from bot.rendering.plain import one_line, shorten, text_length
from bot.rendering.support import support_row

_LONGEST_SUMMARY = 160
_LONGEST_TOPIC = 60
_SPARE = 100


def digest_card(
    push_id: PushId, articles: Sequence[Article], start: int, edition: EditionFacts, paper: Paper, day: date
) -> Card:
    """The page of a digest that begins with this one of its articles: as many as fit into a message, ten at
    most. They are best first; a reader of `edition` may have some of another. `day` is that of its making."""
    texts = texts_for(edition.code)
    title = texts.html("digest.title", paper=edition.title, count=len(articles))
    shown = list(articles[start : start + ON_A_PAGE])
    html = _fitting(title, shown)
    turns = _turns(push_id, start, start + len(shown), len(articles), texts)
    reference = Reference(place=Place.DIGEST, day=day, edition=edition.code, push=push_id)
    return Card(html=html, buttons=(*turns, *support_row(paper, edition, reference, texts=texts)))


def day_card(articles: Sequence[Article], edition: EditionFacts, paper: Paper, day: date) -> Card:
    """The digest of the day, which is the same for all: these articles, best first, as many as fit."""
    texts = texts_for(edition.code)
    title = texts.html("digest.of_the_day", paper=edition.title)
    # Frozen before it is filed: which push it will be, nobody knows.
    reference = Reference(place=Place.DIGEST, day=day, edition=edition.code)
    return Card(
        html=_fitting(title, list(articles)), buttons=support_row(paper, edition, reference, texts=texts)
    )


def _fitting(title: str, shown: list[Article]) -> str:
    """One message; what has no room is taken off `shown`."""
    while text_length(html := _page(title, shown)) > MESSAGE_LIMIT - _SPARE:
        shown.pop()
    return html


def _page(title: str, articles: Sequence[Article]) -> str:
    return "\n\n".join([f"<b>{title}</b>", *(_group(*group) for group in grouped(articles))])


def _group(topic: str, articles: Sequence[Article]) -> str:
    name = escape(shorten(one_line(topic), _LONGEST_TOPIC))
    lines = "\n\n".join(map(digest_line, articles))
    return f"<i>{name}</i>\n{lines}" if name else lines


def _turns(push_id: PushId, start: int, end: int, count: int, texts: Texts) -> ButtonRows:
    """The way to the next ones; after the last page back to the first."""
    if end < count:
        label = texts.plain("button.more_of_digest", left=count - end)
        return ((Button(label, data=pack(Action.DIGEST, f"{push_id}.{end}")),),)
    if start == 0:
        return ()
    return ((Button(texts.plain("button.digest_again"), data=pack(Action.DIGEST, f"{push_id}.0")),),)


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
