"""Readers choose what they get: from what is on offer, by a name, or in words of their own."""

from dataclasses import replace

import pytest

from bot.domain.follows import MOST_FOLLOWS, Follow, FollowKind, Subject, subject
from bot.domain.ids import ArticleId, ChatId, ThreadId
from bot.domain.links import Link, LinkKind
from bot.domain.stories import Place
from bot.domain.subscribers import Person, Standing
from bot.errors import UsageError
from tests.usecases.house import ANA, BORIS, House, person

READER = person(ANA)


def ref_of(kind: FollowKind, label: str) -> str:
    """What stands for a subject on a button."""
    found = subject(kind, label)
    assert found
    return found.ref


ECONOMY = ref_of(FollowKind.TOPIC, "Economy")


@pytest.fixture
async def paper(house: House) -> House:
    """A paper that wrote about the economy twice, about sport once, and long ago about the moon."""
    await house.file(slug="moon", topics=("Moon",))
    house.clock.advance(days=91)
    await house.file(slug="1", topics=("Economy",), authors=("Biljana Andonović",))
    await house.file(slug="2", topics=("economy", "Sport"), authors=("Igor Andonović",))
    return house


async def offered(house: House, who: Person = READER) -> list[tuple[str, bool]]:
    """The labels on offer, and whether they are followed."""
    stances = await house.newsroom.follow.on_offer(who)
    return [(one.subject.label, one.since is not None) for one in stances.follows]


async def test_everything_and_what_the_paper_wrote_about_lately_is_on_offer(paper: House) -> None:
    assert await offered(paper) == [
        ("en", False),
        ("mk", False),
        ("Economy", False),
        ("Biljana Andonović", False),
        ("Igor Andonović", False),
        ("Sport", False),
    ]


async def test_what_is_on_offer_is_counted_anew_after_a_minute(paper: House) -> None:
    await offered(paper)
    await paper.file(slug="3", topics=("Art",))
    assert ("Art", False) not in await offered(paper)
    paper.clock.advance(minutes=1)
    assert ("Art", False) in await offered(paper)


async def test_a_tap_subscribes_a_stranger_to_this_and_nothing_else(paper: House) -> None:
    after = await paper.newsroom.follow.toggle(READER, ECONOMY)
    assert after.follow.since == paper.clock.now()
    assert await paper.standing(ANA) is Standing.ACTIVE
    assert await paper.followed(ANA) == ["Economy"]
    assert ("Economy", True) in await offered(paper)


async def test_a_second_tap_ends_it(paper: House) -> None:
    await paper.newsroom.follow.toggle(READER, ECONOMY)
    assert (await paper.newsroom.follow.toggle(READER, ECONOMY)).follow.since is None
    assert await paper.followed(ANA) == []


async def test_asking_twice_for_the_same_is_asking_once(paper: House) -> None:
    for _ in range(2):
        await paper.newsroom.follow.follow(READER, ECONOMY)
    assert await paper.followed(ANA) == ["Economy"]
    for _ in range(2):
        await paper.newsroom.follow.end(READER, ECONOMY)
    assert await paper.followed(ANA) == []


async def test_a_stranger_who_ends_something_stays_one(paper: House) -> None:
    await paper.newsroom.follow.end(READER, ECONOMY)
    assert await paper.newsroom.subscribe.of(READER) is None


async def test_who_left_comes_back_by_following_and_not_by_ending(paper: House) -> None:
    await paper.subscribe(ANA)
    await paper.newsroom.subscribe.stop(READER)
    await paper.newsroom.follow.end(READER, ECONOMY)
    assert await paper.standing(ANA) is Standing.LEFT
    await paper.newsroom.follow.follow(READER, ECONOMY)
    assert await paper.standing(ANA) is Standing.ACTIVE


async def test_a_pause_outlasts_a_choice(paper: House) -> None:
    await paper.subscribe(ANA)
    await paper.newsroom.subscribe.pause(READER)
    await paper.newsroom.follow.follow(READER, ECONOMY)
    assert await paper.standing(ANA) is Standing.PAUSED


async def test_a_button_about_nothing_known_is_out_of_date(paper: House) -> None:
    with pytest.raises(UsageError) as problem:
        await paper.newsroom.follow.toggle(READER, ref_of(FollowKind.TOPIC, "Moon"))
    assert problem.value.text_key == "error.stale_button"


async def test_there_is_an_end_to_what_one_can_follow(paper: House) -> None:
    await paper.subscribe(ANA)
    async with paper.world.open_store() as store:
        ana = await store.subscribers.by_chat(READER.chat_id)
        assert ana
        many = [Subject(FollowKind.TOPIC, str(one), str(one)) for one in range(MOST_FOLLOWS - 1)]
        await store.follows.put(ana.id, *(Follow(subject=one, since=paper.clock.now()) for one in many))
    with pytest.raises(UsageError) as problem:
        await paper.newsroom.follow.follow(READER, ECONOMY)
    assert problem.value.text_key == "error.too_many_follows"
    await paper.newsroom.follow.end(READER, many[0].ref)
    await paper.newsroom.follow.follow(READER, ECONOMY)
    assert len(await paper.followed(ANA)) == MOST_FOLLOWS


