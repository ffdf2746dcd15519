"""*Read here*: the whole article in a message of its own, whose pages turn in place."""

from bot.domain.appeals import Occasion
from bot.domain.articles import Article
from bot.domain.links import Via, article_link
from bot.domain.push_reports import Effect
from bot.domain.pushes import Button, ButtonRows, Card
from bot.errors import UsageError
from bot.rendering.callbacks import Action, pack
from bot.rendering.pages import reading_pages
from bot.rendering.videos import watch_button
from handlers.callbacks import read_article_and_page, read_article_id
from handlers.context import Talk
from handlers.readers.appeal import show_with_appeal, turn_with_appeal
from handlers.readers.follow_pages import page_turns
from handlers.readers.less_buttons import report_button


async def read_here(talk: Talk) -> None:
    """The first page; where others read along, in the person's own chat with us."""
    article_id = read_article_id(talk.subject)
    await talk.newsroom.count_taps(talk.person, talk.tapped, article_id, Effect.READ_HERE)
    if talk.is_for_many:
        talk.open_bot(article_link(article_id, Via.CHAT))
        return
    article = await talk.newsroom.open_link.article(article_id)
    html, buttons = _page(talk, article, 0)
    await show_with_appeal(talk, Card(html=html, buttons=buttons), Occasion.READING, [article])


async def turn_page(talk: Talk) -> None:
    """Another page."""
    article_id, number = read_article_and_page(talk.subject)
    turn_with_appeal(talk, *_page(talk, await talk.newsroom.open_link.article(article_id), number))


def _page(talk: Talk, article: Article, number: int) -> tuple[str, ButtonRows]:
    """A page and its buttons; the last one where the article has become shorter."""
    pages = reading_pages(article, talk.newsroom.paper, talk.texts)
    if not pages:
        raise UsageError("error.stale_button")
    here = min(number, len(pages) - 1)
    turns = page_turns(here, len(pages), lambda page: pack(Action.TURN_PAGE, f"{article.id}.{page}"))
    read = [Button(talk.texts.plain("button.read"), url=article.url)] if article.url else []
    watch = [watch_button(one, talk.texts) for one in article.videos[:1]]
    report = (report_button(article, talk.texts),)
    return pages[here], tuple(row for row in (turns, (*read, *watch), report) if row)
