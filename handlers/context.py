"""A talk: who speaks to us, in which words, and the ways to answer them.

What Telegram says about answers that no longer matter (an unchanged message, a query that waited too
long) ends here; everything else it raises goes to handlers/errors.py.
"""

from typing import Any

import structlog
from telegram import Bot, LinkPreviewOptions, Update
from telegram.constants import CallbackQueryLimit, ChatMemberStatus, ChatType, ParseMode
from telegram.error import BadRequest
from telegram.ext import CallbackContext

from bot.domain.ids import ChatId, UserId
from bot.domain.paper import EditionFacts, Paper
from bot.domain.pushes import ButtonRows, Card
from bot.domain.subscribers import Person
from bot.locales import Texts, available, texts_for
from bot.newsroom import Newsroom
from bot.rendering.callbacks import unpack
from bot.rendering.plain import shorten
from handlers.keyboards import keyboard
from handlers.menus import Menu, publish_for

Context = CallbackContext[Any, Any, Any, Any]

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_OUT = (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)

log = structlog.get_logger()


class Talk:
    """One update of one person, and how to answer it."""

    def __init__(self, update: Update, bot: Bot, newsroom: Newsroom, menu: Menu, person: Person) -> None:
        self.newsroom = newsroom
        self.person = person
        self.texts: Texts = texts_for(person.language)
        self.words = ""
        """What stands after the command, or the whole text where there is none."""
        self.subject = ""
        """What the tapped button is about."""
        self._update = update
        self._bot = bot
        self._menu = menu
        self._acknowledged = False

    @classmethod
    def of(cls, update: Update, context: Context, newsroom: Newsroom, menu: Menu) -> "Talk | None":
        """The talk of an update; None where nobody speaks: channels, bots, anonymous admins."""
        user, chat, message = update.effective_user, update.effective_chat, update.message
        if user is None or user.is_bot or chat is None:
            return None
        person = Person(
            id=UserId(user.id),
            chat_id=ChatId(chat.id),
            name=user.first_name,
            language=_language(user.language_code, newsroom.paper),
            role=newsroom.paper.role_of(UserId(user.id)),
        )
        talk = cls(update, context.bot, newsroom, menu, person)
        if message is not None:
            talk.words = (message.text or "") if context.args is None else " ".join(context.args)
        if update.callback_query is not None:
            talk.subject = (unpack(update.callback_query.data or "") or ("", ""))[1]
        return talk

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

    async def publish_menu(self) -> None:
        """Put the menu of the person's role into their app."""
        await publish_for(self._bot, self.newsroom.paper, self._menu, self.person.id)

    async def say(self, html: str, buttons: ButtonRows = ()) -> None:
        """A new message in this chat."""
        await self._bot.send_message(
            self.person.chat_id,
            html,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=keyboard(buttons),
        )

    async def show(self, card: Card) -> None:
        """A card as readers get it; one whose picture Telegram can't use comes without it."""
        if card.photo is None:
            await self._show_text(card)
            return
        try:
            await self._bot.send_photo(
                self.person.chat_id,
                card.photo,
                caption=card.html,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard(card.buttons),
            )
        except BadRequest as error:
            log.info("picture_refused", photo=card.photo, problem=error.message)
            await self._show_text(card)

    async def edit(self, html: str, buttons: ButtonRows = ()) -> None:
        """Put this in place of the tapped message; below it, where it can't be edited any more."""
        try:
            await self._bot.edit_message_text(
                html,
                self.person.chat_id,
                self._tapped(),
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=keyboard(buttons),
            )
        except BadRequest as error:
            if not _is_unchanged(error):
                await self.say(html, buttons)

    async def edit_buttons(self, buttons: ButtonRows) -> None:
        """Other buttons under the tapped message."""
        try:
            await self._bot.edit_message_reply_markup(
                self.person.chat_id, self._tapped(), reply_markup=keyboard(buttons)
            )
        except BadRequest as error:
            if not _is_unchanged(error):
                log.info("buttons_not_edited", problem=error.message)

    async def toast(self, text: str, *, alert: bool = False) -> None:
        """Answer the tap with a short notice; the first answer of a tap is its only one."""
        await self._acknowledge(shorten(text, CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH), alert)

    async def acknowledge(self) -> None:
        """Answer the tap silently unless it was answered."""
        await self._acknowledge(None, False)

    async def _acknowledge(self, text: str | None, alert: bool) -> None:
        query = self._update.callback_query
        if query is None or self._acknowledged:
            return
        self._acknowledged = True
        try:
            await self._bot.answer_callback_query(query.id, text=text, show_alert=alert)
        except BadRequest as error:
            # After some seconds Telegram no longer waits for the answer; the person no longer does either.
            log.info("tap_not_answered", problem=error.message)

    async def _show_text(self, card: Card) -> None:
        large = LinkPreviewOptions(url=card.preview, prefer_large_media=True, show_above_text=True)
        await self._bot.send_message(
            self.person.chat_id,
            card.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=large if card.preview else _NO_PREVIEW,
            reply_markup=keyboard(card.buttons),
        )

    def _tapped(self) -> int:
        query = self._update.callback_query
        assert query is not None
        assert query.message is not None
        return query.message.message_id


def _language(code: str | None, paper: Paper) -> str:
    """The app's language where we speak it, else that of the paper's first edition."""
    spoken = (code or "").split("-")[0].lower()
    return spoken if spoken in available() else str(next(iter(paper.editions)))


def _is_unchanged(error: BadRequest) -> bool:
    return "message is not modified" in error.message.lower()
