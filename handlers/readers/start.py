"""`/start` and the one tap that subscribes."""

from bot.domain.subscribers import Role, Standing
from handlers.context import Talk
from handlers.readers.pages import settings_page, start_page


async def start(talk: Talk) -> None:
    """`/start`, whatever the link that led here added to it."""
    if talk.person.role > Role.READER:
        await _meet_the_desk(talk)
    subscriber = await talk.newsroom.subscribe.of(talk.person)
    if subscriber is not None and subscriber.standing is Standing.BLOCKED:
        # Who blocked us never said /stop, and Telegram's Restart button says /start for them: they are
        # back. Unblocking alone is not enough, as one also unblocks to search or to read old messages.
        subscriber = await talk.newsroom.subscribe(talk.person)
    edition = talk.edition(await talk.newsroom.subscribe.edition_of(talk.person))
    page = start_page(subscriber, edition, talk.newsroom.paper, talk.texts)
    talk.say(page.html, page.buttons)


async def subscribe(talk: Talk) -> None:
    """*Subscribe*: the message becomes its own confirmation."""
    subscriber = await talk.newsroom.subscribe(talk.person)
    page = settings_page(subscriber, talk.edition(subscriber.edition), talk.newsroom.paper, talk.texts)
    talk.edit(page.html, page.buttons)


async def _meet_the_desk(talk: Talk) -> None:
    await talk.newsroom.show_reviews.reach_again(talk.person.chat_id)
    await talk.newsroom.show_trouble.reach_again(talk.person.chat_id)
    await talk.newsroom.show_feedback.reach_again(talk.person.chat_id)
    talk.publish_menu()
    talk.say(talk.texts.html("start.desk"))
