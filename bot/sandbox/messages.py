"""Messages in the Bot API's shape: what the bot gets back and what updates carry."""

from typing import Any

from bot.sandbox.state import Message, Telegram
from bot.sandbox.texts import FormattedText


def message_json(telegram: Telegram, message: Message, with_reply: bool = True) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "message_id": message.message_id,
        "from": _sender(telegram, message),
        "chat": telegram.chat_json(message.chat_id),
        "date": message.date,
        **_content(telegram, message),
    }
    if message.edit_date is not None:
        answer["edit_date"] = message.edit_date
    if message.protected:
        answer["has_protected_content"] = True
    if message.inline_keyboard:
        answer["reply_markup"] = {"inline_keyboard": message.inline_keyboard}
    original = telegram.chats[message.chat_id].messages.get(message.reply_to or 0)
    if with_reply and original is not None:
        answer["reply_to_message"] = message_json(telegram, original, with_reply=False)
    return answer


def entities_json(telegram: Telegram, text: FormattedText) -> list[dict[str, Any]]:
    """Entities with a user's id turned into the user; unknown people lose their mention."""
    result = []
    for entity in text.entities_json():
        user_id = entity.pop("user_id", None)
        if entity["type"] == "text_mention":
            person = telegram.people.get(user_id)
            if person is None:
                continue
            entity["user"] = person.as_user()
        result.append(entity)
    return result


def _sender(telegram: Telegram, message: Message) -> dict[str, Any]:
    if message.sender is None:
        return telegram.bot.as_user()
    return telegram.people[message.sender].as_user()


def _content(telegram: Telegram, message: Message) -> dict[str, Any]:
    body = message.body
    entities = entities_json(telegram, body.text)
    if body.media is None:
        answer: dict[str, Any] = {"text": body.text.text}
        if entities:
            answer["entities"] = entities
        if body.link_preview_options:
            answer["link_preview_options"] = body.link_preview_options
        return answer
    media = body.media.as_json()
    answer = {body.kind: [media] if body.kind == "photo" else media}
    if body.text.text:
        answer["caption"] = body.text.text
    if entities:
        answer["caption_entities"] = entities
    if body.show_caption_above_media:
        answer["show_caption_above_media"] = True
    if body.has_spoiler:
        answer["has_media_spoiler"] = True
    return answer
