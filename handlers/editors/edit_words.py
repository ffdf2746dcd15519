"""What editors write or send for a card, in reply to a question of ours, which tells what it is about."""

from bot.domain.edits import LONGEST_HEADLINE, Look, edited, look_at
from bot.locales import read_back
from bot.rendering.plain import one_line, shorten
from handlers.callbacks import read_look
from handlers.context import Talk


async def ask_headline(talk: Talk) -> None:
    """Ask for another headline."""
    await _ask(talk, "edit.ask_headline")


async def ask_summary(talk: Talk) -> None:
    """Ask for another summary."""
    await _ask(talk, "edit.ask_summary")


async def ask_picture(talk: Talk) -> None:
    """Ask for a picture."""
    await _ask(talk, "edit.ask_picture")


async def headline(talk: Talk) -> None:
    """Put it on the card."""
    await talk.newsroom.edit_card.headline(_asked(talk, "edit.ask_headline"), talk.written, talk.person)
    talk.then(talk.newsroom.refresh_cards)


async def summary(talk: Talk) -> None:
    """Put it on the card."""
    await talk.newsroom.edit_card.summary(_asked(talk, "edit.ask_summary"), talk.written, talk.person)
    talk.then(talk.newsroom.refresh_cards)


async def picture(talk: Talk) -> None:
    """Put it on the card."""
    await talk.newsroom.edit_card.upload(_asked(talk, "edit.ask_picture"), talk.photo_id, talk.person)
    talk.then(talk.newsroom.refresh_cards)


async def _ask(talk: Talk, key: str) -> None:
    article, version = await talk.newsroom.edit_card.open(read_look(talk.subject))
    said = shorten(one_line(edited(article, version.edit).headline), LONGEST_HEADLINE)
    talk.ask(talk.texts.html(key, headline=said, number=look_at(article, version)))


def _asked(talk: Talk, key: str) -> Look:
    asked = read_back(key, talk.replied.text) if talk.replied else None
    return read_look((asked or {}).get("number", ""))
