"""`/people`: who works for the paper. Roles are given by a forwarded message, a contact or a link."""

from functools import partial

from bot.domain.ids import UserId
from bot.domain.people import Brought, link_payload
from bot.domain.subscribers import Role
from bot.errors import UsageError
from bot.locales import texts_for
from bot.newsroom import Appointed
from bot.rendering.callbacks import Action
from bot.rendering.people import invitation_page, short_name, to_people
from handlers.callbacks import read_number
from handlers.context import Talk
from handlers.introductions import introduced_by

_INVITED = {"editor": Role.EDITOR, "admin": Role.ADMIN}


async def people(talk: Talk) -> None:
    """Everybody, to the admin alone."""
    talk.show_alone(await talk.newsroom.keep_people.page(talk.person))


async def show(talk: Talk) -> None:
    """*People*: back to the list."""
    card = await talk.newsroom.keep_people.page(talk.person)
    talk.edit(card.html, card.buttons)


async def colleague(talk: Talk) -> None:
    """A name in the list."""
    user_id = UserId(read_number(talk.subject))
    card = await talk.newsroom.keep_people.person(user_id, "", talk.person)
    talk.edit(card.html, card.buttons)


async def introduced(talk: Talk) -> None:
    """A forwarded message, or a contact: what shall they be?"""
    who = introduced_by(talk.message)
    talk.show(await talk.newsroom.keep_people.person(who.id, who.name, talk.person))


async def invite(talk: Talk) -> None:
    """*Invite …*: a link for one person."""
    role = _INVITED.get(talk.subject)
    if role is None:
        raise UsageError("error.stale_button")
    token = await talk.newsroom.keep_people.invite(role, talk.person)
    address = f"https://t.me/{talk.bot_name}?start={link_payload(token)}"
    card = invitation_page(role, address, talk.texts)
    talk.edit(card.html, card.buttons)


async def make_editor(talk: Talk) -> None:
    """*Make editor*."""
    await _change(talk, Action.MAKE_EDITOR)


async def make_admin(talk: Talk) -> None:
    """*Make admin*."""
    await _change(talk, Action.MAKE_ADMIN)


async def take_role(talk: Talk) -> None:
    """*Take the role away*."""
    await _change(talk, Action.TAKE_ROLE)


async def join(talk: Talk, brought: Brought) -> bool:
    """`/start` with a link or a code; whether it made somebody of who brought it."""
    joined = await talk.newsroom.keep_people.join(talk.person, brought)
    if joined.role is None:
        talk.say(talk.texts.html("people.invitation_gone"))
        return False
    talk.become(joined.role)
    if joined.by is not None:
        said = talk.texts.html(f"made.{_word(joined.role)}", name=short_name(talk.person.name))
        talk.tell(joined.by, said)
    return True


async def _change(talk: Talk, action: Action) -> None:
    made = await talk.newsroom.keep_people.change(talk.subject, action, talk.person)
    said = talk.texts.html(f"made.{_word(made.role)}", name=short_name(made.name))
    talk.edit(said, ((to_people(talk.texts),),))
    _tell(talk, made)


def _tell(talk: Talk, made: Appointed) -> None:
    """Whoever it is about hears of it, and finds other commands in their menu."""
    texts = texts_for(made.language)
    talk.tell(made.id, texts.html(f"told.{_word(made.role)}", paper=talk.newsroom.paper.name))
    talk.then(partial(talk.publish_menu_of, made.id, made.role))


def _word(role: Role) -> str:
    return role.name.lower()
