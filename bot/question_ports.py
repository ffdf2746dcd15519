"""What answering questions needs from the world; see bot/ports.py for the rules."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.articles import Article
from bot.domain.ids import ChatId, Edition
from bot.domain.matching import Term
from bot.domain.questions import Order, Question, QuestionId

Word = Sequence[str]
"""The stems a word may stand under; one that ends in `*` is a beginning."""


class Archive(Protocol):
    """The text index of all articles."""

    async def holders(self, words: Sequence[Word]) -> list[int]:
        """About how many articles hold each of the words, and at the end how many there are.

        Exact for rare words; never 0 for a word that some article holds.
        """
        ...

    async def names_like(self, word: str) -> list[str]:
        """Folded names of the articles that begin or end as this folded word, some hundreds at most."""
        ...

    async def candidates(
        self, terms: Sequence[Term], limit: int, *, edition: Edition, order: Order, only_video: bool
    ) -> list[Article]:
        """The articles that hold most of the terms' weight, of the newest of them if there are many."""
        ...

    async def topics(self, edition: Edition, limit: int) -> list[str]:
        """What the edition's newest articles are about, the most frequent first."""
        ...


class Questions(Protocol):
    """Questions whose answers carry buttons: a chat's last few."""

    async def note(self, chat_id: ChatId, text: str, now: datetime) -> Question:
        """Keep a question and forget the chat's older ones."""
        ...

    async def get(self, question_id: QuestionId, chat_id: ChatId) -> Question | None:
        """A question of this chat; None when it is forgotten, or another chat's."""
        ...
