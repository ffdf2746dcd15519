"""The feeds on an admin's phone: looked at, added, changed and removed, each change after what it does."""

import pytest

from bot.domain.audit import Decision
from bot.domain.feeds import Feed
from tests.handlers.scene import ANA, BORIS, VERA, Scene, labels


@pytest.fixture(autouse=True)
async def enrolled(scene: Scene) -> None:
    """The paper's feeds have been read once; Ana gets everything of the English edition."""
    await scene.subscribed(ANA)
    await scene.types(VERA, "/start")
    await scene.newsroom.poll_feeds.enrol(scene.newsroom.paper.feeds)
    await scene.newsroom.poll_feeds()


async def feeds(scene: Scene) -> list[Feed]:
    """Those that are asked."""
    async with scene.open_store() as store:
        return [one.feed for one in await store.known_feeds.all() if one.is_asked]


async def english(scene: Scene) -> Feed:
    """The one of the English edition."""
    return next(one for one in await feeds(scene) if "/en/" in one.plan.url)


async def newest(scene: Scene) -> Decision:
    """The last line of the record."""
    async with scene.open_store() as store:
        return (await store.audit.latest(1))[0].decision


async def on_page(scene: Scene, *taps: str) -> str:
    """Vera opens the English feed and taps these."""
    await scene.types(VERA, "/feeds")
    name = next(one for one in labels((await scene.messages(VERA))[-1]) if "/en/" in one)
    shown = [await scene.taps(VERA, label) for label in (name, *taps)]
    return shown[-1].text


async def presses(scene: Scene, person: int, data: str) -> None:
    """Somebody taps a button of another time, a moment later: Telegram takes one message a second."""
    scene.clock.pass_by(seconds=2)
    await scene.press(person, data)


async def on_page_of(scene: Scene, feed_id: int, label: str) -> None:
    """Vera opens a feed by a button of another time and taps this."""
    await presses(scene, VERA, f"feed:{feed_id}")
    await scene.taps(VERA, label)


async def replies(scene: Scene, words: str) -> str:
    """Vera answers the newest question."""
    question = (await scene.messages(VERA))[-1]
    await scene.phones.type(VERA, words, reply_to=question.message_id)
    return (await scene.answered(VERA)).text


async def test_the_list_and_the_page_tell_how_a_feed_is(scene: Scene) -> None:
    assert "🟢" in await scene.types(VERA, "/feeds")
    page = await on_page(scene)
    assert "Primer Daily (en) · an editor decides" in page
    assert "0% of 1 looks" in page
    assert "Errors: 0 in a row" in page
    assert "In newspaper.toml." in page


async def test_sending_at_once_is_chosen_after_the_number_of_readers(scene: Scene) -> None:
    said = await on_page(scene, "Send at once")
    assert "nobody looks at it before readers get it. Readers of Primer Daily: 1." in said
    assert (await english(scene)).plan.mode == "review"
    page = await scene.taps(VERA, "Do it")
    assert "sent at once" in page.text
    assert "Chosen otherwise in a chat: mode." in page.text
    assert (await english(scene)).plan.mode == "auto"
    decision = await newest(scene)
    assert (decision.before, decision.after) == ("on: en, review", "on: en, auto")


async def test_what_a_chat_chose_outlives_a_start_until_it_is_given_back_to_the_file(scene: Scene) -> None:
    await on_page(scene, "Send at once", "Do it")
    await scene.newsroom.poll_feeds.enrol(scene.newsroom.paper.feeds)
    assert (await english(scene)).plan.mode == "auto"
    await on_page(scene, "As in newspaper.toml", "Do it")
    assert (await english(scene)).plan.mode == "review"


async def test_a_paused_feed_is_not_asked_until_it_is_resumed(scene: Scene) -> None:
    count = len(await feeds(scene))
    assert "get nothing new of it until it is resumed" in await on_page(scene, "Pause")
    await scene.taps(VERA, "Do it")
    assert len(await feeds(scene)) == count - 1
    await scene.types(VERA, "/feeds")
    assert any(one.startswith("⏸") for one in labels((await scene.messages(VERA))[-1]))
    assert "up to 5 articles at once" in await on_page(scene, "Resume")
    await scene.taps(VERA, "Do it")
    assert len(await feeds(scene)) == count


