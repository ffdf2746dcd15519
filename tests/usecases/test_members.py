"""Who the membership page says is a member, is one: thanked once, reminded once, never asked."""

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.appeals import AppealRules, History, Rest
from bot.domain.deliveries import NotSent
from bot.domain.deliveries import Outcome as Sending
from bot.domain.ids import ChatId, SubscriberId
from bot.domain.member_codes import MemberCodes
from bot.domain.memberships import Claim, CodeOutcome, Event, Member, Outcome
from bot.domain.preferences import QuietHours
from bot.domain.pushes import Card
from bot.domain.support_links import Place, Reference, References
from bot.office import Keys, Office, build_office
from bot.opening import build_newsroom
from bot.ports import Courier
from bot.usecases.confirm_membership import ConfirmMembership
from storage.database import Database
from tests.canaries import MEMBERSHIP_SECRET
from tests.storage.samples import join
from tests.usecases.house import ANA, BORIS, EN, HandClock, House, paper_at, person

TODAY = date(2026, 11, 23)
MORNING = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATE = TODAY + timedelta(days=365)
SOON = TODAY + timedelta(days=7)
CODES, REFERENCES = MemberCodes(MEMBERSHIP_SECRET), References("the key")
THANKS, ENDS = "You are a member of", "Your membership of"


@pytest.fixture
async def house(new_house: House) -> House:
    """A paper that asks readers, and shares a secret with its membership page; Ana reads it."""
    paper = replace(new_house.world.paper, appeals=AppealRules())
    house = await new_house.restarted(paper=paper, references=REFERENCES, codes=CODES)
    await house.subscribe(ANA)
    return house


def office(house: House) -> Office:
    """The command line's verbs on the same database."""
    world, keys = house.world, Keys(REFERENCES, CODES)
    return build_office("here", world.paper, keys, world.open_store, world.together, world.clock)


def ref(reader: int = 1) -> str:
    """The reference in the link that this subscriber tapped."""
    return REFERENCES.write(Reference(place=Place.APPEAL, reader=reader, day=TODAY, wording="0a1b2c3d"))


def claim(number: int = 1, event: Event = Event.CONFIRMED, until: date | None = LATE, **more: str) -> Claim:
    """What the site says of Ana, unless it is of somebody else."""
    return replace(Claim(id=f"order-{number}", event=event, until=until, ref=ref()), **more)  # type: ignore[arg-type]


async def told(house: House, *claims: Claim) -> list[Outcome]:
    """The site says so, one after the other."""
    return [await house.newsroom.confirm_membership(one) for one in claims]


async def member(house: House, reader: int = ANA) -> Member | None:
    """What is kept of somebody's membership."""
    async with house.world.open_store() as store:
        return await store.memberships.of(ChatId(reader))


async def becomes(house: House, **values: object) -> None:
    """Ana is a member in this way."""
    async with house.world.open_store() as store:
        await store.memberships.change(ChatId(ANA), lambda _: Member(**values))  # type: ignore[arg-type]


async def bring(house: House, code: str, reader: int = ANA, update: int = 1) -> CodeOutcome:
    """Somebody sends a code."""
    return (await house.newsroom.confirm_membership.bring(person(reader), code, update)).outcome


async def test_who_is_confirmed_is_a_member_and_thanked_once(house: House) -> None:
    assert await told(house, claim(), claim()) == [Outcome.ACCEPTED, Outcome.ALREADY_KNOWN]
    await house.newsroom.thank_members()
    await house.newsroom.thank_members()
    assert await house.received(ANA, THANKS) == 1
    assert await member(house) == Member(until=LATE)
    async with house.world.open_store() as store:
        (confirmation,) = await store.memberships.confirmed(SubscriberId(1))
    assert (confirmation.attribution.place, confirmation.attribution.wording) == (Place.APPEAL, "0a1b2c3d")
    assert confirmation.edition == EN


async def test_two_callbacks_at_once_thank_once(house: House) -> None:
    confirm = house.newsroom.confirm_membership
    twice = await asyncio.gather(confirm(claim()), confirm(claim()), confirm(claim(2)))
    assert sorted(twice) == [Outcome.ACCEPTED, Outcome.ACCEPTED, Outcome.ALREADY_KNOWN]
    await asyncio.gather(house.newsroom.thank_members(), house.newsroom.thank_members())
    assert await house.received(ANA, THANKS) == 1


