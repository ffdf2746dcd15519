"""A link of a push's buttons: where it leads, counted for the push. Whoever asks is not looked at."""

from dataclasses import replace
from datetime import UTC, tzinfo

from bot.clock import Clock
from bot.domain.ids import PushId
from bot.domain.push_reports import Effect
from bot.domain.support_counts import Step
from bot.domain.support_links import Place, Reference, References, reference_in, tagged
from bot.errors import DatabaseUnavailable
from bot.ports import OpenStore


class OpenPushLink:
    """Readers should get to their article also while the database is away, where anybody was there before.

    A link to the membership page is known by the reference in it, and takes along which push it was.
    """

    def __init__(
        self,
        *,
        open_store: OpenStore,
        clock: Clock,
        references: References | None = None,
        zone: tzinfo = UTC,
        most_known: int = 1_000,
    ) -> None:
        self._open_store = open_store
        self._clock = clock
        self._references = references
        self._zone = zone
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
            if link is None:
                return None
            push_id, url = link
            support = self._support(push_id, url)
            if counts:
                await store.effects.count(push_id, Effect.LINK)
            if counts and support:
                await store.support.count(support.day, Step.TAPPED, support)
        if self._references and support:
            url = tagged(url, self._references.write(support), campaign=support.place.campaign)
        if len(self._known) >= self._most_known:
            self._known.clear()
        self._known[key] = url
        return url

    def _support(self, push_id: PushId, url: str) -> Reference | None:
        """What a link to the membership page stands for today; None for another link."""
        reference = self._references.read(reference_in(url) or "") if self._references else None
        if reference is None:
            return None
        today = self._clock.now().astimezone(self._zone).date()
        return replace(reference, place=Place.PUSH, push=push_id, day=today)
