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
    flag_of,
    integer_of,
    optional_integer,
    person_of,
    text_of,
    texts_of,
    username_of,
)
from bot.sandbox.files import WebFile
from bot.sandbox.screen import chat_summary
from bot.sandbox.state import Chat, Telegram

Endpoint = Callable[[Request], Awaitable[Response]]
_TYPES = ("group", "supergroup", "channel")
MAX_TITLE = 128


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
        chat_type, chat_id = _type_of(body), optional_integer(body, "id")
        if chat_id is not None and (chat_id >= 0 or chat_id in self._telegram.chats):
            raise ControlError(400, "id must be a free negative number")
        society = self._founded(body, chat_type)
        place = _member(chat_type, body, text_of(body, "bot")) if body.get("bot") is not None else None
        chat = self._telegram.add_chat(chat_type, society, chat_id)
        if place is not None:
            self._place(chat, self._telegram.bot.id, place, body)
        return self._shown(chat)

    @answering
    async def list_chats(self, request: Request) -> Response:
        chats = self._telegram.chats.values()
        return JSONResponse([chat_summary(self._telegram, chat) for chat in chats])

    @answering
    async def place_bot(self, request: Request) -> Response:
        chat, body = self._society_chat(request), await body_of(request)
        self._place(chat, self._telegram.bot.id, _member(chat.type, body, text_of(body, "status")), body)
        return self._shown(chat)

    @answering
    async def place_member(self, request: Request) -> Response:
        chat, body = self._society_chat(request), await body_of(request)
        person = person_of(self._telegram, body)
        self._place(chat, person.id, _member(chat.type, body, text_of(body, "status")), body)
        return self._shown(chat)

    @answering
    async def permit(self, request: Request) -> Response:
        """What plain members may do: names of permissions to true or false."""
        chat, body = self._society_chat(request), await body_of(request)
        if unknown := set(body) - {*PERMISSIONS}:
            raise ControlError(400, f"no such permission: {', '.join(sorted(unknown))}")
        society, allowed = _society_of(chat), {name for name in body if flag_of(body, name)}
        society.permissions = society.permissions - set(body) | allowed
        self._telegram.changed(chat.id)
        return self._shown(chat)

    @answering
    async def migrate(self, request: Request) -> Response:
        chat, body = self._society_chat(request), await body_of(request)
        if chat.type != "group" or _society_of(chat).migrated_to is not None:
            raise ControlError(409, "only a group becomes a supergroup, and only once")
        return self._shown(membership.migrate(self._telegram, chat, self._doer(chat, body)))

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
        name = text_of(body, "name", MAX_TITLE)
        topic = self._telegram.open_topic(chat, name, self._doer(chat, body))
        return JSONResponse(topic.as_json())

    @answering
    async def change_topic(self, request: Request) -> Response:
        """Close or reopen it (`is_closed`), or delete it (`is_deleted`)."""
        chat, body = self._society_chat(request), await body_of(request)
        topic = _society_of(chat).topics.get(request.path_params["topic"])
        if topic is None:
            raise ControlError(404, f"chat {chat.id} has no topic {request.path_params['topic']}")
        is_closed = flag_of(body, "is_closed", topic.is_closed)
        topic.is_deleted = flag_of(body, "is_deleted", topic.is_deleted)
        topic.is_closed = is_closed
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
        size, status = optional_integer(body, "size") or 0, optional_integer(body, "status") or 200
        if size < 0 or not 100 <= status <= 599:
            raise ControlError(400, "size must be 0 or more, status from 100 to 599")
        content_type = text_of(body, "content_type") if body.get("content_type") is not None else ""
        self._telegram.files.web[text_of(body, "url")] = WebFile(size, content_type, status)
        return JSONResponse({"url": body["url"]})

    def _founded(self, body: dict[str, Any], chat_type: str) -> Society:
        username, is_forum = username_of(body), flag_of(body, "is_forum")
        if is_forum and chat_type != "supergroup":
            raise ControlError(400, "only a supergroup is a forum")
        if username is not None and chat_type == "group":
            raise ControlError(400, "only supergroups and channels have a username")
        if username is not None and self._telegram.chat_named(username) is not None:
            raise ControlError(409, f"there is a chat named {username} already")
        title, members = text_of(body, "title", MAX_TITLE), self._founders(body)
        return Society(title, username, is_forum=is_forum, members=members)

    def _founders(self, body: dict[str, Any]) -> dict[int, Member]:
        ids = body.get("members")
        if not isinstance(ids, list) or not ids:
            raise ControlError(400, "members must be a list of people, the owner first")
        found = [person_of(self._telegram, {"person": one}) for one in ids]
        return {person.id: Member("member") for person in found} | {found[0].id: Member("creator")}

    def _place(self, chat: Chat, user_id: int, member: Member, body: dict[str, Any]) -> None:
        membership.change(self._telegram, chat, user_id, member, self._doer(chat, body))

    def _doer(self, chat: Chat, body: dict[str, Any]) -> int:
        """Who does it: `by`, or the owner."""
        if body.get("by") is not None:
            return person_of(self._telegram, body, "by").id
        places = _society_of(chat).members.items()
        owner = next((one for one, place in places if place.status == "creator"), None)
        if owner is None:
            raise ControlError(409, f"chat {chat.id} has no owner: say who does it with `by`")
        return owner

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


def _type_of(body: dict[str, Any]) -> str:
    chat_type = text_of(body, "type")
    if chat_type not in _TYPES:
        raise ControlError(400, f"type must be one of {', '.join(_TYPES)}")
    return chat_type


def _member(chat_type: str, body: dict[str, Any], status: str) -> Member:
    """The place that a wish asks for; an administrator without `rights` has them all."""
    if status not in STATUSES:
        raise ControlError(400, f"no such status; there are: {', '.join(STATUSES)}")
    if status != "administrator":
        return Member(status)
    rights = texts_of(body, "rights")
    if unknown := set(rights) - {*rights_in(chat_type)}:
        raise ControlError(400, f"no such right in a {chat_type}: {', '.join(sorted(unknown))}")
    return membership.admin(chat_type, rights if "rights" in body else None)
