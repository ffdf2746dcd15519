"""The page everything began with: as a web page in two languages, and as a reader copies it."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.articles.read import read_page
from bot.articles.summary import summarise
from bot.domain.articles import Draft
from bot.domain.entries import Entry
from bot.domain.ids import Edition
from bot.domain.sentences import split_sentences

SHARED = Path(__file__).parents[2].parent / "shared"
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the shared data is not here")
UNWANTED = (
    "Dear reader", "Video of the day", "Photo Sloboden", "Read also", "Analysis with", "Become a member",
    "Драги читателу", "Видео на денот", "Фото Слободен", "Прочитајте", "Анализа со", "Станете член", "©",
)  # fmt: skip


REASONS = {
    "en": ("arrives in North Korea", "military", "economic", "cultural"),
    "mk": ("пристигнува во Северна Кореја", "воена", "економск", "култур"),
}


def page(language: str) -> Draft:
    html = (SHARED / "data" / "seed_pages" / f"page_{language}_seed.html").read_bytes()
    entry = Entry(url="https://www.slobodenpecat.mk/somewhere/")
    return read_page(
        entry, html, edition=Edition(language), topic="World" if language == "en" else "Свет"
    ).draft


def copied() -> Draft:
    text = (SHARED / "seed" / "article-en.txt").read_bytes()
    return read_page(Entry(), text, edition=Edition("en"), topic=None).draft


def test_the_kicker_leaves_the_headline_and_the_columnist_stays() -> None:
    for draft in (page("en"), copied()):
        assert draft.kicker == "VIDEO"
        assert draft.headline == "Andonovic: Three reasons why Putin is visiting North Korea"


def test_the_macedonian_kicker_too() -> None:
    assert page("mk").kicker == "ВИДЕО"
    assert page("mk").headline == "Андоновиќ: Три причини зошто Путин ја посетува Северна Кореја"


def test_the_author_is_found_although_spelt_two_ways() -> None:
    assert page("en").authors == ("Dragan Andonović",)
    assert page("mk").authors == ("Драган Андоновиќ",)
    assert copied().authors == ("Andonović",)


def test_the_column_is_the_series_and_no_topic() -> None:
    assert (page("en").series, page("en").topics) == ("Analysis with Andonović", ("World", "Путин"))
    assert (page("mk").series, page("mk").topics) == ("Анализа со Андоновиќ", ("Свет", "Путин"))
    assert copied().series == "Analysis with Andonović"


def test_neither_body_nor_summary_hold_what_is_not_the_article() -> None:
    for draft in (page("en"), page("mk"), copied()):
        text = "\n".join((*draft.body, draft.summary))
        assert [words for words in UNWANTED if words in text] == []


def test_the_body_is_whole() -> None:
    for draft in (page("en"), copied()):
        assert draft.body[0].startswith("Russian President Vladimir Putin arrives")
        assert draft.body[-1].startswith("One thing is certain.")
    assert len(copied().body) == 33


def test_the_summary_is_whole_sentences_from_the_lead() -> None:
    for draft in (page("en"), page("mk"), copied()):
        assert 80 < len(draft.summary) <= 400
        assert draft.summary.startswith(split_sentences(draft.body[0])[0])
        assert draft.summary.endswith(".")


def test_visit_and_all_three_reasons_are_in_the_key_points() -> None:
    for language, wanted in REASONS.items():
        draft = page(language)
        found = summarise(draft.headline, None, draft.body, language)
        assert re.search(wanted[0], found.text)
        assert [bool(re.search(*pair)) for pair in zip(wanted[1:], found.key_points, strict=True)] == [
            True
        ] * 3
        assert len(" ".join((found.text, *found.key_points))) <= 600


def test_the_appeal_is_handed_on() -> None:
    assert (page("en").appeal or "").startswith("Dear reader,\nOur access to web content is free")
    assert (page("mk").appeal or "").startswith("Драги читателу,\nНашиот пристап")
    assert (copied().appeal or "").endswith("ALWAYS BE ON THE PEOPLE'S SIDE.")


def test_the_video_is_the_articles_and_not_the_one_of_the_day() -> None:
    assert [video.url for video in page("en").videos] == ["https://www.youtube.com/watch?v=AbCdEfGhIjK"]


def test_picture_credit_time_and_address_are_found() -> None:
    draft = page("en")
    assert draft.image
    assert (draft.image.url.endswith("andonovik-putin-1024x576.jpg"), draft.image.credit) == (
        True,
        "Sloboden pechat",
    )
    assert draft.published_at == datetime(2024, 6, 18, 19, 15, 3, tzinfo=UTC)
    assert draft.url == "https://www.slobodenpecat.mk/en/video-andonovik-tri-prichini/"
