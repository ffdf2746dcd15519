"""`/feedback`: a word to the newsroom; in reply to an article's card, a report of an error in it."""

from bot.domain.articles import Article
from bot.errors import UsageError
from bot.rendering.feedback import headline_of
from handlers.callbacks import read_article_id
from handlers.context import Talk


async def report(talk: Talk) -> None:
    """*Report an error*, under an article: what is wrong is asked for, and the reply goes to the desk."""
    if not talk.is_private:
        raise UsageError("error.only_private")
    _ask_about(talk, await talk.newsroom.open_link.article(read_article_id(talk.subject)))


async def feedback(talk: Talk) -> None:
    """The words after the command, or a question for them."""
    article = await _about(talk)
    if talk.written:
        await talk.newsroom.take_feedback(talk.person, talk.written, article)
        talk.say(talk.texts.html("feedback.taken"))
    elif article is not None:
        _ask_about(talk, article)
    else:
        talk.ask(talk.texts.html("feedback.ask"))


async def written(talk: Talk) -> None:
    """The reply to that question, whose link leads to the article."""
    article = await talk.newsroom.take_feedback.at(talk.replied.url if talk.replied else None)
    await talk.newsroom.take_feedback(talk.person, talk.written, article)
    talk.say(talk.texts.html("feedback.taken"))


def _ask_about(talk: Talk, article: Article) -> None:
    """The link tells later what the reply is about; an article without an address can't be named so."""
    headline = headline_of(article)
    if not article.url:
        talk.ask(talk.texts.html("feedback.ask"))
        return
    talk.ask(talk.texts.html("feedback.ask_about", url=article.url, headline=headline))


async def _about(talk: Talk) -> Article | None:
    if talk.replied is None:
        return None
    return await talk.newsroom.take_feedback.pushed(talk.person, talk.replied.message_id)
