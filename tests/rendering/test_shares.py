"""An article as somebody shares it: its texts pass Telegram's parser, its buttons are links."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.ids import Edition
from bot.rendering.shares import share_of
from tests.handlers.scene import sample_paper
from tests.rendering.samples import ARTICLE

TODAY = date(2026, 11, 26)
PAPER = sample_paper("http://127.0.0.1:1")


@pytest.mark.parametrize(
    ("edition", "label"),
    [
        ("en", "Follow Primer Daily on Telegram"),
        ("mk", "Весник Пример на Телеграм"),
        ("sq", "Gazeta Primer në Telegram"),
    ],
)
def test_the_way_into_the_bot_is_named_in_the_articles_language(edition: str, label: str) -> None:
    share = share_of(replace(ARTICLE, edition=Edition(edition)), PAPER, "primer_bot", TODAY)
    last = share.card.buttons[-1][0]
    assert last.label == label
    assert last.url == f"https://t.me/primer_bot?start=article_{ARTICLE.id}-inline"


def test_no_button_speaks_to_the_bot() -> None:
    share = share_of(ARTICLE, PAPER, "primer_bot", TODAY)
    assert all(one.url and not one.data for row in share.card.buttons for one in row)


def test_what_is_long_is_cut_for_the_list() -> None:
    share = share_of(replace(ARTICLE, headline="h" * 300, summary="s" * 900), PAPER, "primer_bot", TODAY)
    assert len(share.title) <= 100
    assert len(share.description) <= 160


def test_an_article_without_a_picture_has_no_thumbnail() -> None:
    assert share_of(replace(ARTICLE, image=None), PAPER, "primer_bot", TODAY).thumbnail is None
