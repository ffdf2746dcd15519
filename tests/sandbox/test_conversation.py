"""A whole conversation through python-telegram-bot: send, show, tap, answer, edit, delete, files."""

import struct
import zlib

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
    MenuButtonCommands,
    ReplyKeyboardMarkup,
)
from telegram.error import BadRequest

from bot.sandbox import SandboxClient
from bot.sandbox.client import SandboxError

BUTTONS = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("Read", url="https://a.mk/x"),
            InlineKeyboardButton("More", callback_data="m:1"),
        ],
    ]
)


def png(width: int = 4, height: int = 3) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


async def ask(ana: int, phones: SandboxClient, bot: Bot) -> CallbackQuery:
    """The bot sends buttons, Ana taps one."""
    await bot.send_message(ana, "pick", reply_markup=BUTTONS)
    await phones.tap(ana, "More")
    return next(update.callback_query for update in await bot.get_updates() if update.callback_query)


async def test_getme_names_the_bot(bot: Bot) -> None:
    assert (bot.username, bot.bot.is_bot) == ("kolporter_sandbox_bot", True)


async def test_a_message_reaches_the_phone(ana: int, phones: SandboxClient, bot: Bot) -> None:
    await bot.send_message(ana, "<b>VIDEO</b> | Здраво", parse_mode="HTML", reply_markup=BUTTONS)
    assert (await phones.text(ana)).endswith("VIDEO | Здраво\n[Read → https://a.mk/x] [More]\n")


async def test_message_ids_of_private_chats_share_a_counter(
    ana: int, phones: SandboxClient, bot: Bot
) -> None:
    await phones.person(502, "Boris")
    await phones.type(502, "/start")
    ids = [(await bot.send_message(chat, "x")).message_id for chat in (ana, 502, ana)]
    assert ids == [3, 4, 5]


async def test_4096_code_points_fit_however_wide(ana: int, bot: Bot) -> None:
    assert (await bot.send_message(ana, "😀" * 4096)).text == "😀" * 4096


async def test_a_tap_asks_and_the_answer_is_a_toast(ana: int, phones: SandboxClient, bot: Bot) -> None:
    query = await ask(ana, phones, bot)
    assert (query.data, query.from_user.id) == ("m:1", ana)
    await query.answer("Saved", show_alert=True)
    assert (await phones.wait_for_toast(ana, "Saved")).show_alert


async def test_a_query_is_answered_once(ana: int, phones: SandboxClient, bot: Bot) -> None:
    query = await ask(ana, phones, bot)
    await query.answer()
    with pytest.raises(BadRequest, match=r"[Qq]uery is too old"):
        await query.answer()


async def test_a_query_expires(ana: int, phones: SandboxClient, bot: Bot) -> None:
    query = await ask(ana, phones, bot)
    await phones.advance(150)
    with pytest.raises(BadRequest, match=r"[Qq]uery is too old"):
        await query.answer()


async def test_a_toast_over_200_characters_is_refused(ana: int, phones: SandboxClient, bot: Bot) -> None:
    query = await ask(ana, phones, bot)
    with pytest.raises(BadRequest, match=r"(?i)message_too_long"):
        await query.answer("x" * 201)


async def test_a_link_button_only_opens(ana: int, phones: SandboxClient, bot: Bot) -> None:
    await bot.send_message(ana, "pick", reply_markup=BUTTONS)
    tap = await phones.tap(ana, "Read")
    assert (tap.url, tap.callback_query_id) == ("https://a.mk/x", None)


async def test_a_button_that_is_not_there_cannot_be_tapped(ana: int, phones: SandboxClient) -> None:
    with pytest.raises(SandboxError, match="no message has the button 'Nowhere'"):
        await phones.tap(ana, "Nowhere")


async def test_an_edit_changes_the_phone_in_place(ana: int, phones: SandboxClient, bot: Bot) -> None:
    sent = await bot.send_message(ana, "old", reply_markup=BUTTONS)
    await sent.edit_text("new")
    shown = await phones.wait_for(ana, "new")
    assert (shown.message_id, shown.is_edited, shown.buttons) == (sent.message_id, True, ())


async def test_only_the_buttons_can_change(ana: int, phones: SandboxClient, bot: Bot) -> None:
    sent = await bot.send_message(ana, "x")
    await sent.edit_reply_markup(BUTTONS)
    assert (await phones.wait_for(ana, "x")).button("More")


async def test_a_deleted_message_leaves_the_phone(ana: int, phones: SandboxClient, bot: Bot) -> None:
    sent = await bot.send_message(ana, "gone")
    await sent.delete()
    assert "gone" not in await phones.text(ana)
    assert (await phones.screen(ana)).messages[-1].is_deleted


async def test_a_photo_by_address_gets_a_stable_id(ana: int, phones: SandboxClient, bot: Bot) -> None:
    first = await bot.send_photo(ana, "http://127.0.0.1:9/a.jpg", caption="one")
    again = await bot.send_photo(ana, first.photo[-1].file_id, caption="two")
    assert first.photo == again.photo
    assert (await phones.wait_for(ana, "two")).photo == "http://127.0.0.1:9/a.jpg"


