"""Take in a file of memberships, all of it or nothing; or say what would come of it, and change nothing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta

import structlog

from bot.clock import Clock
from bot.domain.member_files import Bad, Line, read_members
from bot.domain.memberships import Counts, Outcome
from bot.domain.support_links import References
from bot.errors import MembersRefused
from bot.ports import OpenStore, Together
from bot.usecases.confirm_membership import ConfirmMembership

log = structlog.get_logger()

_TOLD = 50
"""Bad lines that are named one by one."""
_REFUSED = {
    Outcome.CONFLICT: "`id` was used before for something else",
    Outcome.ENDED: "`until` is past",
}


class _Undone(Exception):
    """What a dry run did is taken back."""


class ImportMembers:
    """What a callback would say, line by line."""

    def __init__(
        self,
        *,
        open_store: OpenStore,
        together: Together,
        confirm: ConfirmMembership,
        references: References | None,
        clock: Clock,
    ) -> None:
        self._open_store = open_store
        self._together = together
        self._confirm = confirm
        self._references = references
        self._clock = clock

    async def __call__(self, text: str, *, is_dry: bool = False) -> Mapping[Outcome, int]:
        """How many lines came to what. Raises MembersRefused, which names every bad line."""
        lines, bad = read_members(text, self._references, self._confirm.codes)
        outcomes = Counter[Outcome]()
        try:
            async with self._together():
                bad = [*bad, *[wrong for one in lines if (wrong := await self._take(one, outcomes))]]
                if bad or is_dry:
                    raise _Undone
                log.info("members_imported", lines=len(lines))
        except _Undone:
            pass
        if bad:
            raise _refused(bad)
        return outcomes

    async def counts(self, days: int) -> tuple[int, Counts]:
        """How many are members today, and how many events of which class there were in the last days."""
        since = (self._clock.now() - timedelta(days=days)).date()
        async with self._open_store() as store:
            return await store.memberships.members(self._confirm.today), await store.memberships.counts(since)

    async def _take(self, line: Line, outcomes: Counter[Outcome]) -> Bad | None:
        outcome = await self._confirm(line.claim)
        outcomes[outcome] += 1
        return Bad(line.number, _REFUSED[outcome]) if outcome in _REFUSED else None


def _refused(bad: Sequence[Bad]) -> MembersRefused:
    named = [f"{one.number}: {one.problem}" for one in sorted(bad, key=lambda one: one.number)]
    rest = [f"… +{len(named) - _TOLD}"] if len(named) > _TOLD else []
    return MembersRefused(number=len(named), lines="\n".join((*named[:_TOLD], *rest)))
