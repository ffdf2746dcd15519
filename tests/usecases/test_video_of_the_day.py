"""The video of the day: for who follows it, or its topic, or gets everything and did not end it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.deliveries import DeliveryState
from bot.domain.follows import FollowKind, subject
from bot.domain.preferences import Mode
from bot.domain.subscribers import Person
from bot.errors import UsageError
from bot.usecases.freeze import video_of_the_day
from tests.usecases.house import ANA, BORIS, CVETA, EN, MK, HandClock, House, person
from tests.usecases.mornings import DIGEST, chooses, texts, tick, until
from tests.usecases.videos import plan, publish, pushes

DAILY = video_of_the_day(EN)
READER = person(ANA)
TITLE = "A video"


@pytest.fixture
async def paper(house: House) -> House:
    """An English edition with a video of the day at seven in the evening."""
    paper = await house.restarted(paper=replace(house.world.paper, schedules=(plan(),)))
    await paper.newsroom.keep_schedules.enrol()
    return paper


async def evening(paper: House) -> None:
    """It is a quarter past seven, and a new video went out."""
    await publish(paper.world.open_store, paper.clock)
    at_seven = paper.clock.now().replace(hour=18, minute=15)
    paper.clock.advance(seconds=((at_seven - paper.clock.now()) % timedelta(days=1)).total_seconds())
    await paper.newsroom.keep_schedules()
    await paper.round()


async def offers(paper: House, who: Person = READER) -> dict[str, bool]:
    """What always can be followed, and whether it comes."""
    stances = await paper.newsroom.follow.on_offer(who)
    return {one.subject.label: one.since is not None for one in stances.follows}


async def test_it_can_be_followed_by_itself(paper: House) -> None:
    await paper.newsroom.follow.toggle(READER, DAILY.ref)
    await evening(paper)
    assert await paper.received(ANA, TITLE) == 1
    assert await paper.followed(ANA) == ["Video of the day"]


async def test_who_gets_everything_gets_it_and_can_end_it_for_good(paper: House) -> None:
    await paper.subscribe(ANA, BORIS)
    assert (await offers(paper))["Video of the day"]
    await paper.newsroom.follow.toggle(READER, DAILY.ref)
    assert not (await offers(paper))["Video of the day"]
    await paper.newsroom.follow.mine(READER, anew=True)
    paper.clock.advance(days=400)
    await evening(paper)
    assert [await paper.received(one, TITLE) for one in (ANA, BORIS)] == [0, 1]


async def test_it_waits_for_the_digest_of_who_wants_one(paper: House, clock: HandClock) -> None:
    await chooses(paper, mode=Mode.DIGEST)
    await paper.newsroom.follow.follow(READER, DAILY.ref)
    await tick(paper)
    await evening(paper)
    assert await paper.received(ANA, DIGEST) == 0
    await until(paper, clock, 7, 30, days=1)
    (digest,) = await texts(paper)
    assert TITLE in digest


async def test_what_was_ended_is_begun_again_with_another_tap(paper: House) -> None:
    await paper.subscribe(ANA)
    for _ in range(2):
        await paper.newsroom.follow.toggle(READER, DAILY.ref)
    await evening(paper)
    assert await paper.received(ANA, TITLE) == 1


async def test_other_news_come_without_it(paper: House) -> None:
    await paper.subscribe(ANA)
    await paper.newsroom.follow.end(READER, DAILY.ref)
    assert sum((await paper.counts(await paper.push())).values()) == 1


async def test_who_reads_another_edition_does_not_get_it(paper: House) -> None:
    await paper.subscribe(CVETA, language="mk")
    await evening(paper)
    assert await paper.received(CVETA, TITLE) == 0
    assert "Видео на денот" not in await offers(paper, person(CVETA, language="mk"))


async def test_a_paper_without_one_offers_none(house: House) -> None:
    assert await offers(house) == {"en": False, "mk": False}
    with pytest.raises(UsageError, match="stale_button"):
        await house.newsroom.follow.toggle(READER, DAILY.ref)


async def test_under_it_stands_a_way_to_end_it_and_back(paper: House) -> None:
    await paper.subscribe(ANA)
    await evening(paper)
    async with paper.world.open_store() as store:
        (video,) = await store.articles.latest(EN, 1, with_video=True)
    less = paper.newsroom.less_like_this
    daily = (await less(READER, video.id)).daily
    assert daily
    assert daily.since
    after = await less.end(READER, video.id, DAILY.ref)
    assert [one.subject for one in after.ended] == [DAILY]
    assert (await less.begin_again(READER, video.id, DAILY.ref)).ended == []


async def test_an_article_that_came_by_itself_has_no_such_button(paper: House) -> None:
    await paper.subscribe(ANA)
    await paper.push()
    assert (await paper.newsroom.less_like_this(READER, (await paper.article("snow")).id)).daily is None


async def test_whoever_follows_its_topic_gets_it(paper: House) -> None:
    await paper.newsroom.follow.topic(READER, "Railway")
    article = await publish(paper.world.open_store, paper.clock)
    async with paper.world.open_store() as store:
        named = replace(article, topics=("railway",))
        await store.articles.revise(article.id, named, keys=(), fingerprint="2")
    paper.clock.advance(hours=10)
    await paper.newsroom.keep_schedules()
    await paper.round()
    (push,) = await pushes(paper.world.open_store, article)
    assert await paper.counts(push.id) == {DeliveryState.SENT: 1}


async def test_a_topic_can_be_followed_that_the_paper_wrote_about_long_ago(paper: House) -> None:
    changed = await paper.newsroom.follow.topic(READER, "Moon  landing")
    assert changed.follow.subject == subject(FollowKind.TOPIC, "moon landing")
    with pytest.raises(UsageError, match="stale_button"):
        await paper.newsroom.follow.topic(READER, "?!")


async def test_each_edition_has_its_own(paper: House) -> None:
    assert video_of_the_day(MK) != DAILY
    assert video_of_the_day(MK).label == "Видео на денот"
