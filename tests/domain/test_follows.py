"""What readers follow: subjects under any spelling, and how they stand to them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.articles import Draft
from bot.domain.follows import (
    Follow,
    FollowKind,
    Subject,
    edition_subject,
    merged,
    named,
    reason,
    stance,
    story_subject,
    subject,
    subjects_of,
    video_subject,
)
from bot.domain.ids import Edition, StoryId

NOW = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
MK = Edition("mk")
TOPIC, AUTHOR, SERIES = FollowKind.TOPIC, FollowKind.AUTHOR, FollowKind.SERIES
DRAFT = Draft(
    url="https://paper.example/a",
    edition=MK,
    language="mk",
    headline="Зошто доцнат автобусите",
    authors=("Билјана Андоновиќ",),
    series="Анализа",
    topics=("Скопје", "Превоз"),
)


def known(kind: FollowKind, label: str) -> Subject:
    """A subject that has letters."""
    found = subject(kind, label)
    assert found
    return found


ECONOMY = known(TOPIC, "Economy")


@pytest.mark.parametrize("spelling", ["Andonović", "Андоновиќ", "andonovic", " ANDONOVIKJ "])
def test_spellings_of_a_name_are_one_subject(spelling: str) -> None:
    assert subject(AUTHOR, spelling) == known(AUTHOR, "Andonović")
    assert known(AUTHOR, spelling).ref == known(AUTHOR, "Andonović").ref


def test_a_topic_and_an_author_of_one_name_are_two() -> None:
    assert known(TOPIC, "Bitola") != known(AUTHOR, "Bitola")
    assert known(TOPIC, "Bitola").ref != known(AUTHOR, "Bitola").ref


@pytest.mark.parametrize("label", ["", "  ", "—", "🚌"])
def test_a_name_without_letters_is_no_subject(label: str) -> None:
    assert subject(TOPIC, label) is None


@given(st.text(max_size=400))
def test_no_name_makes_a_subject_that_fills_a_page(label: str) -> None:
    found = subject(TOPIC, label)
    assert found is None or (0 < len(found.key) <= 100 and len(found.label) <= 60 and len(found.ref) == 10)


def test_an_article_is_filed_under_its_edition_series_authors_and_topics() -> None:
    assert subjects_of(DRAFT) == (
        edition_subject(MK),
        known(SERIES, "Analiza"),
        known(AUTHOR, "Biljana Andonovic"),
        known(TOPIC, "Skopje"),
        known(TOPIC, "prevoz"),
    )


def test_an_article_that_names_nothing_is_its_editions() -> None:
    bare = Draft(url="", edition=MK, language="mk", headline="h", topics=("?",))
    assert subjects_of(bare) == (edition_subject(MK),)


def test_following_again_keeps_the_first_day_and_ends_a_mute() -> None:
    follow = Follow(subject=ECONOMY).begun(NOW)
    assert follow.muted(NOW).begun(LATER) == follow == Follow(subject=ECONOMY, since=NOW)


def test_what_ended_says_nothing_any_more() -> None:
    assert Follow(subject=ECONOMY).begun(NOW).muted(NOW).ended() == Follow(subject=ECONOMY)


def test_a_mute_lasts_a_week_and_can_be_taken_back() -> None:
    follow = Follow(subject=ECONOMY, since=NOW).muted(NOW)
    assert follow.is_muted(NOW + timedelta(days=6, hours=23))
    assert not follow.is_muted(NOW + timedelta(days=7))
    assert follow.unmuted() == Follow(subject=ECONOMY, since=NOW)
    assert not follow.unmuted().is_muted(NOW)


def test_a_tap_goes_round_and_first_ends_a_mute() -> None:
    followed = Follow(subject=ECONOMY, since=NOW)
    assert Follow(subject=ECONOMY).toggled(NOW) == followed
    assert followed.muted(NOW).toggled(NOW) == followed
    assert followed.toggled(NOW) == Follow(subject=ECONOMY)
    assert followed.muted(NOW).toggled(NOW + timedelta(days=8)) == Follow(subject=ECONOMY)


def test_spellings_are_counted_together_and_shown_as_most_write_them() -> None:
    seen = {(TOPIC, "Економија"): 3, (TOPIC, "ekonomija"): 5, (TOPIC, "Sport"): 7, (TOPIC, "!"): 9}
    assert [one.label for one in merged(seen)] == ["ekonomija", "Sport"]


ANDONOVIC = known(AUTHOR, "Biljana Andonović")
FAMILY = (ANDONOVIC, known(AUTHOR, "Igor Andonović"), known(AUTHOR, "Ана Трајковска"), ECONOMY)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Андоновиќ", FAMILY[:2]),
        ("andonovic biljana", FAMILY[:1]),
        ("trajk", FAMILY[2:3]),
        ("econ", FAMILY[3:]),
        ("eco", ()),
        ("Andonovic Petar", ()),
        ("?", ()),
    ],
)
def test_a_name_is_found_by_any_of_its_words_or_a_long_beginning(
    name: str, found: tuple[Subject, ...]
) -> None:
    assert named(FAMILY, name) == found


def test_an_exact_name_leaves_no_choice() -> None:
    transport = known(TOPIC, "Transport")
    assert named((known(TOPIC, "Public transport"), transport), "transport") == (transport,)


def test_who_never_heard_of_a_subject_does_not_follow_it() -> None:
    follows = [Follow(subject=ANDONOVIC, since=NOW)]
    assert stance(follows, known(AUTHOR, "biljana andonovic")) == follows[0]
    assert stance(follows, ECONOMY) == Follow(subject=ECONOMY)


def test_the_reason_for_a_push_is_the_closest_follow() -> None:
    everything = Follow(subject=edition_subject(MK), since=NOW)
    topic, author = (Follow(subject=one, since=NOW) for one in (ECONOMY, ANDONOVIC))
    keys = {edition_subject(MK), ECONOMY, ANDONOVIC}
    assert reason([everything, topic, author], keys, NOW) == author
    assert reason([everything, topic], keys, NOW) == topic
    assert reason([everything, author], keys - {ANDONOVIC}, NOW) == everything


def test_what_is_followed_since_a_push_is_no_reason_beside_what_was_before() -> None:
    everything, since = Follow(subject=edition_subject(MK), since=NOW), Follow(subject=ECONOMY, since=LATER)
    keys = {edition_subject(MK), ECONOMY}
    assert reason([everything, since], keys, NOW) == everything
    assert reason([since], keys, NOW) == since


def test_what_was_ended_or_never_followed_is_no_reason() -> None:
    follows = [Follow(subject=ECONOMY).muted(NOW), Follow(subject=ANDONOVIC, since=NOW)]
    assert reason(follows, {ECONOMY}, NOW) is None


DAILY = video_subject(MK, "Видео на денот")
EVERYTHING = Follow(subject=edition_subject(MK), since=NOW)


def test_who_gets_everything_gets_the_video_of_the_day() -> None:
    assert stance([EVERYTHING], DAILY) == Follow(subject=DAILY, since=NOW)
    assert stance([EVERYTHING.ended()], DAILY) == stance([], DAILY) == Follow(subject=DAILY)


def test_who_ends_the_video_of_the_day_gets_none_by_anything_else_until_they_want_it_again() -> None:
    ended = stance([EVERYTHING], DAILY).ended()
    far = NOW + timedelta(days=9_999)
    assert ended.is_refused
    assert ended.is_muted(far)
    assert ended.is_ended(NOW)
    assert stance([EVERYTHING, ended], DAILY) == ended
    assert ended.toggled(LATER) == Follow(subject=DAILY, since=LATER)


def test_what_is_muted_for_a_week_is_not_ended() -> None:
    assert not Follow(subject=ECONOMY).muted(NOW).is_ended(NOW)
    assert Follow(subject=ECONOMY).is_ended(NOW)
    assert not Follow(subject=ECONOMY, since=NOW).is_ended(NOW)


def test_a_story_is_known_by_its_number_whatever_its_articles_are_called() -> None:
    one, other = (story_subject(StoryId(17), headline) for headline in ("Snow  falls", "It melts"))
    assert one == other
    assert one.label == "Snow falls"
    assert one != story_subject(StoryId(18), "Snow falls")
    assert len(story_subject(StoryId(17), "snow " * 100).label) <= 60
