"""An article as somebody shares it where we may not be: its buttons are links, for strangers too."""

from dataclasses import dataclass, replace
from datetime import date

from bot.domain.articles import Article
from bot.domain.links import Via, article_link, support_link
from bot.domain.paper import Paper
from bot.domain.pushes import Button, Card
from bot.domain.support_links import Place, Reference
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


def share_of(article: Article, paper: Paper, username: str, day: date) -> Share:
    """The article in its own edition's language, with links into the bot that tell where it was seen, and
    when: `day`."""
    texts = texts_for(article.edition)
    card = article_card(article, replace(paper, references=None), texts)
    support = Button(texts.plain("button.support"), url=paper.editions[article.edition].membership_url)
    if paper.references is not None:
        reference = Reference(place=Place.SHARE, day=day, edition=article.edition, article=article.id)
        carried = support_link(paper.references.write(reference))
        instead = {support: replace(support, url=f"https://t.me/{username}?start={carried}")}
    else:
        instead = {}
    links = tuple(tuple(instead.get(one, one) for one in row if one.url) for row in card.buttons)
    address = f"https://t.me/{username}?start={article_link(article.id, Via.INLINE)}"
    ours = Button(texts.plain("button.open_bot", paper=paper.editions[article.edition].title), url=address)
    return Share(
        title=shorten(headline_text(article), _LONGEST_TITLE),
        description=shorten(one_line(article.summary), _LONGEST_DESCRIPTION),
        thumbnail=article.image.url if article.image else None,
        card=replace(card, photo=None, buttons=(*filter(None, links), (ours,))),
    )
