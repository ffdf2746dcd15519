"""Buttons that change a waiting article's card. The cards on all phones follow at once."""

from enum import StrEnum
from typing import TypeVar

from bot.domain.asking import Asking
from bot.domain.edits import Look, Removable
from bot.domain.pushes import ButtonRows
from bot.domain.reviews import Page
from bot.errors import UsageError
from bot.newsroom import Sentences
from bot.rendering.edited import NONE, OWN, editions_text, sentences_page
from handlers.callbacks import read_look
from handlers.context import Talk

One = TypeVar("One", bound=StrEnum)


async def turn(talk: Talk) -> None:
    """Another page of buttons under the card."""
    look = read_look(talk.subject)
    await talk.newsroom.edit_card.turn(look, _one_of(Page, look), talk.person, talk.tapped)
    talk.then(talk.newsroom.refresh_cards)


async def sentences(talk: Talk) -> None:
    """What the summary can be made of, in a message of its own."""
    talk.say(*_page(talk, await talk.newsroom.edit_card.sentences(read_look(talk.subject))))


async def choose_sentence(talk: Talk) -> None:
    """Put one on the card, or take it off."""
    look = read_look(talk.subject)
    chosen = await talk.newsroom.edit_card.choose_sentence(look, _number(look), talk.person)
    talk.edit(*_page(talk, chosen))
    talk.then(talk.newsroom.refresh_cards)


async def show_card(talk: Talk) -> None:
    """Bring the card below."""
    await talk.newsroom.edit_card.show_card(read_look(talk.subject), talk.person)
    talk.then(talk.newsroom.refresh_cards)


async def pick_picture(talk: Talk) -> None:
    """The article's own, another one of it, or none."""
    look, editing = read_look(talk.subject), talk.newsroom.edit_card
    if look.choice == OWN:
        await editing.own_picture(look, talk.person)
    elif look.choice == NONE:
        await editing.no_picture(look, talk.person)
    else:
        await editing.picture(look, _number(look), talk.person)
    talk.then(talk.newsroom.refresh_cards)


async def switch(talk: Talk) -> None:
    """A button of the card, on or off."""
    look = read_look(talk.subject)
    await talk.newsroom.edit_card.switch(look, _one_of(Removable, look), talk.person)
    talk.then(talk.newsroom.refresh_cards)


async def choose_asking(talk: Talk) -> None:
    """Whether readers are asked for support beside it."""
    look = read_look(talk.subject)
    reason = await talk.newsroom.edit_card.choose_asking(look, _one_of(Asking, look), talk.person)
    if reason is not None:
        talk.toast(
            talk.texts.plain("edit.asks_beside", reason=talk.texts.plain(f"beside.{reason}")), alert=True
        )
    talk.then(talk.newsroom.refresh_cards)


async def undo(talk: Talk) -> None:
    """One change back."""
    await talk.newsroom.edit_card.undo(read_look(talk.subject), talk.person)
    talk.then(talk.newsroom.refresh_cards)


async def reset(talk: Talk) -> None:
    """All changes back."""
    await talk.newsroom.edit_card.reset(read_look(talk.subject), talk.person)
    talk.then(talk.newsroom.refresh_cards)


async def editions(talk: Talk) -> None:
    """How the other editions tell it."""
    articles = await talk.newsroom.edit_card.editions(read_look(talk.subject))
    if len(articles) > 1:
        talk.say(editions_text(articles, talk.newsroom.paper, talk.texts))
    else:
        talk.toast(talk.texts.plain("edit.no_editions"), alert=True)


def _page(talk: Talk, one: Sentences) -> tuple[str, ButtonRows]:
    return sentences_page(one.article, one.version, one.offered, talk.texts)


def _one_of(choices: type[One], look: Look) -> One:
    if look.choice not in set(choices):
        raise UsageError("error.stale_button")
    return choices(look.choice)


def _number(look: Look) -> int:
    if not look.choice.isdecimal():
        raise UsageError("error.stale_button")
    return int(look.choice)
