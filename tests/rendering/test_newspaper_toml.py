"""The newspaper's file as `init` writes it: always one that Kolporter can read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.newspaper_tables import LANGUAGES, NewspaperFile
from bot.rendering.newspaper_toml import Answers, FeedChoice, newspaper_toml
from bot.settings import as_paper, parse_newspaper
from tests.rendering.samples import NASTY

EVERY_LETTER = st.text(st.characters(exclude_categories=["Cs"]))


def read_back(
    name: str, edition: str = "mk", address: str = "https://p.example/feed", editor: int = 7
) -> NewspaperFile:
    feeds = (FeedChoice(address, edition),)
    answers = Answers(name=name, feeds=feeds, membership_url=address, editor=editor)
    return parse_newspaper(newspaper_toml(answers), "newspaper.toml")


@given(name=EVERY_LETTER, tail=EVERY_LETTER, edition=st.sampled_from(LANGUAGES), editor=st.integers(0, 2**52))
def test_any_answers_are_read_back_as_they_were(name: str, tail: str, edition: str, editor: int) -> None:
    address = "https://" + tail
    file = read_back(name, edition, address, editor)
    assert (file.name, file.editions[edition].title) == (name, name)
    assert (file.feeds[0].url, file.editions[edition].membership_url) == (address, address)
    assert file.desk.editors == ([editor] if editor else [])


@pytest.mark.parametrize(
    "name", [*NASTY, 'a"b\\c', "line\nbreak\ttab", "del\x7f", '"""', "\x00", "# no comment"]
)
def test_a_nasty_name_is_read_back_as_it_was(name: str) -> None:
    assert read_back(name).name == name


def test_what_the_terminal_could_not_decode_still_makes_a_file() -> None:
    assert read_back("\udcd0Весник").name == "?Весник"


@pytest.mark.parametrize("edition", LANGUAGES)
def test_every_edition_has_an_appeal_and_a_feed_for_review(edition: str) -> None:
    paper = as_paper(read_back("Primer", edition), frozenset(), "newspaper.toml")
    assert [facts.appeal != "" for facts in paper.editions.values()] == [True]
    assert [(plan.edition, plan.mode) for plan in paper.feeds] == [(edition, "review")]
