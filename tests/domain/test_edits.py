"""Edits: what differs from the article, and how a summary is put together from its sentences."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.articles import Article, Image, Video
from bot.domain.asking import Asking
from bot.domain.edits import (
    Candidate,
    Edit,
    Part,
    Removable,
    Version,
    candidates,
    edited,
    look_at,
    pictures_of,
    with_sentence,
)
from bot.domain.ids import ArticleId, Edition

ARTICLE = Article(
    id=ArticleId(17),
    revision=2,
    seen_at=datetime(2026, 3, 29, tzinfo=UTC),
    url="https://paper.example/a",
    edition=Edition("en"),
    language="en",
    headline="Why buses are late",
    body=("Roads are closed. However, drivers wait.", "Spring comes."),
    summary="Roads are closed.",
    key_points=("Spring comes.",),
)
BEST = ("Roads are closed.", "Drivers wait.", "Spring comes.")


def test_an_edit_changes_words_and_leaves_the_rest_of_the_article() -> None:
    changed = edited(ARTICLE, Edit(headline="Roads closed", summary="Drivers wait.", points=("Spring.",)))
    assert changed == replace(
        ARTICLE, headline="Roads closed", summary="Drivers wait.", key_points=("Spring.",)
    )


def test_no_edit_changes_nothing() -> None:
    assert edited(ARTICLE, Edit()) == ARTICLE
    assert Edit().parts() == ()


def test_an_edit_tells_what_differs_from_another() -> None:
    everything = Edit(
        headline="x", summary="y", photo_id="z", hidden=frozenset({Removable.WATCH}), asking=Asking.NEVER
    )
    assert everything.parts() == tuple(Part)
    assert everything.parts(replace(everything, picture="")) == (Part.PICTURE,)


def test_a_look_is_written_as_a_button_carries_it() -> None:
    assert str(look_at(ARTICLE, Version(number=3))) == "17.2.3"
    assert str(look_at(ARTICLE, Version(number=3), Removable.READ_HERE)) == "17.2.3.here"


def test_an_articles_pictures_are_its_lead_those_of_its_text_and_its_posters_each_once() -> None:
    videos = (Video(url="v", poster="p"), Video(url="w", poster="i"), Video(url="x"))
    article = replace(ARTICLE, image=Image("i"), pictures=("t", "p"), videos=videos)
    assert pictures_of(article) == ("i", "t", "p")
    assert pictures_of(ARTICLE) == ()


def test_sentences_are_offered_in_the_articles_order() -> None:
    assert candidates(ARTICLE, Edit(), BEST) == (
        Candidate("Roads are closed.", chosen=True),
        Candidate("Drivers wait.", chosen=False),
        Candidate("Spring comes.", chosen=True, is_point=True),
    )


def test_what_was_typed_is_offered_first() -> None:
    offered = candidates(ARTICLE, Edit(summary="Typed. Drivers wait."), BEST)
    assert [(one.text, one.chosen) for one in offered] == [
        ("Typed.", True),
        ("Roads are closed.", False),
        ("Drivers wait.", True),
        ("Spring comes.", False),
    ]


def test_a_chosen_sentence_comes_to_its_place_and_points_stay_points() -> None:
    offered = candidates(ARTICLE, Edit(), BEST)
    edit = with_sentence(Edit(), offered, "Drivers wait.", chosen=True)
    assert (edit.summary, edit.points) == ("Roads are closed. Drivers wait.", ("Spring comes.",))


def test_a_sentence_chosen_twice_is_there_once() -> None:
    offered = candidates(ARTICLE, Edit(), BEST)
    once = with_sentence(Edit(), offered, "Drivers wait.", chosen=True)
    again = with_sentence(once, candidates(ARTICLE, once, BEST), "Drivers wait.", chosen=True)
    assert once == again


def test_all_sentences_may_go() -> None:
    edit = Edit()
    for text in ("Roads are closed.", "Spring comes."):
        edit = with_sentence(edit, candidates(ARTICLE, edit, BEST), text, chosen=False)
    assert edited(ARTICLE, edit) == replace(ARTICLE, summary="", key_points=())
