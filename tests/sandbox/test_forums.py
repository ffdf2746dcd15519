"""Topics of a forum: opened, written into, closed, deleted."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram import Bot, ReplyParameters
from telegram.error import BadRequest

from bot.sandbox import SandboxClient
from bot.sandbox.client import SandboxError

Api = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
async def forum(ana: int, phones: SandboxClient) -> int:
    return await phones.chat("supergroup", "Forum", [ana], bot="administrator", is_forum=True)


async def test_the_bot_writes_into_a_topic(ana: int, forum: int, phones: SandboxClient, bot: Bot) -> None:
    topic = await phones.topic(forum, "Sport")
    sent = await bot.send_message(forum, "x", message_thread_id=topic)
    assert (sent.message_thread_id, sent.is_topic_message, sent.chat.is_forum) == (topic, True, True)
    await phones.type(ana, "hello", chat=forum, thread=topic)
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.message_thread_id == topic


async def test_a_topic_that_is_not_there_is_not_found(ana: int, forum: int, bot: Bot) -> None:
    for chat in (forum, ana):
        with pytest.raises(BadRequest, match="essage thread not found"):
            await bot.send_message(chat, "x", message_thread_id=77)


async def test_no_topic_gets_the_number_of_the_general_one(forum: int, phones: SandboxClient) -> None:
    assert await phones.topic(forum, "Sport") > 1


async def test_the_general_topic_is_the_chat_itself(forum: int, bot: Bot) -> None:
    assert (await bot.send_message(forum, "x")).message_thread_id is None
    with pytest.raises(BadRequest, match="essage thread not found"):
        await bot.send_message(forum, "x", message_thread_id=1)
    assert await bot.send_chat_action(forum, "typing", message_thread_id=1)


async def test_an_answer_lands_in_the_topic_of_what_it_answers(
    ana: int, forum: int, phones: SandboxClient, bot: Bot
) -> None:
    topic = await phones.topic(forum, "Sport")
    asked = await phones.type(ana, "who won?", chat=forum, thread=topic)
    sent = await bot.send_message(forum, "we", reply_parameters=ReplyParameters(asked))
    assert (sent.message_thread_id, sent.is_topic_message) == (topic, True)
    await phones.type(ana, "thanks", chat=forum, reply_to=sent.message_id)
    heard = (await bot.get_updates())[-1].message
    assert heard is not None
    assert (heard.message_thread_id, heard.is_topic_message) == (topic, True)
    await phones.change_topic(forum, topic, is_closed=True)
    await phones.place_bot(forum, "member")
    with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
        await bot.send_message(forum, "x", reply_parameters=ReplyParameters(asked))


@pytest.mark.parametrize("is_forum", [False, True])
async def test_a_row_of_answers_outside_of_topics_has_a_number_that_nobody_can_write_to(
    ana: int, phones: SandboxClient, bot: Bot, is_forum: bool
) -> None:
    chat = await phones.chat("supergroup", "Town", [ana], bot="administrator", is_forum=is_forum)
    first = await bot.send_message(chat, "x")
    answer = await phones.type(ana, "why?", chat=chat, reply_to=first.message_id)
    again = await bot.send_message(chat, "because", reply_parameters=ReplyParameters(answer))
    assert (again.message_thread_id, again.is_topic_message) == (first.message_id, None)
    assert first.message_thread_id is None
    with pytest.raises(BadRequest, match="essage thread not found"):
        await bot.send_message(chat, "x", message_thread_id=first.message_id)


async def test_in_a_small_group_answers_have_no_thread(ana: int, phones: SandboxClient, bot: Bot) -> None:
    group = await phones.chat("group", "Neighbours", [ana], bot="member")
    first = await bot.send_message(group, "x")
    answer = await bot.send_message(group, "y", reply_parameters=ReplyParameters(first.message_id))
    assert answer.message_thread_id is None


async def test_nobody_answers_what_is_not_there(ana: int, phones: SandboxClient) -> None:
    with pytest.raises(SandboxError, match="message 99 is not on the screen"):
        await phones.type(ana, "x", reply_to=99)


async def test_a_closed_topic_takes_nothing_from_plain_members(
    ana: int, forum: int, phones: SandboxClient, bot: Bot
) -> None:
    topic = await phones.topic(forum, "Sport")
    await phones.change_topic(forum, topic, is_closed=True)
    assert await bot.send_message(forum, "x", message_thread_id=topic)
    await phones.place_bot(forum, "member")
    with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
        await bot.send_message(forum, "x", message_thread_id=topic)


async def test_people_find_a_topic_closed_or_gone(ana: int, forum: int, phones: SandboxClient) -> None:
    await phones.person(502, "Boris")
    await phones.place(forum, 502, "member")
    topic = await phones.topic(forum, "Sport")
    await phones.change_topic(forum, topic, is_closed=True)
    with pytest.raises(SandboxError, match="is closed"):
        await phones.type(502, "x", chat=forum, thread=topic)
    await phones.change_topic(forum, topic, is_deleted=True)
    with pytest.raises(SandboxError, match="has no topic"):
        await phones.type(502, "x", chat=forum, thread=topic)


async def test_the_bot_manages_topics(forum: int, phones: SandboxClient, bot: Bot) -> None:
    topic = await bot.create_forum_topic(forum, "Culture")
    thread = topic.message_thread_id
    assert await bot.edit_forum_topic(forum, thread, name="Arts")
    assert await bot.close_forum_topic(forum, thread)
    with pytest.raises(BadRequest, match=r"(?i)topic_not_modified"):
        await bot.close_forum_topic(forum, thread)
    assert await bot.reopen_forum_topic(forum, thread)
    await bot.send_message(forum, "gone", message_thread_id=thread)
    assert await bot.delete_forum_topic(forum, thread)
    assert "gone" not in await phones.text(forum)
    with pytest.raises(BadRequest, match="essage thread not found"):
        await bot.close_forum_topic(forum, thread)


async def test_the_general_topic_can_be_closed(forum: int, phones: SandboxClient, bot: Bot) -> None:
    assert await bot.close_general_forum_topic(forum)
    with pytest.raises(BadRequest, match=r"(?i)topic_not_modified"):
        await bot.close_general_forum_topic(forum)
    await phones.place_bot(forum, "member")
    with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
        await bot.send_message(forum, "x")
    await phones.place_bot(forum, "administrator")
    assert await bot.reopen_general_forum_topic(forum)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": "Sport"}, "TOPIC_NOT_MODIFIED"),
        ({"message_thread_id": 99, "name": "x"}, "message thread not found"),
    ],
)
async def test_an_edit_of_a_topic_can_be_refused(
    forum: int, phones: SandboxClient, api: Api, change: dict[str, Any], words: str
) -> None:
    call = {"chat_id": forum, "message_thread_id": await phones.topic(forum, "Sport")} | change
    assert (await api("editForumTopic", **call))["description"] == f"Bad Request: {words}"


async def test_an_icon_has_one_of_six_colours(forum: int, api: Api) -> None:
    answer = await api("createForumTopic", chat_id=forum, name="x", icon_color=1)
    assert answer["description"] == "Bad Request: invalid icon color specified"
    named = await api("createForumTopic", chat_id=forum, name="x", icon_custom_emoji_id="5")
    assert named["result"]["icon_custom_emoji_id"] == "5"


async def test_topics_are_for_forums_and_those_who_manage_them(
    ana: int, forum: int, phones: SandboxClient, bot: Bot
) -> None:
    plain = await phones.chat("supergroup", "Plain", [ana], bot="administrator")
    with pytest.raises(BadRequest, match="is not a forum"):
        await bot.create_forum_topic(plain, "x")
    with pytest.raises(BadRequest, match="ethod is available only for supergroups"):
        await bot.create_forum_topic(ana, "x")
    await phones.place_bot(forum, "member")
    with pytest.raises(BadRequest, match="ot enough rights to manage topics"):
        await bot.create_forum_topic(forum, "x")
