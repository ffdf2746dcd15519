"""Take in what the membership page says, each event once: its reader is a member, or is none any more."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import structlog

from bot.clock import Clock
from bot.domain.appeals import Rest
from bot.domain.ids import ChatId, Edition, SubscriberId
from bot.domain.member_claims import LASTS, digest_of
from bot.domain.member_codes import Code, MemberCodes
from bot.domain.member_tries import Tries
from bot.domain.memberships import (
    Claim,
    CodeOutcome,
    Confirmation,
    Event,
    Member,
    Outcome,
    after,
    attribution_of,
    told_edition,
)
from bot.domain.paper import Paper
from bot.domain.subscribers import Person, Standing, Subscriber
from bot.domain.support_links import Reference, References
from bot.ports import OpenStore, Store
from bot.usecases.appealing import history_of

log = structlog.get_logger()


@dataclass(frozen=True)
class Brought:
    """What became of a code, and the membership of whoever brought it."""

    outcome: CodeOutcome
    member: Member | None = None


class ConfirmMembership:
    """`references` are None where links carry none, `codes` where the site shares no secret with us."""

    def __init__(
        self,
        *,
        open_store: OpenStore,
        paper: Paper,
        references: References | None,
        codes: MemberCodes | None,
        clock: Clock,
    ) -> None:
        self._open_store = open_store
        self._paper = paper
        self._references = references
        self.codes = codes
        self._clock = clock
        self._tries = Tries()

    @property
    def today(self) -> date:
        """The day of the paper's zone."""
        return self._clock.now().astimezone(self._paper.zone).date()

    async def __call__(self, claim: Claim) -> Outcome:
        """By the site's callback, or a line of its file. The same one again changes nothing."""
        async with self._open_store() as store:
            return await self._heard(store, claim, digest_of(claim))

    async def bring(self, person: Person, written: str, update_id: int) -> Brought:
        """By a reader, with the code that the page showed; each code makes one person a member."""
        now = self._clock.now()
        if not self._tries.are_left(person.chat_id, now):
            return Brought(CodeOutcome.TOO_MANY)
        code = self.codes.read(written) if self.codes else None
        if code is None:
            self._tries.note(person.chat_id, update_id, now)
            return Brought(CodeOutcome.WRONG)
        if code.until < self.today:
            return Brought(CodeOutcome.ENDED)
        async with self._open_store() as store:
            outcome = await self._taken(store, person, code)
            if outcome is CodeOutcome.ACCEPTED:
                await self._change(store, person.chat_id, self._thanked(_claim_of(code)))
            return Brought(outcome, await store.memberships.of(person.chat_id))

    async def of(self, person: Person) -> Member | None:
        """Their membership, while it lasts."""
        async with self._open_store() as store:
            member = await store.memberships.of(person.chat_id)
        return member if member and member.is_on(self.today) else None

    async def _heard(self, store: Store, claim: Claim, digest: str) -> Outcome:
        known = await store.memberships.by_id(claim.id)
        if known is None:
            if claim.event in LASTS and claim.until is not None and claim.until < self.today:
                return Outcome.ENDED
            if outcome := await self._file(store, claim, digest):
                return outcome
            known = await store.memberships.by_id(claim.id)
        # Without a row of its own it is what a reader has told us by the code it names.
        return Outcome.ALREADY_KNOWN if known is None or known.digest == digest else Outcome.CONFLICT

    async def _file(self, store: Store, claim: Claim, digest: str) -> Outcome | None:
        """None where it is on file, by this very moment."""
        reference = self._references.read(claim.ref) if self._references and claim.ref else None
        reader = await self._reader(store, reference, claim.code)
        # Later events only name the code; it is given away once.
        code = claim.code if claim.event is Event.CONFIRMED else ""
        filed = await store.memberships.file(
            Confirmation(
                callback_id=claim.id,
                digest=digest,
                event=claim.event,
                code=code or None,
                is_open=bool(code) and reader is None,
                subscriber_id=reader.id if reader else None,
                edition=reader.edition if reader else told_edition(reference),
                attribution=attribution_of(reference),
                amount_class=claim.amount_class,
                confirmed_at=self._clock.now(),
                until=claim.until,
            )
        )
        if not filed:
            return None
        outcome = Outcome.ACCEPTED if reader else Outcome.COUNTED
        log.info("membership_told", kind=claim.event, outcome=outcome)
        if reader:
            await self._change(store, reader.chat_id, partial(after, claim=claim, today=self.today))
        if claim.event is Event.REFUNDED and claim.code:
            await _close(store, claim.code)
        return outcome

    async def _change(
        self, store: Store, chat_id: ChatId, decide: Callable[[Member | None], Member | None]
    ) -> None:
        """What they said of themselves is not needed any more: now the page says it."""
        # In the order of an erasure, so that neither waits for the other for ever.
        await store.appeals.hold(chat_id)
        await store.memberships.change(chat_id, decide)
        history = await history_of(store, chat_id)
        if history.rest is Rest.MEMBER:
            await store.appeals.keep(chat_id, replace(history, rest=None, rests_until=None))

    async def _reader(self, store: Store, reference: Reference | None, code: str) -> Subscriber | None:
        """By the reference, else by who brought the code; nobody who is erased."""
        if reference and reference.reader:
            found = await store.subscribers.by_id(SubscriberId(reference.reader))
            # A database that was put back gives a number again: a link is never older than its reader.
            if found is None or found.standing is Standing.ERASED:
                return None
            return found if found.joined_at.date() <= reference.day else None
        brought = await store.memberships.by_code(code) if code else None
        number = brought.subscriber_id if brought else None
        return await store.subscribers.by_id(number) if number else None

    async def _taken(self, store: Store, person: Person, code: Code) -> CodeOutcome:
        """Whether the code is theirs now, by this very moment."""
        reader = await store.subscribers.by_chat(person.chat_id)
        number, edition = (reader.id, reader.edition) if reader else (None, Edition(""))
        found = await store.memberships.by_code(code.spelling)
        if found is None:
            claim = _claim_of(code)
            filed = await store.memberships.file(
                Confirmation(
                    callback_id=claim.id,
                    digest=digest_of(claim),
                    event=claim.event,
                    code=code.spelling,
                    subscriber_id=number,
                    edition=edition,
                    amount_class=code.amount_class,
                    confirmed_at=self._clock.now(),
                    until=code.until,
                )
            )
            return CodeOutcome.ACCEPTED if filed else CodeOutcome.USED
        if found.is_open:
            await store.memberships.give(found.callback_id, number, edition)
            return CodeOutcome.ACCEPTED
        is_theirs = found.subscriber_id == number and await store.memberships.of(person.chat_id)
        return CodeOutcome.YOURS if is_theirs else CodeOutcome.USED

    def _thanked(self, claim: Claim) -> Callable[[Member | None], Member | None]:
        """The answer to the code says thank you."""
        today = self.today

        def decide(member: Member | None) -> Member | None:
            made = after(member, claim, today)
            return replace(made, owes_thanks=False) if made else None

        return decide


def _claim_of(code: Code) -> Claim:
    """What a code claims; no id of the site's has a blank."""
    return Claim(
        id=f"code {code.spelling}",
        event=Event.CONFIRMED,
        amount_class=code.amount_class,
        until=code.until,
        code=code.spelling,
    )


async def _close(store: Store, code: str) -> None:
    """What was paid back before anybody brought its code makes nobody a member."""
    known = await store.memberships.by_code(code)
    if known is not None and known.is_open:
        await store.memberships.give(known.callback_id, known.subscriber_id, known.edition)
