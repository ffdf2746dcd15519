"""Readers come, choose, pause, go and come back."""

import pytest

from bot.domain.follows import edition_subject
from bot.domain.ids import Edition
from bot.domain.subscribers import Standing
from bot.errors import UsageError
from tests.usecases.house import ANA, EN, MK, House, person


async def test_a_reader_starts_with_the_edition_of_their_app(house: House) -> None:
    assert (await house.newsroom.subscribe(person(ANA, language="mk"))).edition == MK


async def test_a_reader_of_a_language_without_edition_starts_with_the_first_one(house: House) -> None:
    assert (await house.newsroom.subscribe(person(ANA, language="de"))).edition == EN


async def test_who_comes_back_finds_the_edition_they_chose(house: House) -> None:
    await house.subscribe(ANA)
    await house.newsroom.subscribe.choose_edition(person(ANA), MK)
    await house.newsroom.subscribe.stop(person(ANA))
    returned = await house.newsroom.subscribe(person(ANA))
    assert (returned.edition, returned.standing) == (MK, Standing.ACTIVE)


async def test_pause_and_resume(house: House) -> None:
    await house.subscribe(ANA)
    assert (await house.newsroom.subscribe.pause(person(ANA))).standing is Standing.PAUSED
    assert (await house.newsroom.subscribe.resume(person(ANA))).standing is Standing.ACTIVE


async def test_stop_keeps_the_history(house: House) -> None:
    await house.subscribe(ANA)
    await house.newsroom.subscribe.stop(person(ANA))
    assert await house.standing(ANA) is Standing.LEFT


async def test_a_block_is_remembered(house: House) -> None:
    await house.subscribe(ANA)
    await house.newsroom.subscribe.blocked(person(ANA).chat_id)
    assert await house.standing(ANA) is Standing.BLOCKED


async def test_who_left_before_they_blocked_has_left(house: House) -> None:
    await house.subscribe(ANA)
    await house.newsroom.subscribe.stop(person(ANA))
    await house.newsroom.subscribe.blocked(person(ANA).chat_id)
    assert await house.standing(ANA) is Standing.LEFT


async def test_a_block_by_a_stranger_leaves_no_trace(house: House) -> None:
    await house.newsroom.subscribe.blocked(person(ANA).chat_id)
    assert await house.newsroom.subscribe.of(person(ANA)) is None


async def test_a_stranger_is_told_to_subscribe_first(house: House) -> None:
    subscribe = house.newsroom.subscribe
    for change in (subscribe.pause, subscribe.resume):
        with pytest.raises(UsageError, match="not_subscribed"):
            await change(person(ANA))


async def test_a_stranger_cannot_choose_an_edition(house: House) -> None:
    with pytest.raises(UsageError, match="not_subscribed"):
        await house.newsroom.subscribe.choose_edition(person(ANA), MK)


async def test_an_edition_that_is_no_more_cannot_be_chosen(house: House) -> None:
    await house.subscribe(ANA)
    with pytest.raises(UsageError, match="stale_button"):
        await house.newsroom.subscribe.choose_edition(person(ANA), Edition("sq"))


async def test_a_stranger_reads_the_edition_of_their_app(house: House) -> None:
    assert await house.newsroom.subscribe.of(person(ANA)) is None
    assert await house.newsroom.subscribe.edition_of(person(ANA, language="mk")) == MK


async def test_a_subscriber_reads_the_edition_they_chose(house: House) -> None:
    await house.subscribe(ANA, language="mk")
    assert await house.newsroom.subscribe.edition_of(person(ANA, language="en")) == MK


async def test_who_subscribes_gets_everything_of_their_edition(house: House) -> None:
    await house.subscribe(ANA, language="mk")
    assert await house.followed(ANA) == ["mk"]


async def test_who_chose_before_comes_back_to_their_choice(house: House) -> None:
    await house.newsroom.follow.find(person(ANA), "metro")
    await house.newsroom.subscribe.stop(person(ANA))
    await house.subscribe(ANA)
    assert await house.followed(ANA) == ["metro"]


async def test_who_asks_for_everything_gets_it_besides_their_choice(house: House) -> None:
    await house.newsroom.follow.find(person(ANA), "metro")
    await house.newsroom.subscribe(person(ANA), everything=True)
    assert await house.followed(ANA) == ["en", "metro"]


async def test_who_is_back_from_a_block_follows_what_they_followed(house: House) -> None:
    await house.newsroom.follow.find(person(ANA), "metro")
    (metro,) = await house.follows(ANA)
    await house.newsroom.follow.end(person(ANA), metro.subject.ref)
    await house.newsroom.subscribe.blocked(person(ANA).chat_id)
    assert (await house.newsroom.subscribe.back(person(ANA))).standing is Standing.ACTIVE
    assert await house.followed(ANA) == []


async def test_everything_goes_along_to_another_edition_and_back(house: House) -> None:
    await house.subscribe(ANA)
    for edition in (MK, MK, EN):
        await house.newsroom.subscribe.choose_edition(person(ANA), edition)
        assert await house.followed(ANA) == [edition]


async def test_who_follows_two_editions_keeps_both_whichever_they_call_theirs(house: House) -> None:
    await house.subscribe(ANA)
    await house.newsroom.follow.follow(person(ANA), edition_subject(MK).ref)
    for edition in (MK, EN):
        await house.newsroom.subscribe.choose_edition(person(ANA), edition)
        assert await house.followed(ANA) == ["en", "mk"]


async def test_who_follows_two_editions_gets_the_news_of_both(house: House) -> None:
    await house.subscribe(ANA)
    await house.newsroom.follow.follow(person(ANA), edition_subject(MK).ref)
    await house.push("Snow closes roads", "snow")
    await house.round()
    house.clock.advance(seconds=2)
    await house.push("Снегот затвори патишта", "sneg", edition=MK, language="mk")
    await house.round()
    assert [await house.received(ANA, text) for text in ("Snow closes", "Снегот затвори")] == [1, 1]


async def test_who_follows_only_words_follows_no_more_in_another_edition(house: House) -> None:
    await house.newsroom.follow.find(person(ANA), "metro")
    await house.newsroom.subscribe.choose_edition(person(ANA), MK)
    assert await house.followed(ANA) == ["metro"]


async def test_the_link_by_which_they_came_is_kept(house: House) -> None:
    await house.newsroom.subscribe(person(ANA), source="qr_kiosk")
    subscriber = await house.newsroom.subscribe.of(person(ANA))
    assert subscriber
    assert subscriber.source == "qr_kiosk"
