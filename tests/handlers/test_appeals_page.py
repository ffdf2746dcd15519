"""`/appeals`: what admins see of the rules and the words, and the switch that turns all of it off."""

from datetime import timedelta

import pytest

from bot.domain.appeals import AppealRules
from bot.domain.audit import Deed
from bot.domain.ids import ChatId
from tests.handlers.scene import ANA, VERA, Scene, labels


@pytest.fixture
def appeals() -> AppealRules | None:
    """The paper asks."""
    return AppealRules(actions=4, newcomers=timedelta(hours=5), not_about=("killed", "tragedy"))


async def test_the_rules_stand_in_words_with_a_button_for_each_edition(scene: Scene) -> None:
    told = await scene.types(VERA, "/appeals")
    assert "Actions needed: 4, counted over so many days: 30" in told
    assert "Not in the first hours: 5" in told
    assert "nor beside: killed, tragedy" in told
    assert labels((await scene.messages(VERA))[-1]) == [
        "👁 Primer Daily",
        "👁 Весник Пример",
        "👁 Gazeta Primer",
        "⏸ Turn all appeals off",
    ]


async def test_every_wording_comes_as_readers_of_its_edition_see_it(scene: Scene) -> None:
    await scene.types(VERA, "/appeals")
    await scene.taps(VERA, "👁 Весник Пример")
    _, below, first, second, page, reminder = (await scene.messages(VERA))[-6:]
    assert labels(below) == ["❤ Станете член", "Поддржете нè"]
    assert "Ако можете, станете член." in first.text
    assert labels(first) == ["❤ Станете член", "Не сега", "Не прашувајте ме"]
    assert "Помогнете и за следниот." in second.text
    assert labels(page)[-2:] == ["Веќе сум член", "Потсетете ме подоцна"]
    assert "ref=" not in (page.buttons[0][0].url or "")
    assert "Побаравте да ве потсетиме" in reminder.text


async def test_the_buttons_of_a_preview_do_nothing(scene: Scene) -> None:
    await scene.types(VERA, "/appeals")
    await scene.taps(VERA, "👁 Primer Daily")
    await scene.taps(VERA, "Never ask me")
    assert "This is a preview" in (await scene.toast(VERA)).text
    async with scene.open_store() as store:
        assert await store.appeals.of(ChatId(VERA)) is None
        assert not await store.appeals.counts(scene.clock.now().date())


async def test_all_appeals_go_off_and_on_again_and_both_are_on_record(scene: Scene) -> None:
    await scene.types(VERA, "/appeals")
    off = await scene.taps(VERA, "⏸ Turn all appeals off")
    assert "All appeals are off" in off.text
    assert "by Vera" in off.text
    on = await scene.taps(VERA, "▶ Turn appeals on again")
    assert "are off" not in on.text
    async with scene.open_store() as store:
        deeds = [one.decision.deed for one in await store.audit.latest(5)]
    assert deeds == [Deed.RESUME_APPEALS, Deed.PAUSE_APPEALS]


async def test_who_presses_a_moment_later_changes_nothing(scene: Scene) -> None:
    await scene.types(VERA, "/start")
    for data in ("ask_off:", "ask_off:", "ask_on:", "ask_on:"):
        await scene.press(VERA, data)
    async with scene.open_store() as store:
        assert len(await store.audit.latest(9)) == 2


async def test_a_reader_with_a_copied_button_is_refused(scene: Scene) -> None:
    await scene.types(ANA, "/start")
    await scene.press(ANA, "ask_off:")
    assert await scene.newsroom.pause_appeals.look() is None


class TestOfAPaperThatAsksNobody:
    """Its words can be looked at all the same."""

    @pytest.fixture
    def appeals(self) -> AppealRules | None:
        """No rules."""
        return None

    async def test_it_says_so_and_has_nothing_to_turn_off(self, scene: Scene) -> None:
        assert "nobody is ever asked" in await scene.types(VERA, "/appeals")
        assert len(labels((await scene.messages(VERA))[-1])) == 3
