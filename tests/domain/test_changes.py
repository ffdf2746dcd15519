"""Changes: what a reader would notice is told part by part, what moves by itself is nothing."""

from dataclasses import replace

import pytest

from bot.domain.articles import Draft, Image, Video
from bot.domain.changes import Change, Part, changes, merged
from bot.domain.headlines import is_same_headline
from bot.domain.ids import Edition
from bot.domain.volatile import lasting, lines_of

DRAFT = Draft(
    url="https://paper.example/a",
    edition=Edition("mk"),
    language="mk",
    headline="Владата го усвои буџетот",
    kicker="ВИДЕО",
    authors=("Ана", "Борис"),
    image=Image("https://paper.example/1.jpg?v=1"),
    videos=(Video(url="https://www.youtube.com/watch?v=a"),),
    body=("Дефицитот е 5,6 отсто.", "Седницата траеше до полноќ."),
)


@pytest.mark.parametrize(
    "same",
    [
        DRAFT,
        replace(DRAFT, headline="Владата  го усвои\u00a0буџетот"),
        replace(DRAFT, body=("Седницата траеше до полноќ.", "Дефицитот е 5,6 отсто.")),
        replace(DRAFT, body=(*DRAFT.body, "Реклама", "1.204 прегледи", "12 comments")),
        replace(DRAFT, image=Image("https://www.paper.example/1.jpg?v=2&t=99")),
        replace(DRAFT, authors=("Борис", "Ана")),
        replace(DRAFT, summary="Друго.", topics=("буџет",), appeal="Драг читателу"),
    ],
)
def test_nothing_a_reader_would_notice_is_no_change(same: Draft) -> None:
    assert changes(DRAFT, same) == ()


@pytest.mark.parametrize(
    ("changed", "change"),
    [
        (
            {"headline": "Собранието го усвои буџетот"},
            Change(Part.HEADLINE, "ВИДЕО | Владата го усвои буџетот", "ВИДЕО | Собранието го усвои буџетот"),
        ),
        (
            {"body": ("Дефицитот е 5,9 отсто.", "Седницата траеше до полноќ.")},
            Change(Part.TEXT, "Дефицитот е 5,6 отсто.", "Дефицитот е 5,9 отсто."),
        ),
        ({"authors": ("Ана",)}, Change(Part.AUTHORS, "Ана, Борис", "Ана")),
        ({"image": None}, Change(Part.PICTURE, "paper.example/1.jpg", "")),
        ({"videos": ()}, Change(Part.VIDEO, "youtube.com/watch?v=a", "")),
    ],
)
def test_a_change_says_what_it_was_and_what_it_is(changed: dict[str, object], change: Change) -> None:
    assert changes(DRAFT, replace(DRAFT, **changed)) == (change,)  # type: ignore[arg-type]


def test_a_kicker_belongs_to_the_headline() -> None:
    (change,) = changes(DRAFT, replace(DRAFT, kicker=None))
    assert change.after == "Владата го усвои буџетот"


@pytest.mark.parametrize(
    "counter",
    [
        "1,204 views",
        "Views: 17",
        "12 коментари",
        "Прегледи: 99",
        "5 minutes ago",
        "пред 7 минути",
        "3 shikime",
    ],
)
def test_counters_do_not_last(counter: str) -> None:
    assert lasting(counter) == ""


@pytest.mark.parametrize("text", ["5,9 отсто", "12 мртви", "Линија 5 оди до Ѓорче", "The ad said so."])
def test_numbers_and_words_of_the_story_last(text: str) -> None:
    assert lasting(text) == text.casefold()


def test_hidden_code_is_no_text_and_each_block_is_a_line() -> None:
    html = "<p>Прво<b>то</b></p><script>track()</script><div>Второ<br>трето</div>"
    lines = [" ".join(line.split()) for line in lines_of(html)]
    assert [line for line in lines if line] == ["Прво то", "Второ", "трето"]


def test_endless_digits_are_read_in_a_moment() -> None:
    assert lasting("1 " * 100_000).startswith("1 1")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Snow closes three mountain roads", "Snow closes three mountain roads!", True),
        ("ВИДЕО | Снег ги затвори планинските патишта", "Снег ги затвори планинските патишта", True),
        ("Снег ги затвори планинските патишта", "Sneg gi zatvori planinskite patišta", True),
        ("Snow closes 3 mountain roads", "Snow closes 4 mountain roads", False),
        ("Snow closes three mountain roads", "Snow opens three mountain roads and a tunnel", False),
        ("Snow closes three mountain roads", "Roads three mountain closes snow", False),
        ("Weather today", "Weather today", False),
        ("", "", False),
    ],
)
def test_near_same_headlines_tell_the_same_news(one: str, other: str, same: bool) -> None:
    assert is_same_headline(one, other) is same


ONE_TITLE, TWO_TITLE = Change(Part.HEADLINE, "A", "B"), Change(Part.HEADLINE, "B", "C")


@pytest.mark.parametrize(
    ("revisions", "whole"),
    [
        ([], ()),
        ([[ONE_TITLE]], (ONE_TITLE,)),
        ([[ONE_TITLE], [TWO_TITLE]], (Change(Part.HEADLINE, "A", "C"),)),
        ([[ONE_TITLE], [Change(Part.HEADLINE, "B", "A")]], ()),
        (
            [[Change(Part.TEXT, "a\nb", "c")], [Change(Part.TEXT, "c\nd", "e\nb")]],
            (Change(Part.TEXT, "a\nd", "e"),),
        ),
        ([[Change(Part.TEXT, "a", "b")], [Change(Part.TEXT, "b", "a")]], ()),
        (
            [[Change(Part.TEXT, "a", "b")], [ONE_TITLE]],
            (ONE_TITLE, Change(Part.TEXT, "a", "b")),
        ),
    ],
)
def test_several_changes_are_told_as_one(revisions: list[list[Change]], whole: tuple[Change, ...]) -> None:
    assert merged(revisions) == whole
