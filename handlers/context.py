"""A talk: who speaks to us, in which words, and the ways to answer them.

A talk sends nothing: it collects what is to be said, which is kept together with what the handler changed
and sent after that (bot/usecases/handle_updates.py).
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

import structlog
from telegram import (
    Bot,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    Message,
    MessageOriginChannel,
    Update,
)
from telegram.constants import CallbackQueryLimit, ChatMemberStatus, ChatType
from telegram.error import TelegramError
from telegram.ext import CallbackContext

from bot.domain.answers import Answer, Errand, Response, Way
from bot.domain.chats import Place
from bot.domain.ids import ChatId, MessageId, ThreadId, UserId
from bot.domain.paper import EditionFacts
from bot.domain.pushes import ButtonRows, Card
from bot.domain.subscribers import Role
from bot.locales import Texts, texts_for
from bot.newsroom import Newsroom
from bot.rendering.callbacks import ON_DESK_CARDS, Action, for_chat, unpack, unpack_chat
from bot.rendering.plain import shorten
from handlers.menus import Menu, publish_for
from handlers.payments import Payments
from handlers.places import move_of, place_of
from handlers.speakers import Speaker, speaker_of
from handlers.tapped import action_of, rows_below

Context = CallbackContext[Any, Any, Any, Any]

_BLANK = re.compile(r"\s+")
_COMMAND = re.compile(r"/\w+(?:@\w+)?\s*")
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
        self, update: Update, context: Context, newsroom: Newsroom, menu: Menu, speaker: Speaker
    ) -> None:
        self.newsroom = newsroom
        self.person = speaker.person
        self.texts: Texts = texts_for(self.person.language)
        self.words = _words(update, context)
        """What stands after the command, or the whole text where there is none."""
        self.subject = _subject(update)
        """What the tapped button is about."""
        self._speaker = speaker
        self._update = update
        self._bot: Bot = context.bot
        self._menu = menu
        self._answers: list[Answer] = []
        self._errands: list[Errand] = []
        self._acknowledged = False
        self.payments = Payments(update, self._bot, self.then)

    @classmethod
    def of(
        cls, update: Update, context: Context, newsroom: Newsroom, menu: Menu
    ) -> "Callable[[], Talk] | None":
        """What begins the talk of an update, as often as it is handled.

        None where nobody speaks; see speakers.py.
        """
        speaker = speaker_of(update, newsroom.paper)
        return partial(cls, update, context, newsroom, menu, speaker) if speaker else None

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
    def written_html(self) -> str:
        """The same, or what stands under a picture, with the formatting that it has on the phone."""
        message = self._update.message
        marked = (message.text_html or message.caption_html) if message else ""
        command = _COMMAND.match(marked)
        return marked[command.end() if command else 0 :].strip()

    @property
    def message(self) -> Message:
        """The message as Telegram tells it, where the update is one."""
        assert self._update.message is not None
        return self._update.message

    @property
    def photo_id(self) -> str:
        """Telegram's name for the picture that was sent to us; empty where there is none."""
        photos = self._update.message.photo if self._update.message else ()
        return photos[-1].file_id if photos else ""

    @property
    def is_from_channel(self) -> bool:
        """Whether it is a channel's post that was forwarded to us."""
        message = self._update.message
        return message is not None and isinstance(message.forward_origin, MessageOriginChannel)

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
    def location(self) -> tuple[float, float]:
        """The shared place, in degrees north and east."""
        message = self._update.message
        assert message is not None
        assert message.location is not None
        return message.location.latitude, message.location.longitude

    @property
    def is_private(self) -> bool:
        """Whether nobody else reads along."""
        chat = self._update.effective_chat
        return chat is not None and chat.type == ChatType.PRIVATE

    @property
    def is_for_many(self) -> bool:
        """Whether the person speaks for a group or channel."""
        return self.person.chat_id < 0

    @property
    def is_inline(self) -> bool:
        """Whether it was typed in some other chat, for articles to share there."""
        return self._update.inline_query is not None

    @property
    def asked(self) -> str:
        """The words of an inline query."""
        return self._update.inline_query.query if self._update.inline_query else ""

    @property
    def offset(self) -> str:
        """From where on an inline query wants to see more."""
        return self._update.inline_query.offset if self._update.inline_query else ""

    @property
    def group_title(self) -> str | None:
        """What the group is called in which the person speaks for it."""
        chat = self._update.effective_chat
        return chat.title or "" if chat and chat.id == self.person.chat_id < 0 else None

    @property
    def new_title(self) -> str:
        """What the group is called from now on."""
        message = self._update.message
        return (message.new_chat_title if message else None) or ""

    @property
    def place(self) -> Place:
        """What an update about our own place in a chat says."""
        assert self._update.my_chat_member is not None
        return place_of(self._update.my_chat_member)

    @property
    def move(self) -> tuple[ChatId, ChatId]:
        """From which chat a group moved to which."""
        assert self._update.message is not None
        return move_of(self._update.message)

    @property
    def here(self) -> tuple[ChatId, ThreadId | None]:
        """Where a new message of ours goes."""
        return self._speaker.chat_id, self._speaker.thread_id

    @property
    def bot_name(self) -> str:
        """Our username."""
        return self._bot.username

    @property
    def is_press(self) -> bool:
        """Whether a button was tapped."""
        return self._update.callback_query is not None

    def break_seal(self) -> None:
        """What the tapped button of the desk is about, as we put it there. Raises RefRefused."""
        query = self._update.callback_query
        data = self.newsroom.check_seal((query.data if query else None) or "", self.person)
        self.subject = (unpack(data) or ("", ""))[1]

    @property
    def is_desk_card(self) -> bool:
        """Whether the tapped button stands among those of the desk."""
        return any(action_of(one) in ON_DESK_CARDS for row in rows_below(self._update) for one in row)

    def rows_with(self, action: Action) -> ButtonRows:
        """Those rows under the tapped message that have a button of this action."""
        rows = rows_below(self._update)
        return tuple(row for row in rows if any(action_of(one) is action for one in row))

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
        menu, texts = self._menu, self.texts
        entries = menu.in_chats(texts) if self.is_for_many else menu.entries(texts, self.person.role)
        return [(one.command, one.description) for one in entries]

    def become(self, role: Role) -> None:
        """The person is this to us, from now on in this talk."""
        self.person = replace(self.person, role=role)

    def publish_menu(self) -> None:
        """Put the menu of the person's role into their app."""
        self._errands.append(partial(self.publish_menu_of, self.person.id, self.person.role))

    async def publish_menu_of(self, user_id: UserId, role: Role) -> None:
        """Put the menu of this role into somebody's app; something to do after the commit."""
        await publish_for(self._bot, self.newsroom.paper, self._menu, user_id, role)

    def say(self, html: str, buttons: ButtonRows = ()) -> None:
        """A new message in this chat."""
        self.show(Card(html=html, buttons=buttons))

    def show(self, card: Card) -> None:
        """A card as readers get it; one whose picture Telegram can't use comes without it."""
        here = self._speaker
        self._answers.append(
            Answer(chat_id=here.chat_id, thread_id=here.thread_id, card=self._addressed(card))
        )

    def show_in(self, chat_id: ChatId, card: Card) -> None:
        """The same in another chat; never twice in this one."""
        if chat_id != self._speaker.chat_id:
            self._answers.append(Answer(chat_id=chat_id, card=card))

    def tell(self, user_id: UserId, html: str, buttons: ButtonRows = ()) -> None:
        """A new message in somebody's private chat, if they ever opened it."""
        self._answers.append(Answer(chat_id=ChatId(user_id), card=Card(html=html, buttons=buttons)))

    def show_alone(self, card: Card) -> None:
        """A card for this person's own chat, wherever they asked for it."""
        self._answers.append(Answer(chat_id=ChatId(self.person.id), card=card))

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

    def open_bot(self, payload: str) -> None:
        """Answer the tap by opening our private chat, as if by a link with this payload."""
        address = f"https://t.me/{self.bot_name}?start={payload}"
        self._acknowledge(None, False, address)

    def offer(
        self,
        results: Sequence[InlineQueryResultArticle],
        next_offset: str,
        good_for: timedelta,
        button: InlineQueryResultsButton | None,
    ) -> None:
        """Answer an inline query; Telegram repeats it to this person alone, for so long."""
        query = self._update.inline_query
        assert query is not None
        seconds = int(good_for.total_seconds())

        async def answer() -> None:
            await self._bot.answer_inline_query(query.id, results, seconds, True, next_offset, button)

        self._errands.append(partial(_try, answer, "inline_not_answered"))

    def then(self, errand: Errand) -> None:
        """Once what the handler changed is kept, do this too; a crash may forget it."""
        self._errands.append(errand)

    def response(self) -> Response:
        """All that was said; a tap without a notice is answered silently."""
        self._acknowledge(None, False)
        return Response(tuple(self._answers), tuple(self._errands))

    def _change(self, way: Way, card: Card) -> None:
        self._answers.append(
            Answer(chat_id=self._speaker.chat_id, card=self._addressed(card), way=way, message_id=self.tapped)
        )

    def _addressed(self, card: Card) -> Card:
        """Its buttons speak for whom the person speaks, where that is another chat than this one."""
        spoken_for = self.person.chat_id
        if spoken_for == self._speaker.chat_id:
            return card
        rows = tuple(
            tuple(replace(one, data=for_chat(one.data, spoken_for)) if one.data else one for one in row)
            for row in card.buttons
        )
        return replace(card, buttons=rows)

    def _acknowledge(self, text: str | None, alert: bool, url: str | None = None) -> None:
        query = self._update.callback_query
        if query is not None and not self._acknowledged:
            self._acknowledged = True

            async def answer() -> None:
                await self._bot.answer_callback_query(query.id, text=text, show_alert=alert, url=url)

            self._errands.append(partial(_try, answer, "tap_not_answered"))


async def _try(answer: Callable[[], Awaitable[None]], otherwise: str) -> None:
    try:
        await answer()
    except TelegramError as error:
        # After some seconds Telegram no longer waits for the answer; the person no longer does either.
        log.info(otherwise, problem=error.message)


def _words(update: Update, context: Context) -> str:
    if update.message is None:
        return ""
    return (update.message.text or "") if context.args is None else " ".join(context.args)


def _subject(update: Update) -> str:
    if update.callback_query is None:
        return ""
    data, _ = unpack_chat(update.callback_query.data or "")
    return (unpack(data) or ("", ""))[1]
