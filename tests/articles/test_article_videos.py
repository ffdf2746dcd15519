"""Players of every kind in an article's text, and those that are not the article's."""

import json

import pytest

from bot.articles.read import read_page
from bot.domain.articles import Video
from bot.domain.entries import Entry
from bot.domain.ids import Edition

YOUTUBE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
EMBED = "https://www.youtube.com/embed/dQw4w9WgXcQ"
TEXT = "<p>" + "Советот го усвои буџетот на седницата што траеше шест часа. " * 6 + "</p>"
PLUGIN = "https://www.facebook.com/plugins/video.php"
SETTINGS = '{"youtube_url":"https:\\/\\/www.youtube.com\\/watch?v=dQw4w9WgXcQ"}'.replace('"', "&quot;")


def videos(html: str, around: str = "") -> list[Video]:
    page = f"<html><head><title>T</title></head><body><article><h1>T</h1>{TEXT}{html}{TEXT}</article>{around}"
    return list(
        read_page(Entry(url="https://x.mk/a/"), page.encode(), edition=Edition("mk"), topic=None).draft.videos
    )


def described(**video: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "VideoObject"} | video)}</script>'


@pytest.mark.parametrize(
    ("player", "watch"),
    [
        ('<iframe src="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0">', YOUTUBE),
        ('<iframe src="about:blank" data-lazy-src="//www.youtube.com/embed/dQw4w9WgXcQ">', YOUTUBE),
        (f'<noscript><iframe src="{EMBED}"></iframe></noscript>', YOUTUBE),
        ('<div class="rll-youtube-player" data-src="x" data-id="dQw4w9WgXcQ"></div>', YOUTUBE),
        ('<lite-youtube videoid="dQw4w9WgXcQ"></lite-youtube>', YOUTUBE),
        ('<lite-vimeo videoid="123456"></lite-vimeo>', "https://vimeo.com/123456"),
        ('<amp-dailymotion data-videoid="x8abc">', "https://www.dailymotion.com/video/x8abc"),
        (f'<amp-iframe src="{EMBED}">', YOUTUBE),
        (f"<p>{YOUTUBE}&amp;t=3</p>", YOUTUBE),
        ("<figure><div>https://youtu.be/dQw4w9WgXcQ</div></figure>", YOUTUBE),
        (f'<div class="elementor-widget-video" data-settings="{SETTINGS}"></div>', YOUTUBE),
        ('<object data="https://www.youtube.com/v/dQw4w9WgXcQ">', YOUTUBE),
        ("<video data-src='/a.mp4'></video>", "https://x.mk/a.mp4"),
        ("<video><source src='/a.webm'></video>", "https://x.mk/a.webm"),
        ('<div class="fb-video" data-href="https://www.facebook.com/sp/videos/123/">', "https://www.facebook.com/sp/videos/123"),
        (f'<iframe src="{PLUGIN}?href=https%3A%2F%2Fwww.facebook.com%2Freel%2F77">', "https://www.facebook.com/reel/77"),
        ('<amp-facebook data-href="https://www.facebook.com/watch/?v=99">', "https://www.facebook.com/watch/?v=99"),
        ('<blockquote class="twitter-video"><a href="https://twitter.com/a/status/5?x"></a>', "https://x.com/a/status/5"),
        ('<iframe src="https://twitter.com/i/videos/tweet/5">', "https://x.com/i/status/5"),
        ('<blockquote class="tiktok-embed" cite="https://www.tiktok.com/@a/video/5"></blockquote>', "https://www.tiktok.com/@a/video/5"),
        ('<iframe src="https://www.tiktok.com/embed/v2/5">', "https://www.tiktok.com/@_/video/5"),
        ("<p>https://fb.watch/abc-1/</p>", "https://fb.watch/abc-1/"),
    ],
)  # fmt: skip
def test_a_player_in_the_text_is_the_articles(player: str, watch: str) -> None:
    assert [video.url for video in videos(player)] == [watch]


@pytest.mark.parametrize(
    "around",
    [
        f'<div class="td-main-sidebar"><iframe src="{EMBED}"></iframe></div>',
        f'<div class="widget_media_video"><iframe src="{EMBED}"></iframe></div>',
        f'<section class="video-of-the-day"><iframe src="{EMBED}"></iframe></section>',
        f"<aside><iframe src='{EMBED}'></iframe></aside>" + described(embedUrl=EMBED),
        described(embedUrl=EMBED) + described(embedUrl="https://youtu.be/AAAAAAAAAAA"),
    ],
)
def test_what_plays_beside_the_article_is_not(around: str) -> None:
    assert videos("", around) == []


@pytest.mark.parametrize(
    "advert",
    [
        '<div class="ad-slot"><video src="https://ads.example/a.mp4"></video></div>',
        '<video class="vast-player" src="/b.mp4"></video>',
        f'<div id="sponsored"><p><iframe src="{EMBED}"></iframe></p></div>',
        "<iframe src='https://www.google.com/maps/embed?pb=1'></iframe>",
        '<blockquote class="twitter-tweet"><a href="https://twitter.com/a/status/5">x</a></blockquote>',
        f'<p><a href="{YOUTUBE}">watch</a></p>',
    ],
)
def test_advertising_maps_and_links_are_no_videos_of_the_article(advert: str) -> None:
    assert videos(advert) == []


def test_several_videos_come_in_the_order_of_the_text_each_once() -> None:
    html = f'<p>https://vimeo.com/7</p><iframe src="{EMBED}"></iframe><p>https://vimeo.com/7</p>'
    assert [video.url for video in videos(html)] == ["https://vimeo.com/7", YOUTUBE]


def test_players_tell_title_and_poster_where_they_know_them() -> None:
    html = f'<iframe src="{EMBED}" title="Снегот на Маврово"></iframe><video src="/a.mp4" poster="/a.jpg">'
    assert videos(html) == [
        Video(url=YOUTUBE, title="Снегот на Маврово"),
        Video(url="https://x.mk/a.mp4", poster="https://x.mk/a.jpg"),
    ]


def test_a_video_of_another_article_on_the_same_page_is_not_this_ones() -> None:
    other = "<p>" + "Во друг текст стои нешто сосема друго, и тоа е долго колку пасус. " * 3 + "</p>"
    elsewhere = f"<section>{other * 4}<iframe src='{EMBED}'></iframe></section>"
    text = TEXT.replace("<p>", "<div class='entry-content'><p>", 1) + TEXT * 6 + "</div>"
    assert videos(text, elsewhere) == []


def test_the_title_of_a_player_is_not_the_videos() -> None:
    assert videos(f'<iframe src="{EMBED}" title="YouTube video player"></iframe>') == [Video(url=YOUTUBE)]
