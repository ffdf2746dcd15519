"""*Send now* and *Skip* under the card of a new article. The first decision stands."""

from bot.domain.reviews import Review
from bot.rendering.desk import verdict
from bot.rendering.queue import send_full_rows
from handlers.callbacks import read_article_as_seen
from handlers.context import Talk


async def send_now(talk: Talk) -> None:
    """Approve; on a full day only after another tap."""
    load = await talk.newsroom.schedule_push.load_now()
    if load.is_full:
        talk.edit_buttons(send_full_rows(*read_article_as_seen(talk.subject), load, talk.texts))
    else:
        await send_anyway(talk)


async def send_anyway(talk: Talk) -> None:
    """Approve, although the day is full."""
    seen = read_article_as_seen(talk.subject)
    decided = await talk.newsroom.review_article.send_now(*seen, talk.person)
    await _settle(talk, decided.review, decided.by_this_press)


async def skip(talk: Talk) -> None:
    """Decide that readers don't get it."""
    seen = read_article_as_seen(talk.subject)
    decided = await talk.newsroom.review_article.skip(*seen, talk.person)
    await _settle(talk, decided.review, decided.by_this_press)


async def settled(talk: Talk) -> None:
    """The button that only says what was decided."""
    talk.toast(talk.texts.plain("desk.settled"))


async def _settle(talk: Talk, review: Review, by_this_press: bool) -> None:
    buttons = verdict(review, talk.newsroom.paper.zone, talk.texts)
    talk.edit_buttons(buttons)
    if not by_this_press:
        decision = buttons[0][0].label
        talk.toast(talk.texts.plain("desk.too_slow", decision=decision), alert=True)
