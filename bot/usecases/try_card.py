"""*Test to me*: the exact card, to nobody but the editor who asks. No push, no delivery, counted nowhere."""

from bot.domain.deliveries import Refused, Sent
from bot.domain.edits import Look
from bot.domain.ids import ChatId
from bot.domain.paper import Paper
from bot.domain.pushes import Card
from bot.domain.subscribers import Person
from bot.locales import texts_for
from bot.ports import Courier, OpenStore
from bot.rendering.edited import edited_card
from bot.usecases.edit_card import as_seen, waiting


class TryCard:
    """Brings a card to the private chat of whoever pressed."""

    def __init__(self, *, open_store: OpenStore, courier: Courier, paper: Paper) -> None:
        self._open_store = open_store
        self._courier = courier
        self._paper = paper

    async def card(self, look: Look) -> Card:
        """The card as readers would get it now. Raises UsageError where that is not what was looked at."""
        async with self._open_store() as store:
            article = await waiting(store, look)
            version = await as_seen(store, article, look.version)
        return edited_card(article, version.edit, self._paper, texts_for(article.edition))

    async def send(self, card: Card, editor: Person) -> None:
        """Once the press is on file: bring it, or say in the desk's chat why it did not come."""
        outcome = await self._courier.send(ChatId(editor.id), card)
        if isinstance(outcome, Sent):
            return
        is_closed = isinstance(outcome, Refused) and outcome.reason.loses_the_chat
        key = "try.closed" if is_closed else "try.failed"
        words = texts_for(editor.language).html(key, name=editor.name)
        await self._courier.send(editor.chat_id, Card(html=words))
