"""A link of a push's buttons: where it leads, counted for the push. Whoever asks is not looked at."""

from bot.domain.push_reports import Effect
from bot.errors import DatabaseUnavailable
from bot.ports import OpenStore


class OpenPushLink:
    """Readers should get to their article also while the database is away, where anybody was there before."""

    def __init__(self, *, open_store: OpenStore, most_known: int = 1_000) -> None:
        self._open_store = open_store
        self._most_known = most_known
        self._known: dict[str, str] = {}

    async def __call__(self, key: str, *, counts: bool) -> str | None:
        """The address behind a key; None for one that we never gave out.

        Raises:
            DatabaseUnavailable: nobody knows where it leads.
        """
        try:
            return await self._open(key, counts=counts)
        except DatabaseUnavailable:
            if key not in self._known:
                raise
            return self._known[key]

    async def _open(self, key: str, *, counts: bool) -> str | None:
        async with self._open_store() as store:
            link = await store.effects.link(key)
            if link is not None and counts:
                await store.effects.count(link[0], Effect.LINK)
        if link is None:
            return None
        if len(self._known) >= self._most_known:
            self._known.clear()
        self._known[key] = link[1]
        return link[1]
