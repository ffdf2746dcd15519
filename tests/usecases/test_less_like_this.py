"""*Less like this*: why it came, and what to hear less of."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.domain.deliveries import DeliveryState
from bot.domain.follows import FollowKind, subject
from bot.domain.ids import ArticleId
from bot.domain.stories import Place
from bot.errors import UsageError
from bot.usecases.less_like_this import Choices
from tests.usecases.house import ANA, BORIS, House, person

READER = person(ANA)


@pytest.fixture
async def pushed(house: House) -> House:
    """Ana follows Transport and got an article filed under it; Boris gets everything."""
    await house.file(slug="earlier", topics=("Transport",))
    await house.newsroom.follow.find(READER, "transport")
    await house.subscribe(BORIS)
    await house.push(topics=("Transport", "Skopje", "Money"), authors=("Biljana",), series="Analysis")
    return house


async def article(house: House) -> ArticleId:
    """The pushed one."""
    return (await house.article("snow")).id


def labels(choices: Choices) -> Iterator[str]:
    """What can be muted."""
    return (one.subject.label for one in choices.mutable)


def ref(label: str, kind: FollowKind = FollowKind.TOPIC) -> str:
    """A subject on a button."""
    found = subject(kind, label)
    assert found
    return found.ref


async def test_the_reason_is_the_rule_that_planned_it(pushed: House) -> None:
    ana, boris = [
        await pushed.newsroom.less_like_this(person(one), await article(pushed)) for one in (ANA, BORIS)
    ]
    assert ana.cause
    assert boris.cause
    assert (ana.cause.subject.label, boris.cause.subject.kind) == ("Transport", FollowKind.EDITION)


async def test_what_brought_it_stands_first_among_what_can_be_muted(pushed: House) -> None:
    ana, boris = [
        await pushed.newsroom.less_like_this(person(one), await article(pushed)) for one in (ANA, BORIS)
    ]
    assert list(labels(ana)) == ["Transport", "Analysis", "Biljana"]
    assert list(labels(boris)) == ["Analysis", "Biljana", "Transport"]


async def test_a_muted_topic_does_not_come_for_a_week_and_then_it_does(pushed: House) -> None:
    choices = await pushed.newsroom.less_like_this.mute(
        person(BORIS), await article(pushed), ref("Transport")
    )
    assert [one.is_muted(choices.now) for one in choices.mutable] == [False, False, True]
    await pushed.newsroom.subscribe.stop(READER)
    assert await pushed.counts(await pushed.push(slug="2", topics=("transport",))) == {}
    pushed.clock.advance(days=7)
    assert sum((await pushed.counts(await pushed.push(slug="3", topics=("Transport",)))).values()) == 1


async def test_a_mute_can_be_taken_back_and_twice_is_once(pushed: House) -> None:
    less, about = pushed.newsroom.less_like_this, await article(pushed)
    for _ in range(2):
        await less.mute(READER, about, ref("Transport"))
    for _ in range(2):
        choices = await less.unmute(READER, about, ref("Transport"))
    assert not any(one.is_muted(choices.now) for one in choices.mutable)
    assert await pushed.followed(ANA) == ["Transport"]


async def test_what_is_followed_no_more_is_no_reason_but_can_be_taken_back(pushed: House) -> None:
    less, about = pushed.newsroom.less_like_this, await article(pushed)
    choices = await less.end(READER, about, ref("Transport"))
    assert choices.cause is None
    assert [one.subject.label for one in choices.ended] == ["Transport"]
    again = await less.begin_again(READER, about, ref("Transport"))
    assert again.cause
    assert again.ended == []


async def test_what_was_ended_brings_nothing_more(pushed: House) -> None:
    await pushed.newsroom.less_like_this.end(READER, await article(pushed), ref("Transport"))
    counts = await pushed.counts(await pushed.push(slug="2", topics=("Transport",)))
    assert counts == {DeliveryState.PENDING: 1}


async def test_words_that_brought_it_are_the_reason_and_can_be_muted(house: House) -> None:
    await house.newsroom.follow.find(READER, "roads")
    await house.push()
    choices = await house.newsroom.less_like_this(READER, await article(house))
    assert choices.cause
    assert list(labels(choices)) == [choices.cause.subject.label] == ["roads"]
    muted = await house.newsroom.less_like_this.mute(READER, await article(house), choices.cause.subject.ref)
    assert muted.mutable[0].muted_until == house.clock.now() + timedelta(days=7)


async def test_the_buttons_it_came_with_can_be_had_back(pushed: House) -> None:
    buttons = await pushed.newsroom.less_like_this.buttons_of(READER, await article(pushed))
    (push,) = await pushed.pushes("snow")
    assert buttons == push.cards[(await pushed.article("snow")).edition].buttons


async def test_who_reads_another_edition_by_now_gets_the_buttons_all_the_same(pushed: House) -> None:
    before = await pushed.newsroom.less_like_this.buttons_of(READER, await article(pushed))
    await pushed.newsroom.subscribe.choose_edition(READER, pushed.newsroom.paper.edition_for("mk"))
    assert await pushed.newsroom.less_like_this.buttons_of(READER, await article(pushed)) == before


async def test_a_stranger_has_nothing_to_choose(pushed: House) -> None:
    with pytest.raises(UsageError, match="not_subscribed"):
        await pushed.newsroom.less_like_this(person(999), await article(pushed))


async def test_an_article_that_was_never_sent_has_no_reason(pushed: House) -> None:
    other = await pushed.file(slug="other")
    with pytest.raises(UsageError, match="stale_button"):
        await pushed.newsroom.less_like_this(READER, other.id)


async def test_a_subject_that_is_neither_the_readers_nor_the_articles_is_out_of_date(pushed: House) -> None:
    with pytest.raises(UsageError, match="stale_button"):
        await pushed.newsroom.less_like_this.mute(READER, await article(pushed), ref("Moon"))


async def test_its_story_can_be_followed_and_ended(pushed: House) -> None:
    less, about = pushed.newsroom.less_like_this, await pushed.article("snow")
    assert (await less(READER, about.id)).story is None
    async with pushed.world.open_store() as store:
        await store.stories.place(about, Place((), {}), pushed.clock.now())
    story = (await less.follow_story(READER, about.id)).story
    assert story
    assert story.since
    ended = (await less.end(READER, about.id, story.subject.ref)).story
    assert ended
    assert ended.since is None
