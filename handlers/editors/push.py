"""`/push ADDRESS` lays an article before the desk, `/push ADDRESS 18:30` sends it at that time; so do
`tomorrow 8:00` and `15.12. 8:00`."""

from functools import partial

from bot.errors import UsageError
from bot.rendering.desk import decided_buttons, scheduled_card, wall_date, wall_time
from handlers.callbacks import read_push_id
from handlers.context import Talk
from handlers.editors.audience import reached


async def fetch(talk: Talk) -> None:
    """Have the article on file."""
    match talk.words.split():
        case [url, *time]:
            await talk.newsroom.push_article.fetch(url, " ".join(time) or None)


async def push(talk: Talk) -> None:
    """Address, or address and time."""
    match talk.words.split():
        case [url]:
            article_id = await talk.newsroom.push_article.prepare(url, talk.person)
            talk.then(partial(talk.newsroom.show_reviews.lay_before, article_id, talk.person.chat_id))
            talk.then(talk.newsroom.refresh_cards)
        case [url, *time] if time:
            await _schedule(talk, url, " ".join(time))
        case _:
            raise UsageError("error.push_usage")


async def fetch_breaking(talk: Talk) -> None:
    """Have the article on file."""
    await talk.newsroom.push_article.fetch(talk.words)


async def breaking(talk: Talk) -> None:
    """`/breaking ADDRESS`: past digests, caps and quiet hours, when somebody of the desk confirms it."""
    drafted = await talk.newsroom.push_article.breaking(talk.words, talk.person)
    needs_two = talk.newsroom.paper.desk_rules.breaking_needs_two
    how = talk.texts.html("push.breaking_by_two" if needs_two else "push.breaking")
    talk.say(f"{how}\n{await reached(talk, drafted.seen)}")
    talk.show(drafted.card)
    if needs_two:
        for chat_id in await talk.newsroom.keep_people.desk():
            talk.show_in(chat_id, drafted.card)


async def cancel(talk: Talk) -> None:
    """*Cancel* under a scheduled push."""
    cancelled = await talk.newsroom.push_article.cancel(read_push_id(talk.subject), talk.person)
    outcome = "desk.cancelled" if cancelled else "desk.not_waiting"
    talk.edit_buttons(decided_buttons(outcome, talk.texts))
    talk.toast(talk.texts.plain(outcome))


async def _schedule(talk: Talk, url: str, time: str) -> None:
    scheduled = await talk.newsroom.push_article.schedule(url, time, talk.person)
    zone, due_at = talk.newsroom.paper.zone, scheduled.push.due_at
    talk.say(talk.texts.html("push.scheduled", when=wall_date(due_at, zone, talk.texts)))
    when = wall_time(due_at, zone, talk.texts)
    talk.show(scheduled_card(scheduled.card, scheduled.push.id, when, talk.texts))
