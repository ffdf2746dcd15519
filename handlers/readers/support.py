"""`/support`: the paper's own appeal, and the ways to its membership page, from wherever they are opened."""

from bot.domain.appeals import Form
from bot.domain.links import read_support_link, support_link
from bot.domain.pushes import Card
from bot.domain.support_links import Reference
from bot.rendering.stars import star_rows, supporting
from bot.rendering.support import support_page
from handlers.callbacks import read_appeal
from handlers.context import Talk


async def support(talk: Talk) -> None:
    """Appeal and links of the reader's edition."""
    talk.show(await _page(talk))


async def open_page(talk: Talk) -> None:
    """The button of an appeal: in place of an appeal of its own, below the answer it stands under."""
    said, form = read_appeal(talk.subject)
    card = await _page(talk, await talk.newsroom.appeal_to_readers.tapped(talk.person, said), counts=False)
    if form is Form.MESSAGE:
        talk.edit(card.html, card.buttons)
    else:
        talk.show(card)


async def open_from(talk: Talk) -> None:
    """*Support us* under a push, a card or a digest; where others read along, in the person's own chat."""
    attribute = talk.newsroom.attribute_support
    reference = await attribute.of_button(talk.person, talk.tapped, talk.subject)
    if talk.is_for_many:
        talk.open_bot(support_link(attribute.write(reference) if reference else ""))
        return
    talk.show(await _page(talk, reference, counts=reference is not None))


async def arrived(talk: Talk) -> bool:
    """Whether a link into the bot led to this page. One that is old, or not ours, counts for nothing."""
    written = read_support_link(talk.words)
    if written is None:
        return False
    reference = talk.newsroom.attribute_support.of_link(written)
    talk.show(await _page(talk, reference, counts=reference is not None))
    return True


async def _page(talk: Talk, came: Reference | None = None, *, counts: bool = True) -> Card:
    page = await talk.newsroom.show_support(talk.person, came)
    if counts:
        await talk.newsroom.attribute_support.opened(talk.person, page.reference)
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
