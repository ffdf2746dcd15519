"""What a reading says besides the draft: language, problems, what was left out, repeated paragraphs."""

import json
from zoneinfo import ZoneInfo

import pytest

from bot.articles.language import language_of, same_language, settled
from bot.articles.read import read_page
from bot.domain.articles import Reading
from bot.domain.entries import Entry
from bot.domain.ids import Edition
from bot.domain.paragraphs import paragraph_print

URL = "https://x.mk/a/"
ENGLISH = "The council said on Monday that it was ready to vote for the new budget of the city. "
MACEDONIAN = "Советот на градот рече дека е подготвен да гласа за новиот буџет и дека тоа ќе биде во март. "
SERBIAN = "Savet grada je rekao da je spreman da glasa za novi budžet i da će to biti u martu, ali ne pre. "
ALBANIAN = (
    "Këshilli i qytetit tha se është gati për të votuar për buxhetin e ri dhe se kjo do të jetë në mars. "
)


def page(text: str, head: str = "", lang: str = "mk") -> str:
    paragraphs = "".join(f"<p>{text} Број {number} е тука денес.</p>" for number in range(6))
    return f"<html lang={lang}><head><title>Снег</title>{head}</head><body><article><h1>Снег</h1>{paragraphs}"


def reading(html: str, *, edition: str = "", often: frozenset[str] = frozenset(), post: str = "") -> Reading:
    return read_page(
        Entry(url=URL), html.encode(), edition=Edition(edition), topic=None, post=post.encode() or None,
        often=often,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language"), [(ENGLISH, "en"), (MACEDONIAN, "mk"), (SERBIAN, "sr"), (ALBANIAN, "sq")]
)
def test_a_language_is_known_by_its_little_words(text: str, language: str) -> None:
    assert language_of(text * 4) == language


def test_of_a_few_words_or_of_names_nothing_is_said() -> None:
    assert language_of(ENGLISH) is None
    assert language_of("Skopje Tirana Sofia Belgrade " * 20) is None


def test_what_is_stated_counts_unless_the_text_surely_says_otherwise() -> None:
    assert settled("mk", [ENGLISH]) == "mk"
    assert settled("mk", [ENGLISH * 4]) == "en"
    assert (settled(None, [ENGLISH * 4]), settled(None, [])) == ("en", "und")


def test_serbian_and_croatian_are_not_told_apart() -> None:
    assert settled("hr", [SERBIAN * 4]) == "hr"
    assert not same_language("mk", "sr")


def test_a_page_in_another_language_than_the_feed_says_is_reported() -> None:
    read = reading(page(ENGLISH), edition="mk")
    assert (read.draft.language, read.problems) == ("en", ("preview.other_language",))


def test_a_good_page_has_no_problems() -> None:
    assert reading(page(MACEDONIAN)).problems == ()


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("", "preview.nothing"),
        ("<title>Снег</title><p>", "preview.only_headline"),
        ("<title>Снег</title><iframe src='https://youtu.be/dQw4w9WgXcQ'>", "preview.only_video"),
        ("<title>Снег</title><meta property=og:image content=/a.jpg>", "preview.only_picture"),
        (page("")[:-200] + "<p>Најавете се.</p><p>Sign up for our paper to go on.</p>", "preview.login_wall"),
        (f"<h1>Снег</h1><p>{MACEDONIAN}</p>", "preview.one_sentence"),
    ],
)
def test_what_is_missing_is_named(html: str, problem: str) -> None:
    assert problem in reading(html).problems


def test_a_page_that_says_it_is_not_free_is_a_wall_where_it_shows_little() -> None:
    closed = json.dumps({"@type": "NewsArticle", "isAccessibleForFree": False})
    wall = f'<script type="application/ld+json">{closed}</script><h1>Снег</h1><p>{MACEDONIAN}</p>'
    assert reading(wall).problems == ("preview.login_wall",)


def test_a_live_blog_is_named() -> None:
    live = json.dumps({"@type": "LiveBlogPosting", "headline": "Снег"})
    head = f'<script type="application/ld+json">{live}</script>'
    assert reading(page(MACEDONIAN, head)).problems == ("preview.live_blog",)


