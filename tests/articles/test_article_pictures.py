"""The pictures in an article's text, from which an editor may choose."""

import pytest

from bot.articles.read import read_page
from bot.domain.entries import Entry
from bot.domain.ids import Edition

TEXT = "".join(
    f"<p>The city bought forty buses in spring, says sentence number {n} of this.</p>" for n in range(9)
)
LEAD = '<meta property="og:image" content="https://paper.example/lead.jpg">'


def pictures(body: str, head: str = LEAD) -> tuple[str, ...]:
    """What is found in a page with this in its text."""
    page = f"<html><head><title>Buses</title>{head}</head><body><article>{body}{TEXT}</article></body></html>"
    entry = Entry(url="https://paper.example/buses")
    return read_page(entry, page.encode(), edition=Edition("en"), topic=None).draft.pictures


def figure(attributes: str) -> str:
    """A picture with its caption."""
    return f"<figure><img {attributes}><figcaption>A bus</figcaption></figure>"


def test_figures_count_in_the_order_of_the_page() -> None:
    body = figure('src="/b.jpg"') + figure('src="https://cdn.example/a.jpg"')
    assert pictures(body) == ("https://paper.example/b.jpg", "https://cdn.example/a.jpg")


@pytest.mark.parametrize(
    ("attributes", "found"),
    [
        ('src="/grey.png" data-src="/late.jpg"', ("https://paper.example/late.jpg",)),
        ('src="/lead.jpg"', ()),
        ('src="/lead-640x360.jpg?x=1"', ()),
        ('src="/logo.svg"', ()),
        ('src="data:image/png;base64,AAAA"', ()),
        ("", ()),
    ],
)
def test_which_of_its_addresses_counts(attributes: str, found: tuple[str, ...]) -> None:
    assert pictures(figure(attributes)) == found


def test_a_picture_in_two_sizes_is_one() -> None:
    assert len(pictures(figure('src="/b.jpg"') + figure('src="/b-300x200.jpg"'))) == 1


def test_without_a_lead_picture_all_of_them_are_offered() -> None:
    assert pictures(figure('src="/b.jpg"'), head="") == ("https://paper.example/b.jpg",)


def test_a_bare_picture_and_one_of_a_related_article_are_none() -> None:
    related = f'<aside class="related">{figure("src=/other.jpg")}</aside>'
    assert pictures('<p><img src="/face.jpg"></p>' + related) == ()
