"""`/start`, whatever link led here, and the one tap that subscribes."""

from bot.domain.people import read_brought
from bot.domain.preferences import Mode
from bot.domain.subscribers import Role, Standing
from bot.locales import texts_for
from bot.rendering.cards import article_card
from handlers.admins.people import join
from handlers.callbacks import read_source
from handlers.context import Talk
from handlers.readers.member import CODE_LINK, bring
from handlers.readers.settings import edit_page
from handlers.readers.start_pages import begun_page, start_page


async def start(talk: Talk) -> None:
    """Greet, or show what a link names."""
    code, brought = talk.words.startswith(CODE_LINK), read_brought(talk.words)
    if code:
        await bring(talk, talk.words.removeprefix(CODE_LINK))
    if brought is not None and not await join(talk, brought):
        return
    if talk.person.role > Role.READER:
        await _meet_the_desk(talk)
    subscriber = await talk.newsroom.subscribe.of(talk.person)
    if subscriber is not None and subscriber.standing is Standing.BLOCKED:
        # Who blocked us never said /stop, and Telegram's Restart button says /start for them: they are
        # back. Unblocking alone is not enough, as one also unblocks to search or to read old messages.
        await talk.newsroom.subscribe.back(talk.person)
    arrival = await talk.newsroom.open_link(talk.person, "" if brought or code else talk.words)
    if arrival.article is not None:
        talk.show(article_card(arrival.article, talk.newsroom.paper, texts_for(arrival.article.edition)))
    settings = await talk.newsroom.adjust_settings.of(talk.person)
    page = start_page(settings, arrival, talk.newsroom.paper, talk.texts)
    talk.say(page.html, page.buttons)


async def top_stories(talk: Talk) -> None:
    """*Top stories*: the message becomes its own confirmation. The button carries a link's tag."""
    await _begin(talk, Mode.INSTANT)


async def daily_digest(talk: Talk) -> None:
    """*Daily digest 07:30*, likewise."""
    await _begin(talk, Mode.DIGEST)


async def subscribe(talk: Talk) -> None:
    """*Subscribe*, after a farewell: back to what was followed before."""
    await talk.newsroom.subscribe(talk.person)
    edit_page(talk, "", await talk.newsroom.adjust_settings.of(talk.person))


async def _begin(talk: Talk, mode: Mode) -> None:
    _, source = read_source(talk.subject)
    settings = await talk.newsroom.adjust_settings.begin(talk.person, mode, source)
    page = begun_page(settings, talk.newsroom.paper, talk.texts)
    talk.edit(page.html, page.buttons)


async def _meet_the_desk(talk: Talk) -> None:
    await talk.newsroom.show_reviews.reach_again(talk.person.chat_id)
    await talk.newsroom.show_corrections.reach_again(talk.person.chat_id)
    await talk.newsroom.show_trouble.reach_again(talk.person.chat_id)
    await talk.newsroom.show_progress.reach_again(talk.person.chat_id)
    await talk.newsroom.show_feedback.reach_again(talk.person.chat_id)
    talk.publish_menu()
    talk.say(talk.texts.html("start.desk"))
