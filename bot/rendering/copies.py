"""What the desk reads of the copies of an article or announcement: how many there are, and who has none."""

import csv
import io
from collections.abc import Sequence

from bot.domain.corrections import Copies, Undelivered
from bot.domain.pushes import Button, Card, Document, Push
from bot.domain.queue import Queued
from bot.locales import Texts
from bot.rendering.callbacks import Action, pack
from bot.rendering.cells import MARK, safe_cell
from bot.rendering.headings import headline_text
from bot.rendering.plain import shorten
from bot.rendering.queue import title

_HEADLINE = 200


def ask_retract(copies: Copies, token: str, texts: Texts) -> Card:
    """How many have it, and the button that takes it back from them."""
    html = [texts.html("retract.ask", count=copies.have, headline=_headline(copies))]
    if copies.old:
        html.append(texts.html("retract.old", count=copies.old))
    label = texts.plain("button.retract_now", number=copies.have)
    return Card(html="\n\n".join(html), buttons=_confirm(label, pack(Action.RETRACT_NOW, token), texts))


def ask_missed(copies: Copies, token: str, texts: Texts) -> Card:
    """How many have it, how many would get it, and the button that sends it to them."""
    html = texts.html("missed.ask", count=copies.missed, have=copies.have, headline=_headline(copies))
    label = texts.plain("button.send_missed", number=copies.missed)
    return Card(html=html, buttons=_confirm(label, pack(Action.SEND_MISSED, token), texts))


def proof_card(copies: Copies, rows: Sequence[Undelivered], texts: Texts, *, with_chats: bool) -> Card:
    """Who did not get it, as a file."""
    html = texts.html("proof.file", count=len(rows), have=copies.have, headline=_headline(copies))
    name = f"not-delivered-{copies.about.id}.csv"
    return Card(html=html, document=Document(name, proof_csv(rows, with_chats=with_chats), "text/csv"))


def proof_csv(rows: Sequence[Undelivered], *, with_chats: bool) -> str:
    """One line for each delivery that did not arrive. No names: Kolporter has none. A reader is known by our
    own number; the chat's is for those who may see the log."""
    out = io.StringIO()
    out.write(MARK)
    table = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    chat = ["chat"] if with_chats else []
    table.writerow(["push", "reader", *chat, "kind", "state", "reason", "attempts", "at", "detail"])
    table.writerows([safe_cell(one) for one in _cells(row, with_chats)] for row in rows)
    return out.getvalue()


def _cells(row: Undelivered, with_chats: bool) -> list[str]:
    return [
        str(row.push_id),
        str(row.subscriber_id),
        *([str(row.chat_id)] if with_chats else []),
        row.chat_kind,
        row.state.name.lower(),
        row.reason.name.lower() if row.reason else "",
        str(row.attempts),
        row.at.isoformat(timespec="seconds") if row.at else "",
        row.detail or "",
    ]


def _headline(copies: Copies) -> str:
    about = copies.about
    named = title(Queued(about, None), _HEADLINE) if isinstance(about, Push) else headline_text(about)
    return shorten(named, _HEADLINE)


def _confirm(label: str, data: str, texts: Texts) -> tuple[tuple[Button, ...], ...]:
    return ((Button(label, data=data),), (Button(texts.plain("button.keep"), data=pack(Action.KEEP)),))
