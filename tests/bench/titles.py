"""10,000 nasty titles in every message about an article, read by Telegram's own parser: none refused, none
injected, none too long. Random, from a fixed seed."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace

import tdjson

from bot.domain.articles import Article
from bot.locales import texts_for
from bot.rendering.cards import CAPTION_LIMIT, article_card
from bot.rendering.corrections import correction_note
from bot.rendering.digests import digest_line
from bot.rendering.pages import MESSAGE_LIMIT, reading_pages
from tests.bench.report import Goal, Report, main
from tests.rendering.samples import ARTICLE, NASTY, NOW, PAPER

_COUNT = 10_000
_LONGEST = 400
_PIECES = (
    *"<>&\"'/=\\{}%;#\n\r\t\x00\u202e\u200f\u2028\u0301\ufeff🚌",
    *("<b>", "</b>", "<i", "</", "<a href='http://x'>", "</a>", "<code>", "<pre>", "<blockquote expandable>"),
    *("<tg-spoiler>", "<tg-emoji emoji-id='1'>", "&lt;", "&amp;", "&#60;", "&#x3c;", "&nbsp;"),
    *("&#9999999;", "<!--", "javascript:alert(1)", "@admin", "/start", "https://x.example"),
    *("слово", "שלום", "Andonović", "x" * 90),
)  # fmt: skip
_ALLOWED = {"Bold", "Italic", "TextUrl", "ExpandableBlockQuote"}


def titles() -> Iterator[str]:
    """The nasty ones by hand, then pieces thrown together."""
    dice = random.Random(5)
    yield from NASTY
    for _ in range(_COUNT - len(NASTY)):
        pieces = (dice.choice(_PIECES) + dice.choice(("", " ")) for _ in range(dice.randint(1, 40)))
        yield "".join(pieces)[:_LONGEST]


def messages(article: Article) -> Iterator[tuple[str, int, int]]:
    """Each message with its limit and how many places in it are set apart when the title is harmless."""
    texts = texts_for("mk")
    yield article_card(article, PAPER, texts).html, CAPTION_LIMIT, 3
    yield digest_line(article), MESSAGE_LIMIT, 2
    yield correction_note(article, article.headline, NOW, PAPER, texts), MESSAGE_LIMIT, 2
    yield from ((page, MESSAGE_LIMIT, 4) for page in reading_pages(article, PAPER, texts))


def verdict(html: str, limit: int, places: int) -> str:
    """What Telegram says: `fine`, or what is wrong."""
    query = {"@type": "parseTextEntities", "text": html, "parse_mode": {"@type": "textParseModeHTML"}}
    answer = json.loads(tdjson.td_execute(json.dumps(query).encode()) or b"{}")
    if answer["@type"] != "formattedText" or not answer["text"].strip():
        return "refused"
    kinds = [one["type"]["@type"].removeprefix("textEntityType") for one in answer["entities"]]
    if len(kinds) > places or set(kinds) - _ALLOWED:
        return "injected"
    return "fine" if len(answer["text"]) <= limit else "too long"


def measure() -> Report:
    tdjson.td_execute(b'{"@type":"setLogVerbosityLevel","new_verbosity_level":0}')
    verdicts = []
    for title in titles():
        article = replace(
            ARTICLE, headline=title, kicker=title[:30], authors=(title,), summary=title, body=(title,)
        )
        verdicts += [verdict(*message) for message in messages(article)]
    goals = (
        Goal(name, verdicts.count(name), 0, is_ceiling=True) for name in ("refused", "injected", "too long")
    )
    return Report("titles", {"titles": _COUNT, "messages": len(verdicts)}, tuple(goals))


if __name__ == "__main__":
    main(measure)