@pytest.mark.parametrize("kicker", ["ВО ЖИВО |", "LIVE/", "LIVE BLOG:", "(UŽIVO)", "VIDEO | LIVE |"])
def test_a_live_blog_is_known_by_its_kicker(kicker: str) -> None:
    html = page(MACEDONIAN).replace("Снег", f"{kicker} Снег")
    assert reading(html).problems == ("preview.live_blog",)


def test_of_an_endless_page_the_beginning_is_read() -> None:
    read = reading(page(MACEDONIAN) + f"<i title='{'x' * 3_000_000}'>")
    assert (read.draft.headline, len(read.draft.body)) == ("Снег", 6)
    assert read.problems == ("preview.too_large",)


def test_the_scripts_of_a_page_do_not_make_it_endless() -> None:
    heavy = f"<script>{'x' * 3_000_000}</script><style>y</style><!-- z -->"
    read = reading(heavy + page(MACEDONIAN))
    assert (len(read.draft.body), read.problems) == (6, ())


def test_of_a_page_of_endless_boxes_the_head_is_read() -> None:
    read = reading("<head><title>Снег</title></head><body>" + "<div>" * 2000)
    assert (read.draft.headline, read.problems) == ("Снег", ("preview.only_headline",))


def test_markup_that_the_site_shows_by_mistake_is_not_shown_by_us() -> None:
    html = page(MACEDONIAN + " &lt;b&gt;Важно&lt;/b&gt; &amp;quot;да&amp;quot;")
    draft = reading(
        html.replace("<h1>Снег", "<h1>&lt;b&gt;Снег&lt;/b&gt; и &amp;quot;мраз&amp;quot;<script>x()</script>")
    ).draft
    assert draft.headline == 'Снег и "мраз"'
    assert 'Важно "да"' in draft.body[0]


def test_lines_that_are_drawn_between_paragraphs_are_no_paragraphs() -> None:
    read = reading(page(MACEDONIAN).replace("</p><p>", "</p><p>___</p><p>* * *</p><p>"))
    assert len(read.draft.body) == 6


def test_what_is_no_sentence_at_all_is_no_text() -> None:
    wall = "<h1>Снег</h1><div><h2>Subscribe to continue reading</h2><p>Најава</p></div>"
    read = reading(wall)
    assert (read.draft.body, read.problems) == ((), ("preview.login_wall",))


@pytest.mark.parametrize(
    "text",
    ['{"a": 1}', "{}", "[1]", "[1.5, 2]", '[{"a": 1}]', '["a"]', "[]", "[null, 1]", "\x00PNG", "[" * 9000],
)
def test_data_is_no_text(text: str) -> None:
    assert reading(text).problems == ("preview.nothing",)


@pytest.mark.parametrize(
    ("title", "kicker", "headline"),
    [
        ("[ВИДЕО] Снег над Охрид", "ВИДЕО", "Снег над Охрид"),
        ("[2026] Снег над Охрид", None, "[2026] Снег над Охрид"),
        ("{Снег} над Охрид", None, "{Снег} над Охрид"),
    ],
)
def test_a_text_may_begin_with_a_bracket(title: str, kicker: str | None, headline: str) -> None:
    draft = reading(f"{title}\n\n{MACEDONIAN}\n\n{MACEDONIAN}").draft
    assert (draft.kicker, draft.headline, len(draft.body)) == (kicker, headline, 2)


def test_an_address_in_a_text_makes_it_no_markup() -> None:
    draft = reading(f"Снег над Охрид\n\n{MACEDONIAN}\n\nПишете на <info@x.mk> или <https://x.mk/a>.").draft
    assert draft.headline == "Снег над Охрид"
    assert draft.body == (MACEDONIAN.strip(), "Пишете на <info@x.mk> или <https://x.mk/a>.")


def test_a_paragraph_that_the_site_repeats_leaves() -> None:
    appeal = "Нашите читатели ја одржуваат редакцијата жива со својот месечен придонес."
    html = page(MACEDONIAN).replace("</p><p>", f"</p><p>{appeal}</p><p>", 1)
    assert appeal in reading(html).draft.body
    read = reading(html, often=frozenset({paragraph_print(appeal)}))
    assert appeal not in read.draft.body
    assert [one.text for one in read.dropped if one.reason == "repeated"] == [appeal]


