"""A talk: who speaks to us, in which words, and the ways to answer them.

A talk sends nothing: it collects what is to be said, which is kept together with what the handler changed
and sent after that (bot/usecases/handle_updates.py).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog
from telegram import Bot, Message, Update
from telegram.constants import CallbackQueryLimit, ChatMemberStatus, ChatType
from telegram.error import TelegramError
from telegram.ext import CallbackContext

from bot.domain.answers import Answer, Errand, Response, Way
from bot.domain.ids import ChatId, MessageId, UserId
from bot.domain.paper import EditionFacts, Paper
from bot.domain.pushes import ButtonRows, Card
from bot.domain.subscribers import Person
from bot.locales import Texts, available, texts_for
from bot.newsroom import Newsroom
from bot.rendering.callbacks import ON_DESK_CARDS, unpack
from bot.rendering.plain import shorten
from handlers.menus import Menu, publish_for

Context = CallbackContext[Any, Any, Any, Any]

_BLANK = re.compile(r"\s+")
_OUT = (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)

log = structlog.get_logger()


@dataclass(frozen=True)
class Replied:
    """A message of ours that somebody replies to: its text, and the first address in it."""

    message_id: MessageId
    text: str
    url: str | None


class Talk:
    """One update of one person, and how to answer it."""

    def __init__(
        self, update: Update, context: Context, newsroom: Newsroom, menu: Menu, person: Person
    ) -> None:
        self.newsroom = newsroom
        self.person = person
        self.texts: Texts = texts_for(person.language)
        self.words = _words(update, context)
        """What stands after the command, or the whole text where there is none."""
        self.subject = _subject(update)
        """What the tapped button is about."""
        self._update = update
        self._bot: Bot = context.bot
        self._menu = menu
        self._answers: list[Answer] = []
        self._errands: list[Errand] = []
        self._acknowledged = False

    @classmethod
    def of(
        cls, update: Update, context: Context, newsroom: Newsroom, menu: Menu
    ) -> "Callable[[], Talk] | None":
        """What begins the talk of an update, as often as it is handled.

        None where nobody speaks: channels, bots, anonymous admins.
        """
        user, chat = update.effective_user, update.effective_chat
        if user is None or user.is_bot or chat is None:
            return None
        person = Person(
            id=UserId(user.id),
            chat_id=ChatId(chat.id),
            name=user.first_name,
            language=_language(user.language_code, newsroom.paper),
            role=newsroom.paper.role_of(UserId(user.id)),
        )
        return partial(cls, update, context, newsroom, menu, person)

    @property
    def update_id(self) -> int:
        """The number of the update."""
        return self._update.update_id

    @property
    def command(self) -> str:
        """The first word as it was typed, `/` included."""
        return next(iter(self._text.split()), "")

    @property
    def written(self) -> str:
        """What stands after the command, or the whole text where there is none, with its line ends."""
        text = self._text
        return ("".join(_BLANK.split(text, maxsplit=1)[1:]) if text.startswith("/") else text).strip()

    @property
    def replied(self) -> Replied | None:
        """The message of ours that this one replies to."""
        message = self._update.message.reply_to_message if self._update.message else None
        if message is None or message.from_user is None or message.from_user.id != self._bot.id:
            return None
        links = [one.url for one in message.entities if one.url]
        return Replied(MessageId(message.message_id), message.text or "", next(iter(links), None))

    @property
    def _text(self) -> str:
        message = self._update.message
        return (message.text if message else None) or ""

    @property
    def is_private(self) -> bool:
        """Whether nobody else reads along."""
        chat = self._update.effective_chat
        return chat is not None and chat.type == ChatType.PRIVATE

    @property
    def is_press(self) -> bool:
        """Whether a button was tapped."""
        return self._update.callback_query is not None

    @property
    def is_desk_card(self) -> bool:
        """Whether the tapped button stands among those of the desk."""
        query = self._update.callback_query
        message = query.message if query else None
        if not isinstance(message, Message) or message.reply_markup is None:
            return False
        data = [str(one.callback_data or "") for row in message.reply_markup.inline_keyboard for one in row]
        return any((unpack(one) or (None,))[0] in ON_DESK_CARDS for one in data)

    @property
    def tapped(self) -> MessageId | None:
        """The message whose button was tapped."""
        query = self._update.callback_query
        return MessageId(query.message.message_id) if query and query.message else None

    @property
    def put_us_out(self) -> bool:
        """Whether the person just blocked the bot."""
        change = self._update.my_chat_member
        return self.is_private and change is not None and change.new_chat_member.status in _OUT

    def edition(self, code: str) -> EditionFacts:
        """The facts of an edition, or of the paper's first one where that edition is no more."""
        paper = self.newsroom.paper
        return paper.editions[paper.edition_for(code)]

    def commands(self) -> list[tuple[str, str]]:
        """The person's commands with their descriptions."""
        entries = self._menu.entries(self.texts, self.person.role)
        return [(one.command, one.description) for one in entries]

    def publish_menu(self) -> None:
        """Put the menu of the person's role into their app."""
        self._errands.append(partial(publish_for, self._bot, self.newsroom.paper, self._menu, self.person.id))

    def say(self, html: str, buttons: ButtonRows = ()) -> None:
        """A new message in this chat."""
        self.show(Card(html=html, buttons=buttons))

    def show(self, card: Card) -> None:
        """A card as readers get it; one whose picture Telegram can't use comes without it."""
        self._answers.append(Answer(chat_id=self.person.chat_id, card=card))

    def ask(self, html: str) -> None:
        """A new message whose reply the app opens at once; which question it was, its own text tells."""
        self.show(Card(html=html, asks=True))

    def edit(self, html: str, buttons: ButtonRows = ()) -> None:
        """Put this in place of the tapped message; below it, where it can't be edited any more."""
        self._change(Way.EDIT, Card(html=html, buttons=buttons))

    def edit_buttons(self, buttons: ButtonRows) -> None:
        """Other buttons under the tapped message."""
        self._change(Way.BUTTONS, Card(html="", buttons=buttons))

    def toast(self, text: str, *, alert: bool = False) -> None:
        """Answer the tap with a short notice; the first answer of a tap is its only one."""
        self._acknowledge(shorten(text, CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH), alert)

    def then(self, errand: Errand) -> None:
        """Once what the handler changed is kept, do this too; a crash may forget it."""
        self._errands.append(errand)

    def response(self) -> Response:
        """All that was said; a tap without a notice is answered silently."""
        self._acknowledge(None, False)
        return Response(tuple(self._answers), tuple(self._errands))

    def _change(self, way: Way, card: Card) -> None:
        query = self._update.callback_query
        assert query is not None
        assert query.message is not None
        tapped = MessageId(query.message.message_id)
        self._answers.append(Answer(chat_id=self.person.chat_id, card=card, way=way, message_id=tapped))

    def _acknowledge(self, text: str | None, alert: bool) -> None:
        query = self._update.callback_query
        if query is not None and not self._acknowledged:
            self._acknowledged = True
            self._errands.append(partial(_answer_tap, self._bot, query.id, text, alert))


async def _answer_tap(bot: Bot, query_id: str, text: str | None, alert: bool) -> None:
    try:
        await bot.answer_callback_query(query_id, text=text, show_alert=alert)
    except TelegramError as error:
        # After some seconds Telegram no longer waits for the answer; the person no longer does either.
        log.info("tap_not_answered", problem=error.message)


def _words(update: Update, context: Context) -> str:
    if update.message is None:
        return ""
    return (update.message.text or "") if context.args is None else " ".join(context.args)


def _subject(update: Update) -> str:
    if update.callback_query is None:
        return ""
    return (unpack(update.callback_query.data or "") or ("", ""))[1]


def _language(code: str | None, paper: Paper) -> str:
    """The app's language where we speak it, else that of the paper's first edition."""
    spoken = (code or "").split("-")[0].lower()
    return spoken if spoken in available() else str(next(iter(paper.editions)))
