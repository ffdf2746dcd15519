"""`/queue`: what is scheduled; each of it can be moved, sent now or cancelled."""

from html import escape

from bot.domain.queue import PushSeen
from bot.rendering.queue import queue_page, title
from handlers.callbacks import read_push_id
from handlers.context import Talk


async def queue(talk: Talk) -> None:
    """The list, as a new message."""
    schedule = talk.newsroom.schedule_push
    waiting, recurring = await schedule.waiting(), schedule.recurring()
    talk.say(*queue_page(waiting, recurring, talk.newsroom.paper.zone, talk.texts))


async def one(talk: Talk) -> None:
    """A push of the list, with what can be done."""
    push_id = read_push_id(talk.subject)
    queued = await talk.newsroom.schedule_push.get(push_id)
    buttons = await talk.newsroom.schedule_push.buttons(PushSeen(push_id), talk.person)
    talk.edit(f"<b>{escape(title(queued))}</b>", buttons)
