"""Lists inside articles become key points; what only looks like a list does not."""

import pytest

from bot.articles.first_point import first_point
from bot.articles.key_points import fitted
from bot.articles.ordinals import Opening, numbers, opening
from bot.articles.summary import summarise
from bot.domain.folding import words

LEAD = "The ferry line to the islands will close in spring, the company announced on Monday."
POINTS = (
    "The first reason is the price of fuel, which has doubled.",
    "The second reason is the age of both ships.",
    "The third reason is that nobody wants to work on board.",
)


def points(*body: str, headline: str = "Why the ferry closes", language: str = "en") -> tuple[str, ...]:
    return summarise(headline, None, body, language).key_points


def test_announced_ordinals_are_points() -> None:
    assert points(LEAD, *POINTS, headline="Three reasons why the ferry closes") == POINTS


def test_the_number_may_be_announced_before_the_list() -> None:
    assert points(LEAD, "There are three reasons for it.", *POINTS) == POINTS


def test_a_list_has_the_lead_as_its_text() -> None:
    assert summarise("Three reasons", None, (LEAD, *POINTS), "en").text == LEAD


def test_a_list_without_a_lead_does_not_say_its_first_point_twice() -> None:
    found = summarise("Three reasons to stay ashore", None, POINTS, "en")
    assert (found.text, found.key_points) == ("", POINTS)


def test_a_deck_that_is_one_of_the_points_is_not_said_twice() -> None:
    deck = "The first reason is the price of fuel, which has doubled since the spring of the year."
    found = summarise("Three reasons", deck, (LEAD, deck, *POINTS[1:]), "en")
    assert (found.text, found.key_points) == (LEAD, (deck, *POINTS[1:]))


def test_a_short_lead_is_better_than_the_first_point_twice() -> None:
    body = (
        "Има три причини за ова. Прва причина е цената на горивото.",
        "Втора причина е староста на двата брода.",
        "Трета причина е тоа што никој не сака да работи.",
    )
    found = summarise("Зошто запира бродот", None, body, "mk")
    assert (found.text, found.key_points[0]) == (
        "Има три причини за ова.",
        "Прва причина е цената на горивото.",
    )


def test_a_first_point_without_label_is_found() -> None:
    first = "The price of fuel has doubled, and no reason weighs more than the price of fuel."
    assert points(LEAD, first, *POINTS[1:], headline="Three reasons") == (first, *POINTS[1:])


@pytest.mark.parametrize(
    "headline", ["Why the ferry closes", "Four reasons why", "3.000 travellers stranded"]
)
def test_without_the_right_number_ordinals_are_no_points(headline: str) -> None:
    assert points(LEAD, *POINTS, headline=headline) == ()


def test_first_second_third_speak_for_themselves() -> None:
    body = (
        "First, the price of fuel has doubled since spring.",
        "Second, both ships are older than their captains.",
        "Third, nobody wants to work on board any longer.",
    )
    assert points(LEAD, *body) == (
        "The price of fuel has doubled since spring.",
        "Both ships are older than their captains.",
        "Nobody wants to work on board any longer.",
    )


def test_numbered_headings_are_points_without_their_numbers() -> None:
    body = [
        line
        for number in (1, 2, 3)
        for line in (
            f"{number}. Heading of the part number {number} as it stands in the text",
            "Some text below it.",
        )
    ]
    assert points(LEAD, *body) == tuple(line[3:] for line in body[::2])


def test_bare_headings_count_when_the_headline_announces_them() -> None:
    body = [line for name in ("Fuel", "Ships", "Crew") for line in (name, "It costs too much to go on with.")]
    assert points(LEAD, *body, headline="Three reasons") == tuple(
        f"{name}. It costs too much to go on with." for name in ("Fuel", "Ships", "Crew")
    )
    assert points(LEAD, *body, headline="Two reasons") == ()


def test_headings_may_be_questions_and_what_announces_them_is_none() -> None:
    body = [line for name in ("Why?", "Who?", "When?") for line in (name, "It costs too much to go on with.")]
    found = points(LEAD, "Three big questions about it:", *body, headline="Three questions")
    assert [point.split()[0] for point in found] == ["Why?", "Who?", "When?"]


def test_the_last_heading_may_close_the_article() -> None:
    names = ("Fuel prices", "Old ships", "No crew", "Conclusion")
    body = [line for name in names for line in (name, "It costs far too much to go on with it like this.")]
    assert len(points(LEAD, *body, headline="Three reasons")) == 3


