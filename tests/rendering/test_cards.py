"""The card of an article, whatever the article."""

import dataclasses
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given

from bot.domain.articles import Article, Draft, Image, Video
from bot.domain.paper import Pictures
from bot.domain.pushes import Button, Card
from bot.locales import texts_for
from bot.rendering.cards import CAPTION_LIMIT, article_card
from bot.rendering.kickers import icon_of
from bot.rendering.plain import one_line
from tests.rendering.samples import ARTICLE, ARTICLES, NASTY, PAPER, URL, marks_by_telegram, read_by_telegram

ENGLISH = texts_for("en")
BARE = replace(ARTICLE, kicker=None, authors=(), summary="", image=None)


def card(article: Draft = ARTICLE) -> Card:
    return article_card(article, PAPER, ENGLISH)


def test_it_shows_kicker_headline_authors_and_summary() -> None:
    assert read_by_telegram(card().html) == (
        "🎬 VIDEO | Why buses are late\nAna Andonović\n\nThere are three reasons. The first is the road."
    )


def test_kicker_and_headline_are_bold() -> None:
    assert card().html.startswith("<b>🎬 VIDEO | Why buses are late</b>")


def test_what_is_missing_leaves_no_hole() -> None:
    assert read_by_telegram(card(BARE).html) == "Why buses are late"


@given(ARTICLES)
def test_telegram_reads_any_card_and_finds_it_short_enough(article: Article) -> None:
    assert len(read_by_telegram(card(article).html)) <= CAPTION_LIMIT


@pytest.mark.parametrize("headline", [one for one in NASTY if len(one) < 300])
def test_a_headline_arrives_as_it_was_written(headline: str) -> None:
    shown = read_by_telegram(card(replace(ARTICLE, headline=headline)).html)
    assert shown.startswith(f"🎬 VIDEO | {one_line(headline)}\n")


@pytest.mark.parametrize("headline", [one for one in NASTY if len(one) > 300])
def test_an_endless_headline_is_cut_and_leaves_room_for_the_summary(headline: str) -> None:
    shown = read_by_telegram(card(replace(ARTICLE, headline=headline)).html)
    assert "…\n" in shown
    assert shown.endswith("The first is the road.")


def test_its_picture_is_the_photo_and_the_preview_stands_in_where_that_fails() -> None:
    shown = card(replace(ARTICLE, image=Image("https://paper.example/a.webp")))
    assert (shown.photo, shown.preview) == ("https://paper.example/a.webp", URL)


def test_a_paper_may_prefer_the_large_preview() -> None:
    shown = article_card(ARTICLE, replace(PAPER, pictures=Pictures.PREVIEW), ENGLISH)
    assert (shown.photo, shown.preview) == (None, URL)


def test_the_photographer_is_named_under_a_photo_and_only_there() -> None:
    article = replace(ARTICLE, image=Image("https://paper.example/a.jpg", "MIA <Skopje>"))
    assert read_by_telegram(card(article).html).endswith("\n\n📷 MIA <Skopje>")
    previewed = article_card(article, replace(PAPER, pictures=Pictures.PREVIEW), ENGLISH)
    assert "📷" not in previewed.html


def test_key_points_follow_the_summary_line_by_line() -> None:
    shown = read_by_telegram(card(replace(ARTICLE, key_points=("The road.", "The <drivers>."))).html)
    assert shown.endswith("The first is the road.\n\n• The road.\n• The <drivers>.")


def test_key_points_that_do_not_fit_are_cut_or_left_out() -> None:
    shown = read_by_telegram(card(replace(ARTICLE, key_points=("word " * 100,) * 3)).html)
    assert shown.count("• ") == 2
    assert shown.endswith("word…")


