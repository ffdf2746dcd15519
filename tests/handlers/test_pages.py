"""The readers' pages, without a Telegram around them."""

from dataclasses import replace

from bot.locales import texts_for
from bot.newsroom import Settings
from handlers.readers.settings_pages import settings_page
from tests.handlers.scene import ACTIVE, EN, sample_paper


def test_a_paper_of_one_edition_offers_no_choice() -> None:
    paper = sample_paper("http://127.0.0.1:1")
    alone = replace(paper, editions={EN: paper.editions[EN]})
    settings = Settings(ACTIVE, EN, paper.preferences, ACTIVE.joined_at)
    labels = [
        button.label for row in settings_page(settings, alone, texts_for("en")).buttons for button in row
    ]
    assert "🌍 Time zone" in labels
    assert "📰 Edition" not in labels
