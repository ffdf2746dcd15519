"""Surges: news that comes in a flood is held in one card, and one decision settles all of it."""

from dataclasses import replace

import pytest

from bot.domain.surges import Surge, SurgeId, SurgeState, Surprise
from bot.errors import UsageError
from tests.usecases.house import ANA, ELENA, EN, FILIP, OLD, House, editor
from tests.usecases.web import Item, rss

FLOOD = [
    Item(f"flood-{number}", f"Flood {number}", date=f"Mon, 23 Nov 2026 0{number}:00:00 GMT")
    for number in range(4)
]
SURGE = SurgeId(1)


@pytest.fixture
async def flooded(house: House) -> House:
    """A house whose English feed, which pushes at once, brought more than the paper allows."""
    await house.subscribe(ANA)
    await house.publish(EN, *FLOOD)
    await house.newsroom.show_surges()
    return house


async def surge(house: House) -> Surge:
    """The one there is."""
    async with house.world.open_store() as store:
        found = await store.surges.get(SURGE)
    assert found
    return found


async def test_the_desk_sees_one_card_with_the_newest_first(flooded: House) -> None:
    for chat in (ELENA, FILIP):
        (card,) = await flooded.messages(chat, "4 new articles at once")
        assert [card.text.index(one.title) for one in reversed(FLOOD)] == sorted(
            card.text.index(one.title) for one in FLOOD
        )


async def test_the_card_is_shown_once(flooded: House) -> None:
    await flooded.newsroom.show_surges()
    assert await flooded.received(ELENA, "4 new articles") == 1


async def test_nobody_gets_anything_until_somebody_decides(flooded: House) -> None:
    await flooded.round()
    assert await flooded.received(ANA, "Flood") == 0


async def test_the_newest_can_be_pushed_alone(flooded: House) -> None:
    decided = await flooded.newsroom.decide_surge.push_newest(SURGE, editor())
    await flooded.round()
    assert (decided.by_this_press, decided.surge.state) == (True, SurgeState.NEWEST_PUSHED)
    assert [await flooded.received(ANA, one.title) for one in FLOOD] == [0, 0, 0, 1]


async def test_all_can_be_marked_as_seen(flooded: House) -> None:
    await flooded.newsroom.decide_surge.mark_seen(SURGE, editor())
    await flooded.round()
    assert await flooded.received(ANA, "Flood") == 0
    assert (await surge(flooded)).state is SurgeState.SEEN


async def test_each_can_be_reviewed_on_its_own(flooded: House) -> None:
    await flooded.newsroom.decide_surge.review_each(SURGE, editor())
    assert all([await flooded.review(one.slug) for one in FLOOD])


async def test_the_first_decision_stands_and_the_other_copy_says_so(flooded: House) -> None:
    first = await flooded.newsroom.decide_surge.mark_seen(SURGE, editor())
    await flooded.newsroom.show_surges.verdict(first.surge, besides=editor().chat_id)
    for late in ("push_newest", "review_each", "mark_seen"):
        decided = await getattr(flooded.newsroom.decide_surge, late)(SURGE, editor(FILIP, "Filip"))
        assert (decided.by_this_press, decided.surge.decided_name) == (False, "Elena")
    assert "Marked as seen by Elena" in (await flooded.labels(FILIP, "4 new articles"))[0]


async def test_a_surge_that_nobody_knows_is_a_stale_button(house: House) -> None:
    with pytest.raises(UsageError, match="stale_button"):
        await house.newsroom.decide_surge.mark_seen(SurgeId(7), editor())


async def test_an_undecided_surge_expires(flooded: House) -> None:
    flooded.clock.advance(days=2)
    await flooded.newsroom.show_surges()
    assert (await surge(flooded)).state is SurgeState.EXPIRED
    assert await flooded.labels(ELENA, "4 new articles") == ["Nobody decided in time"]


async def test_a_desk_chat_that_is_too_busy_is_tried_again_after_a_rest(house: House) -> None:
    await house.publish(EN, *FLOOD)
    await house.telegram.fault(429, chat=ELENA, retry_after=30)
    for _ in range(2):
        await house.newsroom.show_surges()
    assert await house.received(ELENA, "4 new articles") == 0
    house.clock.advance(seconds=31)
    await house.newsroom.show_surges()
    assert await house.received(ELENA, "4 new articles") == 1


async def test_a_desk_chat_that_blocked_us_is_tried_once(house: House) -> None:
    await house.telegram.block(ELENA)
    await house.publish(EN, *FLOOD)
    for _ in range(2):
        await house.newsroom.show_surges()
    assert await house.received(FILIP, "4 new articles") == 1


async def test_articles_that_only_got_new_guids_are_known_and_what_is_new_is_held(house: House) -> None:
    await house.publish(EN, *FLOOD[:3])
    renamed = rss(house.web.address, Item("new", "Something else"), *FLOOD[:3], OLD)
    body = renamed.body.replace(b"isPermaLink='false'>", b"isPermaLink='false'>tag:2026:")
    house.web.put("/en/feed", replace(renamed, body=body))
    await house.poll()
    assert (await surge(house)).surprise is Surprise.GUIDS
    assert [one.headline for one in (await surge(house)).articles] == ["Something else"]


async def test_articles_under_new_guids_are_held_once_only(house: House) -> None:
    await house.publish(EN, *FLOOD[:3])
    renamed = rss(house.web.address, *FLOOD[:3], OLD)
    body = renamed.body.replace(b"isPermaLink='false'>", b"isPermaLink='false'>tag:2026:")
    for comment in (b"<!-- 1 -->", b"<!-- 2 -->"):
        house.web.put("/en/feed", replace(renamed, body=body + comment))
        await house.poll()
    fresh = rss(house.web.address, Item("new", "Something else"), *FLOOD[:3], OLD)
    body = fresh.body.replace(b"isPermaLink='false'>", b"isPermaLink='false'>tag:2026:")
    house.web.put("/en/feed", replace(fresh, body=body))
    await house.poll()
    assert len(await house.pushes("new")) == 1
