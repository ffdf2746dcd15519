"""The card as an editor changed it, and the pages on which it is changed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.appeals import AppealRules, Wording
from bot.domain.articles import Article, Image
from bot.domain.asking import Asking
from bot.domain.edits import NO_PICTURE, Candidate, Edit, Removable, Version, candidates
from bot.domain.paper import Pictures
from bot.domain.reviews import Page
from bot.locales import texts_for
from bot.rendering.cards import article_card
from bot.rendering.desk import review_card
from bot.rendering.edited import edited_card, editions_text, page_rows, sentences_page
from tests.rendering.samples import ARTICLE, ARTICLES, EDITION, LANGUAGES, LETTERS, PAPER, read_by_telegram

ENGLISH = texts_for("en")
FULL = replace(ARTICLE, body=("There are three reasons. The first is the road.",))
LINE = "Everything we write is free for everyone, <because> equality in information matters."
ASKING = replace(EDITION, own_wordings=(Wording(f"{LINE} Join us.", "❤ Become a member"),))
SOMBRE = replace(PAPER, editions={EDITION.code: ASKING}, appeals=AppealRules(not_about=("buses",)))
WORDY = replace(PAPER, editions={EDITION.code: replace(ASKING, own_wordings=(Wording("x " * 500),))})
EDITS = st.builds(
    Edit,
    headline=st.none() | LETTERS,
    summary=st.none() | LETTERS,
    picture=st.none() | st.sampled_from(["", "https://paper.example/b.jpg"]),
    hidden=st.frozensets(st.sampled_from(Removable)),
    asking=st.sampled_from(Asking),
)


def shown(edit: Edit, article: Article = FULL) -> list[str]:
    """The labels of the buttons that readers get."""
    return [one.label for row in edited_card(article, edit, PAPER, ENGLISH).buttons for one in row]


@given(ARTICLES)
def test_without_an_edit_it_is_the_articles_own_card(article: Article) -> None:
    assert edited_card(article, Edit(), PAPER, ENGLISH) == article_card(article, PAPER, ENGLISH)


@given(ARTICLES, EDITS)
def test_whatever_is_typed_stays_a_caption_that_telegram_reads(article: Article, edit: Edit) -> None:
    said = read_by_telegram(edited_card(article, edit, WORDY, ENGLISH).html)
    assert 1 <= len(said) <= 1024


def test_another_picture_goes_without_the_first_ones_credit() -> None:
    article = replace(ARTICLE, image=Image("https://paper.example/a.jpg", "Ana Ivanova"))
    card = edited_card(article, Edit(picture="https://paper.example/b.jpg"), PAPER, ENGLISH)
    assert card.photo == "https://paper.example/b.jpg"
    assert "Ana Ivanova" not in card.html


def test_an_uploaded_picture_goes_by_telegrams_name() -> None:
    card = edited_card(ARTICLE, Edit(photo_id="AgAC"), PAPER, ENGLISH)
    assert (card.photo, card.photo_id) == (None, "AgAC")


@pytest.mark.parametrize("pictures", Pictures)
def test_no_picture_is_no_preview_either(pictures: Pictures) -> None:
    card = edited_card(ARTICLE, Edit(picture=NO_PICTURE), replace(PAPER, pictures=pictures), ENGLISH)
    assert (card.photo, card.photo_id, card.preview) == (None, None, None)


def test_each_button_goes_alone() -> None:
    assert shown(Edit(hidden=frozenset({Removable.WATCH}))) == [
        "Read", "Read here", "Less like this", "Support us",
    ]  # fmt: skip
    assert shown(Edit(hidden=frozenset({Removable.READ_HERE}))) == [
        "Read", "Watch video", "Less like this", "Support us",
    ]  # fmt: skip


def test_a_page_that_is_its_own_video_stays_readable() -> None:
    video = replace(FULL.videos[0], url=FULL.url)
    assert "Read" in shown(Edit(hidden=frozenset({Removable.WATCH})), replace(FULL, videos=(video,)))


@pytest.mark.parametrize("page", [Page.EDIT, Page.PICTURE, Page.ASKING])
def test_the_pages_leave_the_readers_card_as_it_is(page: Page) -> None:
    card = review_card(FULL, PAPER, ENGLISH, ENGLISH, version=Version(number=1), page=page)
    rows = page_rows(page, FULL, Version(number=1), ENGLISH)
    assert replace(card, buttons=card.buttons[: -len(rows)]) == article_card(FULL, PAPER, ENGLISH)


def test_only_what_the_card_has_can_be_taken_off() -> None:
    rows = page_rows(Page.EDIT, replace(ARTICLE, videos=()), Version(), ENGLISH)
    assert [[one.label for one in row] for row in rows[2:]] == [
        ["Support us: by the rules"],
        ["Send now", "‹ Done"],
    ]


@pytest.mark.parametrize(
    ("asking", "button"),
    [
        (Asking.RULE, None),
        (Asking.BUTTON, "Support us"),
        (Asking.WORDS, "❤ Become a member"),
        (Asking.NEVER, None),
    ],
)
def test_beside_what_the_rules_name_only_an_editors_word_asks(asking: Asking, button: str | None) -> None:
    card = edited_card(FULL, Edit(asking=asking), SOMBRE, ENGLISH)
    asks = [one.label for row in card.buttons for one in row if one.url == EDITION.membership_url]
    assert asks == ([button] if button else [])
    assert read_by_telegram(card.html).endswith(f"\n\n{LINE}") is (asking is Asking.WORDS)


def test_breaking_news_does_not_ask_by_itself() -> None:
    breaking = replace(FULL, headline="Snow", kicker="BREAKING")
    assert [shown(Edit(), one)[-1] for one in (breaking, FULL)] == ["Support us"] * 2
    labels = [one.label for row in article_card(breaking, SOMBRE, ENGLISH).buttons for one in row]
    assert "Support us" not in labels


def test_words_need_somewhere_to_lead() -> None:
    paper = replace(PAPER, editions={EDITION.code: replace(ASKING, membership_url="")})
    assert LINE not in read_by_telegram(edited_card(FULL, Edit(asking=Asking.WORDS), paper, ENGLISH).html)


def test_the_page_of_asking_marks_what_holds() -> None:
    rows = page_rows(Page.ASKING, FULL, Version(edit=Edit(asking=Asking.NEVER)), ENGLISH)
    assert [row[0].label for row in rows][2:] == [
        "the button with the paper’s words",
        "✓ not at all, nor after reading here",
        "‹ Back",
    ]


SENTENCES = st.builds(Candidate, st.text(max_size=180), st.booleans())


@given(LETTERS, st.lists(SENTENCES, max_size=12).map(tuple))
def test_as_many_sentences_as_are_offered_fit_into_a_message(
    headline: str, offered: tuple[Candidate, ...]
) -> None:
    html, rows = sentences_page(replace(FULL, headline=headline), Version(), offered, ENGLISH)
    assert len(read_by_telegram(html)) <= 4096
    assert sum(map(len, rows)) == len(offered) + 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_editions_texts_stand_below_each_other(language: str) -> None:
    other = replace(FULL, headline="Roads <b>", key_points=("One & two",))
    said = read_by_telegram(editions_text((FULL, other), PAPER, texts_for(language)))
    assert said.index("Why buses are late") < said.index("Roads <b>") < said.index("• One & two")


def test_the_own_summary_is_what_is_chosen_at_first() -> None:
    offered = candidates(FULL, Edit(), ())
    assert [(one.text, one.chosen) for one in offered] == [
        ("There are three reasons.", True),
        ("The first is the road.", True),
    ]
