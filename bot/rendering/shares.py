"""An article as somebody shares it where we may not be: its buttons are links, for strangers too."""

from dataclasses import dataclass, replace

from bot.domain.articles import Article
from bot.domain.links import Via, article_link
from bot.domain.paper import Paper
from bot.domain.pushes import Button, Card
from bot.locales import texts_for
from bot.rendering.cards import article_card
from bot.rendering.headings import headline_text
from bot.rendering.plain import one_line, shorten

_LONGEST_TITLE, _LONGEST_DESCRIPTION = 100, 160
"""Characters; a phone shows two lines of each."""


@dataclass(frozen=True)
class Share:
    """What is offered to somebody who shares, and the message it becomes."""

    title: str
    description: str
    thumbnail: str | None
    card: Card


def share_of(article: Article, paper: Paper, username: str) -> Share:
    """The article in its own edition's language, with a link into the bot that tells where it was seen."""
    texts = texts_for(article.edition)
    card = article_card(article, paper, texts)
    links = tuple(tuple(one for one in row if one.url) for row in card.buttons)
    address = f"https://t.me/{username}?start={article_link(article.id, Via.INLINE)}"
    ours = Button(texts.plain("button.open_bot", paper=paper.editions[article.edition].title), url=address)
    return Share(
        title=shorten(headline_text(article), _LONGEST_TITLE),
        description=shorten(one_line(article.summary), _LONGEST_DESCRIPTION),
        thumbnail=article.image.url if article.image else None,
        card=replace(card, photo=None, buttons=(*filter(None, links), (ours,))),
    )
