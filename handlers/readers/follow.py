"""`/topics`, `/follow words`, `/following`, and the buttons that begin and end a follow."""

from bot.newsroom import Changed
from handlers.callbacks import read_article_id, read_page, read_place, read_ref, read_source
from handlers.context import Talk
from handlers.readers.follow_pages import following_page, found_page, subject_page, topics_page


async def topics(talk: Talk) -> None:
    """What there is to follow."""
    stances = await talk.newsroom.follow.on_offer(talk.person)
    page = topics_page(stances, 0, talk.newsroom.paper, talk.texts)
    talk.say(page.html, page.buttons)


async def show_topics(talk: Talk) -> None:
    """*Choose topics*, and the pages of that list."""
    page, source = read_source(talk.subject)
    await _show_topics(talk, read_page(page), source)


async def toggle(talk: Talk) -> None:
    """A subject of that list, on or off."""
    place, source = read_source(talk.subject)
    page, ref = read_place(place)
    await talk.newsroom.follow.toggle(talk.person, ref, source)
    await _show_topics(talk, page, source)


async def follow(talk: Talk) -> None:
    """A name or words; alone it shows what there is."""
    if talk.words.strip():
        found = await talk.newsroom.follow.find(talk.person, talk.words)
        page = found_page(found, talk.words, talk.newsroom.paper, talk.texts)
        talk.say(page.html, page.buttons)
    else:
        await topics(talk)


async def begin(talk: Talk) -> None:
    """*＋ …*: the message becomes its own confirmation."""
    _tell(talk, await talk.newsroom.follow.follow(talk.person, read_ref(talk.subject)))


async def begin_topic(talk: Talk) -> None:
    """*＋ Follow* beside a topic that an answer names."""
    _tell(talk, await talk.newsroom.follow.topic(talk.person, talk.subject))


async def begin_daily(talk: Talk) -> None:
    """*＋ Video of the day* under a list of videos, which stays."""
    changed = await talk.newsroom.follow.follow(talk.person, read_ref(talk.subject))
    page = subject_page(changed, talk.newsroom.paper, talk.texts)
    talk.say(page.html, page.buttons)


async def begin_story(talk: Talk) -> None:
    """*＋ …* under what a link to a story offers."""
    _tell(talk, await talk.newsroom.follow.story(talk.person, read_article_id(talk.subject)))


async def end(talk: Talk) -> None:
    """*✕ …* under a confirmation."""
    _tell(talk, await talk.newsroom.follow.end(talk.person, read_ref(talk.subject)))


async def following(talk: Talk) -> None:
    """What this reader follows."""
    stances = await talk.newsroom.follow.mine(talk.person, anew=True)
    page = following_page(stances, 0, talk.newsroom.paper, talk.texts)
    talk.say(page.html, page.buttons)


async def show_following(talk: Talk) -> None:
    """*What I follow*, and the pages of that list."""
    await _show_following(talk, read_page(talk.subject))


async def drop(talk: Talk) -> None:
    """A subject of that list, ended, heard again or taken back."""
    page, ref = read_place(talk.subject)
    await talk.newsroom.follow.toggle(talk.person, ref)
    await _show_following(talk, page)


def _tell(talk: Talk, changed: Changed) -> None:
    page = subject_page(changed, talk.newsroom.paper, talk.texts)
    talk.edit(page.html, page.buttons)


async def _show_topics(talk: Talk, number: int, source: str | None) -> None:
    stances = await talk.newsroom.follow.on_offer(talk.person)
    page = topics_page(stances, number, talk.newsroom.paper, talk.texts, source)
    talk.edit(page.html, page.buttons)


async def _show_following(talk: Talk, number: int) -> None:
    stances = await talk.newsroom.follow.mine(talk.person)
    page = following_page(stances, number, talk.newsroom.paper, talk.texts)
    talk.edit(page.html, page.buttons)
