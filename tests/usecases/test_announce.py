"""`/announce` and `/breaking`: drafts, frozen as they were seen, that go by an editor's word."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.ids import PushId
from bot.domain.paper import DeskRules
from bot.domain.pushes import Card, Style
from bot.domain.queue import PushSeen
from bot.domain.reviews import ReviewState
from bot.domain.subscribers import Standing
from bot.errors import UsageError
from bot.rendering.callbacks import unpack
from tests.usecases.house import ANA, BORIS, CVETA, ELENA, FILIP, MK, NEWS, House, editor
from tests.usecases.test_schedule_push import in_an_hour, with_cap

TEXT = "<b>Come</b> to our open day\nMap | https://paper.example/map?a=1&amp;b=2"


async def draft(house: House, markup: str = TEXT, photo_id: str = "", number: int = 1) -> Card:
    """An announcement as an editor is shown it."""
    return (await house.newsroom.announce(markup, photo_id, number, editor())).card


def push_of(card: Card) -> PushSeen:
    """What the last of the desk's buttons is about."""
    unpacked = unpack(card.buttons[-1][-1].data or "")
    assert unpacked
    return PushSeen(PushId(int(unpacked[1])))


async def breaking(house: House) -> PushSeen:
    """A draft of breaking news that Elena asked for."""
    await house.publish(MK, NEWS)
    return (await house.newsroom.push_article.breaking(f"{house.web.address}/{NEWS.slug}", editor())).seen


async def go(house: House, push: PushSeen, by: int = FILIP) -> None:
    """The word to go, and what follows from it."""
    await house.newsroom.schedule_push.at(push, None, editor(by))
    await house.round()


async def test_an_announcement_reaches_the_readers_of_every_edition_once_it_may_go(house: House) -> None:
    await house.subscribe(ANA)
    await house.subscribe(BORIS, language="mk")
    push = push_of(await draft(house))
    await house.round()
    assert [await house.received(one, "open day") for one in (ANA, BORIS)] == [0, 0]
    await go(house, push)
    assert [await house.received(one, "open day") for one in (ANA, BORIS)] == [1, 1]


async def test_who_left_or_follows_nothing_hears_nothing(house: House) -> None:
    await house.subscribe(ANA, CVETA)
    async with house.world.open_store() as store:
        await store.subscribers.set_standing(editor(ANA).chat_id, Standing.LEFT, house.clock.now())
        await store.subscribers.join(editor(BORIS).chat_id, edition=MK, language="mk", now=house.clock.now())
    await go(house, push_of(await draft(house)))
    assert [await house.received(one, "open day") for one in (ANA, BORIS, CVETA)] == [0, 0, 1]


async def test_the_last_lines_become_buttons(house: House) -> None:
    card = await draft(house)
    assert card.html == "<b>Come</b> to our open day"
    assert card.buttons[0][0].label == "Map"
    assert card.buttons[0][0].url == "https://paper.example/map?a=1&b=2"
    assert [one.label for one in card.buttons[1]] == ["Send now", "🕒 Schedule"]


async def test_the_same_message_twice_is_one_draft(house: House) -> None:
    await draft(house)
    with pytest.raises(UsageError, match="stale_button"):
        await draft(house)


async def test_emoji_of_ones_own_become_the_usual_ones(house: House) -> None:
    assert (await draft(house, 'Hi <tg-emoji emoji-id="5">👍</tg-emoji>')).html == "Hi 👍"


@pytest.mark.parametrize(
    ("markup", "photo_id", "why"),
    [
        ("", "", "announce_nothing"),
        ("Map | https://paper.example/map", "", "announce_nothing"),
        ("a" * 1025, "photo", "announce_too_long"),
        ("a" * 4097, "", "announce_too_long"),
        ("Text" + "\nMap | https://paper.example/map" * 7, "", "announce_too_long"),
    ],
)
async def test_what_no_message_holds_is_refused(house: House, markup: str, photo_id: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        await draft(house, markup, photo_id)


async def test_a_draft_that_was_thrown_away_does_not_go(house: House) -> None:
    push = push_of(await draft(house))
    assert await house.newsroom.push_article.cancel(push.push_id, editor())
    with pytest.raises(UsageError, match="not_waiting"):
        await go(house, push)


async def test_a_draft_is_not_in_the_queue_until_it_has_a_time(house: House) -> None:
    push = push_of(await draft(house))
    assert await house.newsroom.schedule_push.waiting() == []
    await house.newsroom.schedule_push.at(push, in_an_hour(house), editor())
    assert [one.push.id for one in await house.newsroom.schedule_push.waiting()] == [push.push_id]


async def test_breaking_news_comes_on_a_full_day(house: House) -> None:
    house = await with_cap(house, 1)
    await house.subscribe(ANA, language="mk")
    push = push_of(await draft(house))
    await go(house, push)
    await go(house, await breaking(house))
    assert await house.received(ANA, "Snow") == 1


async def test_breaking_news_decides_the_review(house: House) -> None:
    await go(house, await breaking(house))
    review = await house.review(NEWS.slug)
    assert review
    assert review.state is ReviewState.APPROVED


async def test_where_two_are_needed_another_editor_must_confirm(house: House) -> None:
    rules = DeskRules(breaking_needs_two=True)
    house = await house.restarted(paper=replace(house.world.paper, desk_rules=rules))
    await house.subscribe(ANA, language="mk")
    push = await breaking(house)
    with pytest.raises(UsageError, match="breaking_needs_two"):
        await go(house, push, by=editor().id)
    assert await house.received(ANA, "Snow") == 0
    await go(house, push)
    assert await house.received(ANA, "Snow") == 1


async def test_a_draft_of_breaking_news_holds_nobody_up_and_goes_no_second_time(house: House) -> None:
    push = await breaking(house)
    article = await house.article(NEWS.slug)
    await house.newsroom.review_article.send_now(article.id, article.revision, editor())
    with pytest.raises(UsageError, match="already_pushed"):
        await go(house, push)


async def test_in_the_seconds_after_the_word_to_go_there_is_only_stop(house: House) -> None:
    there = await house.restarted(paper=replace(house.world.paper, window=timedelta(seconds=20)))
    await there.subscribe(ANA)
    push = push_of(await draft(there))
    await there.newsroom.schedule_push.at(push, None, editor())
    ((stop,),) = await there.newsroom.schedule_push.buttons(push, editor())
    assert (stop.label, stop.style) == ("🛑 Stop (20 s)", Style.DANGER)
    assert await there.newsroom.push_article.cancel(push.push_id, editor())
    there.clock.advance(minutes=1)
    await there.round()
    assert await there.received(ANA, "open day") == 0


async def test_the_report_of_an_announcement_has_the_buttons_of_an_article(house: House) -> None:
    await house.subscribe(ANA)
    await go(house, push_of(await draft(house)))
    await house.subscribe(ELENA)
    await house.newsroom.show_progress()
    assert await house.labels(ELENA, "sent 1 of 1") == ["Retract", "Who missed it", "Delivery proof"]
