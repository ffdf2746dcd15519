"""A second client library, aiogram, as a witness: every answer fits its types, too."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    ReactionTypeEmoji,
    Update,
)

from bot.sandbox import SandboxClient
from tests.sandbox.test_conversation import png

READ = InlineKeyboardButton(text="Read", url="https://a.mk/x")
BUTTONS = InlineKeyboardMarkup(inline_keyboard=[[READ, InlineKeyboardButton(text="More", callback_data="m")]])
ADDRESS = "https://a.mk/1.jpg"


@pytest.fixture
async def other(address: str, token: str) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(address))
    async with Bot(token, session=session) as bot:
        yield bot


async def newest(other: Bot) -> Update:
    return (
        await other.get_updates(offset=-1, allowed_updates=["message", "callback_query", "message_reaction"])
    )[0]


async def test_the_conversation_of_a_push(ana: int, phones: SandboxClient, other: Bot) -> None:
    """Send a card, hear the tap, answer it, edit in place, edit the buttons."""
    options = LinkPreviewOptions(url="https://a.mk/x", prefer_large_media=True, show_above_text=True)
    sent = await other.send_message(
        ana, "<b>Fog</b>", parse_mode="HTML", link_preview_options=options, reply_markup=BUTTONS
    )
    assert sent.html_text == "<b>Fog</b>"
    await phones.tap(ana, "More")
    query = (await newest(other)).callback_query
    assert query is not None
    assert isinstance(query.message, Message)
    assert await other.answer_callback_query(query.id, text="Saved")
    edited = await other.edit_message_text("Fog lifts", chat_id=ana, message_id=sent.message_id)
    assert isinstance(edited, Message)
    assert edited.edit_date
    assert await other.edit_message_reply_markup(
        chat_id=ana, message_id=sent.message_id, reply_markup=BUTTONS
    )
    assert await phones.violations() == []


async def test_what_the_bot_asks_and_sets(ana: int, phones: SandboxClient, other: Bot) -> None:
    assert (await other.get_me()).username == "kolporter_sandbox_bot"
    commands = [BotCommand(command="latest", description="News")]
    assert await other.set_my_commands(commands, scope=BotCommandScopeChat(chat_id=ana), language_code="mk")
    (known,) = await other.get_my_commands(scope=BotCommandScopeChat(chat_id=ana), language_code="mk")
    assert (known.command, known.description) == ("latest", "News")
    assert (await other.get_chat(ana)).username == "ana_reader"
    assert (await other.get_chat_member(ana, other.id)).status == "member"
    assert (await other.get_webhook_info()).url == ""
    assert await other.delete_webhook()
    assert await other.set_my_description("News")
    assert (await other.get_my_description()).description == "News"
    assert (await other.get_my_name()).name == "Kolporter"
    assert (await other.get_my_short_description()).short_description == ""
    assert (await other.get_chat_menu_button()).type == "commands"
    assert await phones.violations() == []


async def test_media_of_all_kinds(ana: int, phones: SandboxClient, other: Bot) -> None:
    photo = await other.send_photo(ana, BufferedInputFile(png(), "a.png"), caption="x", has_spoiler=True)
    assert photo.photo is not None
    assert (await other.get_file(photo.photo[-1].file_id)).file_size == len(png())
    assert (await other.send_video(ana, "https://a.mk/v.mp4")).video
    assert (await other.send_animation(ana, "https://a.mk/v.mp4")).animation
    assert (await other.send_document(ana, BufferedInputFile(b"%PDF", "a.pdf"))).document
    assert (await other.send_audio(ana, "https://a.mk/a.mp3")).audio
    assert (await other.send_voice(ana, "https://a.mk/a.ogg")).voice
    album = await other.send_media_group(
        ana,
        [
            InputMediaPhoto(media=ADDRESS, caption="y"),
            InputMediaPhoto(media=BufferedInputFile(png(), "b.png")),
        ],
    )
    assert len({message.media_group_id for message in album}) == 1
    changed = InputMediaPhoto(media=ADDRESS, caption="z")
    assert await other.edit_message_media(changed, chat_id=ana, message_id=photo.message_id)
    assert await other.edit_message_caption(chat_id=ana, message_id=photo.message_id, caption="w")
    assert await phones.violations() == []


async def test_messages_again_pinned_liked_and_gone(ana: int, phones: SandboxClient, other: Bot) -> None:
    sent = await other.send_message(ana, "x")
    assert (await other.copy_message(ana, ana, sent.message_id)).message_id > sent.message_id
    forwarded = await other.forward_message(ana, ana, sent.message_id)
    assert forwarded.forward_origin is not None
    assert len(await other.copy_messages(ana, ana, [1, sent.message_id])) == 2
    assert len(await other.forward_messages(ana, ana, [1, sent.message_id])) == 2
    assert await other.pin_chat_message(ana, sent.message_id)
    assert (await other.get_chat(ana)).pinned_message
    assert await other.unpin_chat_message(ana)
    assert await other.set_message_reaction(ana, 1, [ReactionTypeEmoji(emoji="👍")])
    await other.get_updates(offset=-1, allowed_updates=["message_reaction"])
    await phones.react(ana, sent.message_id, "🔥")
    assert (await newest(other)).message_reaction
    assert await other.send_chat_action(ana, "typing")
    assert await other.delete_messages(ana, [sent.message_id, 999])
    assert await other.delete_message(ana, forwarded.message_id)
    assert await phones.violations() == []


async def test_groups_and_forums(ana: int, phones: SandboxClient, other: Bot) -> None:
    group = await phones.chat("group", "Neighbours", [ana], bot="administrator")
    assert [update.event_type for update in await other.get_updates()][-2:] == ["my_chat_member", "message"]
    assert await other.get_chat_member_count(group) == 2
    assert (await other.get_chat_administrators(group))[0].status == "creator"
    assert (await other.get_chat_member(group, other.id)).status == "administrator"
    new = await phones.migrate(group)
    with pytest.raises(TelegramMigrateToChat) as moved:
        await other.send_message(group, "x")
    assert moved.value.migrate_to_chat_id == new
    assert (await other.get_chat(new)).permissions
    forum = await phones.chat("supergroup", "Forum", [ana], bot="administrator", is_forum=True)
    topic = await other.create_forum_topic(forum, "Sport")
    assert (await other.send_message(forum, "x", message_thread_id=topic.message_thread_id)).is_topic_message
    assert await other.close_forum_topic(forum, topic.message_thread_id)
    assert await other.leave_chat(forum)
    assert [update.event_type for update in await other.get_updates()]


async def test_refusals_have_their_classes(ana: int, phones: SandboxClient, other: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match='Unsupported start tag "p" at byte offset 0'):
        await other.send_message(ana, "<p>x</p>", parse_mode="HTML")
    await phones.block(ana)
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await other.send_message(ana, "x")
