"""`/stats` on an admin's phone: pages in place, pictures and tables beside them."""

from datetime import timedelta

import pytest

from bot.charts import ChartDrawer, can_draw
from bot.courier import Courier
from bot.domain.charts import ChartKind
from bot.domain.ids import ChatId
from bot.domain.statistics import Period
from bot.rate import Budgets
from bot.spreadsheets import write_table
from bot.statistics_ports import Draw
from bot.usecases.send_statistics import SendStatistics
from tests.canaries import capture_logs
from tests.handlers.scene import ANA, BORIS, VERA, Scene, labels

HERE = (ChatId(VERA), None)


def sender(scene: Scene, draw: Draw) -> SendStatistics:
    """Who sends pictures that are drawn so."""
    newsroom = scene.newsroom
    return SendStatistics(
        report=newsroom.report_statistics,
        draw=draw,
        write=write_table,
        courier=Courier(scene.bot.wire),
        budgets=Budgets(1_000, scene.clock.now() - timedelta(seconds=2)),
        paper=newsroom.paper,
        clock=scene.clock,
    )


async def test_pages_take_each_others_place(scene: Scene) -> None:
    await scene.subscribed(ANA)
    assert "Active: 1" in await scene.types(VERA, "/stats")
    page = await scene.taps(VERA, "Growth")
    assert "Subscribers now: 1" in page.text
    assert {"•Growth", "•30 days", "Table CSV"} <= set(labels(page))
    page = await scene.taps(VERA, "7 days")
    assert {"•Growth", "•7 days"} <= set(labels(page))
    assert len(await scene.messages(VERA)) == 1


async def test_a_table_comes_as_a_file(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.types(VERA, "/stats")
    await scene.taps(VERA, "Table CSV")
    await scene.taps(VERA, "Table XLSX")
    sent = [one for one in await scene.phones.accepted() if one.method == "sendDocument"]
    assert [one.chat_id for one in sent] == [VERA, VERA]
    assert all(one.text.startswith("Overview · ") for one in sent)


@pytest.mark.skipif(not can_draw(), reason="the extra `charts` is not installed")
async def test_a_picture_is_drawn_and_one_of_nothing_is_not(scene: Scene) -> None:
    await scene.types(VERA, "/start")
    await scene.subscribed(ANA)
    async with ChartDrawer() as draw:
        send = sender(scene, draw)
        await send.picture(ChartKind.GROWTH, Period.WEEK, HERE, "en")
        message = (await scene.messages(VERA))[-1]
        assert message.photo
        assert message.text.startswith("Subscribers\n")
        await send.picture(ChartKind.HOURS, Period.WEEK, HERE, "en")
    assert "Nothing to show" in (await scene.messages(VERA))[-1].text


async def test_where_nothing_draws_no_button_offers_it_and_an_old_one_says_so(scene: Scene) -> None:
    await scene.subscribed(ANA)
    await scene.types(VERA, "/stats")
    page = await scene.taps(VERA, "Growth")
    assert "Joined and left" not in labels(page)
    await scene.press(VERA, "chart:growth.7")
    assert "could not be drawn" in (await scene.messages(VERA))[-1].text


async def test_figures_are_for_admins(scene: Scene) -> None:
    await scene.types(BORIS, "/start")
    for data in ("stats:growth.7", "chart:growth.7", "table:growth.7.csv"):
        await scene.press(BORIS, data)
        assert (await scene.messages(BORIS))[-1].text == "From another time"


async def test_what_no_button_sends_is_out_of_date(scene: Scene) -> None:
    await scene.types(VERA, "/stats")
    for data in ("stats:", "stats:growth.8", "chart:pie.7", "table:growth.7.exe", "table:csv"):
        await scene.press(VERA, data)
        assert (await scene.messages(VERA))[-1].text == "From another time"


async def test_a_chat_that_can_t_be_reached_costs_a_line_in_the_log(scene: Scene) -> None:
    with capture_logs() as logs:
        await scene.newsroom.send_statistics.picture(ChartKind.HOURS, Period.WEEK, (ChatId(9), None), "en")
    assert [one["event"] for one in logs] == ["statistics_not_sent"]
