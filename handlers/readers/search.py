"""`/search words`, and any text that is no command: a search too."""

from bot.rendering.lists import article_list
from bot.rendering.plain import shorten
from handlers.context import Talk

_LONGEST_ECHO = 200


async def search(talk: Talk) -> None:
    """List the articles that hold all the words."""
    answer = await talk.newsroom.answer_question.search(talk.person, talk.words)
    words = shorten(talk.words, _LONGEST_ECHO)
    title = talk.texts.html("search.title", words=words)
    found = article_list(title, answer.articles, talk.texts, answer.now)
    related = article_list(talk.texts.html("search.related"), answer.related, talk.texts, answer.now)
    text = f"{found}\n\n{related}" if answer.related else found
    talk.say(text if answer.articles else talk.texts.html("search.none", words=words))
