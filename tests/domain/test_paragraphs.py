"""Prints of paragraphs, and the address of the post behind a WordPress page."""

import pytest

from bot.domain.paragraphs import paragraph_print
from bot.domain.wordpress import post_address

PAGE = "https://paper.example/snow/"
POST = "https://paper.example/wp-json/wp/v2/posts/17"


def link(address: str, kind: str = "application/json") -> bytes:
    return f'<head><link rel="alternate" type="{kind}" href="{address}"></head>'.encode()


@pytest.mark.parametrize("text", ["Читајте   НЕ!", "читајте не", "12 Читајте не 2026."])
def test_case_numbers_and_spaces_make_no_other_print(text: str) -> None:
    assert paragraph_print(text) == paragraph_print("Читајте не")


@pytest.mark.parametrize("text", ["Читајте нè", "Не читајте", "…", "123"])
def test_other_words_do(text: str) -> None:
    assert paragraph_print(text) != paragraph_print("Читајте не")


def test_a_wordpress_page_tells_where_its_post_is() -> None:
    assert post_address(link(POST), PAGE) == f"{POST}?_embed=author,wp:term,wp:featuredmedia"


def test_an_address_without_nice_paths_counts_too() -> None:
    found = post_address(link("/?rest_route=/wp/v2/posts/17&amp;x=/wp/v2/posts/17"), PAGE)
    assert found
    assert found.startswith("https://paper.example/?rest_route=/wp/v2/posts/17&x=")


@pytest.mark.parametrize(
    "page",
    [
        b"",
        b"<link>",
        b"<link type='application/json'>",
        link("https://other.example/wp-json/wp/v2/posts/17"),
        link("https://paper.example/wp-json/wp/v2/pages/17"),
        link(POST, "application/rss+xml"),
        link("http://[broken/wp/v2/posts/17"),
    ],
)
def test_any_other_page_has_no_post(page: bytes) -> None:
    assert post_address(page, PAGE) is None
