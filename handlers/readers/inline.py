"""`@bot words` in any chat: cards of articles to share there."""

from datetime import date

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode

from bot.domain.articles import Article
from bot.domain.pushes import Card
from bot.rendering.shares import share_of
from handlers.context import Talk

_NOTHING_FOUND = "inline_search"
"""The link behind the button where nothing was found: it leads to the greeting, and counts as a source."""


async def share(talk: Talk) -> None:
    """Offer what was found; where nothing was, the way to the bot itself."""
    shared = await talk.newsroom.share_articles(talk.person, talk.asked, talk.offset)
    results = [_result(one, shared.day, talk) for one in shared.articles]
    label = talk.texts.plain("button.nothing_found")
    button = None if results else InlineQueryResultsButton(label, start_parameter=_NOTHING_FOUND)
    talk.offer(results, shared.next_offset, shared.good_for, button)


def _result(article: Article, day: date, talk: Talk) -> InlineQueryResultArticle:
    one = share_of(article, talk.newsroom.paper, talk.bot_name, day)
    return InlineQueryResultArticle(
        str(article.id),
        one.title,
        _content(one.card),
        InlineKeyboardMarkup(
            [[InlineKeyboardButton(b.label, url=b.url) for b in row] for row in one.card.buttons]
        ),
        description=one.description or None,
        thumbnail_url=one.thumbnail,
    )


def _content(card: Card) -> InputTextMessageContent:
    preview = LinkPreviewOptions(
        is_disabled=not card.preview, url=card.preview, prefer_large_media=True, show_above_text=True
    )
    return InputTextMessageContent(card.html, ParseMode.HTML, link_preview_options=preview)
