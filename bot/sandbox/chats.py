"""Groups, supergroups and channels: members and their rights, forum topics. Plain values, no doings."""

from dataclasses import dataclass, field
from typing import Any

INSIDE = ("creator", "administrator", "member")
STATUSES = (*INSIDE, "left", "kicked")
_COMMON_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories",
    "can_delete_stories", "can_send_welcome_messages",
)  # fmt: skip
_OWN_RIGHTS = {
    "group": ("can_pin_messages", "can_manage_tags"),
    "supergroup": ("can_pin_messages", "can_manage_tags", "can_manage_topics"),
    "channel": ("can_post_messages", "can_edit_messages", "can_manage_direct_messages"),
}
PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
    "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
    "can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info",
    "can_invite_users", "can_pin_messages", "can_manage_topics",
)  # fmt: skip


def rights_in(chat_type: str) -> tuple[str, ...]:
    """The names of an administrator's rights in a chat of this type."""
    return (*_COMMON_RIGHTS, *_OWN_RIGHTS.get(chat_type, ()))


@dataclass(frozen=True)
class Member:
    """Somebody's place in a chat; `rights` matter for administrators only."""

    status: str = "left"
    rights: frozenset[str] = frozenset()

    @property
    def is_inside(self) -> bool:
        return self.status in INSIDE

    @property
    def is_admin(self) -> bool:
        return self.status in ("creator", "administrator")

    def may(self, right: str) -> bool:
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)

    def as_json(self, user: dict[str, Any], chat_type: str) -> dict[str, Any]:
        """One ChatMember of the Bot API."""
        answer: dict[str, Any] = {"user": user, "status": self.status}
        if self.status == "creator":
            answer["is_anonymous"] = False
        elif self.status == "administrator":
            answer |= {"can_be_edited": False, "is_anonymous": False}
            answer |= {right: right in self.rights for right in rights_in(chat_type)}
        elif self.status == "kicked":
            answer["until_date"] = 0
        return answer


STRANGER = Member()


@dataclass
class Topic:
    """A topic of a forum; its id is that of the message that created it."""

    id: int
    name: str
    icon_color: int = 0x6FB9F0
    icon_custom_emoji_id: str | None = None
    is_closed: bool = False
    is_deleted: bool = False

    def as_json(self) -> dict[str, Any]:
        icon = {"icon_custom_emoji_id": self.icon_custom_emoji_id} if self.icon_custom_emoji_id else {}
        return {"message_thread_id": self.id, "name": self.name, "icon_color": self.icon_color, **icon}


@dataclass
class Society:
    """What a chat of several people has beyond its messages. `members` holds the bot, too, by its id.

    `permissions` are what plain members may do; `migrated_to` is the supergroup a group has become.
    """

    title: str
    username: str | None = None
    description: str = ""
    is_forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    permissions: set[str] = field(default_factory=lambda: {*PERMISSIONS[:11], "can_invite_users"})
    topics: dict[int, Topic] = field(default_factory=dict)
    general_is_closed: bool = False
    migrated_to: int | None = None
    migrated_from: int | None = None
    is_deleted: bool = False

    def member(self, user_id: int) -> Member:
        return self.members.get(user_id, STRANGER)

    def inside(self) -> dict[int, Member]:
        return {user_id: member for user_id, member in self.members.items() if member.is_inside}

    def permissions_json(self) -> dict[str, bool]:
        return {name: name in self.permissions for name in PERMISSIONS}
