"""Messages that are copied, forwarded, pinned, liked, corrected or deleted in numbers."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    Message,
    MessageOriginChannel,
    ReactionTypeEmoji,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.error import BadRequest

from bot.sandbox import SandboxClient
from bot.sandbox.client import SandboxError

Api = Callable[..., Awaitable[dict[str, Any]]]
PHOTO = "https://a.mk/1.jpg"


async def test_a_copy_may_have_another_caption(ana: int, phones: SandboxClient, bot: Bot) -> None:
    sent = await bot.send_photo(ana, PHOTO, caption="old")
    await sent.copy(ana, caption="new")
    assert (await phones.wait_for(ana, "new")).photo == PHOTO


async def test_a_picture_of_an_album_stays_a_picture_or_a_film(ana: int, bot: Bot) -> None:
    first, _ = await bot.send_media_group(ana, [InputMediaPhoto(PHOTO), InputMediaPhoto(PHOTO)])
    with pytest.raises(BadRequest, match="an't change media type in the album"):
        await first.edit_media(InputMediaDocument("https://a.mk/1.pdf"))
    assert await first.edit_media(InputMediaVideo("https://a.mk/1.mp4"))


async def test_other_buttons_do_not_make_a_message_an_edited_one(
    ana: int, phones: SandboxClient, bot: Bot
) -> None:
    sent = await bot.send_message(ana, "x")
    more = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="m")]])
    changed = await sent.edit_reply_markup(more)
    assert isinstance(changed, Message)
    assert (changed.edit_date, (await phones.screen(ana)).messages[-1].is_edited) == (None, False)


async def test_copies_may_lose_their_captions(ana: int, phones: SandboxClient, bot: Bot) -> None:
    sent = await bot.send_photo(ana, PHOTO, caption="old")
    await bot.copy_messages(ana, ana, [1, sent.message_id], remove_caption=True)
    assert [message.text for message in (await phones.screen(ana)).messages[-2:]] == ["/start", ""]


async def test_a_forward_tells_its_origin_and_cannot_be_edited(
    ana: int, phones: SandboxClient, bot: Bot
) -> None:
    channel = await phones.chat("channel", "Paper", [ana], bot="administrator")
    post = await bot.send_message(channel, "x")
    forwarded = await post.forward(ana)
    assert isinstance(forwarded.forward_origin, MessageOriginChannel)
    assert (await forwarded.forward(ana)).forward_origin == forwarded.forward_origin
    with pytest.raises(BadRequest, match="can't be edited"):
        await forwarded.edit_text("y")


async def test_protected_messages_stay(ana: int, bot: Bot) -> None:
    sent = await bot.send_message(ana, "x", protect_content=True)
    with pytest.raises(BadRequest, match="can't be forwarded"):
        await sent.forward(ana)
    with pytest.raises(BadRequest, match="here are no messages to copy"):
        await bot.copy_messages(ana, ana, [sent.message_id, 99])


async def test_ids_must_rise(ana: int, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="strictly increasing order"):
        await bot.forward_messages(ana, ana, [2, 1])


async def test_what_is_not_there_cannot_be_forwarded(ana: int, bot: Bot) -> None:
    with pytest.raises(BadRequest, match="essage to forward not found"):
        await bot.forward_message(ana, ana, 99)


async def test_deleting_several_skips_what_is_gone(ana: int, phones: SandboxClient, bot: Bot) -> None:
    sent = await bot.send_message(ana, "gone")
    assert await bot.delete_messages(ana, [sent.message_id, 99])
    assert "gone" not in await phones.text(ana)


async def test_the_last_pinned_message_is_unpinned_first(ana: int, phones: SandboxClient, bot: Bot) -> None:
    first, second = [await bot.send_message(ana, text) for text in "ab"]
    await first.pin()
    await second.pin()
    assert "(pinned message)" in await phones.text(ana)
    assert await bot.unpin_chat_message(ana)
    pinned = (await bot.get_chat(ana)).pinned_message
    assert pinned is not None
    assert pinned.message_id == first.message_id
    assert await bot.unpin_all_chat_messages(ana)
    with pytest.raises(BadRequest, match="essage to unpin not found"):
        await bot.unpin_chat_message(ana)


async def test_service_messages_can_only_be_looked_at(ana: int, phones: SandboxClient, bot: Bot) -> None:
    sent = await bot.send_message(ana, "x")
    await sent.pin()
    notice = (await phones.screen(ana)).messages[-1].message_id
    with pytest.raises(BadRequest, match="ervice messages can't be pinned"):
        await bot.pin_chat_message(ana, notice)
    with pytest.raises(BadRequest, match=r"(?i)message_not_modified"):
        await bot.set_message_reaction(ana, notice)


async def test_a_deleted_message_is_no_longer_pinned(ana: int, bot: Bot) -> None:
    sent = await bot.send_message(ana, "x")
    await sent.pin()
    await sent.delete()
    assert (await bot.get_chat(ana)).pinned_message is None


async def test_birth_certificates_of_topics_stay(ana: int, phones: SandboxClient, bot: Bot) -> None:
    forum = await phones.chat("supergroup", "Forum", [ana], bot="administrator", is_forum=True)
    with pytest.raises(BadRequest, match="can't be deleted"):
        await bot.delete_message(forum, await phones.topic(forum, "Sport"))


async def test_a_bot_has_one_reaction(ana: int, phones: SandboxClient, bot: Bot) -> None:
    await bot.set_message_reaction(ana, 1, "👍")
    await bot.set_message_reaction(ana, 1, "🔥")
    with pytest.raises(BadRequest, match=r"(?i)reactions_too_many"):
        await bot.set_message_reaction(ana, 1, ["👍", "🔥"])
    shown = await phones._get(f"chats/{ana}")
    assert shown["messages"][0]["reactions"] == [{"type": "emoji", "emoji": "🔥"}]


async def test_a_letter_is_no_reaction(ana: int, api: Api) -> None:
    answer = await api(
        "setMessageReaction", chat_id=ana, message_id=1, reaction=[{"type": "emoji", "emoji": "x"}]
    )
    assert answer["description"] == "Bad Request: REACTION_INVALID"


async def test_reactions_are_told_only_to_who_asks(ana: int, phones: SandboxClient, bot: Bot) -> None:
    sent = await bot.send_message(ana, "x")
    await phones.react(ana, sent.message_id, "👍")
    await bot.get_updates(offset=-1, allowed_updates=["message_reaction"])
    await phones.react(ana, sent.message_id)
    change = (await bot.get_updates())[-1].message_reaction
    assert change is not None
    assert (change.old_reaction, change.new_reaction) == ((ReactionTypeEmoji("👍"),), ())


async def test_a_correction_is_told(ana: int, phones: SandboxClient, bot: Bot) -> None:
    message_id = await phones.type(ana, "helo")
    await phones.edit(ana, message_id, "hello")
    edited = (await bot.get_updates())[-1].edited_message
    assert edited is not None
    assert (edited.text, edited.message_id) == ("hello", message_id)


async def test_nobody_corrects_anothers_message(ana: int, phones: SandboxClient, bot: Bot) -> None:
    sent = await bot.send_message(ana, "x")
    with pytest.raises(SandboxError, match="is not Ana's"):
        await phones.edit(ana, sent.message_id, "y")


async def test_a_deep_link_brings_its_payload(ana: int, phones: SandboxClient, bot: Bot) -> None:
    await phones.start(ana, "topic-12_a")
    message = (await bot.get_updates())[-1].message
    assert message is not None
    assert message.text == "/start topic-12_a"


async def test_a_quote_must_stand_in_the_message(ana: int, api: Api) -> None:
    call = {"chat_id": ana, "text": "x", "reply_parameters": {"message_id": 1, "quote": "never said"}}
    assert (await api("sendMessage", **call))["description"] == "Bad Request: QUOTE_TEXT_INVALID"


async def test_menu_buttons_are_for_private_chats(ana: int, phones: SandboxClient, api: Api) -> None:
    group = await phones.chat("group", "x", [ana], bot="member")
    answer = await api("setChatMenuButton", chat_id=group)
    assert answer["description"] == "Bad Request: menu buttons can be changed in private chats only"
    assert (await api("setChatMenuButton", chat_id=ana))["ok"]
    assert (await api("getChatMenuButton", chat_id=ana))["result"] == {"type": "default"}


async def test_a_tap_in_somebody_elses_chat_is_impossible(ana: int, phones: SandboxClient, bot: Bot) -> None:
    await phones.person(502, "Boris")
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="m")]])
    await bot.send_message(ana, "x", reply_markup=markup)
    with pytest.raises(SandboxError, match="Boris is not in chat 501"):
        await phones.tap(502, "More", chat=ana)


async def test_getting_nothing_new_at_once_waits_longer(bot: Bot, ana: int, phones: SandboxClient) -> None:
    """The same offset within half a second gives one update only."""
    await phones.type(ana, "second")
    assert len(await bot.get_updates(offset=1)) == 2
    assert len(await bot.get_updates(offset=1)) == 1
    await phones.advance(1)
    assert len(await bot.get_updates(offset=1)) == 2


async def test_one_of_several_pinned_messages_can_be_unpinned(ana: int, bot: Bot) -> None:
    first, second = [await bot.send_message(ana, text) for text in "ab"]
    await first.pin()
    await second.pin()
    assert await first.unpin()
    pinned = (await bot.get_chat(ana)).pinned_message
    assert pinned is not None
    assert pinned.message_id == second.message_id


async def test_a_reply_keyboard_comes_and_goes(ana: int, phones: SandboxClient, bot: Bot) -> None:
    await bot.send_message(ana, "x", reply_markup=ReplyKeyboardMarkup([["Latest"]]))
    assert (await phones._get(f"chats/{ana}"))["keyboard"]["keyboard"] == [[{"text": "Latest"}]]
    await bot.send_message(ana, "y", reply_markup=ReplyKeyboardRemove())
    assert (await phones._get(f"chats/{ana}"))["keyboard"] is None


async def test_an_empty_name_is_the_first_one(bot: Bot) -> None:
    await bot.set_my_name("Paper")
    await bot.set_my_name("")
    assert (await bot.get_my_name()).name == "Kolporter"


async def test_an_answer_to_a_notice_shows_what_was_pinned(ana: int, phones: SandboxClient, bot: Bot) -> None:
    sent = await bot.send_message(ana, "pinned words")
    await sent.pin()
    notice = (await phones.screen(ana)).messages[-1].message_id
    answered = (await bot.send_message(ana, "x", reply_to_message_id=notice)).reply_to_message
    assert answered is not None
    assert answered.pinned_message is not None
    assert answered.pinned_message.message_id == sent.message_id
