"""`/announce`: what an editor wrote, frozen as a draft that waits for the word to go."""

import html
import re

from bot.clock import Clock
from bot.domain.audit import Deed
from bot.domain.paper import Paper
from bot.domain.pushes import Button, ButtonRows, Card, NewPush, PushKind, expiry
from bot.domain.queue import Drafted, PushSeen, Queued
from bot.domain.subscribers import Person
from bot.errors import UsageError
from bot.locales import texts_for
from bot.ports import OpenStore
from bot.rendering.cards import CAPTION_LIMIT
from bot.rendering.plain import text_length, visible_text
from bot.rendering.queue import draft_card
from bot.usecases.log_decision import log_push_decision

_TEXT_LIMIT = 4096
_MOST_BUTTONS = 6
_BUTTON = re.compile(r"(?P<label>[^|]{1,60})\|\s*(?P<url>https?://\S+)")
_EMOJI = re.compile(r"</?tg-emoji[^<>]*>")
"""Only bots that paid for it may send emoji of one's own; what stands inside is the usual one."""


class Announce:
    """Make drafts. The same message twice is one draft."""

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._paper = paper
        self._clock = clock

    async def __call__(self, markup: str, photo_id: str, number: int, editor: Person) -> Drafted:
        """The draft as readers will get it, with the desk's buttons below.

        `markup` is Telegram HTML whose last lines may be buttons (`Label | https://…`), `photo_id` Telegram's
        name for a picture or empty, `number` that of the update.

        Raises:
            UsageError: it says nothing, or too much for one message.
        """
        card, now = _card(markup, photo_id), self._clock.now()
        draft = NewPush(
            kind=PushKind.ANNOUNCEMENT,
            cards=dict.fromkeys(self._paper.editions, card),
            due_at=now,
            expires_at=expiry(now),
            created_by=editor.id,
            schedule="announcement",
            slot=f"{editor.chat_id}/{number}",
            draft=True,
        )
        async with self._open_store() as store:
            push = await store.pushes.add(draft)
            if push is None:
                raise UsageError("error.stale_button")
            await log_push_decision(store, Deed.ANNOUNCE, editor, push.id, now)
        card = draft_card(Queued(push, None), now, self._paper, texts_for(editor.language))
        return Drafted(PushSeen(push.id), card)


def _card(markup: str, photo_id: str) -> Card:
    lines = _EMOJI.sub("", markup).splitlines()
    rows: ButtonRows = ()
    while lines and (found := _BUTTON.fullmatch(html.unescape(visible_text(lines[-1])).strip())):
        rows = ((Button(found["label"].strip(), url=found["url"]),), *rows)
        lines.pop()
    text = "\n".join(lines).strip()
    length, limit = text_length(text), CAPTION_LIMIT if photo_id else _TEXT_LIMIT
    if not (length or photo_id):
        raise UsageError("error.announce_nothing")
    if length > limit or len(rows) > _MOST_BUTTONS:
        raise UsageError("error.announce_too_long", length=length, limit=limit, buttons=_MOST_BUTTONS)
    return Card(html=text, photo_id=photo_id or None, buttons=rows)