async def test_a_button_works_once_and_only_for_what_it_was_shown_for(scene: Scene) -> None:
    await on_page(scene, "Pause")
    await scene.types(VERA, "/feeds")
    await on_page(scene, "Send at once")
    await scene.taps(VERA, "Do it")
    old = next(one for one in await scene.messages(VERA) if one.button("Do it"))
    await scene.phones.tap(VERA, "Do it", old.message_id)
    await scene.answer()
    assert "Somebody changed this feed" in (await scene.toast(VERA)).text


async def test_an_edition_and_a_topic_are_chosen_and_taken_back(scene: Scene) -> None:
    feed_id = (await english(scene)).id
    await on_page(scene, "→ Gazeta Primer", "Do it")
    async with scene.open_store() as store:
        known = await store.known_feeds.get(feed_id)
    assert known
    assert known.feed.plan.edition == "sq"
    await scene.taps(VERA, "Topic")
    assert "Topic “Public transport”" in await replies(scene, "Public   transport")
    assert "Public transport" in (await scene.taps(VERA, "Do it")).text
    await scene.taps(VERA, "Topic")
    assert "No topic for" in await replies(scene, "-")
    await on_page_of(scene, feed_id, "Topic")
    assert "at most 60 characters" in await replies(scene, "x" * 61)


async def test_a_removed_feed_leaves_and_its_articles_stay(scene: Scene) -> None:
    said = await on_page(scene, "Remove")
    assert "Its articles stay and are found: " in said
    listed = await scene.taps(VERA, "Do it")
    assert "/en/" not in listed.text
    await scene.newsroom.poll_feeds.enrol(scene.newsroom.paper.feeds)
    assert not [one for one in await feeds(scene) if "/en/" in one.plan.url]


async def test_a_feed_is_added_after_a_sample_of_what_readers_get(
    scene: Scene,
) -> None:
    await on_page(scene, "Remove", "Do it")
    address = scene.newsroom.paper.feeds[0].url.partition("/paper")[0] + "/paper/en/feed/"
    said = await scene.types(VERA, f"/feeds {address}")
    assert "nothing of what is in it now, that is old news" in said
    assert "the readers of Primer Daily, now 1" in said
    sample = (await scene.messages(VERA))[-2]
    assert "Read" in str(labels(sample))
    await scene.taps(VERA, "Add, an editor decides")
    assert address in [one.plan.url for one in await feeds(scene)]
    assert "already" in await scene.types(VERA, f"/feeds {address}")


async def test_another_edition_is_chosen_before_a_feed_is_added(scene: Scene) -> None:
    await on_page(scene, "Remove", "Do it")
    await scene.types(VERA, "/feeds")
    await scene.taps(VERA, "Add a feed")
    site = scene.newsroom.paper.feeds[0].url.partition("/paper")[0]
    assert "What readers get" in await replies(scene, f"{site}/paper/en/feed/")
    await scene.taps(VERA, "Gazeta Primer")
    assert "the readers of Gazeta Primer, now 0" in (await scene.messages(VERA))[-1].text
    await scene.taps(VERA, "Add, sent at once")
    added = [one.plan for one in await feeds(scene) if one.plan.edition == "sq" and one.plan.mode == "auto"]
    assert len(added) == 1


async def test_an_address_that_is_none_and_one_that_is_no_feed_are_told(scene: Scene) -> None:
    assert "is no address" in await scene.types(VERA, "/feeds primer")
    await scene.types(VERA, "/feeds")
    await scene.taps(VERA, "Add a feed")
    address = scene.newsroom.paper.feeds[0].url.partition("/paper")[0] + "/nothing"
    assert "404" in await replies(scene, address)


async def test_editors_and_readers_reach_none_of_it(scene: Scene) -> None:
    for person in (ANA, BORIS):
        assert "Feeds" not in await scene.types(person, "/feeds")
        await presses(scene, person, "feed_do:x")
        assert "Only the newsroom" in (await scene.toast(person)).text


async def test_data_that_is_made_up_does_nothing(scene: Scene) -> None:
    asks = [f"feed_ask:{(await english(scene)).id}.{one}" for one in ("mode.never", "edition.xx", "x.y")]
    for data in ("feed:99", "feed_do:x", "feed_add:x", "feed_look:x", *asks):
        await presses(scene, VERA, data)
        assert (await scene.toast(VERA)).show_alert
    async with scene.open_store() as store:
        assert await store.audit.latest(1) == []
