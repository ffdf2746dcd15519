"""Hear the membership page: what it calls with is believed where the site signed it, just now."""

from bot.clock import Clock
from bot.domain.member_claims import Seal, fields_of, read_claim, seal_of
from bot.domain.memberships import Outcome
from bot.usecases.confirm_membership import ConfirmMembership

_BROKEN = {Seal.FORGED: Outcome.FORGED, Seal.STALE: Outcome.STALE}


class HearMembership:
    """Of the site with whom we share the `secret`."""

    def __init__(self, *, confirm: ConfirmMembership, secret: str, clock: Clock) -> None:
        self._confirm = confirm
        self._secret = secret
        self._clock = clock

    @property
    def seconds(self) -> int:
        """What our clock shows, for a site whose own is wrong."""
        return int(self._clock.now().timestamp())

    async def __call__(self, body: bytes, timestamp: str, signature: str) -> Outcome:
        """Raises ClaimRefused for what the site did sign, and nobody can understand."""
        seal = seal_of(self._secret, timestamp, body, signature, self._clock.now())
        if seal is not Seal.GOOD:
            return _BROKEN[seal]
        return await self._confirm(read_claim(fields_of(body), self._confirm.codes))
