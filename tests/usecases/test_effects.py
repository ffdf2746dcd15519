"""What readers make of a push, counted for the push and never for a reader."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot.domain.ids import ChatId, MessageId, PushId
from bot.domain.push_reports import Effect, Effects
from bot.domain.subscribers import Standing
from bot.domain.support_counts import Dimension, Since, Step
from bot.domain.support_links import Place, Reference, References, reference_in
from bot.errors import DatabaseUnavailable
from bot.ports import Store
from bot.usecases.open_push_link import OpenPushLink
from tests.usecases.house import ANA, BORIS, EN, House, person

OURS = "https://bot.example"
HEADLINE = "Snow closes roads"


@pytest.fixture
async def house(house: House) -> House:
    """Two readers of a paper whose links lead by way of us."""
    there = await house.restarted(paper=replace(house.world.paper, links_by=OURS))
    await there.subscribe(ANA, BORIS)
    return there


async def delivered(house: House) -> PushId:
    """A push that both got."""
    push = await house.push(topics=("Weather",))
    await house.newsroom.deliver_pushes()
    return push


async def effects(house: House, push: PushId) -> Effects:
    """What came of it."""
    async with house.world.open_store() as store:
        return await store.effects.of(push)


async def tap(house: House, reader: int, effect: Effect, message: int | None = None) -> None:
    """The reader taps a button under the push."""
    (card,) = await house.messages(reader, HEADLINE)
    tapped = MessageId(message or card.message_id)
    await house.newsroom.count_taps(person(reader), tapped, (await house.article("snow")).id, effect)


async def keys(house: House) -> list[str]:
    """The keys in the links under Ana's card."""
    (card,) = await house.messages(ANA, HEADLINE)
    urls = [one.url for row in card.buttons for one in row if one.url]
    assert all(url.startswith(f"{OURS}/r/") for url in urls)
    return [url.removeprefix(f"{OURS}/r/") for url in urls]


async def test_presses_are_counted_for_the_push(house: House) -> None:
    push = await delivered(house)
    for reader in (ANA, ANA, BORIS):
        await tap(house, reader, Effect.READ_HERE)
    await tap(house, BORIS, Effect.LESS)
    assert (await effects(house, push)).counts == {Effect.READ_HERE: 3, Effect.LESS: 1}


async def test_the_same_button_under_another_message_is_no_tap_of_the_push(house: House) -> None:
    push = await delivered(house)
    await tap(house, ANA, Effect.READ_HERE, message=9_999)
    article = await house.article("snow")
    await house.newsroom.count_taps(person(ANA), None, article.id, Effect.LESS)
    assert (await effects(house, push)).counts == {}


async def test_what_is_unfollowed_or_muted_under_a_push_is_tied_to_it(house: House) -> None:
    push = await delivered(house)
    article = await house.article("snow")
    choices = await house.newsroom.less_like_this(person(ANA), article.id)
    ref = choices.mutable[0].subject.ref
    for _ in range(2):
        await house.newsroom.less_like_this.mute(person(ANA), article.id, ref)
    assert (await effects(house, push)).of(Effect.UNFOLLOWED) == 1


async def test_what_is_taken_back_does_not_count(house: House) -> None:
    push = await delivered(house)
    article = await house.article("snow")
    choices = await house.newsroom.less_like_this(person(ANA), article.id)
    ref = choices.mutable[0].subject.ref
    await house.newsroom.less_like_this.mute(person(ANA), article.id, ref)
    await house.newsroom.less_like_this.unmute(person(ANA), article.id, ref)
    assert (await effects(house, push)).of(Effect.UNFOLLOWED) == 0


async def test_who_leaves_within_a_day_after_the_delivery_is_tied_to_it(house: House) -> None:
    push = await delivered(house)
    house.clock.advance(hours=23)
    await house.newsroom.subscribe.blocked(ChatId(ANA))
    house.clock.advance(hours=2)
    await house.newsroom.subscribe.blocked(ChatId(BORIS))
    assert await house.standing(BORIS) is Standing.BLOCKED
    assert (await effects(house, push)).gone == 1


async def test_a_push_that_nobody_knows_has_no_effects(house: House) -> None:
    assert await effects(house, PushId(99)) == Effects()


async def test_links_lead_where_the_push_was_frozen_with_and_are_counted(house: House) -> None:
    push = await delivered(house)
    read, support = await keys(house)
    open_link = OpenPushLink(open_store=house.world.open_store, clock=house.clock)
    assert await open_link(read, counts=True) == f"{house.web.address}/snow"
    assert await open_link(support, counts=True) == f"{house.web.address}/membership"
    assert await open_link(read, counts=False) == f"{house.web.address}/snow"
    assert (await effects(house, push)).of(Effect.LINK) == 2


async def test_a_key_that_was_never_given_out_leads_nowhere(house: House) -> None:
    open_link = OpenPushLink(open_store=house.world.open_store, clock=house.clock)
    assert await open_link("made-up", counts=True) is None


async def test_a_link_that_was_opened_before_leads_on_while_the_database_is_away(house: House) -> None:
    await delivered(house)
    read, support = await keys(house)
    away = False

    @asynccontextmanager
    async def open_store() -> AsyncIterator[Store]:
        if away:
            raise DatabaseUnavailable
        async with house.world.open_store() as store:
            yield store

    open_link = OpenPushLink(open_store=open_store, clock=house.clock, most_known=1)
    for key in (support, read):
        await open_link(key, counts=True)
    away = True
    assert await open_link(read, counts=True) == f"{house.web.address}/snow"
    with pytest.raises(DatabaseUnavailable):
        await open_link(support, counts=True)


async def test_without_a_public_address_links_lead_to_the_paper_itself(house: House) -> None:
    there = await house.restarted(paper=replace(house.world.paper, links_by=None))
    await there.push()
    await there.newsroom.deliver_pushes()
    (card,) = await there.messages(ANA, HEADLINE)
    assert card.buttons[0][0].url == f"{there.web.address}/snow"


async def test_the_link_to_the_membership_page_tells_the_page_which_push_it_was(house: House) -> None:
    references = References("a key of the tests")
    there = await house.restarted(references=references)
    push = await delivered(there)
    read, support = await keys(there)
    open_link = OpenPushLink(open_store=house.world.open_store, clock=house.clock, references=references)
    url = await open_link(support, counts=True) or ""
    await open_link(support, counts=False)
    assert await open_link(read, counts=True) == f"{house.web.address}/snow"
    today = house.clock.now().date()
    assert url.startswith(
        f"{house.web.address}/membership?utm_source=telegram&utm_medium=bot&utm_campaign=push&"
    )
    assert references.read(reference_in(url) or "") == Reference(
        place=Place.PUSH, day=today, edition=EN, push=push, article=(await house.article("snow")).id
    )
    async with house.world.open_store() as store:
        since = Since.begin(today, house.world.paper.zone)
        assert await store.support.by(Dimension.PUSH, since) == {push: {Step.TAPPED: 1}}
