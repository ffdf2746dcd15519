"""The ways to the membership page, with links that tell where they were tapped."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.appeals import Tier, Wording
from bot.domain.memberships import Member
from bot.domain.paper import EditionFacts, Paper
from bot.domain.stars import StarSupport, support_of
from bot.domain.subscribers import Person, Subscriber
from bot.domain.support_links import Place, Reference, References, tagged
from bot.ports import OpenStore
from bot.usecases.appealing import edition_of, history_of, reader_of


@dataclass(frozen=True)
class Support:
    """The page of `/support`: each tier with its link."""

    edition: EditionFacts
    text: str
    links: Sequence[tuple[str, str]]
    """Label, empty for our own, and address."""
    wording: Wording | None
    """The wording that led there."""
    may_rest: bool
    """Whether the paper asks by itself, so that there is something to put to rest."""
    may_remind: bool
    """Whether they can be reminded, too: strangers and who left are not written to."""
    stars: StarSupport
    """What they give in Telegram Stars."""
    member: Member | None = None
    """Their membership, while it lasts."""


class ShowSupport:
    """For everybody who asks, member or not; `references` are None where links carry none."""

    def __init__(
        self, *, open_store: OpenStore, paper: Paper, references: References | None, clock: Clock
    ) -> None:
        self._open_store = open_store
        self._paper = paper
        self._references = references
        self._clock = clock

    async def __call__(self, person: Person, wording: str = "") -> Support:
        """In the reader's edition; `wording` is the key of the one they tapped, if it was shown to them."""
        async with self._open_store() as store:
            reader = await reader_of(store, person.chat_id)
            history = await history_of(store, person.chat_id)
            payments = await store.stars.of(person.id)
            member = await store.memberships.of(person.chat_id)
        today = self._clock.now().astimezone(self._paper.zone).date()
        edition = edition_of(self._paper, reader, person.language)
        tapped = next((one for one in edition.wordings if one.key == wording == history.wording), None)
        return Support(
            edition=edition,
            text=tapped.text if tapped else edition.appeal,
            links=[self._link(one, edition, reader, tapped) for one in edition.tiers or (Tier(""),)],
            wording=tapped,
            may_rest=self._paper.appeals is not None,
            may_remind=reader is not None,
            stars=support_of(payments, self._clock.now()),
            member=member if member and member.is_on(today) else None,
        )

    def _link(
        self, tier: Tier, edition: EditionFacts, reader: Subscriber | None, tapped: Wording | None
    ) -> tuple[str, str]:
        reference = Reference(
            place=Place.APPEAL if tapped else Place.COMMAND,
            reader=reader.id if reader else 0,
            day=self._clock.now().date(),
            wording=tapped.key if tapped else None,
        )
        url = tagged(
            tier.url or edition.membership_url,
            self._references.write(reference) if self._references else None,
            campaign="appeal" if tapped else "support",
            content=tapped.key if tapped else None,
        )
        return tier.label, url