def test_bullets_in_a_row_are_points() -> None:
    bullets = ("• A new bridge over the river for the people.", "• Street lamps.", "• Two thousand trees.")
    assert points(LEAD, *bullets) == tuple(bullet[2:] for bullet in bullets)


@pytest.mark.parametrize(
    "body",
    [
        ("1. FC Bitola", "2. FC Struga", "3. FC Ohrid"),
        ("• A single bullet.", "Text between them.", "• Another bullet.", "• And one more."),
        ("First, the mayor spoke.", "Then the music played, and people danced.", "Second half: nothing."),
    ],
)
def test_what_only_looks_like_a_list_is_none(body: tuple[str, ...]) -> None:
    assert points(LEAD, *body) == ()


@pytest.mark.parametrize(
    ("language", "headline", "labels"),
    [
        ("mk", "Три причини", ("Првата причина е", "Втората причина е", "Третата причина е")),
        ("mk", "Три проблеми", ("Како прво,", "Друг проблем е", "И на крај,")),
        ("sr", "Tri razloga", ("Prvi razlog je", "Drugi razlog je", "Treći razlog je")),
        ("sr", "Три разлога", ("Први разлог је", "Други разлог је", "Трећи разлог је")),
        ("sq", "Tri arsye", ("Arsyeja e parë është", "Arsyeja e dytë është", "Arsyeja e tretë është")),
        ("bg", "Три причини", ("На първо място,", "На второ място,", "На трето място,")),
        ("ru", "Три причины", ("Во-первых,", "Во-вторых,", "В-третьих,")),
        ("tr", "Üç sorun", ("Birinci sorun", "İkinci sorun", "Üçüncü sorun")),
        ("und", "Tri razloga", ("Prvi razlog je", "Drugi razlog je", "Treći razlog je")),
    ],
)
def test_lists_are_counted_in_every_language(language: str, headline: str, labels: tuple[str, ...]) -> None:
    body = [f"{label} нешто xyz {number} abc def ghi." for number, label in enumerate(labels)]
    assert len(points(LEAD, *body, headline=headline, language=language)) == 3


def test_two_points_count_only_when_the_headline_announces_two() -> None:
    body = (LEAD, "The first reason is the price of fuel.", "The second reason is the age of both ships.")
    assert len(points(*body, headline="Two reasons why the ferry closes")) == 2
    assert points(LEAD, "Two men came aboard that day.", *body[1:]) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [("Three of 12 men, 2.000 euros at 10:30, 99 more", {3, 12}), ("Четири", set())],
)
def test_only_whole_numbers_announce(text: str, found: set[int]) -> None:
    assert numbers(text, "en") == found


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ("The third and", "en", Opening(3)),
        ("Her second album", "en", None),
        ("Finally, he", "en", Opening(None, is_last=True)),
        ("Another reason", "en", Opening(None)),
        ("Und drittens", "de", Opening(3)),
        ("", "en", None),
    ],
)
def test_an_ordinal_counts_only_at_the_beginning(text: str, language: str, found: Opening | None) -> None:
    assert opening(words(text), language) == found


def test_points_share_the_budget_and_what_is_cut_is_marked() -> None:
    short, long = "A short point.", "A very long point that goes on and on " * 10
    found = fitted([(short, ""), (long, ""), (long, "")], 200)
    assert found[0] == short
    assert found[1].endswith("…")
    assert len(" ".join(found)) <= 200


def test_a_short_point_takes_its_next_sentence_along_while_there_is_room() -> None:
    more = "Half of them had no battery at all."
    assert fitted([("Check the alarm", more)], 200) == (f"Check the alarm. {more}",)
    assert fitted([("Check the alarm", more)], 30) == ("Check the alarm",)


def test_there_may_be_no_first_point() -> None:
    assert first_point([], ["Second."], ["Second."], "") is None
    assert first_point(["Short.", "Is it a question that anybody asked?"], ["Second."], [], "") is None


def test_a_word_with_a_letter_of_its_own_alphabet_is_no_name() -> None:
    stretch = (
        "Дождот врнеше цел ден и никој не излезе од дома за време на викендот.",
        "Луѓето ја сакаат љубовта, а без љубовта во градот никогаш нема да има ниту радост.",
    )
    second = "Втората причина е љубовта и само љубовта."
    rest = "Градот гради нов мост на реката, а мостот ќе биде готов наесен."
    assert first_point(stretch, [second], [second, rest], "Зошто") == 1


def test_a_list_whose_first_point_cannot_be_found_has_the_others() -> None:
    body = (LEAD, "Why is that?", *POINTS[1:])
    assert points(*body, headline="Three reasons") == POINTS[1:]
