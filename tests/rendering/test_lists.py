"""Lists of articles."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.articles import Article, Video
from bot.locales import texts_for
from bot.rendering.lists import ago, article_list, video_list
from tests.rendering.samples import ARTICLE, ARTICLES, LANGUAGES, NASTY, NOW, URL, read_by_telegram

ENGLISH = texts_for("en")
MESSAGE_LIMIT = 4096
FIVE = st.lists(ARTICLES, max_size=5)


@given(articles=FIVE, language=st.sampled_from(LANGUAGES))
def test_telegram_reads_any_list_and_finds_it_short_enough(articles: list[Article], language: str) -> None:
    texts = texts_for(language)
    title = texts.html("search.title", words="w" * 200)
    for html in (article_list(title, articles, texts, NOW), video_list(title, articles, texts, NOW)):
        assert len(read_by_telegram(html)) <= MESSAGE_LIMIT


@pytest.mark.parametrize("headline", [one for one in NASTY if len(one) < 300])
def test_a_headline_arrives_as_it_was_written(headline: str) -> None:
    html = article_list("Latest", [replace(ARTICLE, headline=headline)], ENGLISH, NOW)
    assert f"• VIDEO | {headline}\n" in read_by_telegram(html)


def test_each_article_is_a_link_with_its_age() -> None:
    article = replace(ARTICLE, kicker=None, published_at=NOW - timedelta(hours=3), url=URL + "?a=1&b=2")
    html = article_list("Latest", [article], ENGLISH, NOW)
    link = f'<a href="{URL}?a=1&amp;b=2">Why buses are late</a>'
    assert html == f"<b>Latest</b>\n\n• {link}\n3 hours ago"


def test_an_article_without_a_date_is_as_old_as_we_know_it() -> None:
    html = article_list("Latest", [replace(ARTICLE, seen_at=NOW - timedelta(days=2))], ENGLISH, NOW)
    assert html.endswith("2 days ago")


def test_a_list_of_videos_opens_the_videos() -> None:
    html = video_list("Videos", [ARTICLE, replace(ARTICLE, videos=())], ENGLISH, NOW)
    assert html.count("<a href=") == html.count('<a href="https://video.example/1">') == 1


def test_a_video_tells_how_long_it_is_where_that_is_known() -> None:
    long = replace(ARTICLE, videos=(Video(url=URL, duration_seconds=3_725),), seen_at=NOW - timedelta(days=2))
    assert video_list("Videos", [long], ENGLISH, NOW).endswith("2 days ago · 1:02:05")
    unknown = replace(long, videos=(Video(url=URL),))
    assert video_list("Videos", [unknown], ENGLISH, NOW).endswith("2 days ago")


def test_a_list_of_nothing_is_its_title() -> None:
    assert article_list("Latest", [], ENGLISH, NOW) == "<b>Latest</b>"


@pytest.mark.parametrize(
    ("language", "words"), [("en", "5 minutes ago"), ("mk", "пред 5 минути"), ("sq", "5 minuta më parë")]
)
def test_ages_are_in_words_of_the_readers_language(language: str, words: str) -> None:
    assert ago(NOW - timedelta(minutes=5), texts_for(language), NOW) == words
