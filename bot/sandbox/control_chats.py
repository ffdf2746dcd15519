"""Control routes for groups, supergroups and channels, and for what people do beside typing and tapping.

The bot acts through the Bot API; here others do: they invite it, promote it, throw it out.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.sandbox import membership, people
from bot.sandbox.chats import PERMISSIONS, STATUSES, Member, Society, rights_in
from bot.sandbox.control_requests import (
    ControlError,
    answering,
    body_of,
    chat_at,
    chat_in,
    integer_of,
    optional_integer,
    person_of,
    text_of,
    texts_of,
)
from bot.sandbox.files import WebFile
from bot.sandbox.screen import chat_summary
from bot.sandbox.state import Chat, Telegram

Endpoint = Callable[[Request], Awaitable[Response]]
_TYPES = ("group", "supergroup", "channel")


class ChatControl:
    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

    def routes(self) -> list[BaseRoute]:
        posts: dict[str, Endpoint] = {
            "chats": self.create, "chats/{chat}/bot": self.place_bot,
            "chats/{chat}/members": self.place_member, "chats/{chat}/permissions": self.permit,
            "chats/{chat}/migrate": self.migrate,
            "chats/{chat}/delete": self.delete, "chats/{chat}/topics": self.open_topic,
            "chats/{chat}/topics/{topic:int}": self.change_topic, "start": self.start, "edit": self.edit,
            "react": self.react, "web": self.put_on_web,
        }  # fmt: skip
        return [
            Route("/control/chats", self.list_chats, methods=["GET"]),
            *(Route(f"/control/{path}", endpoint, methods=["POST"]) for path, endpoint in posts.items()),
        ]

    @answering
    async def create(self, request: Request) -> Response:
        """The first of `members` is the owner; `bot` says what the bot is there, nothing by default."""
        body = await body_of(request)
        chat_type = body.get("type")
        if chat_type not in _TYPES:
            raise ControlError(400, f"type must be one of {', '.join(_TYPES)}")
        society = Society(text_of(body, "title"), body.get("username"), is_forum=bool(body.get("is_forum")))
        society.members = self._founders(body)
        chat_id = optional_integer(body, "id")
        if (chat_id or -1) >= 0 or chat_id in self._telegram.chats:
            raise ControlError(400, "id must be a free negative number")
        chat = self._telegram.add_chat(chat_type, society, chat_id)
        if body.get("bot"):
            self._place(chat, self._telegram.bot.id, _member(chat, body, text_of(body, "bot")), body)
        return self._shown(chat)

    @answering
    async def list_chats(self, request: Request) -> Response:
        chats = self._telegram.chats.values()
        return JSONResponse([chat_summary(self._telegram, chat) for chat in chats])

    @answering
    async def place_bot(self, request: Request) -> Response:
        chat, body = self._society_chat(request), await body_of(request)
        self._place(chat, self._telegram.bot.id, _member(chat, body, text_of(body, "status")), body)
        return self._shown(chat)

    @answering
    async def place_member(self, request: Request) -> Response:
        chat, body = self._society_chat(request), await body_of(request)
        person = person_of(self._telegram, body)
        self._place(chat, person.id, _member(chat, body, text_of(body, "status")), body)
        return self._shown(chat)

    @answering
    async def permit(self, request: Request) -> Response:
        """What plain members may do: names of permissions to true or false."""
        chat, body = self._society_chat(request), await body_of(request)
        if unknown := set(body) - {*PERMISSIONS}:
            raise ControlError(400, f"no such permission: {', '.join(sorted(unknown))}")
        society = _society_of(chat)
        society.permissions |= {name for name, allowed in body.items() if allowed}
        society.permissions -= {name for name, allowed in body.items() if not allowed}
        self._telegram.changed(chat.id)
        return self._shown(chat)

    @answering
    async def migrate(self, request: Request) -> Response:
        chat = self._society_chat(request)
        if chat.type != "group" or _society_of(chat).migrated_to is not None:
            raise ControlError(409, "only a group becomes a supergroup, and only once")
        return self._shown(membership.migrate(self._telegram, chat, _owner(chat)))

    @answering
    async def delete(self, request: Request) -> Response:
        chat = self._society_chat(request)
        _society_of(chat).is_deleted = True
        self._telegram.changed(chat.id)
        return self._shown(chat)

    @answering
    async def open_topic(self, request: Request) -> Response:
        chat, body = self._society_chat(request), await body_of(request)
        if not _society_of(chat).is_forum:
            raise ControlError(409, f"chat {chat.id} is not a forum")
        topic = self._telegram.open_topic(chat, text_of(body, "name"), _owner(chat))
        return JSONResponse(topic.as_json())

    @answering
    async def change_topic(self, request: Request) -> Response:
        """Close or reopen it (`is_closed`), or delete it (`is_deleted`)."""
        chat, body = self._society_chat(request), await body_of(request)
        topic = _society_of(chat).topics.get(request.path_params["topic"])
        if topic is None:
            raise ControlError(404, f"chat {chat.id} has no topic {request.path_params['topic']}")
        topic.is_closed = bool(body.get("is_closed", topic.is_closed))
        topic.is_deleted = bool(body.get("is_deleted", topic.is_deleted))
        self._telegram.changed(chat.id)
        return self._shown(chat)

    @answering
    async def start(self, request: Request) -> Response:
        body = await body_of(request)
        person = person_of(self._telegram, body)
        return JSONResponse(
            {"message_id": people.start(self._telegram, person, text_of(body, "payload")).message_id}
        )

    @answering
    async def edit(self, request: Request) -> Response:
        body = await body_of(request)
        person = person_of(self._telegram, body)
        chat = chat_in(self._telegram, body) or self._telegram.chats[person.id]
        people.edit_text(self._telegram, person, chat, integer_of(body, "message_id"), text_of(body, "text"))
        return JSONResponse({"message_id": body["message_id"]})

    @answering
    async def react(self, request: Request) -> Response:
        body = await body_of(request)
        person = person_of(self._telegram, body)
        chat = chat_in(self._telegram, body) or self._telegram.chats[person.id]
        emoji = texts_of(body, "emoji")
        people.react(self._telegram, person, chat, integer_of(body, "message_id"), emoji)
        return JSONResponse({"emoji": emoji})

    @answering
    async def put_on_web(self, request: Request) -> Response:
        """What Telegram finds at an address from now on: size in bytes, content type, HTTP status."""
        body = await body_of(request)
        found = WebFile(
            optional_integer(body, "size") or 0,
            str(body.get("content_type") or ""),
            optional_integer(body, "status") or 200,
        )
        self._telegram.files.web[text_of(body, "url")] = found
        return JSONResponse({"url": body["url"]})

    def _founders(self, body: dict[str, Any]) -> dict[int, Member]:
        ids = body.get("members")
        if not isinstance(ids, list) or not ids:
            raise ControlError(400, "members must be a list of people, the owner first")
        found = [person_of(self._telegram, {"person": one}) for one in ids]
        return {person.id: Member("member") for person in found} | {found[0].id: Member("creator")}

    def _place(self, chat: Chat, user_id: int, member: Member, body: dict[str, Any]) -> None:
        by = person_of(self._telegram, body, "by").id if body.get("by") is not None else _owner(chat)
        membership.change(self._telegram, chat, user_id, member, by)

    def _society_chat(self, request: Request) -> Chat:
        chat = chat_at(self._telegram, request.path_params["chat"])
        if chat.society is None:
            raise ControlError(409, f"chat {chat.id} is a private one")
        return chat

    def _shown(self, chat: Chat) -> Response:
        return JSONResponse(chat_summary(self._telegram, chat))


def _society_of(chat: Chat) -> Society:
    assert chat.society is not None
    return chat.society


def _owner(chat: Chat) -> int:
    members = _society_of(chat).members
    return next(one for one, member in members.items() if member.status == "creator")


def _member(chat: Chat, body: dict[str, Any], status: str) -> Member:
    """The place that a wish asks for; an administrator without `rights` has them all."""
    if status not in STATUSES:
        raise ControlError(400, f"no such status; there are: {', '.join(STATUSES)}")
    if status != "administrator":
        return Member(status)
    rights = texts_of(body, "rights")
    if unknown := set(rights) - {*rights_in(chat.type)}:
        raise ControlError(400, f"no such right in a {chat.type}: {', '.join(sorted(unknown))}")
    return membership.admin(chat.type, rights if "rights" in body else None)
