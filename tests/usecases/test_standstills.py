"""A standstill or a restored backup: what fell due in the meantime waits for a person, who decides once."""

from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime

import pytest

from bot.domain.deliveries import DeliveryState
from bot.domain.ids import ChatId, UserId
from bot.domain.preferences import Mode
from bot.domain.pushes import NewPush
from bot.domain.standstills import StandstillId, StandstillState
from bot.errors import UsageError
from bot.inbox_ports import StoredUpdate
from bot.usecases.notice_standstill import MarkRestored
from tests.usecases.house import ANA, BORIS, CVETA, ELENA, EN, FILIP, House, editor, person
from tests.usecases.web import Item

FIRST = StandstillId(1)


@pytest.fixture
async def late(house: House) -> House:
    """A house with a reader and a planned push, whose process dies before it is sent."""
    await house.subscribe(ANA)
    await house.newsroom.keep_time()
    await house.push()
    return house


async def start_after(house: House, **later: float) -> House:
    """The next process, so much later, until its first round is done."""
    house.clock.advance(**later)
    again = await house.restarted()
    await again.newsroom.notice_standstill()
    await again.newsroom.keep_time()
    await work(again)
    return again


async def restored_after(house: House, **later: float) -> House:
    """The next process on what was a backup."""
    house.clock.advance(**later)
    await MarkRestored(open_store=house.world.open_store, clock=house.clock)()
    return await start_after(house)


async def work(house: House) -> None:
    """A tick of everything."""
    await house.round()
    await house.newsroom.show_standstill()


async def news_of(house: House, hours: float) -> None:
    """A day later the English feed, which pushes at once, brings an article that is so much older or newer
    than the start."""
    published = house.clock.now() + timedelta(hours=hours)
    await house.publish(EN, Item("fresh", "Fresh snow", date=format_datetime(published)))
    await house.round()


async def test_a_short_stop_holds_nothing(late: House) -> None:
    again = await start_after(late, minutes=59)
    assert await again.received(ANA, "Snow closes roads") == 1
    assert await again.received(ELENA, "stood still") == 0


async def test_what_is_too_late_waits_and_both_editors_are_asked(late: House) -> None:
    again = await start_after(late, minutes=61)
    assert await again.received(ANA, "Snow closes roads") == 0
    for chat in (ELENA, FILIP):
        assert "1 push of that time waits." in (await again.messages(chat, "stood still"))[0].text
        assert await again.labels(chat, "stood still") == ["Send the rest", "Drop"]


async def test_the_card_is_shown_once_also_after_the_next_restart(late: House) -> None:
    again = await start_after(await start_after(late, minutes=61), minutes=5)
    assert await again.received(ELENA, "stood still") == 1


async def test_sent_it_goes_where_it_had_got_to(late: House) -> None:
    again = await start_after(late, minutes=61)
    decided = await again.newsroom.decide_standstill.send(FIRST, editor())
    await work(again)
    assert decided.by_this_press
    assert await again.received(ANA, "Snow closes roads") == 1
    assert await again.counts((await again.pushes("snow"))[0].id) == {DeliveryState.SENT: 1}


async def test_dropped_nobody_gets_it_and_it_is_counted(late: House) -> None:
    again = await start_after(late, minutes=61)
    await again.newsroom.decide_standstill.drop(FIRST, editor())
    await work(again)
    assert await again.received(ANA, "Snow closes roads") == 0
    assert await again.counts((await again.pushes("snow"))[0].id) == {DeliveryState.CANCELLED: 1}


async def test_the_first_decision_stands_and_is_shown_to_the_other_editor(late: House) -> None:
    again = await start_after(late, minutes=61)
    first = await again.newsroom.decide_standstill.drop(FIRST, editor())
    second = await again.newsroom.decide_standstill.send(FIRST, editor(FILIP, "Filip"))
    await again.newsroom.show_standstill.verdict(first.standstill, besides=ChatId(ELENA))
    assert (first.by_this_press, second.by_this_press) == (True, False)
    assert second.standstill.state is StandstillState.DROPPED
    assert (await again.labels(FILIP, "stood still"))[0].startswith("✗ Dropped by Elena")


async def test_the_decision_is_on_record(late: House) -> None:
    again = await start_after(late, minutes=61)
    await again.newsroom.decide_standstill.drop(FIRST, editor())
    async with again.world.open_store() as store:
        (logged,) = await store.audit.latest(5)
    assert (logged.decision.deed, logged.decision.before) == ("drop_late", "1")


async def test_a_button_of_no_standstill_is_refused(house: House) -> None:
    with pytest.raises(UsageError):
        await house.newsroom.decide_standstill.send(FIRST, editor())


async def file_due(house: House, due_at: datetime) -> None:
    """A push for all who read what Ana reads, as a schedule files it."""
    keys = [one.subject for one in await house.follows(ANA)]
    cards = (await house.pushes("snow"))[0].cards
    article = await house.file("Later", "later")
    push = NewPush(
        article_id=article.id,
        keys=keys,
        cards={code: replace(card, html="Later", buttons=()) for code, card in cards.items()},
        due_at=due_at,
        expires_at=due_at + timedelta(hours=12),
        created_by=None,
        schedule="test",
        slot="later",
    )
    async with house.world.open_store() as store:
        assert await store.pushes.add(push)


