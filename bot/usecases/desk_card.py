"""A waiting article's card as one desk chat is to see it: the editors' newest version, their language."""

from bot.domain.articles import Article
from bot.domain.edits import Version
from bot.domain.ids import ChatId
from bot.domain.paper import Paper
from bot.domain.pushes import Card
from bot.domain.reviews import Page
from bot.locales import Texts, texts_for
from bot.ports import Store
from bot.rendering.desk import review_card


async def desk_card(
    store: Store, article: Article, paper: Paper, chat_id: ChatId, page: Page = Page.DESK
) -> Card:
    """The readers' card with the desk's buttons below."""
    editor = await texts_of(store, article, chat_id)
    version = await newest(store, article)
    before = await store.stories.pushed_before(article.id)
    return review_card(article, paper, texts_for(article.edition), editor, before, version, page)


async def newest(store: Store, article: Article) -> Version:
    """What editors made of this revision."""
    return await store.edits.newest(article.id, article.revision)


async def texts_of(store: Store, article: Article, chat_id: ChatId) -> Texts:
    """The words of a desk chat: of its app where we know it, else of the article's edition."""
    editor = await store.subscribers.by_chat(chat_id)
    return texts_for(editor.language if editor else article.edition)


def picture_on(card: Card) -> str | None:
    """What tells its picture from another one."""
    return card.photo_id or card.photo
