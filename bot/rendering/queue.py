"""What the desk chooses times with: the page of choices, the buttons under what waits, and the queue."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from html import escape
from zoneinfo import ZoneInfo

from bot.domain.edits import Look
from bot.domain.paper import Paper
from bot.domain.pushes import Button, ButtonRows, Card, Lane, Push, PushState, Style
from bot.domain.queue import ArticleSeen, PushSeen, Queued, Target
from bot.domain.schedules import Plan
from bot.domain.timing import Choice, Load
from bot.locales import Texts
from bot.rendering.callbacks import Action, pack
from bot.rendering.days import moment_text
from bot.rendering.plain import one_line, shorten, visible_text

_STEPS = (-60, -15, 15, 60)
"""Minutes."""
SHOWN = 20
"""What of a queue has room in a message."""
_TITLE_ON_BUTTON = 40


def at_subject(target: Target, moment: datetime | None) -> str:
    """What a button that chooses a moment is about; None is now."""
    return f"{target}@{int(moment.timestamp()) // 60 if moment else 0}"


def choice_rows(
    target: Target, offered: Sequence[tuple[Choice, datetime]], zone: ZoneInfo, texts: Texts
) -> ButtonRows:
    """The quick choices, each with its time, then a time of one's own and the way back."""
    rows = [
        (
            Button(
                texts.plain(f"when.{choice}", when=moment_text(moment, zone.key, texts)),
                data=pack(Action.AT, at_subject(target, moment)),
            ),
        )
        for choice, moment in offered
    ]
    write = Button(texts.plain("button.write_when"), data=pack(Action.WRITE_WHEN, target))
    back = Button(texts.plain("button.back"), data=pack(Action.NOT_NOW, target))
    return (*rows, (write, back))


def queued_rows(queued: Queued, now: datetime, paper: Paper, texts: Texts) -> ButtonRows:
    """When it goes out, a little earlier or later, another time, now, or not at all; in the seconds after
    *Send now* only *Stop*."""
    push, zone = queued.push, paper.zone
    target = PushSeen(push.id)
    if push.state is PushState.DRAFT:
        return draft_rows(push, texts)
    if now < push.due_at <= now + paper.window:
        seconds = round(paper.window.total_seconds())
        label = texts.plain("button.withdraw", seconds=seconds)
        return ((Button(label, data=pack(Action.CANCEL_PUSH, push.id), style=Style.DANGER),),)
    steps = [(step, push.due_at + timedelta(minutes=step)) for step in _STEPS]
    shifts = tuple(
        Button(_step(step, texts), data=pack(Action.AT, at_subject(target, moment)))
        for step, moment in steps
        if moment > now
    )
    when = Button(
        texts.plain("queue.when", when=moment_text(push.due_at, zone.key, texts)),
        data=pack(Action.SCHEDULE, target),
    )
    send = Button(texts.plain("button.send_now"), data=pack(Action.AT, at_subject(target, None)))
    cancel = Button(texts.plain("queue.cancel"), data=pack(Action.CANCEL_PUSH, push.id))
    queue = Button(texts.plain("button.queue"), data=pack(Action.QUEUE))
    audience = _audience(target, texts)
    return ((when,), *((shifts,) if shifts else ()), (send, audience), (cancel, queue))


def draft_rows(push: Push, texts: Texts) -> ButtonRows:
    """The word to go. Breaking news has no other time than now."""
    target = PushSeen(push.id)
    is_breaking = push.lane is Lane.BREAKING
    label = texts.plain("button.confirm_breaking" if is_breaking else "button.send_now")
    send = Button(label, data=pack(Action.AT, at_subject(target, None)))
    schedule = Button(texts.plain("button.schedule"), data=pack(Action.SCHEDULE, target))
    drop = Button(texts.plain("button.drop_draft"), data=pack(Action.CANCEL_PUSH, push.id))
    return ((send,), (drop,)) if is_breaking else ((send, schedule), (_audience(target, texts), drop))


def _audience(target: Target, texts: Texts) -> Button:
    return Button(texts.plain("button.audience"), data=pack(Action.AUDIENCE, target))


def draft_card(queued: Queued, now: datetime, paper: Paper, texts: Texts) -> Card:
    """What readers will get, exactly, with the desk's buttons below it."""
    card = next(iter(queued.push.cards.values()))
    return replace(card, buttons=(*card.buttons, *queued_rows(queued, now, paper, texts)))


def full_rows(target: Target, moment: datetime | None, load: Load, texts: Texts) -> ButtonRows:
    """A day that is full: over it all the same, or back."""
    anyway = Button(
        texts.plain("queue.anyway", sent=load.count, cap=load.cap),
        data=pack(Action.AT_ANYWAY, at_subject(target, moment)),
    )
    back = Button(texts.plain("button.back"), data=pack(Action.NOT_NOW, target))
    return (anyway,), (back,)


def send_full_rows(look: Look, load: Load, texts: Texts) -> ButtonRows:
    """The same for an article that is to go out now."""
    target = ArticleSeen(look.article_id, look.revision, look.version)
    anyway = Button(
        texts.plain("queue.anyway", sent=load.count, cap=load.cap), data=pack(Action.SEND_ANYWAY, look)
    )
    back = Button(texts.plain("button.back"), data=pack(Action.NOT_NOW, target))
    return (anyway,), (back,)


def queue_page(
    queue: Sequence[Queued], recurring: Sequence[tuple[Plan, datetime]], zone: ZoneInfo, texts: Texts
) -> tuple[str, ButtonRows]:
    """What is scheduled, the next first; each has a button. Below it what the paper sends by the clock."""
    by_the_clock = [
        texts.html(f"queue.{plan.kind}", when=moment_text(due_at, zone.key, texts), edition=plan.edition)
        for plan, due_at in recurring
    ]
    if not queue:
        return "\n".join((texts.html("queue.empty"), *by_the_clock)), ()
    lines = [
        f"<b>{escape(moment_text(one.push.due_at, zone.key, texts))}</b> {escape(title(one))}"
        for one in queue[:SHOWN]
    ]
    if len(queue) > SHOWN:
        lines.append(texts.html("queue.more", count=len(queue) - SHOWN))
    rows = tuple(
        (
            Button(
                f"{moment_text(one.push.due_at, zone.key, texts)} · {title(one, _TITLE_ON_BUTTON)}",
                data=pack(Action.QUEUED, one.push.id),
            ),
        )
        for one in queue[:SHOWN]
    )
    return "\n".join((texts.html("queue.title", count=len(queue)), *lines, *by_the_clock)), rows


def title(queued: Queued, limit: int = 100) -> str:
    """What names it: its article's headline, or its own first words."""
    own = next((visible_text(card.html) for card in queued.push.cards.values()), "")
    return shorten(one_line(queued.headline or own), limit)


def _step(minutes: int, texts: Texts) -> str:
    sign = "+" if minutes > 0 else "−"
    hours, rest = divmod(abs(minutes), 60)
    return sign + (texts.plain("queue.hour") if hours and not rest else texts.plain("queue.quarter"))
