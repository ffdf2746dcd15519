"""What admins of a group or channel see: what comes there, and the chats that somebody keeps. Pure."""

from collections.abc import Sequence

from bot.domain.follows import edition_subject
from bot.domain.ids import ThreadId
from bot.domain.paper import EditionFacts, Paper
from bot.domain.pushes import Button, ButtonRows
from bot.domain.subscribers import Standing, Subscriber
from bot.locales import Texts
from bot.newsroom import Stances
from bot.rendering.callbacks import Action, for_chat, pack
from handlers.readers.pages import Page

_CHANNEL_RIGHTS = "post_messages+edit_messages+delete_messages"
"""To post; to mend and take back what was wrong."""
_PAYLOAD = "here"


def chat_page(subscriber: Subscriber, stances: Stances, paper: Paper, texts: Texts) -> Page:
    """How a group's or channel's subscription stands, with what can be changed about it."""
    edition = paper.editions[paper.edition_for(subscriber.edition)]
    text = texts.html(_state(subscriber, stances), title=subscriber.title or "…", paper=edition.title)
    if subscriber.is_gone:
        return Page(text, _resume(texts))
    pause = Button(texts.plain("button.pause"), data=pack(Action.CHAT_PAUSE))
    change = _resume(texts) if subscriber.standing is Standing.PAUSED else ((pause,),)
    return Page(text, (*_editions(edition, paper, texts), *_choices(edition, stances, texts), *change))


def with_topic(page: Page, subscriber: Subscriber, thread_id: ThreadId | None, texts: Texts) -> Page:
    """The page as it stands in a topic to which the pushes do not go: with the way to change that."""
    if subscriber.is_gone or subscriber.thread_id == thread_id:
        return page
    here = Button(texts.plain("button.chat_topic"), data=pack(Action.CHAT_TOPIC))
    return Page(page.html + "\n\n" + texts.html("chat.other_topic"), (*page.buttons, (here,)))


def chats_page(channels: Sequence[Subscriber], username: str, texts: Texts) -> Page:
    """The channels that somebody keeps, and the two ways to let us in elsewhere."""
    rows = [(Button(one.title or "…", data=for_chat(pack(Action.CHAT), one.chat_id)),) for one in channels]
    address = f"https://t.me/{username}"
    group = Button(texts.plain("button.add_group"), url=f"{address}?startgroup={_PAYLOAD}")
    channel = Button(texts.plain("button.add_channel"), url=f"{address}?startchannel&admin={_CHANNEL_RIGHTS}")
    return Page(texts.html("chats.title"), (*rows, (group,), (channel,)))


def _state(subscriber: Subscriber, stances: Stances) -> str:
    if subscriber.is_gone:
        return "chat.gone"
    if subscriber.standing is Standing.PAUSED:
        return "chat.paused"
    return "chat.active" if any(one.since for one in stances.follows) else "chat.nothing_yet"


def _choices(edition: EditionFacts, stances: Stances, texts: Texts) -> ButtonRows:
    everything = edition_subject(edition.code)
    has_all = any(one.since and one.subject == everything for one in stances.follows)
    label = texts.plain("button.everything", title=edition.title)
    whole = Button(label, data=pack(Action.TOGGLE, f"0.{everything.ref}"))
    topics = Button(texts.plain("button.choose_topics"), data=pack(Action.TOPICS, 0))
    ours = Button(texts.plain("button.chat_follows"), data=pack(Action.FOLLOWING, 0))
    followed = (ours,) if stances.follows else ()
    return ((topics, *followed),) if has_all else ((whole,), (topics, *followed))


def _editions(chosen: EditionFacts, paper: Paper, texts: Texts) -> ButtonRows:
    """One button per edition, the chosen one marked; none where there is no choice."""
    labels = {
        one.code: texts.plain("button.on", name=one.title) if one == chosen else one.title
        for one in paper.editions.values()
    }
    buttons = ((Button(label, data=pack(Action.CHAT_EDITION, code)),) for code, label in labels.items())
    return tuple(buttons) if len(labels) > 1 else ()


def _resume(texts: Texts) -> ButtonRows:
    return ((Button(texts.plain("button.resume"), data=pack(Action.CHAT_RESUME)),),)
