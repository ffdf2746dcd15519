"""The desk's cards follow what an editor changes: in their place where Telegram lets them, else anew."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.edits import Edit, Look, Removable
from bot.domain.queue import ArticleSeen
from bot.domain.reviews import Page
from bot.errors import UsageError
from bot.sandbox.client import ScreenMessage
from tests.usecases.house import ANA, ELENA, EN, FILIP, MK, NEWS, House, editor

OTHER = "Mountain roads closed"


@pytest.fixture
async def look(house: House) -> Look:
    """What both editors have on their phones."""
    await house.publish(MK, NEWS)
    await house.round()
    article = await house.article("snow")
    return Look(article_id=article.id, revision=1, version=0)


async def cards(house: House, chat: int) -> list[ScreenMessage]:
    """The desk's cards on a phone."""
    screen = await house.telegram.screen(chat)
    return [one for one in screen.messages if one.button("Испрати сега") and not one.is_deleted]


async def test_what_one_editor_writes_the_other_one_sees(house: House, look: Look) -> None:
    await house.newsroom.edit_card.headline(look, OTHER, editor())
    await house.round()
    for one in (ELENA, FILIP):
        (card,) = await cards(house, one)
        assert card.text.startswith(OTHER)


async def test_a_press_of_which_telegram_tells_no_message_turns_no_page(house: House, look: Look) -> None:
    with pytest.raises(UsageError, match=r"error\.stale_button"):
        await house.newsroom.edit_card.turn(look, Page.EDIT, editor(), None)


async def test_a_card_that_is_gone_comes_again(house: House, look: Look) -> None:
    gone = "Bad Request: message to edit not found"
    await house.telegram.fault(400, method="edit*", chat=FILIP, count=2, description=gone)
    before = await cards(house, FILIP)
    await house.newsroom.edit_card.headline(look, OTHER, editor())
    await house.round()
    after = await cards(house, FILIP)
    assert OTHER in after[-1].text
    assert after[-1].message_id != before[-1].message_id


@pytest.mark.parametrize(
    ("fault", "shown"), [({"status": 502}, True), ({"status": 400, "description": "Bad Request: no"}, False)]
)
async def test_a_card_is_tried_again_a_minute_later_unless_it_was_refused(
    house: House, look: Look, fault: dict[str, Any], shown: bool
) -> None:
    await house.telegram.fault(method="editMessage*", chat=FILIP, **fault)
    await house.newsroom.edit_card.headline(look, OTHER, editor())
    for _ in range(2):
        await house.round()
        assert OTHER not in (await cards(house, FILIP))[-1].text
    house.clock.advance(minutes=1)
    await house.round()
    assert (OTHER in (await cards(house, FILIP))[-1].text) is shown


async def test_a_new_card_that_telegram_does_not_take_leaves_the_old_one(house: House, look: Look) -> None:
    await house.telegram.fault(502, chat=ELENA)
    before = await cards(house, ELENA)
    await house.newsroom.edit_card.headline(look, OTHER, editor())
    await house.newsroom.refresh_cards()
    assert await cards(house, ELENA) == before


async def test_an_edition_that_left_the_paper_has_no_cards_to_change(house: House, look: Look) -> None:
    await house.newsroom.edit_card.headline(look, OTHER, editor())
    paper = house.world.paper
    english = replace(paper, editions={EN: paper.editions[EN]}, feeds=paper.feeds[:1])
    later = await house.restarted(paper=english)
    await later.newsroom.refresh_cards()
    assert OTHER not in (await cards(later, FILIP))[-1].text


async def test_a_tap_that_comes_twice_is_one_change(house: House, look: Look) -> None:
    for _ in range(2):
        await house.newsroom.edit_card.switch(look, Removable.READ_HERE, editor())
    async with house.world.open_store() as store:
        version = await store.edits.newest(look.article_id, 1)
    assert (version.number, version.edit) == (1, Edit(hidden=frozenset({Removable.READ_HERE})))


