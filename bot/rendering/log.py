"""What the desk decided, newest first, a page at a time."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from bot.domain.audit import Deed, Logged
from bot.domain.pushes import Button, Card
from bot.locales import Texts
from bot.rendering.callbacks import Action, pack
from bot.rendering.desk import wall_date
from bot.rendering.plain import one_line, shorten

_ABOUT, _SIDE = 100, 60
"""Characters of a headline, and of how it was and is: ten decisions fit into a message."""


def log_page(entries: Sequence[Logged], more: bool, zone: ZoneInfo, texts: Texts) -> Card:
    """These decisions, and a button that leads to older ones."""
    if not entries:
        return Card(html=texts.html("log.empty"))
    lines = [_line(one, zone, texts) for one in entries]
    older = Button(texts.plain("button.older"), data=pack(Action.OLDER, entries[-1].number))
    return Card(html="\n\n".join([texts.html("log.title"), *lines]), buttons=((older,),) if more else ())


def _line(one: Logged, zone: ZoneInfo, texts: Texts) -> str:
    decision = one.decision
    when, did = wall_date(decision.at, zone, texts), texts.plain(f"deed.{decision.deed}")
    lines = [f"<b>{escape(when)}</b> · {escape(shorten(one_line(decision.name), 40))} · {escape(did)}"]
    if decision.about:
        lines.append(escape(shorten(one_line(decision.about), _ABOUT)))
    if decision.before or decision.after:
        before, after = (_side(one, decision.deed, zone, texts) for one in (decision.before, decision.after))
        lines.append(f"<i>{escape(before)} → {escape(after)}</i>")
    return "\n".join(lines)


def _side(text: str, deed: Deed, zone: ZoneInfo, texts: Texts) -> str:
    """How it was or is; a moment on the paper's clocks."""
    if deed is Deed.ASKING:
        return texts.plain(f"asking.{text}")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return shorten(one_line(text), _SIDE) or "–"
    return wall_date(moment, zone, texts) if moment.tzinfo else text
