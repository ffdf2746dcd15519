"""Terms: what each of them tells, and which ones are an article's keywords."""

import pytest

from bot.domain.terms import Background, Term, keywords, weights

NOTHING_READ = Background()


def word(key: str, times: int = 2, *, is_name: bool = False, in_headline: bool = False) -> Term:
    return Term(key=key, written=key, times=times, is_name=is_name, in_headline=in_headline)


ZAEV = Term(key="zoran zaev", written="Zoran Zaev", times=2, is_name=True)


def test_a_term_that_every_article_holds_tells_next_to_nothing() -> None:
    background = Background(1_000, {"year": 1_000, "bridge": 3})
    assert background.rarity("bridge") > 5
    assert background.rarity("year") == pytest.approx(0, abs=0.01)
    assert [background.is_telling(key) for key in ("bridge", "year", "new")] == [True, False, True]


def test_among_few_articles_three_holders_are_few() -> None:
    background = Background(5, {"snow": 3, "the": 4})
    assert (background.is_telling("snow"), background.is_telling("the")) == (True, False)


def test_the_tenth_time_says_less_than_the_second() -> None:
    once, twice, often = (weights([word("snow", times)])["snow"] for times in (1, 2, 10))
    assert often - twice < 5 * (twice - once)
    assert weights([word("snow"), word("road", 500)])["snow"] < twice, (
        "a long article says everything more often"
    )


def test_the_editors_topics_come_first() -> None:
    assert keywords(["Политика"], [ZAEV], NOTHING_READ) == ("Политика", "Zoran Zaev")


def test_names_come_before_words_and_rare_words_before_common_ones() -> None:
    background = Background(100, {"vote": 2, "city": 60})
    found = keywords([], [word("city"), word("vote"), ZAEV], background)
    assert found == ("Zoran Zaev", "vote", "city")


def test_a_keyword_says_nothing_that_another_one_says() -> None:
    terms = [ZAEV, word("zaev", 5, is_name=True), word("politik")]
    assert keywords(["Politika", "Politik"], terms, NOTHING_READ) == ("Politika", "Politik", "Zoran Zaev")


def test_what_is_said_once_is_a_keyword_only_in_the_headline() -> None:
    assert keywords([], [word("river", 1), word("bridge", 1, in_headline=True)], NOTHING_READ) == ("bridge",)


def test_there_are_eight_keywords_at_most() -> None:
    topics = [f"topic {number}" for number in range(12)]
    assert keywords(topics[:5], [word(f"word{n}") for n in range(9)], NOTHING_READ)[:5] == tuple(topics[:5])
    assert len(keywords(topics[:5], [word(f"word{n}") for n in range(9)], NOTHING_READ)) == 8
    assert keywords(topics, [ZAEV], NOTHING_READ) == tuple(topics[:8])


def test_short_words_are_no_keywords() -> None:
    assert keywords([], [word("set", 9)], NOTHING_READ) == ()
