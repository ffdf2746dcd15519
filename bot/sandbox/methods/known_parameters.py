"""The parameter names of each offered method (Bot API 10.3); an unknown one is a mistake of the bot."""

_NAMES = {
    "getMe": "",
    "getUpdates": "offset limit timeout allowed_updates",
    "deleteWebhook": "drop_pending_updates",
    "getWebhookInfo": "",
    "sendMessage": (
        "business_connection_id chat_id message_thread_id direct_messages_topic_id "
        "ephemeral_message_parameters text parse_mode entities link_preview_options "
        "disable_notification protect_content allow_paid_broadcast message_effect_id "
        "suggested_post_parameters reply_parameters reply_markup"
    ),
    "sendPhoto": (
        "business_connection_id chat_id message_thread_id direct_messages_topic_id "
        "ephemeral_message_parameters photo caption parse_mode caption_entities "
        "show_caption_above_media has_spoiler disable_notification protect_content "
        "allow_paid_broadcast message_effect_id suggested_post_parameters reply_parameters "
        "reply_markup"
    ),
    "sendVideo": (
        "business_connection_id chat_id message_thread_id direct_messages_topic_id "
        "ephemeral_message_parameters video duration width height thumbnail cover start_timestamp "
        "caption parse_mode caption_entities show_caption_above_media has_spoiler "
        "supports_streaming disable_notification protect_content allow_paid_broadcast "
        "message_effect_id suggested_post_parameters reply_parameters reply_markup"
    ),
    "sendChatAction": "business_connection_id chat_id message_thread_id action",
    "editMessageText": (
        "business_connection_id chat_id message_id inline_message_id text parse_mode entities "
        "link_preview_options rich_message reply_markup"
    ),
    "editMessageCaption": (
        "business_connection_id chat_id message_id inline_message_id caption parse_mode "
        "caption_entities show_caption_above_media reply_markup"
    ),
    "editMessageReplyMarkup": "business_connection_id chat_id message_id inline_message_id reply_markup",
    "editMessageMedia": "business_connection_id chat_id message_id inline_message_id media reply_markup",
    "deleteMessage": "chat_id message_id",
    "answerCallbackQuery": "callback_query_id text show_alert url cache_time",
    "setMyCommands": "commands scope language_code",
    "getMyCommands": "scope language_code",
    "deleteMyCommands": "scope language_code",
    "setMyDescription": "description language_code",
    "setMyShortDescription": "short_description language_code",
    "setMyName": "name language_code",
    "setChatMenuButton": "chat_id menu_button",
    "getFile": "file_id",
    "getChat": "chat_id",
    "getChatMember": "chat_id user_id",
}

PARAMETERS = {method: frozenset(names.split()) for method, names in _NAMES.items()}
