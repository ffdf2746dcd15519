"""One feed document → entries."""

from datetime import UTC, datetime

import pytest

from bot.domain.entries import Entry, ParsedFeed
from bot.errors import FeedError
from bot.feeds.parse import parse_document

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)
FILE = '<enclosure url="https://paper.example/a.mp4" type="video/mp4" length="1"/>'


def parse(body: bytes, url: str = "https://paper.example/feed/") -> ParsedFeed:
    return parse_document(body, url=url, content_type="text/xml", now=NOW)


def rss(items: str, channel: str = "<link>https://paper.example</link>") -> bytes:
    return (
        f'<?xml version="1.0"?><rss version="2.0" {SPACES}><channel>{channel}{items}</channel></rss>'.encode()
    )


def entry(item: str, channel: str = "<link>https://paper.example</link>") -> Entry:
    [only] = parse(rss(f"<item>{item}</item>", channel)).entries
    return only


def refusal(body: bytes) -> FeedError:
    with pytest.raises(FeedError) as caught:
        parse(body)
    return caught.value


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("<![CDATA[A &amp; B &#8211; <b>x</b>]]>", "A & B – x"),
        ("A &amp;amp; B", "A & B"),
        ("Курс &lt;23 ноември&gt; – A&#038;B", "Курс <23 ноември> – A&B"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Наслов", "Наслов"),
        ("зад\u202eобратно\u200f \n  крај", "задобратно крај"),
    ],
)
def test_a_title_is_one_line_of_plain_text(title: str, plain: str) -> None:
    assert entry(f"<title>{title}</title>").title == plain


def test_a_long_title_is_cut_at_a_word() -> None:
    title = entry(f"<title>{'збор ' * 100}</title>").title
    assert (len(title) <= 300, title.endswith("збор…")) == (True, True)


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "tg://user?id=1", "http://[", ""]
)
def test_only_web_addresses_are_links(link: str) -> None:
    assert entry(f"<title>T</title><link>{link}</link>").url is None


def test_a_guid_that_is_no_address_is_not_taken_for_the_link() -> None:
    assert (entry("<title>T</title><guid>1</guid>").guid, entry("<title>T</title><guid>1</guid>").url) == (
        "1",
        None,
    )


def test_a_relative_link_is_resolved_with_the_channels_link() -> None:
    assert entry("<link>/news/1</link>", "<link>https://www.paper.example/</link>").url == (
        "https://www.paper.example/news/1"
    )


def test_a_relative_link_without_channel_link_is_resolved_with_the_feeds_address() -> None:
    assert entry("<link>/news/1</link>", "").url == "https://paper.example/news/1"


def test_xml_base_comes_first() -> None:
    body = rss("<item><title>T</title><link>1</link></item>").replace(
        b"<rss ", b'<rss xml:base="https://base.example/q/" '
    )
    assert parse(body).entries[0].url == "https://base.example/q/1"


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("Mon, 23 Nov 2026 09:30:00 +0100", datetime(2026, 11, 23, 8, 30, tzinfo=UTC)),
        ("Tue, 24 Nov 2026 11:59:00 +0000", datetime(2026, 11, 24, 11, 59, tzinfo=UTC)),
        ("Wed, 25 Nov 2026 12:00:00 +0000", None),
        ("Mon, 01 Jan 1970 00:00:00 +0000", None),
        ("вчера", None),
    ],
)
def test_a_date_is_utc_and_possible(date: str, moment: datetime | None) -> None:
    assert entry(f"<title>T</title><pubDate>{date}</pubDate>").published == moment


def test_authors_come_without_mail_addresses_and_once() -> None:
    creators = "<dc:creator>Ана Илиева</dc:creator>" * 2
    assert entry(creators + "<author>x@paper.mk (Иво Тодоров)</author>").authors == (
        "Ана Илиева",
        "Иво Тодоров",
    )


def test_categories_keep_their_order() -> None:
    assert entry("<category>Свет</category><category>Видео</category>").categories == ("Свет", "Видео")


def test_the_language_is_the_feeds_unless_the_item_has_its_own() -> None:
    channel = "<language>mk-MK</language>"
    assert entry("<title>T</title>", channel).language == "mk-MK"
    assert entry("<dc:language>sq</dc:language>", channel).language == "sq"


@pytest.mark.parametrize(
    "item",
    [
        '<media:content url="/a.jpg" medium="image"/>',
        '<media:thumbnail url="https://paper.example/a.jpg"/>',
        '<enclosure url="https://paper.example/a.jpg" type="image/jpeg" length="1"/>',
        '<description>&lt;img src="/a.jpg"&gt;</description>',
        '<description>&lt;img width="1" src="/p"&gt;&lt;img src="data:x" data-src="/a.jpg"&gt;</description>',
    ],
)
def test_the_picture_is_found(item: str) -> None:
    assert entry(item).image == "https://paper.example/a.jpg"


@pytest.mark.parametrize(
    "content",
    [
        '<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ?feature=oembed"></iframe>',
        '<iframe data-src="//www.youtube-nocookie.com/embed/dQw4w9WgXcQ"></iframe>',
        '<a href="https://youtu.be/dQw4w9WgXcQ">https://youtu.be/dQw4w9WgXcQ</a>',
    ],
)
def test_a_player_in_the_content_is_a_video_to_watch(content: str) -> None:
    [video] = entry(f"<content:encoded><![CDATA[{content}]]></content:encoded>").videos
    assert video.url == "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def test_a_declared_video_file_is_a_video() -> None:
    [video] = entry(FILE).videos
    assert video.url == "https://paper.example/a.mp4"


