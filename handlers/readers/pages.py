"""The readers' messages about their subscription: settings, farewell. Pure."""

from dataclasses import dataclass

from bot.domain.ids import Edition
from bot.domain.paper import EditionFacts, Paper
from bot.domain.pushes import Button, ButtonRows
from bot.domain.subscribers import Standing, Subscriber
from bot.locales import Texts
from bot.rendering.callbacks import Action, pack


@dataclass(frozen=True)
class Page:
    """A message as Telegram HTML, and its buttons."""

    html: str
    buttons: ButtonRows


def settings_page(subscriber: Subscriber | None, edition: EditionFacts, paper: Paper, texts: Texts) -> Page:
    """How the subscription stands, with what can be changed about it."""
    match subscriber.standing if subscriber else None:
        case Standing.ACTIVE:
            key, change = "settings.active", Button(texts.plain("button.pause"), data=pack(Action.PAUSE))
        case Standing.PAUSED:
            key, change = "settings.paused", Button(texts.plain("button.resume"), data=pack(Action.RESUME))
        case _:
            return Page(texts.html("settings.left", paper=edition.title), _subscribe(texts))
    mine = Button(texts.plain("button.my_follows"), data=pack(Action.FOLLOWING, 0))
    topics = Button(texts.plain("button.choose_topics"), data=pack(Action.TOPICS, 0))
    editions = _editions(edition.code, paper, texts)
    chats = Button(texts.plain("button.chats"), data=pack(Action.CHATS))
    return Page(texts.html(key, paper=edition.title), (*editions, (topics, mine), (change,), (chats,)))


def farewell(edition: EditionFacts, texts: Texts) -> Page:
    """That nothing comes any more, and the way back."""
    return Page(texts.html("stop.done", paper=edition.title), _subscribe(texts))


def _subscribe(texts: Texts) -> ButtonRows:
    return ((Button(texts.plain("button.subscribe"), data=pack(Action.SUBSCRIBE)),),)


def _editions(chosen: Edition, paper: Paper, texts: Texts) -> ButtonRows:
    """One button per edition, the chosen one marked; none where there is no choice."""
    if len(paper.editions) == 1:
        return ()
    return tuple((_edition(one, one.code == chosen, texts),) for one in paper.editions.values())


def _edition(edition: EditionFacts, is_chosen: bool, texts: Texts) -> Button:
    label = texts.plain("button.edition_chosen", title=edition.title) if is_chosen else edition.title
    return Button(label, data=pack(Action.EDITION, edition.code))