async def test_calls_and_codes_at_once_take_effect_once_in_either_database(database: Database) -> None:
    await join(database, ChatId(ANA), ChatId(BORIS), now=MORNING)
    confirm = ConfirmMembership(
        open_store=database.open_store,
        paper=paper_at("https://paper.example"),
        references=REFERENCES,
        codes=CODES,
        clock=HandClock(MORNING),
    )
    outcomes = await asyncio.gather(*(confirm(claim()) for _ in range(3)), confirm(claim(until=SOON)))
    assert Counter(outcomes)[Outcome.ACCEPTED] == 1
    code = CODES.write(1, LATE, 3)
    brought = await asyncio.gather(*(confirm.bring(person(one), code, one) for one in (ANA, BORIS)))
    assert sorted(one.outcome for one in brought) == [CodeOutcome.ACCEPTED, CodeOutcome.USED]


async def test_the_same_id_with_something_else_changes_nothing(house: House) -> None:
    changed = claim(until=LATE + timedelta(days=1))
    assert await told(house, claim(), changed) == [Outcome.ACCEPTED, Outcome.CONFLICT]
    assert await member(house) == Member(until=LATE, owes_thanks=True)


async def test_what_is_over_already_is_not_kept(house: House) -> None:
    over = claim(until=TODAY - timedelta(days=1))
    assert await told(house, over, claim(2, until=TODAY)) == [Outcome.ENDED, Outcome.ACCEPTED]


async def test_a_retry_after_the_end_is_known_all_the_same(house: House) -> None:
    await told(house, claim(until=TODAY))
    house.clock.advance(days=2)
    assert await told(house, claim(until=TODAY)) == [Outcome.ALREADY_KNOWN]


async def test_a_reference_that_leads_to_nobody_is_counted(house: House) -> None:
    """A stranger's, a foreign one, none at all, a number that is nobody's, and a reader's who was erased."""
    await house.newsroom.keep_records.erase(person(ANA))
    references = (ref(0), "x" * 38, "", ref(99), ref(1))
    claims = [claim(number, ref=one) for number, one in enumerate(references)]
    assert await told(house, *claims) == [Outcome.COUNTED] * 5
    members, counts = await office(house).import_members.counts(90)
    assert (members, dict(counts)) == (0, {(Event.CONFIRMED, ""): 5})
    await house.newsroom.thank_members()
    assert await house.received(ANA, THANKS) == 0


async def test_a_link_from_before_its_reader_came_is_another_readers(house: House) -> None:
    """After a restore the same number may be somebody else's."""
    old = Reference(place=Place.APPEAL, reader=1, day=TODAY - timedelta(days=1))
    assert await told(house, claim(ref=REFERENCES.write(old))) == [Outcome.COUNTED]
    assert await member(house) is None


async def test_a_member_who_was_erased_and_returns_becomes_one_by_a_new_code(house: House) -> None:
    await told(house, claim())
    await house.newsroom.keep_records.erase(person(ANA))
    await house.subscribe(ANA)
    assert await member(house) is None
    assert await told(house, claim(2, Event.RENEWED)) == [Outcome.COUNTED]
    assert await bring(house, CODES.write(1, LATE, 3)) is CodeOutcome.ACCEPTED
    assert await member(house) == Member(until=LATE)


async def test_a_refund_ends_it_and_a_cancellation_does_not(house: House) -> None:
    await told(house, claim(), claim(2, Event.CANCELLED, None))
    assert await member(house) == Member(until=LATE, is_cancelled=True, owes_thanks=True)
    assert await told(house, claim(3, Event.REFUNDED, None)) == [Outcome.ACCEPTED]
    assert await member(house) is None


async def test_a_code_makes_one_person_a_member_and_its_answer_is_the_thanks(house: House) -> None:
    code = CODES.write(1, LATE, 3)
    await house.subscribe(BORIS)
    assert await bring(house, code) is CodeOutcome.ACCEPTED
    assert await bring(house, code) is CodeOutcome.YOURS
    assert await bring(house, code, BORIS) is CodeOutcome.USED
    assert await bring(house, CODES.write(2, TODAY - timedelta(days=1), 3)) is CodeOutcome.ENDED
    await house.newsroom.thank_members()
    assert await house.received(ANA, THANKS) == 0
    assert await member(house, BORIS) is None


async def test_a_stranger_may_bring_a_code_too(house: House) -> None:
    code = CODES.write(1, LATE, 3)
    assert await bring(house, code, BORIS) is CodeOutcome.ACCEPTED
    assert await bring(house, code, BORIS) is CodeOutcome.YOURS
    assert await bring(house, code) is CodeOutcome.USED


