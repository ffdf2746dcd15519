"""*Support us* under what many get says where it stood, sealed and the same for all of them."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.asking import Asking
from bot.domain.pushes import Button
from bot.domain.support_links import Place, Reference, References, reference_in
from bot.locales import texts_for
from bot.rendering.callbacks import Action, unpack
from bot.rendering.cards import article_card
from bot.rendering.shares import share_of
from tests.rendering.samples import ARTICLE, EDITION, PAPER

REFERENCES = References("a key of the tests")
SEALED = replace(PAPER, references=REFERENCES)
TODAY = ARTICLE.seen_at.date()
SAID = Reference(place=Place.CARD, day=TODAY, edition=ARTICLE.edition, article=ARTICLE.id)
ENGLISH = texts_for("en")


def support_of(**paper: Any) -> Button:
    """The last button of the article's card."""
    return article_card(ARTICLE, replace(SEALED, **paper), ENGLISH).buttons[-1][0]


def test_it_says_which_article_and_fits_into_a_button() -> None:
    button = support_of()
    assert len((button.data or "").encode()) <= 64
    assert unpack(button.data or "") == (Action.SUPPORT_FROM, REFERENCES.write(SAID))
    assert button == support_of()


def test_by_way_of_our_own_address_it_is_a_link_that_says_the_same() -> None:
    url = support_of(links_by="https://bot.example").url or ""
    assert url.startswith(f"{EDITION.membership_url}?")
    assert REFERENCES.read(reference_in(url) or "") == SAID


@pytest.mark.parametrize("links_by", [None, "https://bot.example"])
def test_a_shared_card_has_one_that_leads_into_the_bot(links_by: str | None) -> None:
    card = share_of(ARTICLE, replace(SEALED, links_by=links_by), "primer_bot", TODAY).card
    urls = [one.url or "" for row in card.buttons for one in row if one.label == "Support us"]
    (payload,) = [url.removeprefix("https://t.me/primer_bot?start=support_") for url in urls]
    assert REFERENCES.read(payload) == replace(SAID, place=Place.SHARE)


def test_an_edition_without_a_membership_page_has_none() -> None:
    editions = {EDITION.code: replace(EDITION, membership_url="")}
    assert support_of(editions=editions).label == "Less like this"


def test_with_the_editions_words_it_says_which_words_they_are() -> None:
    card = article_card(ARTICLE, SEALED, ENGLISH, Asking.WORDS)
    said = REFERENCES.read((card.buttons[-1][0].data or "").removeprefix("from:"))
    assert said == replace(SAID, wording=EDITION.wordings[0].key)
