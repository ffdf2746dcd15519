"""A reader chooses what comes: from a list, by name, by a link; and looks after what they follow."""

from dataclasses import replace

import pytest

from bot.domain.articles import Article, Draft
from bot.domain.ids import ChatId
from bot.domain.subscribers import Standing
from tests.handlers.scene import ANA, Scene, draft, labels

TRAIN = draft("The night train", topics=("Railway", "Travel"), authors=("Biljana Stojčevska",))
BUS = draft("Late buses", topics=("Transport", "Travel"), authors=("Igor Stojčevski",))

EVERYTHING = ["Everything of Primer Daily", "Everything of Весник Пример", "Everything of Gazeta Primer"]


async def followed(scene: Scene) -> list[str]:
    """What Ana follows."""
    async with scene.open_store() as store:
        ana = await store.subscribers.by_chat(ChatId(ANA))
        return [one.subject.label for one in await store.follows.of(ana.id) if one.since] if ana else []


async def published(scene: Scene, *drafts: Draft) -> list[Article]:
    """These are news of today."""
    return await scene.published(*(replace(one, published_at=scene.clock.now()) for one in drafts))


@pytest.fixture
async def paper(scene: Scene) -> Scene:
    """A paper that has published two articles."""
    await published(scene, TRAIN, BUS)
    return scene


async def test_one_tap_gets_the_top_stories(paper: Scene) -> None:
    await paper.subscribed(ANA)
    assert await followed(paper) == ["en"]


async def test_topics_are_chosen_in_the_greeting_itself(paper: Scene) -> None:
    await paper.types(ANA, "/start")
    choice = await paper.taps(ANA, "Choose topics")
    assert labels(choice)[:4] == [*EVERYTHING, "🏷 Travel"]
    chosen = await paper.taps(ANA, "🏷 Travel")
    assert "✓ 🏷 Travel" in labels(chosen)
    assert len(await paper.messages(ANA)) == 1
    assert (await followed(paper), await paper.standing(ANA)) == (["Travel"], Standing.ACTIVE)


async def test_looking_at_topics_subscribes_nobody(paper: Scene) -> None:
    assert "what do you want to get" in await paper.types(ANA, "/topics")
    assert await paper.subscriber(ANA) is None


async def test_a_second_tap_takes_a_topic_out(paper: Scene) -> None:
    await paper.types(ANA, "/topics")
    await paper.taps(ANA, "🏷 Travel")
    assert "🏷 Travel" in labels(await paper.taps(ANA, "✓ 🏷 Travel"))
    assert await followed(paper) == []


async def test_who_gets_everything_can_turn_that_off_first(paper: Scene) -> None:
    await paper.subscribed(ANA)
    assert "You get everything" in await paper.types(ANA, "/topics")
    choice = await paper.taps(ANA, "✓ Everything of Primer Daily")
    assert "what do you want to get" in choice.text


async def test_before_anything_is_published_there_is_only_everything(scene: Scene) -> None:
    assert "nothing else to choose yet" in await scene.types(ANA, "/topics")
    assert labels((await scene.messages(ANA))[-1]) == [*EVERYTHING, "What I follow"]


async def test_many_topics_stand_on_pages_that_turn_in_place(scene: Scene) -> None:
    await published(scene, draft("All", topics=tuple(f"Topic {letter}" for letter in "abcdefghijklmnopqr")))
    await scene.types(ANA, "/topics")
    assert labels(await scene.taps(ANA, "2/3 ›"))[1:] == [
        *(f"🏷 Topic {letter}" for letter in "ghijklmn"), "‹ 1/3", "3/3 ›", "What I follow"
    ]  # fmt: skip
    last = await scene.taps(ANA, "3/3 ›")
    assert labels(last)[1:-1] == [*(f"🏷 Topic {letter}" for letter in "opqr"), "‹ 2/3"]
    assert "✓ 🏷 Topic r" in labels(await scene.taps(ANA, "🏷 Topic r"))


async def test_follow_alone_shows_what_there_is(paper: Scene) -> None:
    assert "what do you want to get" in await paper.types(ANA, "/follow")


@pytest.mark.parametrize("name", ["Biljana Stojcevska", "Билјана Стојчевска", "stojčevska"])
async def test_an_author_is_followed_by_name_in_any_spelling(paper: Scene, name: str) -> None:
    answer = await paper.types(ANA, f"/follow {name}")
    assert answer.startswith("You follow ✍️ Biljana Stojčevska.")
    assert await followed(paper) == ["Biljana Stojčevska"]


async def test_a_follow_can_be_taken_back_and_begun_again_in_place(paper: Scene) -> None:
    await paper.types(ANA, "/follow railway")
    assert "no longer follow" in (await paper.taps(ANA, "✕ 🏷 Railway")).text
    assert await followed(paper) == []
    assert "You follow" in (await paper.taps(ANA, "＋ 🏷 Railway")).text
    assert await followed(paper) == ["Railway"]


async def test_the_words_themselves_are_one_tap_further(paper: Scene) -> None:
    await paper.types(ANA, "/follow railway")
    await paper.taps(ANA, "＋ 🔎 railway")
    assert await followed(paper) == ["railway", "Railway"]


async def test_of_several_the_reader_chooses(paper: Scene) -> None:
    assert "Which one do you mean by “stojcev”?" in await paper.types(ANA, "/follow stojcev")
    chosen = await paper.taps(ANA, "＋ ✍️ Igor Stojčevski")
    assert chosen.text.startswith("You follow ✍️ Igor Stojčevski.")


