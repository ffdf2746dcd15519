"""`/settings@bot` and its buttons: what comes to a group or channel, chosen by its admins."""

from bot.domain.favours import Favour
from bot.domain.ids import Edition
from handlers.chats.pages import chat_page, chats_page, with_topic
from handlers.context import Talk
from handlers.readers.pages import Page


async def settings(talk: Talk) -> None:
    """What comes here."""
    page = await _page(talk)
    talk.say(page.html, page.buttons)


async def start(talk: Talk) -> None:
    """The same, unless the greeting has just said it: Telegram sends both for a link that adds us."""
    if talk.newsroom.grant_favours(Favour.GREETING, talk.person, talk.update_id):
        await settings(talk)


async def show(talk: Talk) -> None:
    """A channel from the list of those that somebody keeps."""
    await _show(talk)


async def choose_edition(talk: Talk) -> None:
    """Another edition."""
    await talk.newsroom.subscribe.choose_edition(talk.person, Edition(talk.subject))
    await _show(talk)


async def pause(talk: Talk) -> None:
    """*Pause*."""
    await talk.newsroom.subscribe.pause(talk.person)
    await _show(talk)


async def resume(talk: Talk) -> None:
    """*Resume*, after a pause, a farewell or a time without the right to write."""
    await talk.newsroom.subscribe.back(talk.person)
    await _show(talk)


async def send_here(talk: Talk) -> None:
    """*Send it to this topic*."""
    await talk.newsroom.keep_chats.send_here(talk.person)
    await _show(talk)


async def stop(talk: Talk) -> None:
    """`/stop@bot`: nothing comes here any more."""
    await talk.newsroom.subscribe.stop(talk.person)
    await settings(talk)


async def help_(talk: Talk) -> None:
    """What can be done in a group."""
    lines = [talk.texts.html("help.line", name=name, description=text) for name, text in talk.commands()]
    title = talk.texts.html("chat.help", paper=talk.edition(talk.person.language).title)
    talk.say("\n".join((title, "", *lines)))


async def chats(talk: Talk) -> None:
    """*Groups and channels*, in somebody's private chat."""
    channels = await talk.newsroom.keep_chats.channels_of(talk.person)
    page = chats_page(channels, talk.bot_name, talk.texts)
    talk.edit(page.html, page.buttons)


async def _show(talk: Talk) -> None:
    page = await _page(talk)
    talk.edit(page.html, page.buttons)


async def _page(talk: Talk) -> Page:
    subscriber = await talk.newsroom.keep_chats.known(talk.person, talk.group_title)
    stances = await talk.newsroom.follow.mine(talk.person)
    page = chat_page(subscriber, stances, talk.newsroom.paper, talk.texts)
    return with_topic(page, subscriber, talk.person.thread_id, talk.texts) if talk.group_title else page
