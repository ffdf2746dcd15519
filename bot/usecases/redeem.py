"""A press of a desk button: what it stands for, or why it is refused, which also goes into the log."""

from datetime import datetime

import structlog

from bot.domain.desk_refs import DeskRef, RefusedFor, refusal
from bot.domain.subscribers import Person
from bot.errors import RefRefused
from bot.ports import Store

log = structlog.get_logger()


async def look_up(store: Store, token: str, action: str, editor: Person, now: datetime) -> DeskRef:
    """What this button stands for, in this chat and now, used or not. Raises RefRefused."""
    ref = await store.desk_refs.find(token)
    why = refusal(ref, action, editor.chat_id, now)
    if ref is None or why is not None:
        raise _refused(why or RefusedFor.FORGED, action, editor)
    return ref


async def redeem(store: Store, token: str, action: str, editor: Person, now: datetime) -> DeskRef:
    """The same of one that works once: in the transaction that carries it out. Raises RefRefused."""
    ref = await look_up(store, token, action, editor, now)
    if not await store.desk_refs.use(token, now):
        raise _refused(RefusedFor.USED, action, editor)
    return ref


def _refused(why: RefusedFor, action: str, editor: Person) -> RefRefused:
    log.warning("desk_button_refused", why=why, action=action, user=editor.id, chat=editor.chat_id)
    return RefRefused(f"refused.{why}")