def test_every_paragraph_leaves_its_print() -> None:
    read = reading(page(MACEDONIAN))
    assert set(map(paragraph_print, read.draft.body)) <= set(read.prints)


def test_what_stands_around_the_article_is_told_with_the_reason() -> None:
    html = page(MACEDONIAN) + "<div class=donate-box>Dear reader, become a member</div><nav>Спорт</nav>"
    assert {(one.reason, one.text) for one in reading(html).dropped} >= {
        ("appeal", "Dear reader, become a member"),
        ("around", "Спорт"),
    }


def test_subheadings_and_quotes_are_known_by_their_place() -> None:
    entry = Entry(
        url=URL, html="<p>Прва.</p><h2>Втора</h2><blockquote><p>Трета.</p></blockquote><p>Четврта.</p>"
    )
    draft = read_page(entry, None, edition=Edition("mk"), topic=None).draft
    assert (draft.body[1], draft.subheadings, draft.quotes) == ("Втора", (1,), (2,))


def post(**changes: object) -> str:
    said: dict[str, object] = {
        "date_gmt": "2026-11-23T08:00:00",
        "modified_gmt": "2026-11-23T09:00:00",
        "title": {"rendered": "ВИДЕО | Снег &#8211; прв"},
        "content": {"rendered": "".join(f"<p>{MACEDONIAN} {number}.</p>" for number in range(9))},
        "_embedded": {
            "author": [{"name": "Ана Илиева"}],
            "wp:featuredmedia": [{"source_url": "https://x.mk/a.webp"}],
            "wp:term": [
                [{"taxonomy": "category", "name": "Време"}],
                [{"taxonomy": "post_tag", "name": "снег"}],
            ],
        },
    }
    return json.dumps(said | changes)


def test_the_post_behind_a_page_is_believed_before_the_page() -> None:
    draft = reading(page(MACEDONIAN), post=post()).draft
    assert (draft.headline, draft.kicker, draft.authors) == ("Снег – прв", "ВИДЕО", ("Ана Илиева",))
    assert (draft.topics, draft.image and draft.image.url) == (("Време", "снег"), "https://x.mk/a.webp")
    assert draft.updated_at
    assert (draft.updated_at.hour, len(draft.body)) == (9, 9)


@pytest.mark.parametrize(
    "broken",
    [
        "", "{", "[1]", "null", "[" * 100_000, '{"content": 5}', post(type="page"),
        post(content={"rendered": 7}),
        post(content={"rendered": "<p>x</p>", "protected": True}),
    ],
)  # fmt: skip
def test_a_broken_post_is_no_trouble(broken: str) -> None:
    assert len(reading(page(MACEDONIAN), post=broken).draft.body) == 6


def test_a_post_with_wrong_kinds_of_values_gives_what_it_can() -> None:
    odd = post(
        date_gmt="yesterday", modified_gmt=5, title=None, _embedded={"author": 3, "wp:term": [[{}], 4]}
    )
    draft = reading(page(MACEDONIAN), post=odd).draft
    assert (draft.headline, draft.authors, draft.published_at, len(draft.body)) == ("Снег", (), None, 9)


def test_a_caption_with_agency_and_photographer_is_not_the_lead() -> None:
    caption = "Снегот го покри стариот дел од Охрид. Фото: МИА/Иван Петров"
    head = "<meta property=og:image content=/a.jpg>"
    draft = reading(page(MACEDONIAN, head).replace("</h1>", f"</h1><p>{caption}</p>")).draft
    assert caption not in draft.body
    assert draft.image
    assert draft.image.credit == "МИА/Иван Петров"


def test_the_pages_own_data_say_whose_the_picture_is() -> None:
    picture = {"@type": "ImageObject", "url": "/a.jpg", "creditText": "МИА"}
    known = json.dumps({"@type": "NewsArticle", "image": ["/b.jpg", picture]})
    draft = reading(page(MACEDONIAN, f'<script type="application/ld+json">{known}</script>')).draft
    assert draft.image
    assert draft.image.credit == "МИА"


