"""The Bot API methods that the sandbox offers, in one table; one file per group."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox.methods import callbacks, chats, editing, profile, receiving, sending
from bot.sandbox.methods.call import Call

Handler = Callable[[Call], Awaitable[Any]]

METHODS: dict[str, Handler] = {
    "getMe": profile.get_me,
    "getUpdates": receiving.get_updates,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendVideo": sending.send_video,
    "sendChatAction": sending.send_chat_action,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "answerCallbackQuery": callbacks.answer_callback_query,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyName": profile.set_my_name,
    "setMyDescription": profile.set_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "setChatMenuButton": profile.set_chat_menu_button,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getFile": chats.get_file,
}

# The real server does not care how a method's name is capitalised.
CANONICAL_NAMES = {name.lower(): name for name in METHODS}