@pytest.mark.parametrize(
    ("language", "date"), [("en", "24 November 2026"), ("mk", "24 ноември 2026"), ("sq", "24 nëntor 2026")]
)
def test_the_date_is_that_of_the_papers_clocks_in_the_readers_language(language: str, date: str) -> None:
    late = replace(ARTICLE, published_at=datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
    html = article_card(late, PAPER, texts_for(language)).html
    assert f"\n<i>Ana Andonović · {date}</i>\n" in html


def test_a_column_is_named_unless_the_author_says_it_already() -> None:
    assert "Ana Andonović · Behind the news" in card(replace(ARTICLE, series="Behind the news")).html
    assert "Analysis" not in card(replace(ARTICLE, series="Analysis with Andonovic")).html


@pytest.mark.parametrize(
    ("kicker", "icon"),
    [
        ("ВИДЕО", "🎬"),
        ("ИТНО | ВИДЕО", "⚡️"),
        ("VIDEO/FOTO", "🎬"),
        ("FOTO", "📷"),
        ("ВО ЖИВО", "🔴"),
        ("AUDIO", "🎧"),
    ],
)
def test_a_kicker_has_its_icon(kicker: str, icon: str) -> None:
    assert card(replace(ARTICLE, kicker=kicker)).html.startswith(f"<b>{icon} {kicker} | ")


@pytest.mark.parametrize("kicker", ["KOLUMNA", None, ""])
def test_any_other_kicker_has_none(kicker: str | None) -> None:
    assert icon_of(kicker) == ""


@given(ARTICLES)
def test_nothing_in_an_article_sets_itself_apart(article: Article) -> None:
    """Bold is the headline, italics are byline and credit; a title must not add its own."""
    assert marks_by_telegram(card(article).html) in (["Bold"] + ["Italic"] * count for count in range(3))


def test_a_card_is_never_empty() -> None:
    assert read_by_telegram(card(replace(BARE, headline="")).html) == URL
    assert read_by_telegram(card(replace(BARE, headline="\u202e", url="")).html) == "…"


def test_without_a_picture_the_large_preview_stands_in() -> None:
    assert card(replace(ARTICLE, image=None)).preview == URL


def test_its_buttons_read_watch_choose_and_support() -> None:
    assert card(replace(ARTICLE, body=("Text.",))).buttons == (
        (Button("Read", url=URL), Button("Watch video", url="https://video.example/1")),
        (Button("Read here", data="here:17"), Button("Less like this", data="less:17")),
        (Button("Support us", url="https://paper.example/join"),),
    )


def test_an_article_without_an_address_has_nothing_to_read_but_can_be_sent() -> None:
    bare = card(replace(ARTICLE, url="", videos=(), image=None))
    assert bare.preview is None
    assert [button.label for row in bare.buttons for button in row] == ["Less like this", "Support us"]


def test_without_a_video_there_is_none_to_watch() -> None:
    first_row = card(replace(ARTICLE, videos=())).buttons[0]
    assert first_row == (Button("Read", url=URL),)


def test_an_article_without_text_cannot_be_read_here() -> None:
    assert card().buttons[1] == (Button("Less like this", data="less:17"),)


def test_a_draft_that_nobody_filed_has_nothing_to_choose() -> None:
    fields = {one.name: getattr(ARTICLE, one.name) for one in dataclasses.fields(Draft)}
    labels = [button.label for row in card(Draft(**fields)).buttons for button in row]
    assert labels == ["Read", "Watch video", "Support us"]


WATCH = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


@pytest.mark.parametrize(
    ("seconds", "label"),
    [(None, "Watch video"), (0, "Watch video"), (65, "Watch video · 1:05"), (3_600, "Watch video · 1:00:00")],
)
def test_watch_tells_how_long_where_that_is_known(seconds: int | None, label: str) -> None:
    article = replace(ARTICLE, videos=(Video(url=WATCH, duration_seconds=seconds),))
    watch = next(one for row in card(article).buttons for one in row if one.url == WATCH)
    assert watch.label == label


def test_a_video_without_a_lead_picture_shows_its_poster_and_no_credit() -> None:
    poster = Video(url=WATCH, poster="https://paper.example/poster.jpg")
    shown = card(replace(BARE, videos=(poster,)))
    assert (shown.photo, "📷" in shown.html) == (poster.poster, False)
    assert card(replace(ARTICLE, videos=(poster,))).photo == (ARTICLE.image and ARTICLE.image.url)


def test_a_video_of_an_article_without_an_address_is_previewed_itself() -> None:
    assert card(replace(ARTICLE, url="", videos=(Video(url=WATCH),))).preview == WATCH
    assert card(replace(ARTICLE, url="", videos=())).preview is None
