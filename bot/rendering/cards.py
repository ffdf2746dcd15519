"""The card of an article: kicker, headline, summary, picture or large preview, buttons."""

from html import escape
from urllib.parse import urlsplit

from bot.domain.articles import Draft
from bot.domain.paper import EditionFacts
from bot.domain.pushes import Button, Card
from bot.locales import Texts

CAPTION_LIMIT = 1024
"""Characters of a photo's caption after parsing; see the Bot API."""
_SPARE = 100
_PHOTO_SUFFIXES = (".jpg", ".jpeg", ".png")
"""What Telegram takes by address; it refuses .webp, for which the article's preview stands in."""


def article_card(article: Draft, edition: EditionFacts, texts: Texts) -> Card:
    """The message that pushes an article of this edition."""
    photo = article.image.url if article.image and _is_photo(article.image.url) else None
    kicker = f"{escape(article.kicker)} | " if article.kicker else ""
    byline = f"\n<i>{escape(', '.join(article.authors))}</i>" if article.authors else ""
    room = CAPTION_LIMIT - _SPARE - len(kicker) - len(article.headline) - len(byline)
    summary = shorten(article.summary, room)
    body = f"\n\n{escape(summary)}" if summary else ""
    return Card(
        html=f"<b>{kicker}{escape(article.headline)}</b>{byline}{body}",
        photo=photo,
        preview=None if photo else article.url,
        buttons=_buttons(article, edition, texts),
    )


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words, with an ellipsis where something was cut."""
    if len(text) <= limit:
        return text
    return text[: max(limit - 1, 0)].rsplit(" ", 1)[0].rstrip(" ,;:–-") + "…"


def _buttons(article: Draft, edition: EditionFacts, texts: Texts) -> tuple[tuple[Button, ...], ...]:
    read = Button(texts.plain("button.read"), url=article.url)
    watch = [Button(texts.plain("button.watch"), url=one.url) for one in article.videos[:1]]
    return ((read, *watch), (Button(texts.plain("button.support"), url=edition.membership_url),))


def _is_photo(url: str) -> bool:
    return urlsplit(url).path.lower().endswith(_PHOTO_SUFFIXES)
