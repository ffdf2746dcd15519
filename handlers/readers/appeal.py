"""The appeal after an answer, and what its buttons do."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.appeals import Form, Occasion, Rest
from bot.domain.articles import Article
from bot.domain.pushes import ButtonRows, Card
from bot.rendering.callbacks import Action
from bot.rendering.members import state_text
from bot.rendering.support import appeal_message, appeal_row, rest_text
from handlers.callbacks import read_rest
from handlers.context import Talk
from handlers.readers.member import ask


async def show_with_appeal(talk: Talk, card: Card, occasion: Occasion, articles: Sequence[Article]) -> None:
    """The answer, with the appeal below it where it is time for it."""
    appeal = await talk.newsroom.appeal_to_readers.after(talk.person, occasion, articles)
    if appeal and appeal.form is Form.BUTTON:
        row = appeal_row(appeal.wording, appeal.form, talk.texts, appeal.reference)
        card = replace(card, buttons=(*card.buttons, row))
    talk.show(card)
    if appeal and appeal.form is Form.MESSAGE:
        talk.show(appeal_message(appeal.edition, appeal.wording, talk.texts, appeal.reference))


def turn_with_appeal(talk: Talk, html: str, buttons: ButtonRows) -> None:
    """Another page of the answer; the appeal's button that stands below it stays."""
    talk.edit(html, (*buttons, *talk.rows_with(Action.SUPPORT)))


async def rest(talk: Talk) -> None:
    """*I am already a member*, *Remind me later*, *Not now*, *Never ask me*."""
    said, wording = read_rest(talk.subject)
    known = await talk.newsroom.confirm_membership.of(talk.person) if said is Rest.MEMBER else None
    if known is not None:
        talk.edit(state_text(known, talk.texts))
        return
    rested = await talk.newsroom.appeal_to_readers.rest(talk.person, said, wording)
    talk.edit(rest_text(rested.history, rested.reminded_on, talk.newsroom.paper.zone, talk.texts))
    if said is Rest.MEMBER and talk.newsroom.confirm_membership.codes is not None:
        ask(talk)
