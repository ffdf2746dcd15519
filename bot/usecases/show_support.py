"""The ways to the membership page, with links that tell where they were tapped."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import Clock
from bot.domain.appeals import AppealRules, History, Rest, Tier, Wording
from bot.domain.memberships import Member
from bot.domain.paper import EditionFacts, Paper
from bot.domain.stars import StarSupport, support_of
from bot.domain.subscribers import Person
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
    """Whether they can be reminded, too: strangers and who left are not written to, who gives Stars is not
    asked, and who said something that lasts longer would be told so."""
    stars: StarSupport
    """What they give in Telegram Stars."""
    reference: Reference
    """What the links say."""
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

    async def __call__(self, person: Person, came: Reference | None = None) -> Support:
        """In the reader's edition; `came` is what led there, None where they asked for it. Links name the
        reader only where they asked, or were asked alone."""
        async with self._open_store() as store:
            reader = await reader_of(store, person.chat_id)
            history = await history_of(store, person.chat_id)
            payments = await store.stars.of(person.id)
            member = await store.memberships.of(person.chat_id)
        now, rules = self._clock.now(), self._paper.appeals
        today, stars = now.astimezone(self._paper.zone).date(), support_of(payments, now)
        edition = edition_of(self._paper, reader, person.language)
        came = came or Reference(place=Place.COMMAND, day=today)
        reference = replace(
            came,
            day=today,
            reader=reader.id if reader and came.place.is_personal else 0,
            edition=came.edition or edition.code,
        )
        is_theirs = came.place is Place.APPEAL and came.wording == history.wording
        tapped = next((one for one in edition.wordings if is_theirs and one.key == came.wording), None)
        return Support(
            edition=edition,
            text=tapped.text if tapped else edition.appeal,
            links=[self._link(one, edition, reference) for one in edition.tiers or (Tier(""),)],
            wording=tapped,
            may_rest=rules is not None,
            may_remind=reader is not None and stars.until is None and _takes_reminders(history, rules, now),
            stars=stars,
            reference=reference,
            member=member if member and member.is_on(today) else None,
        )

    def _link(self, tier: Tier, edition: EditionFacts, reference: Reference) -> tuple[str, str]:
        url = tagged(
            tier.url or edition.membership_url,
            self._references.write(reference) if self._references else None,
            campaign=reference.place.campaign,
            content=reference.wording,
        )
        return tier.label, url


def _takes_reminders(history: History, rules: AppealRules | None, now: datetime) -> bool:
    return rules is not None and history.rested(Rest.LATER, rules, now) != history
