"""When a digest is due, and what is best in it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.domain.articles import Article
from bot.domain.digests import (
    MOST_ARTICLES,
    Candidate,
    DigestClock,
    best_of_the_day,
    clock_of,
    due_slot,
    grouped,
    ranked,
)
from bot.domain.follows import Follow, FollowKind, Subject
from bot.domain.ids import ArticleId, Edition, StoryId
from bot.domain.preferences import Mode

NOW = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=300)
MORNING = DigestClock(zone="Europe/Skopje", at=time(7, 30), since=LONG_AGO)
TODAY = date(2026, 11, 24)


def follow(kind: FollowKind = FollowKind.EDITION, **more: Any) -> Follow:
    """A follow that stands for long."""
    return Follow(subject=Subject(kind, "key", ""), **{"since": LONG_AGO, **more})


def article(number: int, headline: str = "", topics: tuple[str, ...] = ()) -> Article:
    """An article."""
    return Article(
        id=ArticleId(number),
        url=f"https://p.example/{number}",
        edition=Edition("en"),
        language="en",
        headline=headline or f"Headline {number}",
        topics=topics,
        seen_at=NOW,
    )


def candidate(number: int, *, hours: float = 1, headline: str = "", **more: Any) -> Candidate:
    """A push of that many hours ago that waits for who follows the edition."""
    plain: dict[str, Any] = {"is_chosen": False, "follows": (follow(),)}
    return Candidate(
        article=article(number, headline), due_at=NOW - timedelta(hours=hours), **{**plain, **more}
    )


def order(*candidates: Candidate) -> list[int]:
    """The numbers of what a digest holds, best first."""
    return [one.article.id for one in ranked(candidates, NOW)]


def test_the_newest_comes_first() -> None:
    assert order(candidate(1, hours=20), candidate(2, hours=2), candidate(3, hours=9)) == [2, 3, 1]


def test_an_editors_choice_comes_before_what_a_feed_pushed() -> None:
    assert order(candidate(1), candidate(2, hours=20, is_chosen=True)) == [2, 1]


def test_what_a_reader_follows_closely_comes_before_what_everybody_gets() -> None:
    story = candidate(2, hours=4, follows=(follow(), follow(FollowKind.STORY)))
    topic = candidate(3, hours=4, follows=(follow(FollowKind.TOPIC),))
    assert order(candidate(1), topic, story) == [2, 3, 1]


def test_whatever_can_be_followed_has_its_place() -> None:
    kinds = [candidate(n, hours=4, follows=(follow(kind),)) for n, kind in enumerate(FollowKind)]
    assert len(order(*kinds)) == len(FollowKind)


def test_the_younger_article_breaks_a_tie() -> None:
    assert order(candidate(1), candidate(2)) == [2, 1]


def test_a_clock_that_went_back_makes_nothing_fresher_than_fresh() -> None:
    assert order(candidate(1, hours=-50), candidate(2, is_chosen=True)) == [2, 1]


def test_a_story_comes_once_by_its_best_article() -> None:
    one, other = (candidate(n, hours=n, story=StoryId(7)) for n in (1, 2))
    assert order(one, other, candidate(3, hours=3, story=StoryId(8))) == [1, 3]


def test_the_same_news_under_another_headline_comes_once() -> None:
    first = candidate(1, headline="Parliament passes the budget after a long night")
    second = candidate(2, hours=2, headline="VIDEO | Parliament passes the budget after a long night")
    assert order(first, second) == [1]


def test_the_desks_own_digest_holds_ten_of_the_best_whoever_follows_what() -> None:
    chosen = candidate(20, hours=9, is_chosen=True, follows=())
    found = best_of_the_day([chosen, *(candidate(n, hours=n, follows=()) for n in range(1, 15))], NOW)
    assert [one.id for one in found] == [20, *range(1, 10)]


def test_a_digest_has_an_end() -> None:
    assert len(order(*(candidate(n) for n in range(1, MOST_ARTICLES + 9)))) == MOST_ARTICLES


@pytest.mark.parametrize(
    "follows",
    [
        (follow(since=None, mode=Mode.DIGEST),),
        (follow(), follow(FollowKind.TOPIC, since=None, muted_until=NOW + timedelta(hours=1))),
    ],
)
def test_what_was_ended_or_muted_since_is_left_out(follows: tuple[Follow, ...]) -> None:
    assert order(candidate(1, follows=follows)) == []


def test_who_wants_only_breaking_news_gets_what_they_want_in_digests() -> None:
    topic = follow(FollowKind.TOPIC, since=None, mode=Mode.DIGEST)
    waiting = candidate(1, follows=(follow(), topic), is_only_breaking=True)
    assert order(waiting, candidate(2, is_only_breaking=True)) == [1]


def test_articles_stand_by_topic_in_the_order_of_the_best() -> None:
    articles = [article(1, topics=("Roads", "Snow")), article(2), article(3, topics=("Books",)), article(4)]
    articles.append(article(5, topics=("Roads",)))
    found = [(topic, [one.id for one in group]) for topic, group in grouped(articles)]
    assert found == [("Roads", [1, 5]), ("", [2, 4]), ("Books", [3])]


def test_a_clock_is_found_by_the_name_of_its_schedule() -> None:
    clock = DigestClock(zone="America/Argentina/Ushuaia", at=time(18, 5))
    assert clock_of(clock.schedule) == clock


def days_due(clock: DigestClock, *moments: datetime) -> list[date | None]:
    """The day whose slot is due at each moment."""
    return [slot.day if (slot := due_slot(clock, now)) else None for now in moments]


def test_a_digest_is_due_from_its_minute_on_for_twelve_hours() -> None:
    moments = [NOW + timedelta(hours=hours) for hours in (-0.01, 0, 11.99, 12)]
    assert days_due(MORNING, *moments) == [None, TODAY, TODAY, None]


def test_a_digest_that_was_used_is_not_due_again() -> None:
    assert days_due(replace(MORNING, used=TODAY), NOW, NOW + timedelta(days=1)) == [
        None,
        TODAY + timedelta(days=1),
    ]


def test_a_clock_that_was_just_chosen_has_no_past() -> None:
    assert days_due(replace(MORNING, since=None), NOW) == [None]
    assert days_due(replace(MORNING, since=NOW + timedelta(minutes=1)), NOW + timedelta(minutes=2)) == [None]


def test_a_clock_that_was_a_year_ahead_does_not_silence_anything() -> None:
    assert days_due(replace(MORNING, used=date(2027, 11, 24)), NOW) == [TODAY]
