"""Groups and supergroups: who is in, what the bot hears there, what it may do, and when a group moves on."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram import Bot, ChatMemberAdministrator, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.sandbox import SandboxClient
from bot.sandbox.client import SandboxError

Api = Callable[..., Awaitable[dict[str, Any]]]
BORIS = 502
CLUB = {"type": "group", "title": "x", "members": [501]}
ADMIN = {"status": "administrator"}
MORE = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="m")]])


@pytest.fixture
async def group(ana: int, phones: SandboxClient) -> int:
    return await phones.chat("group", "Neighbours", [ana], bot="member")


@pytest.fixture
async def supergroup(ana: int, phones: SandboxClient) -> int:
    return await phones.chat("supergroup", "Town", [ana], bot="administrator", username="town_hall")


async def news(bot: Bot, *kinds: str) -> list[Update]:
    """What has come since the last time."""
    found = await bot.get_updates(allowed_updates=kinds)
    if found:
        await bot.get_updates(offset=found[-1].update_id + 1)
    return list(found)


async def test_the_bot_hears_that_it_was_invited(group: int, bot: Bot) -> None:
    _, membership, service = await bot.get_updates()
    assert membership.my_chat_member is not None
    assert membership.my_chat_member.new_chat_member.status == "member"
    assert service.message is not None
    assert [user.id for user in service.message.new_chat_members] == [bot.id]


async def test_a_plain_member_hears_only_what_is_meant_for_it(
    ana: int, group: int, phones: SandboxClient, bot: Bot
) -> None:
    sent = await bot.send_message(group, "x")
    await bot.get_updates(offset=-1)
    await phones.type(ana, "hello everybody", chat=group)
    await phones.type(ana, "/latest", chat=group)
    await phones.type(ana, "/latest@other_bot", chat=group)
    await phones.type(ana, f"hey @{bot.username}", chat=group)
    await phones.type(ana, "thanks", chat=group, reply_to=sent.message_id)
    heard = [update.message.text for update in (await bot.get_updates())[1:] if update.message]
    assert heard == ["/latest", f"hey @{bot.username}", "thanks"]


async def test_an_administrator_hears_everything(
    ana: int, supergroup: int, phones: SandboxClient, bot: Bot
) -> None:
    await phones.type(ana, "hello everybody", chat=supergroup)
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert (message.text, message.chat.title) == ("hello everybody", "Town")


async def test_a_supergroup_counts_its_own_messages(supergroup: int, ana: int, bot: Bot) -> None:
    first = await bot.send_message(supergroup, "x")
    await bot.send_message(ana, "x")
    assert (await bot.send_message("@Town_Hall", "y")).message_id == first.message_id + 1


async def test_a_button_in_a_group_can_be_tapped_by_its_members(
    ana: int, group: int, phones: SandboxClient, bot: Bot
) -> None:
    await bot.send_message(group, "pick", reply_markup=MORE)
    await phones.person(BORIS, "Boris")
    with pytest.raises(SandboxError, match="Boris is not in chat"):
        await phones.tap(BORIS, "More", chat=group)
    await phones.place(group, BORIS, "member")
    await phones.tap(BORIS, "More", chat=group)
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    await query.answer("Seen")
    assert (await phones.wait_for_toast(group)).text == "Seen"


@pytest.mark.parametrize(
    ("status", "words"),
    [("left", "bot is not a member of the group chat"), ("kicked", "bot was kicked from the group chat")],
)
async def test_who_is_not_in_a_group_cannot_write_there(
    group: int, phones: SandboxClient, bot: Bot, status: str, words: str
) -> None:
    await phones.place_bot(group, status)
    with pytest.raises(Forbidden, match=words):
        await bot.send_message(group, "x")


async def test_a_deleted_group_is_gone(group: int, phones: SandboxClient, bot: Bot) -> None:
    await phones.delete_chat(group)
    with pytest.raises(Forbidden, match="the group chat was deleted"):
        await bot.send_message(group, "x")


async def test_a_private_group_is_unknown_to_strangers(ana: int, phones: SandboxClient, bot: Bot) -> None:
    group = await phones.chat("supergroup", "Secret", [ana])
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(group, "x")


async def test_the_bot_can_leave(group: int, phones: SandboxClient, bot: Bot) -> None:
    assert await bot.leave_chat(group)
    change = (await bot.get_updates())[-1].my_chat_member
    assert change is not None
    assert change.new_chat_member.status == "left"
    assert "(left chat member)" in await phones.text(group)


async def test_nobody_leaves_a_private_chat(ana: int, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="can't be changed in private chats"):
        await bot.leave_chat(ana)


async def test_rights_to_send_can_be_taken_from_all(group: int, phones: SandboxClient, bot: Bot) -> None:
    await phones.permit(group, can_send_messages=False, can_send_photos=False)
    with pytest.raises(BadRequest, match="ot enough rights to send text messages to the chat"):
        await bot.send_message(group, "x")
    with pytest.raises(BadRequest, match="ot enough rights to send photos to the chat"):
        await bot.send_photo(group, "https://a.mk/1.jpg")
    await phones.place_bot(group, "administrator")
    assert await bot.send_message(group, "x")


async def test_members_can_be_counted_and_asked(ana: int, supergroup: int, bot: Bot) -> None:
    assert await bot.get_chat_member_count(supergroup) == 2
    assert [one.user.id for one in await bot.get_chat_administrators(supergroup)] == [ana]
    me = await bot.get_chat_member(supergroup, bot.id)
    assert isinstance(me, ChatMemberAdministrator)
    assert me.can_pin_messages
    chat = await bot.get_chat(supergroup)
    assert chat.permissions is not None
    assert chat.permissions.can_send_messages


async def test_a_private_chat_has_two_members_and_no_administrators(ana: int, bot: Bot) -> None:
    assert await bot.get_chat_member_count(ana) == 2
    with pytest.raises(BadRequest, match="here are no administrators in the private chat"):
        await bot.get_chat_administrators(ana)


async def test_others_coming_and_going_is_told_to_who_asks(
    ana: int, supergroup: int, phones: SandboxClient, bot: Bot
) -> None:
    await news(bot, "chat_member")
    await phones.person(BORIS, "Boris")
    await phones.place(supergroup, BORIS, "member")
    (update,) = await news(bot, "chat_member")
    assert update.chat_member is not None
    assert update.chat_member.new_chat_member.user.id == BORIS


async def test_a_group_that_becomes_a_supergroup_says_where_to(
    group: int, phones: SandboxClient, bot: Bot
) -> None:
    await bot.get_updates(offset=-1)
    new = await phones.migrate(group)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group, "x")
    assert moved.value.new_chat_id == new
    assert (await bot.send_message(new, "x")).chat.type == "supergroup"
    *_, to, origin, membership = await bot.get_updates()
    assert to.message is not None
    assert origin.message is not None
    assert (to.message.migrate_to_chat_id, origin.message.migrate_from_chat_id) == (new, group)
    assert membership.my_chat_member is not None
    with pytest.raises(SandboxError, match="only once"):
        await phones.migrate(group)


async def test_only_administrators_delete_what_others_wrote(
    ana: int, group: int, phones: SandboxClient, bot: Bot
) -> None:
    message_id = await phones.type(ana, "hello", chat=group)
    with pytest.raises(BadRequest, match="can't be deleted for everyone"):
        await bot.delete_message(group, message_id)
    await phones.place_bot(group, "administrator", ["can_delete_messages"])
    await phones.advance(3 * 86_400)
    assert await bot.delete_message(group, message_id)


async def test_a_group_can_be_renamed_by_who_may(group: int, phones: SandboxClient, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="ot enough rights to change chat title"):
        await bot.set_chat_title(group, "New")
    await phones.place_bot(group, "administrator", ["can_change_info"])
    assert await bot.set_chat_title(group, "New")
    assert await bot.set_chat_description(group, "About us")
    with pytest.raises(BadRequest, match="description is not modified"):
        await bot.set_chat_description(group, "About us")
    assert (await bot.get_chat(group)).title == "New"


async def test_a_private_chat_has_no_title(ana: int, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="supergroup and channel chats only"):
        await bot.set_chat_title(ana, "New")


async def test_the_list_of_chats_shows_members_and_rights(
    ana: int, supergroup: int, phones: SandboxClient, bot: Bot
) -> None:
    shown = {chat["id"]: chat for chat in await phones.chats()}
    assert shown[ana]["type"] == "private"
    assert [(one["id"], one["status"]) for one in shown[supergroup]["members"]] == [
        (ana, "creator"),
        (bot.id, "administrator"),
    ]


async def test_commands_in_a_group_have_their_own_scope(group: int, api: Api, phones: SandboxClient) -> None:
    commands = [{"command": "latest", "description": "News"}]
    await api("setMyCommands", commands=commands, scope={"type": "all_group_chats"})
    assert (await phones.screen(group)).commands == {"latest": "News"}


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("chats", CLUB | {"type": "club"}, "type must be one of group, supergroup, channel"),
        ("chats", CLUB | {"members": []}, "members must be a list of people, the owner first"),
        ("chats", CLUB | {"members": [9]}, "no person 9"),
        ("chats", CLUB | {"id": 5}, "id must be a free negative number"),
        (
            "chats",
            CLUB | {"bot": "king"},
            "no such status; there are: creator, administrator, member, left, kicked",
        ),
        ("chats/{group}/bot", ADMIN | {"rights": ["can_fly"]}, "no such right in a group: can_fly"),
        ("chats/{group}/bot", ADMIN | {"rights": [1]}, "rights must be a list of texts"),
        ("chats/{group}/permissions", {"can_fly": True}, "no such permission: can_fly"),
        ("chats/{group}/topics", {"name": "x"}, "chat {group} is not a forum"),
        ("chats/{group}/topics/7", {"is_closed": True}, "chat {group} has no topic 7"),
        ("chats/501/migrate", {}, "chat 501 is a private one"),
        ("chats/nowhere/migrate", {}, "no chat nowhere"),
        ("start", {"person": 501, "payload": "a b"}, "a start payload has 1 to 64 of A-Z, a-z, 0-9, _ and -"),
        ("edit", {"person": 501, "message_id": 9, "text": "y"}, "message 9 is not on the screen"),
    ],
)
async def test_a_wish_for_chats_that_cannot_be_met_says_why(
    group: int, phones: SandboxClient, path: str, body: Any, words: str
) -> None:
    with pytest.raises(SandboxError) as refused:
        await phones._post(path.format(group=group), body)
    assert str(refused.value) == words.format(group=group)