def test_a_page_without_any_text_says_what_was_left_out() -> None:
    left = "<p>Прочитајте и: Магла во Матка</p><figcaption>Фото: МИА</figcaption>"
    read = reading(f"<h1>Снег</h1><article>{left}</article>")
    assert read.draft.body == ()
    assert {one.reason for one in read.dropped} == {"read also", "caption"}


@pytest.mark.parametrize("how", ["hidden", "style='display: none'", "style='color:red;display:NONE'"])
def test_what_a_page_hides_is_not_shown_by_us(how: str) -> None:
    secret = "Ова е текст што никој не треба да го види на телефонот."
    html = page(MACEDONIAN).replace("</h1>", f"</h1><div {how}>{secret}</div>")
    assert secret not in " ".join(reading(html).draft.body)
    entry = Entry(url=URL, html=f"<p {how}>{secret}</p>" + f"<p>{MACEDONIAN}</p>" * 3)
    assert secret not in read_page(entry, None, edition=Edition("mk"), topic=None).draft.body


def test_a_page_that_hides_all_of_itself_until_it_is_ready_is_read() -> None:
    html = page(MACEDONIAN).replace("<article>", "<article hidden>")
    assert len(reading(html).draft.body) == 6


@pytest.mark.parametrize(
    ("told", "is_used"),
    [
        ("2-0", False),
        ("3-0", True),
        ("3:0", True),
        ("2", True),
        ("1,500", True),
        ("1800", False),
        ("2009", True),
    ],
)
def test_a_deck_with_figures_that_the_article_does_not_have_is_of_an_earlier_state(
    told: str, is_used: bool
) -> None:
    deck = f"Тимот победи со {told}, а на натпреварот дојдоа гледачи од сите делови на градот Скопје."
    head = f'<meta property="og:description" content="{deck}">'
    html = page("На натпреварот со исход 3-0 дојдоа 1.500 гледачи од сите делови на градот Скопје.", head)
    assert (deck in reading(html).draft.summary) is is_used


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        ("2026-05-08T09:30:00", "2026-05-08T07:30:00+00:00"),
        ("2026-12-08T09:30:00", "2026-12-08T08:30:00+00:00"),
        ("2026-05-08", "2026-05-07T22:00:00+00:00"),
        ("2026-05-08T09:30:00-05:00", "2026-05-08T14:30:00+00:00"),
        ("1900-05-08", "None"),
        ("yesterday", "None"),
    ],
)
def test_a_time_without_a_zone_is_the_papers(told: str, moment: str) -> None:
    html = page(MACEDONIAN, f'<meta property="article:published_time" content="{told}">').encode()
    read = read_page(Entry(), html, edition=Edition(""), topic=None, zone=ZoneInfo("Europe/Skopje"))
    assert str(read.draft.published_at).replace(" ", "T") == moment


def test_a_time_that_names_its_zone_is_believed_before_one_that_does_not() -> None:
    known = json.dumps({"@type": "NewsArticle", "datePublished": "2026-05-08T09:30:00"})
    head = f'<script type="application/ld+json">{known}</script>'
    head += '<meta property="article:published_time" content="2026-05-08T09:30:00+02:00">'
    published = reading(page(MACEDONIAN, head)).draft.published_at
    assert published
    assert published.hour == 7


@pytest.mark.parametrize(
    ("html", "headline"),
    [
        ("<title>Premier resigns | Paper</title><p>", "Premier resigns"),
        ("<title>VIDEO | Premier resigns » The Paper</title><p>", "Premier resigns"),
        ("<title>VIDEO | Snow</title><p>", "Snow"),
        ("<title>ВО ЖИВО | Избори</title><p>", "Избори"),
        ("<title>Skopje - Tirana</title><p>", "Skopje - Tirana"),
        ("<title>Snow | Paper</title><h1>Snow | Ice</h1><p>", "Snow | Ice"),
        (
            "<title>Snow fell | Ice</title><meta property=og:title content='Snow fell | Ice'>",
            "Snow fell | Ice",
        ),
    ],
)
def test_the_papers_name_leaves_a_headline_that_stands_in_the_title_alone(html: str, headline: str) -> None:
    assert reading(html).draft.headline == headline
