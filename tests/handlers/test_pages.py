"""The readers' pages, without a Telegram around them."""

from dataclasses import replace

from bot.locales import texts_for
from handlers.readers.pages import settings_page
from tests.handlers.scene import ACTIVE, EN, sample_paper


def test_a_paper_of_one_edition_offers_no_choice() -> None:
    paper = sample_paper("http://127.0.0.1:1")
    alone = replace(paper, editions={EN: paper.editions[EN]})
    page = settings_page(ACTIVE, paper.editions[EN], alone, texts_for("en"))
    assert [[button.label for button in row] for row in page.buttons] == [
        ["Choose topics", "What I follow"],
        ["Pause"],
        ["Groups and channels"],
    ]
