"""*Less like this* under every push: why it came, mute, unfollow, and the way back, all in place."""

from collections.abc import Awaitable, Callable

from bot.domain.ids import ArticleId
from bot.domain.push_reports import Effect
from bot.domain.subscribers import Person
from bot.errors import UsageError
from bot.newsroom import Choices
from handlers.callbacks import read_article_and_ref, read_article_id
from handlers.context import Talk
from handlers.readers.less_buttons import less_buttons, why

Change = Callable[[Person, ArticleId, str], Awaitable[Choices]]


async def less(talk: Talk) -> None:
    """Open the choices."""
    _under_a_readers_card(talk)
    article_id = read_article_id(talk.subject)
    _show(talk, await talk.newsroom.less_like_this(talk.person, article_id))
    await talk.newsroom.count_taps(talk.person, talk.tapped, article_id, Effect.LESS)
    await talk.newsroom.appeal_to_readers.tired(talk.person)


async def tell_why(talk: Talk) -> None:
    """The follow that brought it."""
    _under_a_readers_card(talk)
    choices = await talk.newsroom.less_like_this(talk.person, read_article_id(talk.subject))
    talk.toast(why(choices, talk.newsroom.paper, talk.texts), alert=True)


async def mute(talk: Talk) -> None:
    """*7 days without …*"""
    await _change(talk, talk.newsroom.less_like_this.mute, talk.texts.plain("less.muted"))


async def unmute(talk: Talk) -> None:
    """The way back from it."""
    await _change(talk, talk.newsroom.less_like_this.unmute, talk.texts.plain("less.unmuted"))


async def unfollow(talk: Talk) -> None:
    """*Unfollow …*"""
    await _change(talk, talk.newsroom.less_like_this.end, talk.texts.plain("less.ended"))


async def refollow(talk: Talk) -> None:
    """The way back from it."""
    await _change(talk, talk.newsroom.less_like_this.begin_again, talk.texts.plain("less.begun"))


async def follow_story(talk: Talk) -> None:
    """*Follow this story*."""
    _under_a_readers_card(talk)
    _show(talk, await talk.newsroom.less_like_this.follow_story(talk.person, read_article_id(talk.subject)))
    talk.toast(talk.texts.plain("less.story"), alert=True)


async def digest_only(talk: Talk) -> None:
    """*Only in the digest: …*"""
    await _change(talk, talk.newsroom.less_like_this.digest_only, talk.texts.plain("less.digest_only"))


async def as_before(talk: Talk) -> None:
    """The way back from it."""
    await _change(talk, talk.newsroom.less_like_this.as_before, talk.texts.plain("less.as_before"))


async def back(talk: Talk) -> None:
    """The card's own buttons again."""
    _under_a_readers_card(talk)
    talk.edit_buttons(
        await talk.newsroom.less_like_this.buttons_of(talk.person, read_article_id(talk.subject))
    )


async def _change(talk: Talk, change: Change, done: str) -> None:
    _under_a_readers_card(talk)
    _show(talk, await change(talk.person, *read_article_and_ref(talk.subject)))
    talk.toast(done)


def _show(talk: Talk, choices: Choices) -> None:
    talk.edit_buttons(less_buttons(choices, talk.newsroom.paper, talk.texts))


def _under_a_readers_card(talk: Talk) -> None:
    """On the desk it is only shown; in groups and channels the admins' choice is everybody's."""
    if talk.is_desk_card:
        raise UsageError("error.readers_button")
