"""`/log`: what the desk decided, a page at a time."""

from bot.domain.paper import Paper
from bot.domain.pushes import Card
from bot.domain.subscribers import Person
from bot.locales import texts_for
from bot.ports import OpenStore
from bot.rendering.log import log_page

_PAGE = 10


class ShowLog:
    """The newest decisions, or those older than a number."""

    def __init__(self, *, open_store: OpenStore, paper: Paper) -> None:
        self._open_store = open_store
        self._paper = paper

    async def __call__(self, editor: Person, before: int | None = None) -> Card:
        """One page."""
        async with self._open_store() as store:
            found = await store.audit.latest(_PAGE + 1, before)
        return log_page(found[:_PAGE], len(found) > _PAGE, self._paper.zone, texts_for(editor.language))
