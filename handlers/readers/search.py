"""`/search words`, and any text that is no command: a question."""

from bot.domain.appeals import Occasion
from bot.rendering.answers import answer_page
from handlers.callbacks import read_view
from handlers.context import Talk
from handlers.readers.appeal import show_with_appeal, turn_with_appeal


async def prepare(talk: Talk) -> None:
    """What every question needs."""
    await talk.newsroom.answer_question.prepare()


async def search(talk: Talk) -> None:
    """Answer with the passages of the best articles."""
    await _answer(talk, talk.words)


async def again(talk: Talk) -> None:
    """*More*, *Newest first*, *Only video*: another view of the same answers, in their place."""
    question_id, view = read_view(talk.subject)
    answered = await talk.newsroom.answer_question.again(talk.person, question_id, view)
    page = answer_page(answered, talk.newsroom.paper, talk.texts)
    turn_with_appeal(talk, page.html, page.buttons)


async def topic(talk: Talk) -> None:
    """What the paper has about one of its topics."""
    await _answer(talk, talk.subject)


async def _answer(talk: Talk, text: str) -> None:
    answered = await talk.newsroom.answer_question(talk.person, text)
    card = answer_page(answered, talk.newsroom.paper, talk.texts)
    if answered.found:
        await show_with_appeal(talk, card, Occasion.SEARCH, [one.article for one in answered.found])
    else:
        talk.show(card)
