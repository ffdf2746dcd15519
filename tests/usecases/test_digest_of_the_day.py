"""The digest of the day: one message with what went out, for who chose it and for nobody else."""

from dataclasses import replace
from datetime import time

import pytest

from bot.domain.edits import Edit, Version
from bot.domain.origins import OfArticle
from bot.domain.schedules import Plan, ScheduleKind
from bot.rendering.callbacks import unpack
from bot.usecases.freeze import digest_of_the_day
from tests.usecases.house import ANA, BORIS, CVETA, EN, House, editor, person
from tests.usecases.mornings import HEADLINES, publish, texts, told, until
from tests.usecases.videos import SKOPJE

DAILY = digest_of_the_day(EN)
READER = person(ANA)
TITLE = "the day’s best"


@pytest.fixture
async def paper(house: House) -> House:
    """An English edition with a digest of the day at eight in the evening, which Ana follows and nothing
    else; Boris gets everything of it, and Cveta everything of it beside her own edition."""
    plan = Plan(kind=ScheduleKind.DIGEST_OF_THE_DAY, edition=EN, at=time(20), zone=SKOPJE)
    paper = await house.restarted(paper=replace(house.world.paper, schedules=(plan,)))
    await paper.newsroom.keep_schedules.enrol()
    await paper.newsroom.follow.toggle(READER, DAILY.ref)
    await paper.subscribe(BORIS)
    await paper.subscribe(CVETA, language="mk")
    offered = (await paper.newsroom.follow.on_offer(person(CVETA, language="mk"))).follows
    everything = next(one.subject for one in offered if one.subject.key == EN)
    await paper.newsroom.follow.follow(person(CVETA, language="mk"), everything.ref)
    return paper


async def evening(paper: House) -> None:
    """It is a minute past eight."""
    await until(paper, paper.clock, 20, 1)
    await paper.newsroom.keep_schedules()
    await paper.round()


async def test_who_chose_it_gets_one_message_and_nobody_else_does(paper: House) -> None:
    await publish(paper, 2, topics=("Roads",))
    await evening(paper)
    (digest,) = await texts(paper)
    assert TITLE in digest
    assert digest.count("Roads") == 1
    assert told([digest]) == [HEADLINES[:2]]
    assert [await paper.received(one, TITLE) for one in (BORIS, CVETA)] == [0, 0]


async def test_after_a_restart_it_does_not_come_again(paper: House) -> None:
    await publish(paper, 1)
    await evening(paper)
    again = await paper.restarted()
    await again.newsroom.keep_schedules.enrol()
    await evening(again)
    assert await paper.received(ANA, TITLE) == 1


async def test_a_day_on_which_nothing_went_out_has_none(paper: House) -> None:
    await publish(paper, 1)
    paper.clock.advance(days=2)
    await paper.file("Nobody has pushed it", "unpushed")
    await evening(paper)
    assert await texts(paper) == []


async def test_what_was_taken_back_is_not_in_it_and_what_an_editor_changed_is_as_they_want_it(
    paper: House,
) -> None:
    await publish(paper, 2)
    gone, changed = await paper.article("snow"), await paper.article("budget")
    card = await paper.newsroom.handle_copies.ask_retract(OfArticle(gone.id), editor())
    _, token = unpack(card.buttons[0][0].data or "") or ("", "")
    await paper.newsroom.handle_copies.retract(token, editor())
    async with paper.world.open_store() as store:
        edit = Edit(headline="The budget is through")
        await store.edits.add(changed.id, changed.revision, Version(number=1, edit=edit))
    await evening(paper)
    (digest,) = await texts(paper)
    assert "The budget is through" in digest
    assert told([digest]) == [[]]


async def test_the_queue_names_the_next_one(paper: House) -> None:
    ((plan, due_at),) = paper.newsroom.schedule_push.recurring()
    assert (plan.schedule, due_at.astimezone(SKOPJE).hour) == ("digest_of_the_day/en", 20)
