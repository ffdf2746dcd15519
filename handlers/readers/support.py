"""`/support`: the paper's own appeal, and the ways to its membership page."""

from bot.domain.appeals import Form
from bot.domain.pushes import Card
from bot.rendering.stars import star_rows, supporting
from bot.rendering.support import support_page
from handlers.callbacks import read_appeal
from handlers.context import Talk


async def support(talk: Talk) -> None:
    """Appeal and links of the reader's edition."""
    talk.show(await _page(talk))


async def open_page(talk: Talk) -> None:
    """The button of an appeal: in place of an appeal of its own, below the answer it stands under."""
    wording, form = read_appeal(talk.subject)
    await talk.newsroom.appeal_to_readers.tapped(talk.person, wording)
    card = await _page(talk, wording)
    if form is Form.MESSAGE:
        talk.edit(card.html, card.buttons)
    else:
        talk.show(card)


async def _page(talk: Talk, wording: str = "") -> Card:
    page = await talk.newsroom.show_support(talk.person, wording)
    paper = talk.newsroom.paper
    return support_page(
        page.edition,
        page.text,
        page.links,
        talk.texts,
        wording=page.wording,
        may_rest=page.may_rest,
        may_remind=page.may_remind,
        gifts=star_rows(paper.stars, page.stars, talk.texts),
        standing=supporting(page.stars, paper.zone, talk.texts),
        takes_codes=talk.newsroom.confirm_membership.codes is not None,
        member=page.member,
    )
