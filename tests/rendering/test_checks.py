"""The checks of a card in words: Telegram reads them, and what needs a look stands first."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.appeals import WhyNot
from bot.domain.asking import Asking
from bot.domain.edits import Part, Version
from bot.domain.reach import Reach
from bot.domain.review_checks import Checks, EarlierPush, LinkCheck, PictureCheck, VideoCheck
from bot.locales import texts_for
from bot.rendering.checks import checks_text
from tests.rendering.samples import LANGUAGES, NASTY, NOW, PAPER, marks_by_telegram, read_by_telegram

FINE = Checks(
    is_narrowed=False,
    reach=Reach(1_240),
    seconds=41.3,
    again=None,
    headline_length=53,
    picture=PictureCheck.FITS,
    picture_size=(1280, 720),
    link=LinkCheck.FINE,
    appeal_left_out=True,
    asking=Asking.RULE,
    asks=True,
    asks_despite=None,
    video=VideoCheck.FOUND,
    edited=(),
    edited_by="",
    left_behind=None,
)
ODD = replace(
    FINE,
    reach=Reach(1_240, later=3, in_digests=7),
    again=EarlierPush("Snow <closes> roads", NOW),
    headline_length=140,
    picture=PictureCheck.REFUSED,
    link=LinkCheck.UNREAD,
    appeal_left_out=False,
    asking=Asking.WORDS,
    asks_despite=WhyNot.BREAKING,
    video=VideoCheck.MISSING,
    edited=(Part.HEADLINE,),
    edited_by="Elena",
    left_behind=Version(number=2, name="Filip"),
)


def told(checks: Checks, language: str = "en") -> list[str]:
    """The lines on the phone."""
    return read_by_telegram(checks_text(checks, PAPER, texts_for(language))).splitlines()


def test_an_article_in_order_begins_with_how_many_get_it_and_how_long_that_takes() -> None:
    assert told(FINE) == [
        "👥 1,240 readers · ⏱ about 41 seconds",
        "✓ Nothing like it was sent in 48 hours",
        "✓ Headline: 53 characters",
        "✓ Picture: 1280×720",
        "✓ Link: no trouble when the article came",
        "✓ The membership appeal is left out",
        "✓ Asks for support (by the rules)",
        "✓ Video found",
    ]


def test_what_is_odd_stands_above_it() -> None:
    *warnings, reach, edited, appeal, asks = told(ODD)
    assert reach == "👥 1,240 readers · ⏱ about 41 seconds · 🌙 3 later · 🗞 7 in their digest"
    assert [line.partition(":")[0].partition(";")[0] for line in warnings] == [
        "⚠️ Filip had edited the card",
        "⚠️ Readers got this lately",
        "⚠️ Long headline",
        "⚠️ Telegram refused the picture",
        "⚠️ The page did not answer when the article came",
        "⚠️ The headline promises a video, but none was found",
        "⚠️ The card asks for support although it is breaking news",
    ]
    assert (edited, appeal) == ("✓ Edited by Elena", "✓ No membership appeal on the page")
    assert asks == "✓ Asks for support (the button with the paper’s words)"


def test_a_card_that_asks_for_nothing_says_so() -> None:
    assert "✓ Does not ask for support (by the rules)" in told(replace(FINE, asks=False))


def test_what_is_well_is_folded_away() -> None:
    assert marks_by_telegram(checks_text(FINE, PAPER, texts_for("en"))) == ["ExpandableBlockQuote"]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"picture": PictureCheck.NONE}, "✓ No picture"),
        (
            {"picture": PictureCheck.SMALL, "picture_size": (300, 200)},
            "⚠️ Small picture: 300×200, blurred on a phone",
        ),
        ({"link": LinkCheck.MISSING}, "⚠️ The article has no address: there is no button to read it"),
        ({"video": VideoCheck.NONE}, "✓ No video"),
        ({"reach": Reach(0), "seconds": 0.0}, "👥 0 readers"),
        ({"reach": Reach(1), "seconds": 0.03}, "👥 1 reader · ⏱ about 1 second"),
        ({"picture_size": None}, "✓ Picture: JPEG"),
    ],
)
def test_each_finding_has_its_line(change: dict[str, Any], line: str) -> None:
    assert line in told(replace(FINE, **change))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("nasty", NASTY)
def test_telegram_reads_it_in_every_language_whatever_was_pushed_or_typed(language: str, nasty: str) -> None:
    odd = replace(ODD, again=EarlierPush(nasty, NOW), edited_by=nasty[:64])
    assert len(told(odd, language)) >= len(told(ODD))
