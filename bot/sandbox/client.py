"""A typed client for the control API: people act, screens are read, faults are set.

    async with SandboxClient(address) as telegram:
        await telegram.person(7, "Ana")
        await telegram.type(7, "/start")
        card = await telegram.wait_for(7, "Welcome")

Waiting listens to the event stream; nothing here sleeps or polls.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, TypeVar

import aiohttp

from bot.sandbox.client_chats import ChatCalls
from bot.sandbox.client_faults import AcceptedCall, FaultCalls
from bot.sandbox.client_http import SandboxError
from bot.sandbox.client_inline import InlineCalls, Offer, Offers
from bot.sandbox.client_stars import Outcome, StarCalls

__all__ = [
    "AcceptedCall",
    "Button",
    "Offer",
    "Offers",
    "SandboxClient",
    "SandboxError",
    "Screen",
    "ScreenMessage",
    "Tap",
    "Toast",
]


@dataclass(frozen=True)
class Button:
    text: str
    url: str | None = None
    callback_data: str | None = None


@dataclass(frozen=True)
class ScreenMessage:
    """One message on a phone. `text` is the text or the caption; `photo` and `video` are addresses."""

    message_id: int
    is_from_bot: bool
    text: str
    entities: tuple[dict[str, Any], ...]
    buttons: tuple[tuple[Button, ...], ...]
    date: str
    is_edited: bool
    is_deleted: bool
    photo: str | None
    video: str | None
    link_preview: dict[str, Any] | None
    reply_to: int | None
    thread: int | None
    """The forum topic it stands in."""

    def button(self, label: str) -> Button | None:
        return next((button for row in self.buttons for button in row if button.text == label), None)


@dataclass(frozen=True)
class Toast:
    text: str
    show_alert: bool
    at: str
    url: str | None = None
    """What opened."""


@dataclass(frozen=True)
class Screen:
    """One phone: its messages (deleted ones too), toasts and command menu (name to description)."""

    chat: dict[str, Any]
    messages: tuple[ScreenMessage, ...]
    toasts: tuple[Toast, ...]
    commands: dict[str, str]


@dataclass(frozen=True)
class Tap:
    """What a tap did at once: the address it opens, or the callback query it asked."""

    url: str | None
    callback_query_id: str | None


Found = TypeVar("Found")
Predicate = Callable[[ScreenMessage], bool]


class SandboxClient(FaultCalls, ChatCalls, InlineCalls, StarCalls):
    """Used in an `async with` block."""

    async def person(
        self,
        person: int,
        first_name: str = "Reader",
        *,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = None,
        role: str = "reader",
    ) -> None:
        """Create a person and their private chat, which stays closed to the bot until they type."""
        names = {"first_name": first_name, "last_name": last_name, "username": username}
        await self._post("people", {"id": person, "language_code": language_code, "role": role, **names})

    async def open_chats(self, first: int, count: int) -> None:
        """Many people at once, numbered from `first`, who have all started the bot."""
        await self._post("people/many", {"first": first, "count": count})

    async def people(self) -> list[dict[str, Any]]:
        people: list[dict[str, Any]] = await self._get("people")
        return people

    async def type(
        self,
        person: int,
        text: str,
        *,
        chat: int | None = None,
        thread: int | None = None,
        reply_to: int | None = None,
    ) -> int:
        """The person writes, to the bot unless a chat is named; gives the message's id."""
        place = {"chat": chat, "thread": thread, "reply_to": reply_to}
        answer = await self._post("type", {"person": person, "text": text} | place)
        return int(answer["message_id"])

    async def tap(
        self, person: int, label: str, message_id: int | None = None, *, chat: int | None = None
    ) -> Tap:
        """Press the button with this label, on the newest message that has it unless one is named."""
        if message_id is None:
            message_id = await self._newest_with(chat or person, label)
        body = {"person": person, "message_id": message_id, "button": label, "chat": chat}
        answer = await self._post("tap", body)
        return Tap(answer["url"], answer["callback_query_id"])

    async def screen(self, chat_id: int) -> Screen:
        return _screen(await self._get(f"chats/{chat_id}"))

    async def text(self, chat_id: int) -> str:
        """The phone's screen as plain text."""
        async with self._http.get(f"{self.address}/control/chats/{chat_id}/text") as response:
            return await response.text()

    async def block(self, person: int) -> None:
        await self._post("block", {"person": person})

    async def unblock(self, person: int) -> None:
        await self._post("unblock", {"person": person})

    async def deactivate(self, person: int) -> None:
        await self._post("deactivate", {"person": person})

    async def advance(self, seconds: float) -> None:
        """Move Telegram's clock forward."""
        await self._post("clock", {"advance_seconds": seconds})

    async def violations(self) -> list[dict[str, str]]:
        answer = await self._get("violations")
        violations: list[dict[str, str]] = answer["violations"]
        return violations

    async def paper(self) -> Any:
        return await self._get("paper")

    async def publish(self, edition: str, slug: str, *, wait_for_reader: bool = False) -> None:
        """Put an article out; `wait_for_reader` waits until somebody has fetched the edition's feed."""
        body = {"edition": edition, "slug": slug, "wait_for_reader": wait_for_reader}
        await self._post("paper/publish", body)

    async def pay(self, link: str) -> None:
        """Somebody pretends to pay on the sample newspaper's membership page, to which a link led them."""
        async with self._http.post(link) as answer:
            answer.raise_for_status()

    async def correct(self, edition: str, slug: str) -> None:
        await self._post("paper/correct", {"edition": edition, "slug": slug})

    async def demo(self, action: str) -> None:
        await self._post(f"demo/{action}", {})

    async def wait_for(
        self, chat_id: int, wanted: str | Predicate, *, after: int = 0, timeout: float = 10
    ) -> ScreenMessage:
        """The newest message above id `after` that contains the text, from the bot, or fits the predicate.

        TimeoutError after `timeout` seconds, with the screen in its text.
        """
        fits = wanted if callable(wanted) else _containing(wanted)

        def find(screen: Screen) -> ScreenMessage | None:
            messages = (m for m in reversed(screen.messages) if m.message_id > after and not m.is_deleted)
            return next((message for message in messages if fits(message)), None)

        return await self._wait(chat_id, find, f"{wanted!r}", timeout)

    async def wait_for_toast(self, chat_id: int, text: str = "", *, timeout: float = 10) -> Toast:
        """The newest toast that contains the text."""

        def find(screen: Screen) -> Toast | None:
            return next((toast for toast in reversed(screen.toasts) if text in toast.text), None)

        return await self._wait(chat_id, find, f"the toast {text!r}", timeout)

    async def wait_for_offers(self, person: int, query_id: str, *, timeout: float = 10) -> Offers:
        """What the bot answers to an inline query."""
        async with asyncio.timeout(timeout), aclosing(self._changes(person)) as changes:
            async for _ in changes:
                if (offers := await self.offers(query_id)) is not None:
                    return offers
        raise SandboxError("the sandbox stopped while it was being watched")

    async def wait_for_payment(self, person: int, checkout: str, *, timeout: float = 10) -> Outcome:
        """What the bot says to a payment that the person has confirmed."""
        async with asyncio.timeout(timeout), aclosing(self._changes(person)) as changes:
            async for _ in changes:
                if (outcome := await self.outcome(checkout)).state != "waiting":
                    return outcome
        raise SandboxError("the sandbox stopped while it was being watched")

    async def _wait(
        self, chat_id: int, find: Callable[[Screen], Found | None], wanted: str, timeout: float
    ) -> Found:
        try:
            async with asyncio.timeout(timeout):
                async with aclosing(self._changes(chat_id)) as changes:
                    async for _ in changes:
                        if (found := find(await self.screen(chat_id))) is not None:
                            return found
        except TimeoutError:
            shown = await self.text(chat_id)
            late = f"{wanted} did not appear in chat {chat_id} within {timeout} s"
            raise TimeoutError(f"{late}:\n{shown}") from None
        raise SandboxError("the sandbox stopped while it was being watched")

    async def _changes(self, chat_id: int) -> AsyncGenerator[None, None]:
        """One beat at once, then one for each change of the chat; ends when the sandbox stops."""
        forever = aiohttp.ClientTimeout(total=None)
        async with self._http.get(f"{self.address}/control/events", timeout=forever) as response:
            async for line in response.content:
                is_change = line.startswith(b"data: ") and json.loads(line[6:])["chat_id"] == chat_id
                if is_change or line.startswith(b": listening"):
                    yield

    async def _newest_with(self, chat_id: int, label: str) -> int:
        screen = await self.screen(chat_id)
        for message in reversed(screen.messages):
            if not message.is_deleted and message.button(label):
                return message.message_id
        raise SandboxError(f"no message has the button {label!r}:\n{await self.text(chat_id)}")


