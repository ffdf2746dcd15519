"""The page on which the desk chooses an audience. Each button says what is, and a tap makes it the next."""

from collections.abc import Mapping, Sequence

from bot.domain.audiences import ACTIVE_DAYS, CHAT_CHOICES, EVERYBODY, JOINED_DAYS, Audience
from bot.domain.ids import Edition
from bot.domain.pushes import Button, ButtonRows
from bot.domain.queue import Target
from bot.locales import Texts
from bot.rendering.callbacks import Action, pack
from bot.rendering.plain import shorten

_LABEL = 40
_SAVED = 6
Cell = tuple[str, str, str]
"""What a button says, what a tap sets, and to what."""


def audience_rows(
    target: Target,
    audience: Audience,
    reached: tuple[int, int],
    saved: Mapping[str, Audience],
    editions: Sequence[Edition],
    texts: Texts,
) -> ButtonRows:
    """`reached`: how many it is, of how many."""
    count, of = reached
    everybody = _step(target, texts.plain("audience.count", count=count, of=of), "all")
    cells = [
        *([_edition(audience, editions, texts)] if len(editions) > 1 else []),
        _active(audience, texts),
        _joined(audience, texts),
        _chats(audience, texts),
    ]
    topic = _typed(target, "topic", audience.topic.label if audience.topic else None, texts)
    author = _typed(target, "author", audience.author.label if audience.author else None, texts)
    source = _typed(target, "source", audience.source, texts)
    named = [
        Button(shorten(f"★ {name}", _LABEL), data=pack(Action.USE_AUDIENCE, f"{target}/{number}"))
        for number, name in enumerate(tuple(saved)[:_SAVED])
    ]
    save = Button(texts.plain("audience.save"), data=pack(Action.WRITE_AUDIENCE, f"{target}/name"))
    back = Button(texts.plain("button.back"), data=pack(Action.NOT_NOW, target))
    return (
        (everybody,),
        *((_step(target, *cell),) for cell in cells),
        (topic, author, source),
        *((one,) for one in named),
        (back,) if audience == EVERYBODY else (save, back),
    )


def _edition(audience: Audience, editions: Sequence[Edition], texts: Texts) -> Cell:
    label = texts.plain("audience.edition", edition=audience.edition or texts.plain("audience.all"))
    return label, "edition", _after(["", *editions], audience.edition)


def _active(audience: Audience, texts: Texts) -> Cell:
    days = audience.active_days
    label = texts.plain("audience.active", count=days) if days else texts.plain("audience.active_any")
    return label, "active", _after(["", *map(str, ACTIVE_DAYS)], days)


def _joined(audience: Audience, texts: Texts) -> Cell:
    days = audience.joined_days
    label = texts.plain("audience.joined", count=days) if days else texts.plain("audience.joined_any")
    return label, "joined", _after(["", *map(str, JOINED_DAYS)], days)


def _chats(audience: Audience, texts: Texts) -> Cell:
    now = audience.chat_choice
    return texts.plain(f"chats.{now or 'all'}"), "chats", _after(CHAT_CHOICES, now)


def _typed(target: Target, step: str, chosen: str | None, texts: Texts) -> Button:
    """Takes off what is chosen, or asks for it."""
    if chosen:
        return _step(target, shorten(f"✕ {chosen}", _LABEL), step)
    return Button(texts.plain(f"narrow.{step}"), data=pack(Action.WRITE_AUDIENCE, f"{target}/{step}"))


def _step(target: Target, label: str, step: str, value: str = "") -> Button:
    return Button(label, data=pack(Action.NARROW, f"{target}/{step}.{value}"))


def _after(values: Sequence[str], now: object) -> str:
    """The next one, in a circle."""
    return values[(values.index(str(now or "")) + 1) % len(values)]
