"""The card of an article: kicker, headline, summary, picture or large preview, buttons."""

import re
from html import escape

from bot.domain.articles import Draft
from bot.domain.paper import EditionFacts
from bot.domain.pushes import Button, Card
from bot.locales import Texts

CAPTION_LIMIT = 1024
"""Characters of a photo's caption after parsing; see the Bot API."""
_SPARE = 100
_LONGEST_KICKER, _LONGEST_HEADLINE, _LONGEST_BYLINE = 60, 300, 150
"""Characters, so that hostile pages leave room for a summary and the whole stays a caption."""
_PHOTO_SUFFIXES = (".jpg", ".jpeg", ".png")
"""What Telegram takes by address; it refuses .webp, for which the article's preview stands in."""


def article_card(article: Draft, edition: EditionFacts, texts: Texts) -> Card:
    """The message that pushes an article of this edition."""
    photo = article.image.url if article.image and _is_photo(article.image.url) else None
    headline = shorten(article.headline, _LONGEST_HEADLINE)
    if article.kicker:
        headline = f"{shorten(article.kicker, _LONGEST_KICKER)} | {headline}"
    authors = shorten(", ".join(article.authors), _LONGEST_BYLINE)
    byline = f"\n<i>{escape(authors)}</i>" if authors else ""
    summary = shorten(article.summary, CAPTION_LIMIT - _SPARE - len(headline) - len(authors))
    body = f"\n\n{escape(summary)}" if summary else ""
    return Card(
        html=f"<b>{escape(headline)}</b>{byline}{body}",
        photo=photo,
        preview=None if photo else article.url or None,
        buttons=_buttons(article, edition, texts),
    )


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words, with an ellipsis where something was cut."""
    if len(text) <= limit:
        return text
    return text[: max(limit - 1, 0)].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def _buttons(article: Draft, edition: EditionFacts, texts: Texts) -> tuple[tuple[Button, ...], ...]:
    # Some feeds' entries have no address; a button without one is refused with the whole message.
    read = [Button(texts.plain("button.read"), url=article.url)] if article.url else []
    watch = [Button(texts.plain("button.watch"), url=one.url) for one in article.videos[:1]]
    links = ((*read, *watch),) if read or watch else ()
    return (*links, (Button(texts.plain("button.support"), url=edition.membership_url),))


def _is_photo(url: str) -> bool:
    # Not urlsplit: it raises on what feeds hold, and one picture must not stop a card.
    return re.split("[?#]", url, maxsplit=1)[0].lower().endswith(_PHOTO_SUFFIXES)
