"""*Send now*, *Skip* and *Test to me* under the card of a new article. The first decision stands."""

from functools import partial

from bot.domain.reviews import Review, ReviewState
from bot.rendering.desk import decided_buttons, stop_or_verdict, verdict
from bot.rendering.queue import send_full_rows
from handlers.callbacks import read_article_as_seen, read_look, read_push_id
from handlers.context import Talk
from handlers.editors import newsroom_stop, verdicts


async def send_now(talk: Talk) -> None:
    """Approve; on a full day only after another tap."""
    load = await talk.newsroom.schedule_push.load_now()
    if load.is_full:
        talk.edit_buttons(send_full_rows(read_look(talk.subject), load, talk.texts))
    else:
        await send_anyway(talk)


async def send_anyway(talk: Talk) -> None:
    """Approve, although the day is full."""
    look = read_look(talk.subject)
    decided = await talk.newsroom.review_article.send_now(
        look.article_id, look.revision, talk.person, look.version, talk.tapped
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


async def stop(talk: Talk) -> None:
    """*Stop*, in the seconds after *Send now*."""
    withdrawn = await talk.newsroom.withdraw_push(read_push_id(talk.subject), talk.person)
    if withdrawn.card is not None:
        talk.edit_buttons(withdrawn.card.buttons)
        talk.toast(talk.texts.plain("desk.stopped"))
    elif withdrawn.by_this_press:
        talk.edit_buttons(decided_buttons("desk.stopped_old", talk.texts))
    else:
        talk.edit_buttons(stop_or_verdict(withdrawn.review, talk.newsroom.paper, talk.texts))
        talk.toast(talk.texts.plain("desk.too_late"), alert=True)


async def settled(talk: Talk) -> None:
    """The button that only says what was decided."""
    talk.toast(talk.texts.plain("desk.settled"))


async def _settle(talk: Talk, review: Review, by_this_press: bool) -> None:
    talk.edit_buttons(stop_or_verdict(review, talk.newsroom.paper, talk.texts))
    if by_this_press and review.state is ReviewState.APPROVED:
        await newsroom_stop.warn(talk)
    if not by_this_press:
        verdicts.too_late(talk, verdict(review, talk.newsroom.paper.zone, talk.texts)[0][0].label)
