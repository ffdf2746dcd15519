"""*Audience*: counted before anybody confirms, kept with the push, and true for digests too."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.articles import Draft
from bot.domain.audiences import EVERYBODY, Audience
from bot.domain.preferences import Mode
from bot.domain.subscribers import ChatKind
from bot.errors import UsageError
from bot.usecases.note_visit import NoteVisit
from tests.usecases.house import ANA, BORIS, MK, House, editor
from tests.usecases.test_announce import draft, push_of
from tests.usecases.test_schedule_push import before_the_desk, scheduled
from tests.usecases.web import Item

TRAM = Item("tram", "The tram returns")


def visits(house: House) -> NoteVisit:
    return NoteVisit(open_store=house.world.open_store, clock=house.clock)


async def test_who_was_not_here_lately_is_not_counted_and_gets_nothing(house: House) -> None:
    await house.subscribe(ANA, BORIS, language="mk")
    seen = await before_the_desk(house)
    await visits(house)([editor(ANA).chat_id])
    chosen = await house.newsroom.choose_audience.step(seen, "active", "7", editor())
    assert (chosen.count, chosen.of) == (1, 2)
    await house.newsroom.review_article.send_now(seen.article_id, seen.revision, editor())
    await house.round()
    assert [await house.received(one, "Snow") for one in (ANA, BORIS)] == [1, 0]


async def test_a_scheduled_push_takes_the_audience_along(house: House) -> None:
    await house.subscribe(ANA, language="mk")
    seen = await before_the_desk(house)
    await house.newsroom.choose_audience.step(seen, "chats", "c", editor())
    timed = await house.newsroom.schedule_push.at(seen, None, editor())
    assert timed.queued
    assert timed.queued.push.audience == Audience(chats=(ChatKind.CHANNEL,))
    await house.round()
    assert await house.received(ANA, "Snow") == 0


async def test_what_waits_can_still_get_another_audience(house: House) -> None:
    await house.subscribe(ANA, language="mk")
    push = await scheduled(house)
    assert (await house.newsroom.choose_audience.look(push)).count == 1
    chosen = await house.newsroom.choose_audience.step(push, "chats", "g", editor())
    assert (chosen.count, chosen.of) == (0, 1)
    assert (await house.newsroom.choose_audience.step(push, "all", "", editor())).audience == EVERYBODY


async def test_what_is_sent_has_its_audience_for_good(house: House) -> None:
    push = await scheduled(house)
    await house.newsroom.schedule_push.at(push, None, editor())
    await house.round()
    for attempt in (
        house.newsroom.choose_audience.step(push, "all", "", editor()),
        house.newsroom.choose_audience.look(push),
    ):
        with pytest.raises(UsageError, match="not_waiting"):
            await attempt


async def test_an_announcement_is_counted_over_all_editions(house: House) -> None:
    await house.subscribe(ANA)
    await house.subscribe(BORIS, language="mk")
    push = push_of(await draft(house))
    assert (await house.newsroom.choose_audience.look(push)).count == 2
    assert (await house.newsroom.choose_audience.step(push, "edition", MK, editor())).count == 1


async def test_a_topic_or_an_author_is_found_by_its_name(house: House) -> None:
    seen = await before_the_desk(house)
    async with house.world.open_store() as store:
        article = await store.articles.get(seen.article_id)
        named = Draft(url=article.url, edition=MK, language="mk", headline="Snow")
        named = replace(named, topics=("Weather",), authors=("Ana Ilić",))
        await store.articles.revise(article.id, named, keys=(), fingerprint="2")
    await house.newsroom.choose_audience.subject(seen, "weather", editor())
    audience = (await house.newsroom.choose_audience.subject(seen, "ilic", editor())).audience
    assert audience.topic
    assert audience.author
    assert (audience.topic.label, audience.author.label) == ("Weather", "Ana Ilić")
    with pytest.raises(UsageError, match="no_such_subject"):
        await house.newsroom.choose_audience.subject(seen, "Nobody ever wrote of this", editor())


async def test_a_source_is_a_tag_of_a_link(house: House) -> None:
    seen = await before_the_desk(house)
    assert (
        await house.newsroom.choose_audience.source(seen, "qr_kiosk", editor())
    ).audience.source == "qr_kiosk"
    with pytest.raises(UsageError, match="no_such_source"):
        await house.newsroom.choose_audience.source(seen, "a kiosk", editor())


async def test_an_audience_is_saved_by_name_and_used_again(house: House) -> None:
    first = await before_the_desk(house)
    await house.newsroom.choose_audience.step(first, "joined", "30", editor())
    chosen = await house.newsroom.choose_audience.save(first, " New   readers ", editor())
    assert chosen.saved == {"New readers": Audience(joined_days=30)}
    second = await before_the_desk(house, TRAM)
    used = await house.newsroom.choose_audience.use(second, 0, editor())
    assert used.audience == Audience(joined_days=30)
    with pytest.raises(UsageError, match="stale_button"):
        await house.newsroom.choose_audience.use(second, 1, editor())


@pytest.mark.parametrize("name", ["", " ", "n" * 41])
async def test_a_name_has_some_letters_and_not_too_many(house: House, name: str) -> None:
    seen = await before_the_desk(house)
    with pytest.raises(UsageError, match="audience_name"):
        await house.newsroom.choose_audience.save(seen, name, editor())


async def test_a_visit_is_written_down_once_a_day(house: House) -> None:
    await house.subscribe(ANA)
    chat, noted = editor(ANA).chat_id, visits(house)
    days = set()
    for _ in range(2):
        for _ in range(2):
            await noted([chat])
            noted.kept()
        async with house.world.open_store() as store:
            ana = await store.subscribers.by_chat(chat)
        assert ana
        days.add(ana.seen_on)
        house.clock.advance(days=1)
    assert days == {(house.clock.now() - timedelta(days=n)).date() for n in (1, 2)}


@pytest.mark.parametrize(("chats", "comes"), [("p", 1), ("g", 0)])
async def test_a_digest_holds_only_what_was_for_its_reader(house: House, chats: str, comes: int) -> None:
    await house.subscribe(ANA, language="mk")
    async with house.world.open_store() as store:
        ana = await store.subscribers.by_chat(editor(ANA).chat_id)
        assert ana
        await store.preferences.keep(ana.id, replace(house.world.paper.preferences, mode=Mode.DIGEST))
    everything = await before_the_desk(house, TRAM)
    await house.newsroom.review_article.send_now(everything.article_id, 1, editor())
    narrow = await before_the_desk(house)
    await house.newsroom.choose_audience.step(narrow, "chats", chats, editor())
    await house.newsroom.review_article.send_now(narrow.article_id, narrow.revision, editor())
    await house.round()
    async with house.world.open_store() as store:
        taken = await store.digests.take([ana.id], house.clock.now())
    headlines = [one.article.headline for one in taken.get(ana.id, ())]
    assert sum("Snow" in one for one in headlines) == comes
