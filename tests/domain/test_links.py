"""Links into the bot: what they may carry, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import ArticleId
from bot.domain.links import SOURCES, Link, LinkKind, Via, article_link, read_link


@pytest.mark.parametrize("kind", LinkKind)
def test_every_kind_of_link_is_read(kind: LinkKind) -> None:
    link = read_link(f"{kind}_17")
    assert link == Link(kind, "17")
    assert link.tag == f"{kind}_17"


def test_a_name_is_words_between_dashes() -> None:
    link = read_link("topic_public-transport_Skopje")
    assert link
    assert link.words == "public transport Skopje"


@pytest.mark.parametrize(
    "payload",
    ["", "topic", "topic_", "_x", "gift_x", "topic_а", "topic_x\n", "article_x", "article_-1", "Topic_x"],
)  # fmt: skip
def test_what_no_link_of_ours_carries_is_none(payload: str) -> None:
    assert read_link(payload) is None


def test_a_link_holds_no_more_than_telegram_allows() -> None:
    assert read_link("site_" + "x" * 59)
    assert read_link("site_" + "x" * 60) is None


@given(st.text(max_size=80))
def test_anything_typed_after_start_is_read_or_refused(payload: str) -> None:
    link = read_link(payload)
    assert link is None or link.tag == payload


def test_what_only_says_where_somebody_came_from() -> None:
    assert {LinkKind.SITE, LinkKind.QR, LinkKind.CAMPAIGN, LinkKind.INLINE} == SOURCES


@pytest.mark.parametrize("via", Via)
def test_a_link_to_an_article_may_say_where_it_was_seen(via: Via) -> None:
    link = read_link(article_link(ArticleId(17), via))
    assert link
    assert (link.kind, link.article_id, link.is_source) == (LinkKind.ARTICLE, 17, True)


def test_a_plain_link_to_an_article_says_nothing_about_its_way() -> None:
    link = read_link("article_17")
    assert link
    assert (link.article_id, link.is_source) == (17, False)


@pytest.mark.parametrize("payload", ["article_17-", "article_17-A", "article_17-in-line", "article_x-inline"])
def test_what_follows_an_articles_number_is_one_plain_word(payload: str) -> None:
    assert read_link(payload) is None
