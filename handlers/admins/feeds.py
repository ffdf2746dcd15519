"""`/feeds`: how the feeds are; adding, pausing, changing and removing them."""

from bot.domain.feed_choices import FeedChange, FeedPart
from bot.domain.ids import Edition, FeedId
from bot.domain.pushes import Card
from bot.errors import UsageError
from bot.locales import read_back
from handlers.callbacks import read_feed_change, read_number, read_page
from handlers.context import Talk

_NO_TOPIC = ("-", "–", "—")
"""What somebody writes who wants none."""


async def fetch(talk: Talk) -> None:
    """`/feeds ADDRESS`: look what is there."""
    if talk.words:
        await talk.newsroom.keep_feeds.look(_address(talk), talk.person)


async def feeds(talk: Talk) -> None:
    """The list, or what is at an address."""
    if talk.words:
        await _propose(talk, _address(talk), Edition(""))
    else:
        talk.show_alone(await talk.newsroom.keep_feeds.page(talk.person))


async def show(talk: Talk) -> None:
    """A page of the list."""
    _put(talk, await talk.newsroom.keep_feeds.page(talk.person, read_page(talk.subject)))


async def feed(talk: Talk) -> None:
    """One feed."""
    _put(talk, await talk.newsroom.keep_feeds.feed(FeedId(read_number(talk.subject)), talk.person))


async def ask(talk: Talk) -> None:
    """What a change will do to readers."""
    feed_id, change = read_feed_change(talk.subject)
    _put(talk, await talk.newsroom.keep_feeds.ask(feed_id, change, talk.person))


async def do(talk: Talk) -> None:
    """*Do it*."""
    _put(talk, await talk.newsroom.keep_feeds.change(talk.subject, talk.person))
    talk.toast(talk.texts.plain("feedpage.done"))


async def ask_topic(talk: Talk) -> None:
    """*Topic*: which one?"""
    talk.ask(talk.texts.html("feedpage.ask_topic", number=read_number(talk.subject)))


async def topic(talk: Talk) -> None:
    """The topic that was written."""
    asked = read_back("feedpage.ask_topic", talk.replied.text) if talk.replied else None
    feed_id = FeedId(read_number((asked or {}).get("number", "")))
    written = "" if talk.written in _NO_TOPIC else " ".join(talk.written.split())
    talk.show(await talk.newsroom.keep_feeds.ask(feed_id, FeedChange(FeedPart.TOPIC, written), talk.person))


async def ask_address(talk: Talk) -> None:
    """*Add a feed*: where is it?"""
    talk.ask(talk.texts.html("feedpage.ask_address"))


async def fetch_written(talk: Talk) -> None:
    """Look at the address that was written."""
    await talk.newsroom.keep_feeds.look(_address(talk), talk.person)


async def written(talk: Talk) -> None:
    """What is at the address that was written."""
    await _propose(talk, _address(talk), Edition(""))


async def fetch_chosen(talk: Talk) -> None:
    """Look at the feed whose button was pressed."""
    url, _ = await talk.newsroom.keep_feeds.looked_at(talk.subject, talk.person)
    await talk.newsroom.keep_feeds.look(url, talk.person)


async def chosen(talk: Talk) -> None:
    """One of a site's feeds, or the same one for another edition."""
    url, edition = await talk.newsroom.keep_feeds.looked_at(talk.subject, talk.person)
    await _propose(talk, url, edition)


async def add(talk: Talk) -> None:
    """*Add*."""
    _put(talk, await talk.newsroom.keep_feeds.add(talk.subject, talk.person))


async def _propose(talk: Talk, url: str, edition: Edition) -> None:
    for card in await talk.newsroom.keep_feeds.propose(url, edition, talk.person):
        talk.show_alone(card)


def _put(talk: Talk, card: Card) -> None:
    talk.edit(card.html, card.buttons)


def _address(talk: Talk) -> str:
    address = talk.written
    if not address.startswith(("http://", "https://")):
        raise UsageError("feedpage.no_address", text=address)
    return address