async def test_an_uploaded_photo_can_be_downloaded(ana: int, bot: Bot) -> None:
    sent = await bot.send_photo(ana, png(), filename="a.png")
    assert (sent.photo[-1].width, sent.photo[-1].height) == (4, 3)
    file = await bot.get_file(sent.photo[-1])
    assert await file.download_as_bytearray() == png()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"no picture", "a.jpg", "IMAGE_PROCESS_FAILED"),
        (png(1, 21), "a.png", "PHOTO_INVALID_DIMENSIONS"),
        (png(9000, 1001), "a.png", "PHOTO_INVALID_DIMENSIONS"),
        (png(), "a.webp", "photo has unsupported extension"),
        (b"x" * (10 * 1024 * 1024 + 1), "a.png", "file is too big"),
    ],
)
async def test_a_bad_upload_is_refused(ana: int, bot: Bot, content: bytes, name: str, words: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        await bot.send_photo(ana, content, filename=name)


async def test_media_and_caption_can_be_exchanged(ana: int, phones: SandboxClient, bot: Bot) -> None:
    sent = await bot.send_photo(ana, "https://a.mk/1.jpg", caption="one")
    await sent.edit_media(InputMediaPhoto(png(), caption="two", filename="b.png"))
    await sent.edit_caption("three")
    assert (await phones.wait_for(ana, "three")).photo != "https://a.mk/1.jpg"


async def test_a_video_is_shown(ana: int, phones: SandboxClient, bot: Bot) -> None:
    await bot.send_video(ana, "https://a.mk/v.mp4", caption="watch")
    assert (await phones.wait_for(ana, "watch")).video == "https://a.mk/v.mp4"


async def test_a_link_preview_tells_of_the_newspaper(ana: int, phones: SandboxClient, bot: Bot) -> None:
    article = (await phones.paper())[0]
    large = LinkPreviewOptions(url=f"http://127.0.0.1:80/paper{article['path']}", prefer_large_media=True)
    await bot.send_message(ana, "card", link_preview_options=large)
    preview = (await phones.wait_for(ana, "card")).link_preview
    assert preview is not None
    assert (preview["title"], preview["large"]) == (article["title"], True)


async def test_a_disabled_preview_is_not_shown(ana: int, phones: SandboxClient, bot: Bot) -> None:
    options = LinkPreviewOptions(is_disabled=True)
    await bot.send_message(ana, "see https://a.mk", link_preview_options=options)
    assert (await phones.wait_for(ana, "see")).link_preview is None


async def test_commands_follow_the_persons_language_and_scope(
    ana: int, phones: SandboxClient, bot: Bot
) -> None:
    await bot.set_my_commands([BotCommand("start", "Begin")])
    await bot.set_my_commands([BotCommand("start", "Почни")], language_code="mk")
    assert (await phones.screen(ana)).commands == {"start": "Почни"}
    await bot.set_my_commands([BotCommand("desk", "Desk")], scope=BotCommandScopeChat(ana))
    assert (await phones.screen(ana)).commands == {"desk": "Desk"}
    await bot.delete_my_commands(scope=BotCommandScopeChat(ana))
    assert [command.command for command in await bot.get_my_commands()] == ["start"]


async def test_the_bot_describes_itself(bot: Bot) -> None:
    assert await bot.set_my_description("News")
    assert await bot.set_my_short_description("News")
    assert await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert await bot.set_my_name("Paper")
    assert (await bot.get_me()).first_name == "Paper"


async def test_chat_and_member_can_be_asked(ana: int, phones: SandboxClient, bot: Bot) -> None:
    await bot.send_chat_action(ana, "typing")
    assert (await bot.get_chat(ana)).username == "ana_reader"
    assert (await bot.get_chat_member(ana, ana)).status == "member"
    await phones.block(ana)
    assert (await bot.get_chat_member(ana, bot.id)).status == "kicked"


async def test_a_reply_shows_what_it_answers(ana: int, bot: Bot) -> None:
    sent = await bot.send_message(ana, "re", reply_to_message_id=1)
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "/start"


async def test_a_reply_to_what_is_gone_may_be_sent_without_it(ana: int, bot: Bot) -> None:
    sent = await bot.send_message(ana, "x", reply_to_message_id=99, allow_sending_without_reply=True)
    assert sent.reply_to_message is None


async def test_a_message_under_a_reply_keyboard_cannot_be_edited(ana: int, bot: Bot) -> None:
    sent = await bot.send_message(ana, "x", reply_markup=ReplyKeyboardMarkup([["Latest"]]))
    with pytest.raises(BadRequest, match="can't be edited"):
        await sent.edit_text("y")


async def test_a_mention_by_id_names_who_is_known(ana: int, bot: Bot) -> None:
    both = f'<a href="tg://user?id={ana}">Ana</a> <a href="tg://user?id=9">nobody</a>'
    sent = await bot.send_message(ana, both, parse_mode="HTML")
    assert [entity.user.id for entity in sent.entities if entity.user] == [ana]


async def test_the_unmodified_library_leaves_no_violation(ana: int, phones: SandboxClient, bot: Bot) -> None:
    await bot.send_photo(ana, png(), caption="x", reply_markup=BUTTONS, filename="a.png")
    await bot.send_message(ana, "x", api_kwargs={"colour": "red"})
    found = await phones.violations()
    assert found == [{"method": "sendMessage", "parameter": "colour", "reason": "unknown parameter"}]
