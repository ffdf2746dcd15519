"""Carries cards into chats. Every outcome is a value; nothing is raised.

What is certain comes from the HTTP status and from whether bytes left, which the wire knows.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Protocol
from weakref import WeakValueDictionary

import structlog

from bot.courier import bodies
from bot.courier.answers import (
    admins_in,
    is_markup_trouble,
    is_other_kind,
    is_picture_trouble,
    understood,
)
from bot.courier.bodies import Spot
from bot.courier.sealing import Seal, sealed, sealed_rows, unsealed
from bot.domain.deliveries import Ambiguous, NotSent, Outcome, Reason, Refused, Sent
from bot.domain.ids import ChatId, MessageId, ThreadId, UserId
from bot.domain.pushes import ButtonRows, Card, Document, Upload
from bot.errors import AnswerLost, RequestNotSent

log = structlog.get_logger()

Pictures = Callable[[str], Awaitable[bytes | None]]
"""A picture that we upload ourselves, by its address; None where Telegram may fetch it."""


class Wire(Protocol):
    """The way to Telegram: gives status and body, raises RequestNotSent or AnswerLost and nothing else."""

    async def post(self, method: str, body: bytes) -> tuple[int, bytes]:
        """Call a method with its parameters as JSON."""
        ...

    async def upload(self, method: str, fields: Mapping[str, str], file: Upload) -> tuple[int, bytes]:
        """Call a method with a file of our own."""
        ...


async def _none(_: str) -> None:
    return None


class Courier:
    """Sends, edits and deletes; editing and deleting twice is the same as once."""

    def __init__(self, wire: Wire, pictures: Pictures = _none, seal: Seal = unsealed) -> None:
        self._wire = wire
        self._pictures = pictures
        self._seal = seal
        self._uploads: WeakValueDictionary[str, _Upload] = WeakValueDictionary()

    async def send(
        self,
        chat_id: ChatId,
        card: Card,
        thread_id: ThreadId | None = None,
        reply_to: MessageId | None = None,
    ) -> Outcome:
        """Send a card; one whose picture Telegram can't use goes without it, and says so."""
        spot = Spot(chat_id, thread_id, reply_to)
        card = sealed(card, chat_id, self._seal)
        if card.document is not None:
            return await self._send_file(spot, card, "sendDocument", _text_file(card.document))
        if card.photo is None and card.photo_id is None:
            return await self._send_text(spot, card)
        outcome = await self._send_photo(spot, card)
        if not is_picture_trouble(outcome):
            return outcome
        outcome = await self._send_text(spot, card)
        return replace(outcome, without_photo=True) if isinstance(outcome, Sent) else outcome

    async def answer(self, chat_id: ChatId, card: Card, thread_id: ThreadId | None = None) -> Outcome:
        """Send what a person asked for; if its markup is refused, once more in plain words.

        Never for a push, which is what the editor saw or nothing.
        """
        outcome = await self.send(chat_id, card, thread_id)
        if is_markup_trouble(outcome):
            return await self.send(chat_id, bodies.in_plain_words(card), thread_id)
        return outcome

    async def send_file(
        self, chat_id: ChatId, file: Upload, card: Card, thread_id: ThreadId | None = None
    ) -> Outcome:
        """Send a picture or another file of our own with a card's text and buttons."""
        method = "sendPhoto" if file.field == "photo" else "sendDocument"
        return await self._send_file(Spot(chat_id, thread_id), card, method, file)

    async def administrators(self, chat_id: ChatId) -> frozenset[UserId] | None:
        """Who a group's or channel's admins are; nobody where Telegram does not show it, None where it
        does not answer."""
        try:
            status, body = await self._wire.post("getChatAdministrators", bodies.to_name(chat_id))
        except (RequestNotSent, AnswerLost):
            return None
        return admins_in(status, body)

    async def reply(self, chat_id: ChatId, message_id: MessageId, card: Card) -> Outcome:
        """Send a card's text in reply to a message of ours; where that is gone, it comes all the same."""
        card = sealed(card, chat_id, self._seal)
        return await self._send_text(Spot(chat_id, reply_to=message_id), card)

    async def edit(self, chat_id: ChatId, message_id: MessageId, card: Card) -> Outcome:
        """Give a message of ours this text or caption and these buttons; its picture stays as it is."""
        card = sealed(card, chat_id, self._seal)
        ways = [("editMessageText", bodies.as_text), ("editMessageCaption", bodies.as_caption)]
        # The one that fits the card comes first; a message may have gone without its picture, though.
        if card.photo is not None or card.photo_id is not None:
            ways.reverse()
        outcome: Outcome = NotSent("nothing tried")
        for method, rest in ways:
            write = partial(_changed, chat_id, message_id, rest, card)
            outcome = await self._ask(method, write, message_id)
            if not is_other_kind(outcome):
                break
        return outcome

    async def delete(self, chat_id: ChatId, message_id: MessageId, instead: Card | None = None) -> Outcome:
        """Delete a message of ours; one that is too old for it becomes `instead`."""
        write = partial(bodies.to_change, chat_id, message_id)
        outcome = await self._ask("deleteMessage", write, message_id)
        if instead is not None and isinstance(outcome, Refused) and outcome.reason is Reason.TOO_OLD:
            outcome = await self.edit(chat_id, message_id, instead)
            return replace(outcome, replaced=True) if isinstance(outcome, Sent) else outcome
        return outcome

    async def set_buttons(self, chat_id: ChatId, message_id: MessageId, buttons: ButtonRows) -> Outcome:
        """Replace the buttons under a message of ours."""
        rows = sealed_rows(buttons, chat_id, self._seal)

        def write() -> bytes:
            return bodies.to_change(chat_id, message_id, bodies.as_buttons(rows))

        return await self._ask("editMessageReplyMarkup", write, message_id)

    async def _send_text(self, spot: Spot, card: Card) -> Outcome:
        """Without its preview, where Telegram takes offence at that."""
        outcome = await self._ask("sendMessage", lambda: bodies.to_send(spot, bodies.as_text(card)))
        if card.preview is None or not is_picture_trouble(outcome):
            return outcome
        bare = replace(card, preview=None)
        return await self._ask("sendMessage", lambda: bodies.to_send(spot, bodies.as_text(bare)))

    async def _send_photo(self, spot: Spot, card: Card) -> Outcome:
        if card.photo_id is not None:
            outcome = await self._send_named(spot, card, card.photo_id)
            if card.photo is None or not is_picture_trouble(outcome):
                return outcome
        assert card.photo is not None
        picture = await self._picture(card.photo)
        if picture is None:
            return await self._send_named(spot, card, card.photo)
        return await self._upload(spot, card, card.photo, picture)

    async def _send_named(self, spot: Spot, card: Card, photo: str) -> Outcome:
        return await self._ask("sendPhoto", lambda: bodies.to_send(spot, bodies.as_photo(card, photo)))

    async def _picture(self, photo: str) -> bytes | None:
        try:
            return await self._pictures(photo)
        except Exception:
            log.exception("picture_not_fetched")
            return None

    async def _upload(self, spot: Spot, card: Card, photo: str, picture: bytes) -> Outcome:
        """Upload, unless somebody else is doing so already: then name what they uploaded."""
        upload = self._uploads.setdefault(photo, _Upload())
        async with upload.under_way:
            if upload.photo_id is None:
                file = Upload("photo", "photo.jpg", "image/jpeg", picture)
                outcome = await self._send_file(spot, card, "sendPhoto", file)
                upload.photo_id = outcome.photo_id if isinstance(outcome, Sent) else None
                return outcome
        return await self._send_named(spot, card, upload.photo_id)

    async def _send_file(self, spot: Spot, card: Card, method: str, file: Upload) -> Outcome:
        try:
            fields = bodies.as_form(spot, card)
        except TypeError as error:
            return Refused(Reason.REJECTED, str(error))
        return await _outcome(self._wire.upload(method, fields, file))

    async def _ask(
        self, method: str, write: Callable[[], bytes], changed: MessageId | None = None
    ) -> Outcome:
        try:
            body = write()
        except TypeError as error:
            # A text that is none, such as half a surrogate pair, cannot be written down.
            return Refused(Reason.REJECTED, str(error))
        return await _outcome(self._wire.post(method, body), changed)


def _changed(chat_id: ChatId, message_id: MessageId, rest: Callable[[Card], bytes], card: Card) -> bytes:
    return bodies.to_change(chat_id, message_id, rest(card))


def _text_file(document: Document) -> Upload:
    return Upload("document", document.name, document.content_type, document.text.encode("utf-8", "ignore"))


class _Upload:
    """One picture on its way to Telegram for all who wait for it at the same time."""

    def __init__(self) -> None:
        self.under_way = asyncio.Lock()
        self.photo_id: str | None = None


async def _outcome(exchange: Awaitable[tuple[int, bytes]], changed: MessageId | None = None) -> Outcome:
    try:
        status, body = await exchange
        return understood(status, body, changed)
    except RequestNotSent as error:
        return NotSent(str(error))
    except AnswerLost as error:
        return Ambiguous(str(error))
    except Exception as error:
        # A fault of ours in one card must not leave the rest of its batch without an outcome.
        log.exception("courier_stumbled")
        return Ambiguous(type(error).__name__)
