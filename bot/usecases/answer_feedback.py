"""An editor answers what a reader told the newsroom. The first answer stands."""

from bot.clock import Clock
from bot.domain.audit import Deed, decided
from bot.domain.feedback import LONGEST, Feedback, FeedbackId, FeedbackState, is_too_long
from bot.domain.subscribers import Person
from bot.errors import UsageError
from bot.ports import OpenStore


class AnswerFeedback:
    """Keeps the answer; ShowFeedback brings it to the reader."""

    def __init__(self, *, open_store: OpenStore, clock: Clock) -> None:
        self._open_store = open_store
        self._clock = clock

    async def open(self, feedback_id: FeedbackId) -> Feedback:
        """What is to be answered. Raises UsageError where it is answered already, or gone."""
        async with self._open_store() as store:
            feedback = await store.feedback.get(feedback_id)
        if feedback is None or feedback.state is FeedbackState.ERASED:
            raise UsageError("error.feedback_gone")
        if feedback.state is not FeedbackState.WAITING:
            raise UsageError("error.feedback_answered", name=feedback.answered_name)
        return feedback

    async def __call__(self, feedback_id: FeedbackId, text: str, editor: Person) -> None:
        """Answer it. Raises UsageError as `open` does, and for what is too long."""
        if is_too_long(text):
            raise UsageError("error.too_long", limit=LONGEST)
        async with self._open_store() as store:
            now = self._clock.now()
            taken = await store.feedback.answer(feedback_id, text, editor, now)
            if taken:
                # Neither the reader's words nor the answer: those are erased when the reader wants it.
                await store.audit.add(decided(Deed.ANSWER, editor, now, about=f"#{feedback_id}"))
        if not taken:
            await self.open(feedback_id)  # which says why not
