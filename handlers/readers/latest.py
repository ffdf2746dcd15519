"""`/latest`: the newest articles."""

from bot.rendering.lists import article_list
from handlers.context import Talk


async def latest(talk: Talk) -> None:
    """List the newest articles of the reader's edition."""
    answer = await talk.newsroom.answer_question.latest(talk.person)
    paper = talk.edition(answer.edition).title
    title = talk.texts.html("latest.title", paper=paper)
    found = article_list(title, answer.articles, talk.texts, answer.now)
    talk.say(found if answer.articles else talk.texts.html("latest.none", paper=paper))