async def test_the_own_list_keeps_what_was_ended_until_it_is_asked_for_anew(paper: House) -> None:
    await paper.newsroom.follow.find(READER, "metro")
    await paper.newsroom.follow.follow(READER, ECONOMY)
    await paper.newsroom.follow.end(READER, ECONOMY)

    async def listed(anew: bool) -> list[str]:
        mine = await paper.newsroom.follow.mine(READER, anew=anew)
        return [one.subject.label for one in mine.follows]

    assert await listed(False) == ["metro", "Economy"]
    assert await listed(True) == ["metro"]


async def test_a_stranger_follows_nothing(paper: House) -> None:
    assert (await paper.newsroom.follow.mine(READER, anew=True)).follows == ()


@pytest.mark.parametrize("name", ["Biljana Andonovic", "Билјана Андоновиќ", "andonovikj biljana"])
async def test_a_name_in_any_spelling_is_followed_at_once(paper: House, name: str) -> None:
    found = await paper.newsroom.follow.find(READER, name)
    assert found.followed
    assert found.followed.follow.subject.label == "Biljana Andonović"
    assert await paper.followed(ANA) == ["Biljana Andonović"]


async def test_the_words_of_a_name_can_be_followed_as_well(paper: House) -> None:
    found = await paper.newsroom.follow.find(READER, "sport")
    (words,) = found.choice
    assert (words.kind, words.label) == (FollowKind.KEYWORD, "sport")
    await paper.newsroom.follow.follow(READER, words.ref)
    assert await paper.followed(ANA) == ["sport", "Sport"]


async def test_several_of_one_name_are_a_choice(paper: House) -> None:
    await paper.subscribe(ANA)
    found = await paper.newsroom.follow.find(READER, "Андоновиќ")
    assert found.followed is None
    assert [one.label for one in found.choice] == ["Biljana Andonović", "Igor Andonović", "Андоновиќ"]
    assert await paper.followed(ANA) == ["en"]


async def test_a_stranger_can_choose_too(paper: House) -> None:
    found = await paper.newsroom.follow.find(READER, "Andonovic")
    assert [one.label for one in found.choice] == ["Biljana Andonović", "Igor Andonović"]
    assert await paper.newsroom.subscribe.of(READER) is None


@pytest.mark.parametrize("text", ["metro", "economy -sport"])
async def test_other_words_and_words_with_exceptions_are_followed_as_words(paper: House, text: str) -> None:
    found = await paper.newsroom.follow.find(READER, text)
    assert found.choice == ()
    assert await paper.followed(ANA) == [text]
    assert (await paper.follows(ANA))[0].subject.kind is FollowKind.KEYWORD


@pytest.mark.parametrize("text", ["", "?", "-metro", "🚌" * 4000])
async def test_without_words_there_is_nothing_to_follow(paper: House, text: str) -> None:
    with pytest.raises(UsageError) as problem:
        await paper.newsroom.follow.find(READER, text)
    assert problem.value.text_key == "error.nothing_to_follow"


@pytest.mark.parametrize(
    ("kind", "name", "label"),
    [
        (LinkKind.AUTHOR, "biljana-andonovikj", "Biljana Andonović"),
        (LinkKind.TOPIC, "economy", "Economy"),
        (LinkKind.TOPIC, "biljana-andonovikj", None),
        (LinkKind.SERIES, "economy", None),
    ],
)
async def test_a_link_names_a_subject_of_its_kind(
    paper: House, kind: LinkKind, name: str, label: str | None
) -> None:
    found = await paper.newsroom.follow.of_link(person(BORIS), Link(kind, name))
    assert (found.label if found else None) == label


async def test_who_gets_everything_is_told_that_a_follow_adds_nothing(paper: House) -> None:
    assert not (await paper.newsroom.follow.follow(READER, ECONOMY)).gets_everything
    await paper.newsroom.subscribe(READER, everything=True)
    assert (await paper.newsroom.follow.follow(READER, ECONOMY)).gets_everything


async def test_the_story_of_an_article_without_a_place_is_out_of_date(paper: House) -> None:
    article = await paper.article("1")
    for about in (article.id, ArticleId(99)):
        with pytest.raises(UsageError, match="stale_button"):
            await paper.newsroom.follow.story(READER, about)


async def test_the_story_of_an_article_is_followed_under_its_headline(paper: House) -> None:
    article = await paper.article("1")
    async with paper.world.open_store() as store:
        await store.stories.place(article, Place((), {}), paper.clock.now())
    await paper.newsroom.follow.story(READER, article.id)
    assert await paper.followed(ANA) == [article.headline]


async def test_what_a_forum_follows_first_says_to_which_topic_it_comes(house: House) -> None:
    forum = replace(person(BORIS), chat_id=ChatId(-1001), thread_id=ThreadId(7))
    await house.newsroom.follow.find(forum, "night train")
    await house.newsroom.follow.find(replace(forum, thread_id=ThreadId(8)), "day train")
    subscriber = await house.newsroom.subscribe.of(forum)
    assert subscriber
    assert subscriber.thread_id == 7


async def test_a_forum_that_comes_back_gets_it_where_it_asks(house: House) -> None:
    forum = replace(person(BORIS), chat_id=ChatId(-1001), thread_id=ThreadId(7))
    await house.newsroom.subscribe(forum)
    await house.newsroom.subscribe.stop(forum)
    back = await house.newsroom.subscribe.back(replace(forum, thread_id=None))
    assert back.thread_id is None
