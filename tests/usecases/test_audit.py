"""What the desk decides is on record: who, what, about what. Who came too late decided nothing."""

import pytest

from bot.domain.audit import Decision, Deed
from bot.domain.deliveries import Verdict
from bot.domain.feedback import FeedbackId
from tests.usecases.house import ANA, ELENA, EN, FILIP, MK, NEWS, House, editor, person
from tests.usecases.test_show_trouble import unsure
from tests.usecases.test_surges import FLOOD, SURGE

FIRST, SECOND = editor(), editor(FILIP, "Filip")


async def record(house: House) -> list[Decision]:
    """All of it, oldest first."""
    async with house.world.open_store() as store:
        return [one.decision for one in reversed(await store.audit.latest(100))]


async def test_a_review_is_decided_by_one(house: House) -> None:
    await house.publish(MK, NEWS)
    article = await house.article("snow")
    await house.newsroom.review_article.skip(article.id, 1, FIRST)
    await house.newsroom.review_article.send_now(article.id, 1, SECOND)
    assert await record(house) == [
        Decision(
            deed=Deed.SKIP,
            by=FIRST.id,
            name="Elena",
            at=house.clock.now(),
            about=NEWS.title,
            article_id=article.id,
            before="waiting",
            after="skipped",
        )
    ]


@pytest.mark.parametrize(
    ("verb", "deed"),
    [
        ("push_newest", Deed.PUSH_NEWEST),
        ("mark_seen", Deed.MARK_SEEN),
        ("review_each", Deed.REVIEW_EACH),
    ],
)
async def test_so_is_a_surge(house: House, verb: str, deed: Deed) -> None:
    await house.publish(EN, *FLOOD)
    for one in (FIRST, SECOND):
        await getattr(house.newsroom.decide_surge, verb)(SURGE, one)
    (decision,) = await record(house)
    assert (decision.deed, decision.by, decision.about) == (deed, ELENA, FLOOD[-1].title)


async def test_so_is_every_turn_of_a_push(house: House) -> None:
    await house.subscribe(ANA)
    push = await house.push()
    steer = house.newsroom.steer_push
    for step in (steer.pause, steer.resume, steer.cancel, steer.cancel):
        await step(push, FIRST)
    assert [(one.deed, one.push_id, one.about) for one in await record(house)] == [
        (deed, push, "Snow closes roads") for deed in (Deed.PAUSE, Deed.RESUME, Deed.CANCEL)
    ]


async def test_so_is_a_time_and_its_end(house: House) -> None:
    await house.file(slug="snow")
    url = f"{house.web.address}/snow"
    scheduled = await house.newsroom.push_article.schedule(url, "18:30", FIRST)
    for one in (SECOND, FIRST):
        await house.newsroom.push_article.cancel(scheduled.push.id, one)
    due = scheduled.push.due_at.isoformat()
    assert [(one.deed, one.name, one.after) for one in await record(house)] == [
        (Deed.SCHEDULE, "Elena", due),
        (Deed.CANCEL, "Filip", ""),
    ]


async def test_an_answer_to_a_reader_is_on_record_without_its_words(house: House) -> None:
    await house.newsroom.take_feedback(person(ANA, name="Ana"), "Line 4 is wrong")
    await house.newsroom.answer_feedback(FeedbackId(1), "Line 5", FIRST)
    (decision,) = await record(house)
    assert decision == Decision(deed=Deed.ANSWER, by=FIRST.id, name="Elena", at=house.clock.now(), about="#1")


async def test_so_is_what_becomes_of_the_unknown(house: House) -> None:
    push = await unsure(house)
    for one in (FIRST, SECOND):
        await house.newsroom.settle_unknown(push, Verdict.ARRIVED, one)
    (decision,) = await record(house)
    assert (decision.deed, decision.by, decision.before) == (Deed.UNKNOWN_ARRIVED, ELENA, "unknown: 2")