def _containing(text: str) -> Predicate:
    return lambda message: message.is_from_bot and text in message.text


def _screen(raw: dict[str, Any]) -> Screen:
    return Screen(
        raw["chat"],
        tuple(_message(message) for message in raw["messages"]),
        tuple(
            Toast(toast["text"], toast["show_alert"], toast["at"], toast["url"]) for toast in raw["toasts"]
        ),
        {command["command"]: command["description"] for command in raw["commands"]},
    )


def _message(raw: dict[str, Any]) -> ScreenMessage:
    return ScreenMessage(
        message_id=raw["message_id"],
        is_from_bot=raw["from"] == "bot",
        text=raw.get("text", raw.get("caption", "")),
        entities=tuple(raw["entities"]),
        buttons=tuple(tuple(_button(button) for button in row) for row in raw["buttons"]),
        date=raw["date"],
        is_edited=raw["edit_date"] is not None,
        is_deleted=raw["deleted"],
        photo=(raw["photo"] or {}).get("url"),
        video=(raw["video"] or {}).get("url"),
        link_preview=raw["link_preview"],
        reply_to=raw["reply_to"],
        thread=raw["thread"],
    )


def _button(raw: dict[str, Any]) -> Button:
    return Button(raw["text"], raw.get("url"), raw.get("callback_data"))
