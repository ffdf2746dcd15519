"""Pictures as a phone gets them, drawn by the process that draws."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from bot.charts import ChartDrawer, can_draw
from bot.domain.charts import Chart, Form

pytestmark = pytest.mark.skipif(not can_draw(), reason="the extra `charts` is not installed")
LINE = Chart(
    form=Form.LINE,
    title="Претплатници $x$ \\frac",
    note="1 ное. – 3 ное.",
    thousands=".",
    rows=["Претплатници"],
    columns=["1 ное.", "2 ное.", "3 ное."],
    values=[[1000, None, 3000]],
    ticks=[0, 2],
)
GRID = replace(
    LINE, form=Form.GRID, rows=["a", "b"], values=[[0.9, 0.5, None], [0.4, None, None]], cells=[["1"] * 3] * 2
)
BARS = replace(
    LINE,
    form=Form.BARS,
    rows=["joined", "left", "blocked"],
    values=[[5, 9, 1], [1, 0, 2], [0, 1, None]],
)


async def test_what_can_t_be_drawn_is_none_and_the_next_one_is_a_picture_again() -> None:
    async with ChartDrawer() as draw:
        assert await draw(replace(LINE, values=[])) is None
        png = await draw(LINE)
    assert png
    assert Image.open(io.BytesIO(png)).size == (1080, 864)


@pytest.mark.parametrize(
    "chart",
    [
        replace(LINE, values=[[7]], columns=["1"], ticks=[0]),
        BARS,
        replace(LINE, form=Form.RANKED),
        GRID,
        replace(GRID, cells=[], ticks=[0]),
    ],
    ids=["one day", "bars", "ranked", "shares", "hours"],
)
def test_every_form_fills_a_picture_of_a_phones_width(chart: Chart) -> None:
    from bot.charts.drawing import drawn

    picture = Image.open(io.BytesIO(drawn(chart)))
    assert picture.width == 1080
    assert len(picture.convert("RGB").getcolors(1 << 20) or ()) > 50
