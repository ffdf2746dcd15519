"""Channels: posts without an author, rights to post and edit, reactions that are only counted."""

import pytest
from telegram import Bot, ReplyKeyboardMarkup
from telegram.error import BadRequest, Forbidden

from bot.sandbox import SandboxClient
from bot.sandbox.client import SandboxError


@pytest.fixture
async def channel(ana: int, phones: SandboxClient) -> int:
    return await phones.chat("channel", "The Paper", [ana], bot="administrator", username="the_paper")


async def test_a_post_comes_from_the_channel(channel: int, bot: Bot) -> None:
    sent = await bot.send_message("@the_paper", "x")
    assert sent.sender_chat is not None
    assert (sent.from_user, sent.sender_chat.id, sent.chat.title) == (None, channel, "The Paper")


async def test_what_others_post_is_told(ana: int, channel: int, phones: SandboxClient, bot: Bot) -> None:
    message_id = await phones.type(ana, "from the desk", chat=channel)
    await phones.edit(ana, message_id, "from the editors", chat=channel)
    post, edited = (await bot.get_updates())[-2:]
    assert post.channel_post is not None
    assert edited.edited_channel_post is not None
    assert (post.channel_post.text, edited.edited_channel_post.text) == ("from the desk", "from the editors")


async def test_without_the_right_to_post_there_is_no_post(
    channel: int, phones: SandboxClient, bot: Bot
) -> None:
    await phones.place_bot(channel, "administrator", ["can_edit_messages"])
    with pytest.raises(BadRequest, match="eed administrator rights in the channel chat"):
        await bot.send_message(channel, "x")


@pytest.mark.parametrize(
    ("status", "words"),
    [("left", "bot is not a member of the channel chat"), ("kicked", "bot was kicked from the channel chat")],
)
async def test_a_bot_that_is_out_cannot_post(
    channel: int, phones: SandboxClient, bot: Bot, status: str, words: str
) -> None:
    await phones.place_bot(channel, status)
    with pytest.raises(Forbidden, match=words):
        await bot.send_message(channel, "x")


async def test_others_posts_can_be_edited_for_two_days(
    ana: int, channel: int, phones: SandboxClient, bot: Bot
) -> None:
    message_id = await phones.type(ana, "typo", chat=channel)
    assert await bot.edit_message_text("right", channel, message_id)
    await phones.advance(2 * 86_400 + 1)
    with pytest.raises(BadRequest, match="can't be edited"):
        await bot.edit_message_text("better", channel, message_id)


async def test_own_posts_can_be_edited_for_ever_and_deleted_for_two_days(
    channel: int, phones: SandboxClient, bot: Bot
) -> None:
    await phones.place_bot(channel, "administrator", ["can_post_messages"])
    sent = await bot.send_message(channel, "x")
    await phones.advance(3 * 86_400)
    assert await sent.edit_text("y")
    with pytest.raises(BadRequest, match="can't be deleted for everyone"):
        await sent.delete()


async def test_a_channel_has_no_reply_keyboards(channel: int, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="can't be sent to channels"):
        await bot.send_message(channel, "x", reply_markup=ReplyKeyboardMarkup([["Latest"]]))


async def test_readers_cannot_post(channel: int, phones: SandboxClient) -> None:
    await phones.person(502, "Boris")
    await phones.place(channel, 502, "member")
    with pytest.raises(SandboxError, match="may not post in channel"):
        await phones.type(502, "x", chat=channel)


async def test_reactions_on_a_post_are_counted(
    ana: int, channel: int, phones: SandboxClient, bot: Bot
) -> None:
    sent = await bot.send_message(channel, "x")
    await bot.get_updates(offset=-1, allowed_updates=["message_reaction_count"])
    await phones.react(ana, sent.message_id, "👍", chat=channel)
    count = (await bot.get_updates())[-1].message_reaction_count
    assert count is not None
    assert [one.to_dict() for one in count.reactions] == [
        {"type": {"type": "emoji", "emoji": "👍"}, "total_count": 1}
    ]


async def test_a_post_can_be_pinned_by_who_may_edit(channel: int, phones: SandboxClient, bot: Bot) -> None:
    sent = await bot.send_message(channel, "x")
    await phones.place_bot(channel, "administrator", ["can_post_messages"])
    with pytest.raises(BadRequest, match="ot enough rights to manage pinned messages"):
        await sent.pin()
    await phones.place_bot(channel, "administrator", ["can_edit_messages"])
    assert await sent.pin()
    pinned = (await bot.get_chat(channel)).pinned_message
    assert pinned is not None
    assert pinned.message_id == sent.message_id
