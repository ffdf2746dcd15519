"""What the desk and readers are told when the paper corrects what was sent, or takes it back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from bot.domain.articles import Draft
from bot.domain.changes import Change
from bot.domain.corrections import Correction, Ended
from bot.domain.deliveries import DeliveryState, Reason, Tally
from bot.domain.paper import Paper
from bot.domain.pushes import Action as Does
from bot.domain.pushes import Button, ButtonRows, Card
from bot.locales import Texts
from bot.rendering.callbacks import Action, pack
from bot.rendering.cards import CAPTION_LIMIT
from bot.rendering.desk import decided_buttons, wall_date, wall_time
from bot.rendering.headings import headline_text
from bot.rendering.plain import one_line, shorten, text_length

LONGEST_NOTE = 600
"""Characters of what an editor tells readers of a correction."""
_LONGEST_SIDE, _LONGEST_HEADLINE = 450, 200
"""Characters of a change, before and after each: four of them fit into a message."""
_SHOWN_CHANGES = 2
"""Parts whose text is shown; of the others only the name."""


def correction_note(article: Draft, change: str, moment: datetime, paper: Paper, texts: Texts) -> str:
    """A note about a corrected article: what changed in the editor's words, when, and where it stands."""
    title = texts.html("correction.title", when=wall_date(moment, paper.zone, texts))
    headline = escape(headline_text(article))
    linked = f'<a href="{escape(article.url)}">{headline}</a>' if article.url else headline
    said = escape(shorten(one_line(change), LONGEST_NOTE))
    return "\n\n".join(part for part in (title, said, linked) if part)


def with_date(card: Card, moment: datetime, paper: Paper, texts: Texts) -> Card:
    """The card with a last line that says when it was corrected; left out where a caption has no room."""
    line = texts.html("correction.dated", when=wall_date(moment, paper.zone, texts))
    html = f"{card.html}\n\n{line}"
    return replace(card, html=html) if text_length(html) <= CAPTION_LIMIT else card


def retracted_card(moment: datetime, paper: Paper, texts: Texts) -> Card:
    """What stands in place of a message that is too old to be deleted."""
    return Card(html=texts.html("retraction.instead", when=wall_date(moment, paper.zone, texts)))


def correction_card(
    correction: Correction,
    have: int,
    becomes: Card | None,
    tokens: Mapping[Action, str],
    texts: Texts,
) -> Card:
    """Before and after, how many have it, and what can be done. `becomes` is the new message, None where it
    would be the same; then there is nothing to fix silently."""
    headline = shorten(headline_text(correction.article), _LONGEST_HEADLINE)
    told = [texts.html("correction.changed", headline=headline)]
    told += [_change(one, texts) for one in correction.changes[:_SHOWN_CHANGES]]
    rest = [texts.plain(f"part.{one.part}") for one in correction.changes[_SHOWN_CHANGES:]]
    told += [texts.html("correction.also", parts=", ".join(rest))] if rest else []
    told.append(texts.html("correction.have", count=have))
    if becomes is None:
        told.append(texts.html("correction.same_message"))
    else:
        preview = f"<blockquote expandable>{becomes.html}</blockquote>"
        told.append(f"{texts.html('correction.becomes')}\n{preview}")
    return Card(html="\n\n".join(told), buttons=_choices(becomes is not None, have, tokens, texts))


def _choices(fixes: bool, have: int, tokens: Mapping[Action, str], texts: Texts) -> ButtonRows:
    fix = Button(texts.plain("button.fix", number=have), data=pack(Action.FIX, tokens[Action.FIX]))
    note = Button(texts.plain("button.note"), data=pack(Action.NOTE, tokens[Action.NOTE]))
    ignore = Button(texts.plain("button.ignore"), data=pack(Action.IGNORE, tokens[Action.IGNORE]))
    return (*(((fix,),) if fixes else ()), (note,), (ignore,))


def _change(change: Change, texts: Texts) -> str:
    part = texts.html(f"part.{change.part}")
    return f"<b>{part}</b>\n➖ {_side(change.before)}\n➕ {_side(change.after)}"


def _side(text: str) -> str:
    lines = "\n".join(line for one in text.splitlines() if (line := one_line(one)))
    return escape(shorten(lines, _LONGEST_SIDE)) or "–"


def correction_verdict(correction: Correction, zone: ZoneInfo, texts: Texts) -> ButtonRows:
    """What became of a correction, by whom and when."""
    when = wall_time(correction.decided_at, zone, texts) if correction.decided_at else ""
    return decided_buttons(
        f"correction.{correction.state}", texts, name=correction.decided_name or "", when=when
    )


def note_preview(card: Card, have: int, token: str, texts: Texts) -> Card:
    """The note as readers will get it, and the button that sends it to so many."""
    asked = texts.html("correction.preview", count=have)
    label = texts.plain("button.send_note", number=have)
    button = Button(label, data=pack(Action.SEND_NOTE, token))
    return Card(html=f"{asked}\n\n{card.html}", buttons=((button,),))


def ended_report(ended: Ended, texts: Texts) -> Card:
    """How a correction, its note or a retraction ended: counts that add up to all who had the message."""
    title = texts.html(f"ended.{ended.action}", headline=shorten(ended.headline, _LONGEST_HEADLINE))
    lines = [texts.html("ended.planned", number=ended.tally.planned)]
    lines += [texts.html(key, number=count) for key, count in _counts(ended) if count]
    return Card(html="\n".join([title, *lines]))


def _counts(ended: Ended) -> Sequence[tuple[str, int]]:
    of, tally = ended.tally.ended.get, ended.tally
    failed = DeliveryState.FAILED
    done = tally.of(DeliveryState.SENT)
    replaced = of((DeliveryState.SENT, Reason.TOO_OLD), 0)
    too_old, gone = of((failed, Reason.TOO_OLD), 0), of((failed, Reason.GONE), 0)
    return (
        (_DONE[ended.action], done - replaced),
        ("ended.replaced", replaced),
        ("ended.too_old", too_old),
        ("ended.gone", gone),
        ("ended.unreachable", tally.lost),
        ("ended.refused", tally.of(failed) - tally.lost - too_old - gone),
        ("ended.unknown", tally.of(DeliveryState.UNKNOWN)),
        ("ended.left", _left(tally)),
    )


def _left(tally: Tally) -> int:
    return tally.of(DeliveryState.CANCELLED) + tally.of(DeliveryState.EXPIRED)


_DONE = {Does.EDIT: "ended.edited", Does.DELETE: "ended.deleted", Does.SEND: "ended.told"}