async def test_words_of_ones_own_may_have_exceptions(paper: Scene) -> None:
    assert "🔎 metro -price" in await paper.types(ANA, "/follow metro -price")


async def test_who_gets_everything_is_told_so_when_they_follow_more(paper: Scene) -> None:
    await paper.subscribed(ANA)
    assert "You get everything of the paper anyway" in await paper.types(ANA, "/follow metro")


async def test_without_a_word_an_example_helps(paper: Scene) -> None:
    assert "/follow public transport" in await paper.types(ANA, "/follow ???")


async def test_nothing_that_is_typed_becomes_markup(paper: Scene) -> None:
    await paper.subscribed(ANA)
    answer = await paper.types(ANA, '/follow <b>stojcev</b> & "x"')
    assert "stojcev" in answer
    assert await paper.types(ANA, "/follow " + "🚌" * 2000)


async def test_the_own_list_ends_a_follow_and_takes_that_back(paper: Scene) -> None:
    await paper.subscribed(ANA)
    await paper.types(ANA, "/follow metro")
    assert "What you follow" in await paper.types(ANA, "/following")
    assert labels((await paper.messages(ANA))[-1]) == ["✕ 📰 Primer Daily", "✕ 🔎 metro", "Choose topics"]
    assert "↩ 🔎 metro" in labels(await paper.taps(ANA, "✕ 🔎 metro"))
    assert await followed(paper) == ["en"]
    assert "✕ 🔎 metro" in labels(await paper.taps(ANA, "↩ 🔎 metro"))


async def test_what_was_ended_is_gone_from_the_next_list_and_its_button_out_of_date(paper: Scene) -> None:
    await paper.types(ANA, "/follow metro")
    await paper.types(ANA, "/following")
    ended = await paper.taps(ANA, "✕ 🔎 metro")
    assert "You follow nothing" in await paper.types(ANA, "/following")
    await paper.phones.tap(ANA, "↩ 🔎 metro", ended.message_id)
    await paper.answer()
    assert "out of date" in (await paper.toast(ANA)).text


async def test_a_stranger_follows_nothing_and_is_shown_the_way(scene: Scene) -> None:
    assert "/topics" in await scene.types(ANA, "/following")
    assert labels((await scene.messages(ANA))[-1]) == ["Choose topics"]


async def test_what_i_follow_is_two_taps_from_start(paper: Scene) -> None:
    await paper.subscribed(ANA)
    assert "What you follow" in (await paper.taps(ANA, "What I follow")).text


@pytest.mark.parametrize("tag", ["site_home", "qr_kiosk-7", "campaign_spring_2026"])
async def test_where_a_reader_came_from_is_kept_with_the_first_tap(scene: Scene, tag: str) -> None:
    await scene.types(ANA, f"/start {tag}")
    await scene.taps(ANA, "Top stories")
    subscriber = await scene.subscriber(ANA)
    assert subscriber
    assert subscriber.source == tag


async def test_a_long_tag_is_kept_as_far_as_a_button_carries_it(scene: Scene) -> None:
    tag = "campaign_" + "x" * 55
    await scene.types(ANA, f"/start {tag}")
    await scene.taps(ANA, "Top stories")
    subscriber = await scene.subscriber(ANA)
    assert subscriber
    assert subscriber.source == tag[:43]


async def test_where_a_reader_came_from_is_kept_when_they_choose_topics(paper: Scene) -> None:
    tag = "campaign_" + "x" * 55
    await paper.types(ANA, f"/start {tag}")
    await paper.taps(ANA, "Choose topics")
    await paper.taps(ANA, "🏷 Railway")
    subscriber = await paper.subscriber(ANA)
    assert subscriber
    assert subscriber.source == tag[:43]


async def test_a_link_to_a_topic_offers_it_first(paper: Scene) -> None:
    assert "Follow 🏷 Railway?" in await paper.types(ANA, "/start topic_RAILWAY")
    (offer,) = await paper.messages(ANA)
    assert labels(offer) == ["＋ 🏷 Railway", "Top stories", "Daily digest 07:30", "Choose topics"]
    await paper.taps(ANA, "＋ 🏷 Railway")
    assert await followed(paper) == ["Railway"]


async def test_a_link_to_an_author_offers_a_subscriber_just_that(paper: Scene) -> None:
    await paper.subscribed(ANA)
    await paper.types(ANA, "/start author_stojcevska")
    assert labels((await paper.messages(ANA))[-1]) == ["＋ ✍️ Biljana Stojčevska"]


async def test_a_link_to_an_article_shows_its_card_and_then_greets(scene: Scene) -> None:
    (article,) = await scene.published(TRAIN)
    await scene.types(ANA, f"/start article_{article.id}")
    card, greeting = await scene.messages(ANA)
    assert card.text.startswith("The night train")
    assert "Read" in labels(card)
    assert labels(greeting) == ["Top stories", "Daily digest 07:30", "Choose topics"]


@pytest.mark.parametrize("payload", ["topic_moon", "article_99", "x" * 64, "forwarded?"])
async def test_a_stale_or_made_up_link_is_told_and_greets_all_the_same(scene: Scene, payload: str) -> None:
    assert "out of date" in await scene.types(ANA, f"/start {payload}")
    assert labels((await scene.messages(ANA))[-1]) == ["Top stories", "Daily digest 07:30", "Choose topics"]


async def test_who_left_and_comes_back_finds_what_they_followed(paper: Scene) -> None:
    await paper.types(ANA, "/follow railway")
    await paper.types(ANA, "/stop")
    await paper.taps(ANA, "Subscribe")
    assert await followed(paper) == ["Railway"]
