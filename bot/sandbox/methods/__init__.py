"""The Bot API methods that the sandbox offers, in one table; one file per group."""

from collections.abc import Awaitable, Callable
from typing import Any

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.methods import (
    albums,
    callbacks,
    chats,
    copying,
    deleting,
    editing,
    forums,
    inline,
    payments,
    pins,
    profile,
    reactions,
    receiving,
    sending,
)
from bot.sandbox.methods.call import Call
from bot.sandbox.spec import bot_api
from bot.sandbox.state import Telegram

Handler = Callable[[Call], Awaitable[Any]]

METHODS: dict[str, Handler] = {
    "getMe": profile.get_me,
    "getUpdates": receiving.get_updates,
    "setWebhook": receiving.set_webhook,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.get_webhook_info,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendVideo": sending.send_video,
    "sendAnimation": sending.send_animation,
    "sendDocument": sending.send_document,
    "sendAudio": sending.send_audio,
    "sendVoice": sending.send_voice,
    "sendMediaGroup": albums.send_media_group,
    "sendChatAction": sending.send_chat_action,
    "copyMessage": copying.copy_message,
    "copyMessages": copying.copy_messages,
    "forwardMessage": copying.forward_message,
    "forwardMessages": copying.forward_messages,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": deleting.delete_message,
    "deleteMessages": deleting.delete_messages,
    "pinChatMessage": pins.pin_chat_message,
    "unpinChatMessage": pins.unpin_chat_message,
    "unpinAllChatMessages": pins.unpin_all_chat_messages,
    "setMessageReaction": reactions.set_message_reaction,
    "answerCallbackQuery": callbacks.answer_callback_query,
    "answerInlineQuery": inline.answer_inline_query,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyName": profile.set_my_name,
    "setMyDescription": profile.set_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "getMyName": profile.get_my_name,
    "getMyDescription": profile.get_my_description,
    "getMyShortDescription": profile.get_my_short_description,
    "setChatMenuButton": profile.set_chat_menu_button,
    "getChatMenuButton": profile.get_chat_menu_button,
    "getChat": chats.get_chat,
    "getChatMember": chats.get_chat_member,
    "getChatMemberCount": chats.get_chat_member_count,
    "getChatAdministrators": chats.get_chat_administrators,
    "leaveChat": chats.leave_chat,
    "setChatTitle": chats.set_chat_title,
    "setChatDescription": chats.set_chat_description,
    "createForumTopic": forums.create_forum_topic,
    "editForumTopic": forums.edit_forum_topic,
    "closeForumTopic": forums.close_forum_topic,
    "reopenForumTopic": forums.reopen_forum_topic,
    "deleteForumTopic": forums.delete_forum_topic,
    "closeGeneralForumTopic": forums.close_general_forum_topic,
    "reopenGeneralForumTopic": forums.reopen_general_forum_topic,
    "getFile": chats.get_file,
    "sendInvoice": payments.send_invoice,
    "createInvoiceLink": payments.create_invoice_link,
    "answerPreCheckoutQuery": payments.answer_pre_checkout_query,
    "refundStarPayment": payments.refund_star_payment,
    "editUserStarSubscription": payments.edit_user_star_subscription,
    "getStarTransactions": payments.get_star_transactions,
    "getMyStarBalance": payments.get_my_star_balance,
}

# The real server does not care how a method's name is capitalised.
_CANONICAL_NAMES = {name.lower(): name for name in bot_api().methods}


def method_named(name: str, telegram: Telegram) -> str:
    """The method's name as documented; ApiError for one that is no method, or that is not offered here."""
    method = _CANONICAL_NAMES.get(name.lower())
    if method is None:
        raise ApiError(404, "Not Found: method not found")
    if method not in METHODS:
        violation = {"method": method, "parameter": "", "reason": "not in the sandbox"}
        telegram.violations.append(violation)
        raise bad_request(f"the sandbox does not know {method} yet")
    return method


def missing_methods() -> list[str]:
    """Methods of the Bot API that the sandbox does not offer."""
    return sorted(set(bot_api().methods) - set(METHODS))