async def test_what_was_never_planned_goes_to_the_readers_of_the_moment_it_is_sent(late: House) -> None:
    await file_due(late, late.clock.now() + timedelta(minutes=10))
    again = await start_after(late, minutes=80)
    await again.subscribe(BORIS)
    await work(again)
    assert await again.received(BORIS, "Later") == 0
    await again.newsroom.decide_standstill.send(FIRST, editor())
    await work(again)
    assert await again.received(BORIS, "Later") == 1


async def test_a_slot_of_the_standstill_is_held_when_it_is_filed(late: House) -> None:
    again = await start_after(late, minutes=61)
    await file_due(again, again.clock.now() - timedelta(minutes=61))
    await work(again)
    assert await again.received(ANA, "Later") == 0


async def test_a_restored_backup_sends_nothing_by_itself_however_young_it_is(late: House) -> None:
    again = await restored_after(late, minutes=5)
    assert await again.received(ANA, "Snow closes roads") == 0
    assert await again.received(ELENA, "A backup was put in place") == 1


async def test_marking_twice_is_marking_once(late: House) -> None:
    await MarkRestored(open_store=late.world.open_store, clock=late.clock)()
    again = await restored_after(late, minutes=5)
    async with again.world.open_store() as store:
        newest = await store.standstills.latest()
    assert newest
    assert (newest.id, newest.pushes, newest.gap.is_restore) == (FIRST, 1, True)


@pytest.fixture
async def morning(late: House) -> House:
    """The morning after a restore, with a reader of digests for whom something of before waits."""
    await late.subscribe(BORIS)
    await late.newsroom.choose_when.change(person(BORIS), lambda chosen: replace(chosen, mode=Mode.DIGEST))
    await digest_round(late)
    await late.push("Yesterday's news", "yesterday")
    again = await restored_after(late, minutes=5)
    again.clock.advance(hours=23)
    await digest_round(again)
    return again


async def test_after_a_restore_digests_wait_too(morning: House) -> None:
    assert "The digest of 1 reader waits." in (await morning.messages(ELENA, "A backup"))[0].text
    assert await morning.received(BORIS, "Yesterday's news") == 0


async def test_sent_the_digest_comes(morning: House) -> None:
    await morning.newsroom.decide_standstill.send(FIRST, editor())
    await digest_round(morning)
    assert await morning.received(BORIS, "Yesterday's news") == 1


async def test_dropped_no_later_digest_brings_it(morning: House) -> None:
    await morning.newsroom.decide_standstill.drop(FIRST, editor())
    morning.clock.advance(days=1)
    await digest_round(morning)
    assert await morning.received(BORIS, "Yesterday's news") == 0


async def digest_round(house: House) -> None:
    """What is due at the readers' hours is sent."""
    await house.newsroom.send_digests()
    await house.round()


async def test_a_restored_backup_owes_no_answers(late: House) -> None:
    async with late.world.open_store() as store:
        await store.inbox.store([StoredUpdate(7, {"update_id": 7})], late.clock.now())
    again = await restored_after(late, minutes=5)
    async with again.world.open_store() as store:
        assert await store.inbox.unhandled() == []


async def test_an_article_that_readers_may_have_had_waits_for_an_editor(late: House) -> None:
    again = await restored_after(late, minutes=5)
    await news_of(again, -2)
    assert await again.received(ANA, "Fresh snow") == 0
    assert await again.review("fresh")


async def test_an_article_of_after_the_restore_goes_out(late: House) -> None:
    again = await restored_after(late, minutes=5)
    await news_of(again, +1)
    assert await again.received(ANA, "Fresh snow") == 1


async def test_a_start_on_an_empty_database_is_no_standstill(house: House) -> None:
    again = await start_after(house, days=3)
    async with again.world.open_store() as store:
        assert await store.standstills.latest() is None


async def test_a_desk_chat_that_is_too_busy_is_told_after_a_rest_and_one_that_blocked_us_once(
    late: House,
) -> None:
    await late.telegram.fault(429, chat=ELENA, retry_after=30)
    await late.telegram.block(FILIP)
    again = await start_after(late, minutes=61)
    await again.newsroom.show_standstill()
    assert await again.received(ELENA, "stood still") == 0
    again.clock.advance(seconds=31)
    await again.newsroom.show_standstill()
    await again.newsroom.show_standstill()
    assert await again.received(ELENA, "stood still") == 1


async def test_without_a_desk_the_admins_are_asked_in_the_papers_language(late: House) -> None:
    nobody = replace(late.world.paper, desk=(), editors=frozenset(), admins=frozenset({UserId(CVETA)}))
    late.clock.advance(minutes=61)
    again = await late.restarted(paper=nobody)
    await again.newsroom.notice_standstill()
    await work(again)
    assert await again.received(CVETA, "stood still") == 1


async def test_the_other_editor_reads_the_decision_in_their_language(late: House) -> None:
    await late.subscribe(FILIP, language="mk")
    again = await start_after(late, minutes=61)
    decided = await again.newsroom.decide_standstill.send(FIRST, editor())
    await again.newsroom.show_standstill.verdict(decided.standstill, besides=ChatId(ELENA))
    assert (await again.labels(FILIP, "мируваше"))[0].startswith("✓ Прати Elena")


async def test_a_backup_of_a_database_that_never_ran_can_be_marked(house: House) -> None:
    again = await restored_after(house, minutes=5)
    async with again.world.open_store() as store:
        newest = await store.standstills.latest()
    assert newest
    assert (newest.gap.since, newest.gap.is_restore) == (None, True)