async def test_two_who_bring_a_code_at_once_are_not_both_members(house: House) -> None:
    code = CODES.write(1, LATE, 3)
    both = await asyncio.gather(bring(house, code), bring(house, code, BORIS))
    assert sorted(both) == [CodeOutcome.ACCEPTED, CodeOutcome.USED]


async def test_wrong_codes_are_looked_at_ten_times_an_hour(house: House) -> None:
    wrong = [await bring(house, "AAAAA-AAAAA-AAAAA-AAAAA", update=number) for number in range(11)]
    assert wrong == [CodeOutcome.WRONG] * 10 + [CodeOutcome.TOO_MANY]
    assert await bring(house, CODES.write(1, LATE, 3), update=12) is CodeOutcome.TOO_MANY
    house.clock.advance(hours=1)
    assert await bring(house, CODES.write(1, LATE, 3), update=13) is CodeOutcome.ACCEPTED


async def test_a_callback_may_name_the_code_that_was_shown(house: House) -> None:
    """Whoever brings it is the member; what follows finds them by it, and the callback is known after it."""
    code = CODES.write(1, LATE, 3).replace("-", "")
    assert await told(house, claim(ref="", code=code)) == [Outcome.COUNTED]
    assert await bring(house, code) is CodeOutcome.ACCEPTED
    assert await bring(house, code, BORIS) is CodeOutcome.USED
    assert await told(house, claim(2, Event.REFUNDED, None, ref="", code=code)) == [Outcome.ACCEPTED]
    assert await member(house) is None
    other = CODES.write(2, LATE, 3).replace("-", "")
    assert await bring(house, other) is CodeOutcome.ACCEPTED
    assert await told(house, claim(3, ref="", code=other)) == [Outcome.ALREADY_KNOWN]


async def test_a_code_that_was_paid_back_before_anybody_brought_it_makes_nobody_a_member(
    house: House,
) -> None:
    code = CODES.write(1, LATE, 3).replace("-", "")
    paid_back = claim(2, Event.REFUNDED, None, ref="", code=code)
    assert await told(house, claim(ref="", code=code), paid_back) == [Outcome.COUNTED] * 2
    assert await bring(house, code) is CodeOutcome.USED
    assert await member(house) is None


async def test_a_call_that_leads_to_nobody_and_a_code_that_is_brought_are_one_membership(
    house: House,
) -> None:
    """Of a link that many have had before them, the call tells where it was and the code whose it is."""
    code = CODES.write(1, LATE, 3)
    said = claim(ref=ref(0), code=code.replace("-", ""))
    assert await told(house, said) == [Outcome.COUNTED]
    assert await bring(house, code) is CodeOutcome.ACCEPTED
    async with house.world.open_store() as store:
        (one,) = await store.memberships.confirmed(SubscriberId(1))
    assert (one.callback_id, one.attribution.wording, one.edition) == ("order-1", "0a1b2c3d", EN)


async def test_where_no_secret_is_shared_no_code_is_right(house: House) -> None:
    house = await house.restarted(codes=None)
    assert await bring(house, CODES.write(1, LATE, 3)) is CodeOutcome.WRONG


async def test_who_has_left_is_not_written_to_and_sees_it_when_they_are_back(house: House) -> None:
    await told(house, claim())
    await house.newsroom.subscribe.stop(person(ANA))
    await house.newsroom.thank_members()
    assert await house.received(ANA, THANKS) == 0
    assert await house.newsroom.confirm_membership.of(person(ANA)) == Member(until=LATE)


class Cut:
    """A courier whose line is cut: nothing leaves."""

    tried = 0

    async def send(self, *_: object) -> Sending:
        """It did not leave."""
        self.tried += 1
        return NotSent("cut")


async def test_what_did_not_leave_is_said_once_the_line_is_back(house: House) -> None:
    await told(house, claim())
    async with house.world.open_store() as store:
        await store.memberships.change(ChatId(BORIS), lambda _: Member(until=LATE, owes_thanks=True))
    cut = replace(house.world, courier=Cut())  # type: ignore[arg-type]
    await becomes(house, until=SOON, owes_thanks=True)
    newsroom = build_newsroom(cut)
    await newsroom.thank_members()
    await newsroom.remind_members()
    assert await member(house) == Member(until=SOON, owes_thanks=True)
    await house.newsroom.thank_members()
    await house.newsroom.remind_members()
    assert [await house.received(ANA, text) for text in (THANKS, ENDS)] == [1, 1]