@pytest.mark.parametrize(
    ("item", "seconds"),
    [
        ('<media:content url="https://paper.example/a.mp4" medium="video" duration="185"/>', 185),
        ('<media:content url="https://paper.example/a.mp4" medium="video" duration="soon"/>', None),
        ('<media:content url="https://paper.example/a.mp4" medium="video" duration="999999999999"/>', None),
        (f"<itunes:duration>12:30</itunes:duration>{FILE}", 750),
        (f"<itunes:duration>1:02:03</itunes:duration>{FILE}", 3_723),
        (f"<itunes:duration>1:1:1:1</itunes:duration>{FILE}", None),
    ],
)
def test_a_video_has_the_length_that_the_feed_tells(item: str, seconds: int | None) -> None:
    [video] = entry(item).videos
    assert video.duration_seconds == seconds


@pytest.mark.parametrize("address", ["http://[", "http://[/a.jpg", "//[", "http://a]b/c.mp4"])
def test_a_declared_file_with_an_impossible_address_is_none(address: str) -> None:
    found = entry(f'<media:content url="{address}"/><enclosure url="{address}" length="1"/>')
    assert (found.image, found.videos) == (None, ())


@pytest.mark.parametrize("path", ["embed/videoseries?list=x", "embed/live_stream?channel=x", "channel/abc"])
def test_a_playlist_or_channel_is_no_video(path: str) -> None:
    content = f'<![CDATA[<iframe src="https://www.youtube.com/{path}"></iframe>]]>'
    assert entry(f"<description>{content}</description>").videos == ()


def test_the_full_content_is_preferred_to_the_excerpt() -> None:
    item = "<description>Кусо</description><content:encoded><![CDATA[<p>Целиот текст</p>]]></content:encoded>"
    assert entry(item).html == "<p>Целиот текст</p>"


def test_at_most_300_entries_are_read_and_duplicates_stay() -> None:
    parsed = parse(rss("<item><guid>same</guid></item>" * 400))
    assert (len(parsed.entries), parsed.warnings) == (300, ("400 entries, the first 300 read",))


@pytest.mark.parametrize("body", [b"", b" \r\n", b"\xef\xbb\xbf\n", bytes(1000)])
def test_an_empty_body_is_named(body: bytes) -> None:
    assert refusal(body).text_key == "error.feed.empty"


@pytest.mark.parametrize(
    "body", [b"<!DOCTYPE html><html><body>Sign in</body></html>", b"\n <HTML><head></head>"]
)
def test_a_page_instead_of_a_feed_is_named(body: bytes) -> None:
    assert refusal(body).text_key == "error.feed.html"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (b'{"items": []}', "JSON"),
        (b"GIF89a\x01\x00\x01\x00", "binary"),
        (b"hello", "text"),
        (b"<note/>", "XML"),
    ],
)
def test_anything_else_is_no_feed_and_named(body: bytes, found: str) -> None:
    error = refusal(body)
    assert (error.text_key, error.args_["found"]) == ("error.feed.not_a_feed", found)


def test_the_body_is_never_taken_for_a_path() -> None:
    assert refusal(__file__.encode()).text_key == "error.feed.not_a_feed"


def test_a_feed_without_entries_is_a_feed() -> None:
    assert parse(rss("")).entries == ()


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-16", "utf-8-sig"])
def test_every_utf_is_read(codec: str) -> None:
    body = rss("<item><title>Вест</title></item>").decode().replace('<?xml version="1.0"?>', "")
    assert parse(body.encode(codec)).entries[0].title == "Вест"


def test_one_impossible_character_does_not_cost_the_whole_feed() -> None:
    body = rss("<item><title>Прва</title></item><item><title>Втора &#xD800; &nosuch;</title></item>")
    assert [each.title[:5] for each in parse(body).entries] == ["Прва", "Втора"]


def test_an_item_whose_tags_replace_the_parsers_own_is_lost_alone() -> None:
    feed = parse(rss("<item><title>a</title><links>x</links></item><item><title>b</title></item>"))
    assert [one.title for one in feed.entries] == ["b"]
    assert "1 entries could not be read" in feed.warnings


@pytest.mark.parametrize("end", ["<title>Ha", "<title>Half</title><link>https://paper.example/h", "<"])
@pytest.mark.parametrize("tag", ["item", "entry"])
def test_an_item_that_the_document_breaks_off_in_is_left_out(tag: str, end: str) -> None:
    whole, _ = rss(f"<{tag}><title>Whole</title></{tag}>").split(b"</channel>")
    feed = parse(whole + f"<{tag}>{end}".encode())
    assert [one.title for one in feed.entries] == ["Whole"]
    assert "1 entries could not be read" in feed.warnings


def test_the_hub_of_a_feed_and_the_address_it_knows_are_read() -> None:
    links = (
        "<a:link xmlns:a='http://www.w3.org/2005/Atom' rel='hub' href='https://hub.example/'/>"
        "<a:link xmlns:a='http://www.w3.org/2005/Atom' rel='self' href='/feed/'/>"
    )
    body = f"<rss version='2.0'><channel><title>Daily</title>{links}</channel></rss>".encode()
    parsed = parse_document(body, url="https://paper.example/feed", content_type="", now=NOW)
    assert (parsed.hub, parsed.topic) == ("https://hub.example/", "https://paper.example/feed/")
