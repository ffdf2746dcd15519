"""*Answer* under a reader's feedback, and the answer, in reply to the question that the button brings."""

from bot.domain.feedback import FeedbackId
from bot.locales import read_back
from handlers.callbacks import read_feedback_id
from handlers.context import Talk


async def ask(talk: Talk) -> None:
    """Ask for the answer."""
    feedback = await talk.newsroom.answer_feedback.open(read_feedback_id(talk.subject))
    talk.ask(talk.texts.html("feedback.ask_answer", number=feedback.id))


async def answer(talk: Talk) -> None:
    """Take it; it goes to the reader."""
    await talk.newsroom.answer_feedback(_number(talk), talk.written, talk.person)
    talk.say(talk.texts.html("feedback.answer_taken"))


def _number(talk: Talk) -> FeedbackId:
    asked = read_back("feedback.ask_answer", talk.replied.text) if talk.replied else None
    return read_feedback_id((asked or {}).get("number", ""))
