"""What every message of the readers is made of, and the farewell. Pure."""

from dataclasses import dataclass

from bot.domain.paper import EditionFacts
from bot.domain.pushes import Button, ButtonRows
from bot.locales import Texts
from bot.rendering.callbacks import Action, pack


@dataclass(frozen=True)
class Page:
    """A message as Telegram HTML, and its buttons."""

    html: str
    buttons: ButtonRows


def farewell(edition: EditionFacts, texts: Texts) -> Page:
    """That nothing comes any more, and the way back."""
    return Page(texts.html("stop.done", paper=edition.title), way_back(texts))


def way_back(texts: Texts) -> ButtonRows:
    """*Subscribe*"""
    return ((Button(texts.plain("button.subscribe"), data=pack(Action.SUBSCRIBE)),),)


def in_rows(buttons: list[Button], size: int) -> ButtonRows:
    """So many beside each other."""
    return tuple(tuple(buttons[start : start + size]) for start in range(0, len(buttons), size))
