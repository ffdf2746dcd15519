"""The control client's part for groups and channels; it is used through SandboxClient."""

from collections.abc import Sequence
from typing import Any

from bot.sandbox.client_http import ControlHttp


class ChatCalls(ControlHttp):
    async def chat(
        self,
        chat_type: str,
        title: str,
        members: Sequence[int],
        *,
        bot: str | None = None,
        rights: Sequence[str] | None = None,
        chat_id: int | None = None,
        username: str | None = None,
        is_forum: bool = False,
    ) -> int:
        """Create a group, supergroup or channel; gives its id.

        The first member is the owner. `bot` is the bot's status there, e.g. `administrator` with `rights`.
        """
        body = {"type": chat_type, "title": title, "members": list(members), "is_forum": is_forum}
        named = {"id": chat_id, "username": username, "bot": bot} | _rights(rights)
        return int((await self._post("chats", body | named))["id"])

    async def chats(self) -> list[dict[str, Any]]:
        chats: list[dict[str, Any]] = await self._get("chats")
        return chats

    async def place_bot(
        self, chat: int, status: str, rights: Sequence[str] | None = None, *, by: int | None = None
    ) -> None:
        """Make the bot `member`, `administrator`, `left` or `kicked`; without `rights` it has them all."""
        await self._post(f"chats/{chat}/bot", {"status": status, "by": by} | _rights(rights))

    async def place(
        self,
        chat: int,
        person: int,
        status: str,
        rights: Sequence[str] | None = None,
        *,
        by: int | None = None,
    ) -> None:
        """Give a person a place in the chat."""
        body = {"person": person, "status": status, "by": by}
        await self._post(f"chats/{chat}/members", body | _rights(rights))

    async def permit(self, chat: int, **permissions: bool) -> None:
        """What plain members, and a bot that is one, may do."""
        await self._post(f"chats/{chat}/permissions", permissions)

    async def migrate(self, chat: int, *, by: int | None = None) -> int:
        """Turn a group into a supergroup; gives the new id."""
        return int((await self._post(f"chats/{chat}/migrate", {"by": by}))["id"])

    async def delete_chat(self, chat: int) -> None:
        await self._post(f"chats/{chat}/delete", {})

    async def topic(self, chat: int, name: str) -> int:
        """Open a topic in a forum; gives its message_thread_id."""
        return int((await self._post(f"chats/{chat}/topics", {"name": name}))["message_thread_id"])

    async def change_topic(self, chat: int, topic: int, **changes: bool) -> None:
        """`is_closed` and `is_deleted`."""
        await self._post(f"chats/{chat}/topics/{topic}", changes)

    async def start(self, person: int, payload: str) -> int:
        """The person follows a deep link; gives the message's id."""
        answer = await self._post("start", {"person": person, "payload": payload})
        return int(answer["message_id"])

    async def edit(self, person: int, message_id: int, text: str, chat: int | None = None) -> None:
        """The person corrects a message of theirs."""
        await self._post("edit", {"person": person, "message_id": message_id, "text": text, "chat": chat})

    async def react(self, person: int, message_id: int, *emoji: str, chat: int | None = None) -> None:
        """The person's reactions on the message become these; none takes them back."""
        body = {"person": person, "message_id": message_id, "emoji": list(emoji), "chat": chat}
        await self._post("react", body)

    async def on_web(self, url: str, *, size: int = 0, content_type: str = "", status: int = 200) -> None:
        """What Telegram finds at this address from now on."""
        await self._post("web", {"url": url, "size": size, "content_type": content_type, "status": status})


def _rights(rights: Sequence[str] | None) -> dict[str, list[str]]:
    return {} if rights is None else {"rights": list(rights)}