async def test_while_telegram_takes_nothing_nobody_else_is_tried(house: House) -> None:
    await becomes(house, until=SOON, owes_thanks=True)
    async with house.world.open_store() as store:
        await store.memberships.change(ChatId(BORIS), lambda _: Member(until=LATE, owes_thanks=True))
    cut = Cut()
    await build_newsroom(replace(house.world, courier=cut)).thank_members()  # type: ignore[arg-type]
    async with house.world.open_store() as store:
        owed = await store.memberships.take_thanks(5)
    assert (cut.tried, set(owed)) == (1, {ANA, BORIS})


class Dying:
    """A courier whose process dies under way."""

    def __init__(self, courier: Courier) -> None:
        self._courier = courier

    async def send(self, chat_id: ChatId, card: Card, *_: object) -> Sending:
        """It arrives, and nobody learns of it."""
        await self._courier.send(chat_id, card)
        raise asyncio.CancelledError


async def test_a_crash_under_way_does_not_thank_twice(house: House) -> None:
    await told(house, claim())
    dying = replace(house.world, courier=Dying(house.world.courier))  # type: ignore[arg-type]
    with pytest.raises(asyncio.CancelledError):
        await build_newsroom(dying).thank_members()
    house = await house.restarted()
    await house.newsroom.thank_members()
    assert await house.received(ANA, THANKS) == 1


async def test_the_end_is_told_once_a_week_before_with_a_link_that_tells_where_it_was(house: House) -> None:
    await becomes(house, until=SOON + timedelta(days=1))
    await house.newsroom.remind_members()
    assert await house.received(ANA, ENDS) == 0
    house.clock.advance(days=1)
    for _ in range(2):
        await house.newsroom.remind_members()
    (reminder,) = await house.messages(ANA, ENDS)
    link = reminder.buttons[0][0].url
    assert link
    assert "utm_campaign=renewal" in link
    reference = REFERENCES.read(link.rpartition("ref=")[2])
    assert reference
    assert (reference.reader, reference.edition) == (1, EN)
    house.clock.advance(days=30)
    await house.newsroom.remind_members()
    assert await house.received(ANA, ENDS) == 1
    assert await house.newsroom.confirm_membership.of(person(ANA)) is None


async def test_another_period_is_told_of_anew(house: House) -> None:
    await becomes(house, until=SOON)
    await house.newsroom.remind_members()
    await told(house, claim(1, Event.RENEWED, SOON + timedelta(days=30)))
    house.clock.advance(days=30)
    await house.newsroom.remind_members()
    assert await house.received(ANA, ENDS) == 2


async def test_nobody_is_told_at_night_or_in_their_quiet_hours(house: House) -> None:
    await becomes(house, until=SOON)
    async with house.world.open_store() as store:
        quiet = QuietHours(start=time(8), end=time(11))
        await store.preferences.keep(SubscriberId(1), replace(house.newsroom.paper.preferences, quiet=quiet))
    await house.newsroom.remind_members()
    house.clock.advance(hours=12)
    await house.newsroom.remind_members()
    assert await house.received(ANA, ENDS) == 0
    house.clock.advance(hours=13)
    await house.newsroom.remind_members()
    assert await house.received(ANA, ENDS) == 1


@pytest.mark.parametrize("change", ["never", "paused", "cancelled", "off", "silent"])
async def test_who_does_not_want_to_hear_it_is_not_told(house: House, change: str) -> None:
    await becomes(house, until=SOON, is_cancelled=change == "cancelled")
    if change == "never":
        async with house.world.open_store() as store:
            await store.appeals.keep(ChatId(ANA), History(rest=Rest.NEVER))
    if change == "paused":
        await house.newsroom.subscribe.pause(person(ANA))
    if change in ("off", "silent"):
        rules = AppealRules(reminder=timedelta(0)) if change == "off" else None
        house = await house.restarted(paper=replace(house.newsroom.paper, appeals=rules))
    await house.newsroom.remind_members()
    assert await house.received(ANA, ENDS) == 0


async def test_a_stranger_is_told_in_the_papers_own_language(house: House) -> None:
    await bring(house, CODES.write(1, SOON, 3), BORIS)
    house = await house.restarted(references=None)
    await house.newsroom.remind_members()
    assert await house.received(BORIS, ENDS) == 1
