"""Stories: who is asked, who is related, and who tells the same story."""

import pytest

from bot.domain.ids import ArticleId
from bot.domain.stories import Kin, kin, place, question
from bot.domain.terms import Background, Term, weights

ARCHIVE = Background(1_000, {"year": 900, "council": 80, "bridge": 12})


def terms(*keys: str, names: tuple[str, ...] = ()) -> list[Term]:
    return [Term(key=key, written=key, times=2, is_name=key in names) for key in keys]


SNOW = terms("bridge", "zaev", "vardar", "year", names=("zaev", "vardar"))


def like(*held: str) -> list[Kin]:
    """What an article with these terms is to the one about snow."""
    weight = weights(SNOW)
    return kin(question(SNOW, ARCHIVE), {ArticleId(7): {key: weight[key] for key in held}})


def test_common_words_are_not_asked() -> None:
    asked = question(SNOW, ARCHIVE)
    assert set(asked.worth) == {"bridge", "zaev", "vardar"}
    assert asked.names == {"zaev", "vardar"}


def test_the_most_telling_sixty_terms_are_asked() -> None:
    many = terms(*(f"word{number:03}" for number in range(70)), "bridge")
    asked = question(many, ARCHIVE)
    assert len(asked.worth) == 60
    assert "bridge" not in asked.worth


def test_the_work_is_bounded_however_large_the_archive_is() -> None:
    many = terms(*(f"word{number}" for number in range(60)))
    large = Background(100_000, {term.key: 9_000 if term.key == "word7" else 100 for term in many})
    asked = question(many, large)
    assert sum(large.holding(key) for key in asked.worth) <= 3_000
    assert "word7" not in asked.worth


def test_an_article_is_wholly_like_itself() -> None:
    (itself,) = like("bridge", "zaev", "vardar")
    assert itself.likeness == pytest.approx(1)
    assert itself.names == 2


def test_an_article_that_shares_too_little_is_not_related() -> None:
    many = terms("bridge", *(f"word{number}" for number in range(20)))
    asked = question(many, ARCHIVE)
    assert kin(asked, {ArticleId(7): {"bridge": weights(many)["bridge"]}}) == []


def test_the_likest_come_first_and_of_equals_the_newest() -> None:
    asked, weight = question(SNOW, ARCHIVE), weights(SNOW)
    holders = {
        ArticleId(1): {"zaev": weight["zaev"]},
        ArticleId(2): {"zaev": weight["zaev"]},
        ArticleId(3): {"zaev": weight["zaev"], "vardar": weight["vardar"]},
    }
    assert [one.article_id for one in kin(asked, holders)] == [3, 2, 1]


def test_two_shared_names_make_a_story() -> None:
    assert place((), SNOW, ARCHIVE, like("zaev", "vardar")).continues == 7


def test_shared_words_without_names_make_articles_related_only() -> None:
    weather = terms("frost", "forecast", "degrees", "weekend")
    asked, weight = question(weather, ARCHIVE), weights(weather)
    found = place((), weather, ARCHIVE, kin(asked, {ArticleId(7): weight}))
    assert (found.continues, [one.article_id for one in found.related]) == (None, [7])


def test_a_place_has_the_keywords_the_weights_and_the_five_likest() -> None:
    related = [Kin(ArticleId(number), 0.2, 0) for number in range(9)]
    found = place(("Sneg",), SNOW, ARCHIVE, related)
    assert found.keywords[0] == "Sneg"
    assert set(found.weights) == {"bridge", "zaev", "vardar", "year"}
    assert list(found.related) == related[:5]