async def test_what_the_paper_changed_meanwhile_takes_no_edit(house: House, look: Look) -> None:
    await house.publish(MK, NEWS.rewritten("Four roads now."))
    with pytest.raises(UsageError, match="article_changed"):
        await house.newsroom.edit_card.headline(look, OTHER, editor())


async def test_what_nobody_laid_before_the_desk_takes_no_edit(house: House) -> None:
    look = Look(article_id=(await house.article("old")).id, revision=1, version=0)
    with pytest.raises(UsageError, match="stale_button"):
        await house.newsroom.edit_card.headline(look, OTHER, editor())


async def test_a_version_that_never_was_takes_no_edit(house: House, look: Look) -> None:
    with pytest.raises(UsageError, match="stale_button"):
        await house.newsroom.edit_card.headline(replace(look, version=7), OTHER, editor())


async def test_an_article_that_expired_takes_no_edit(house: House, look: Look) -> None:
    house.clock.advance(hours=25)
    await house.round()
    with pytest.raises(UsageError, match="edit_expired"):
        await house.newsroom.edit_card.headline(look, OTHER, editor())


async def test_the_desk_learns_that_the_papers_change_undid_an_edit(house: House, look: Look) -> None:
    await house.newsroom.edit_card.headline(look, OTHER, editor())
    await house.publish(MK, NEWS.rewritten("Four roads now."))
    await house.round()
    screen = await house.telegram.screen(FILIP)
    assert any("Elena" in one.text and "отпадна" in one.text for one in screen.messages)


async def test_the_schedule_sends_what_editors_made_of_a_card(house: House, look: Look) -> None:
    await house.newsroom.edit_card.headline(look, OTHER, editor())
    scheduled = await house.newsroom.push_article.schedule(f"{house.web.address}/snow", "18:30", editor())
    assert OTHER in scheduled.card.html


async def checks(house: House, chat: int) -> list[ScreenMessage]:
    """What stands below the card on a phone."""
    return [one for one in await house.messages(chat, "Наслов") if not one.is_deleted]


async def test_the_checks_tell_of_the_headline_that_an_editor_wrote(house: House, look: Look) -> None:
    await house.newsroom.edit_card.headline(look, "A" * 120, editor())
    await house.round()
    for one in (ELENA, FILIP):
        (card,), (told,) = await cards(house, one), await house.messages(one, "120")
        assert told.reply_to == card.message_id


async def test_the_checks_tell_how_many_are_left_of_an_audience(house: House, look: Look) -> None:
    await house.subscribe(ANA, language="mk")
    article = ArticleSeen(look.article_id, look.revision)
    await house.newsroom.choose_audience.source(article, "qr_kiosk", editor())
    await house.newsroom.refresh_checks()
    assert [len(await house.messages(one, "👥 0 читатели")) for one in (ELENA, FILIP)] == [1, 1]


async def test_checks_that_somebody_deleted_come_again(house: House, look: Look) -> None:
    gone = "Bad Request: message to edit not found"
    await house.telegram.fault(400, method="edit*", chat=FILIP, count=1, description=gone)
    async with house.world.open_store() as store:
        await store.desk_cards.recheck(look.article_id)
    await house.newsroom.refresh_checks()
    assert [len(await checks(house, one)) for one in (ELENA, FILIP)] == [1, 2]


async def test_checks_that_could_not_be_shown_are_tried_a_minute_later(house: House, look: Look) -> None:
    await house.telegram.fault(502, method="edit*", chat=FILIP)
    async with house.world.open_store() as store:
        await store.desk_cards.recheck(look.article_id)
    left = []
    for minutes in (0, 0, 1):
        house.clock.advance(minutes=minutes)
        await house.newsroom.refresh_checks()
        async with house.world.open_store() as store:
            left.append(len(await store.desk_cards.to_check()))
    assert left == [1, 1, 0]
