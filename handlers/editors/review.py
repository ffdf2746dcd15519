"""*Send now*, *Skip* and *Test to me* under the card of a new article. The first decision stands."""

from functools import partial

from bot.domain.reviews import Review
from bot.rendering.desk import verdict
from handlers.callbacks import read_article_as_seen, read_look
from handlers.context import Talk


async def send_now(talk: Talk) -> None:
    """Approve."""
    look = read_look(talk.subject)
    decided = await talk.newsroom.review_article.send_now(
        look.article_id, look.revision, talk.person, look.version
    )
    await _settle(talk, decided.review, decided.by_this_press)


async def skip(talk: Talk) -> None:
    """Decide that readers don't get it."""
    seen = read_article_as_seen(talk.subject)
    decided = await talk.newsroom.review_article.skip(*seen, talk.person)
    await _settle(talk, decided.review, decided.by_this_press)


async def test(talk: Talk) -> None:
    """The exact card, to nobody but the one who pressed."""
    card = await talk.newsroom.try_card.card(read_look(talk.subject))
    talk.then(partial(talk.newsroom.try_card.send, card, talk.person))
    talk.toast(talk.texts.plain("try.on_its_way"))


async def settled(talk: Talk) -> None:
    """The button that only says what was decided."""
    talk.toast(talk.texts.plain("desk.settled"))


async def _settle(talk: Talk, review: Review, by_this_press: bool) -> None:
    buttons = verdict(review, talk.newsroom.paper.zone, talk.texts)
    talk.edit_buttons(buttons)
    if not by_this_press:
        decision = buttons[0][0].label
        talk.toast(talk.texts.plain("desk.too_slow", decision=decision), alert=True)
