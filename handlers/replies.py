"""Replies to questions of ours. The question itself tells what was asked: nothing needs to be remembered."""

from telegram import Message
from telegram.ext.filters import MessageFilter

from bot.locales import read_back


class RepliesTo(MessageFilter):
    """A reply to a message with the text of `key`, in whichever language it was asked."""

    def __init__(self, key: str) -> None:
        super().__init__(name=f"RepliesTo({key})")
        self._key = key

    def filter(self, message: Message) -> bool:
        """Whether it is one. Whose message it was is checked at the talk."""
        question = message.reply_to_message
        return question is not None and read_back(self._key, question.text or "") is not None
