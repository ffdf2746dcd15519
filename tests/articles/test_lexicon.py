"""What the lexicon takes for boilerplate, and news that begins with the same words and stays."""

import pytest

from bot.articles.boilerplate import cleaned
from bot.articles.markup import Block
from bot.articles.read import read_page
from bot.domain.entries import Entry
from bot.domain.ids import Edition

NEWS = "Силен снег падна во текот на ноќта над Охрид и околните планини, јавија од Управата."


def reasons(text: str) -> list[str]:
    """Why a paragraph in the middle of an article leaves."""
    blocks = [Block(each, "p") for each in (NEWS, text, *[NEWS] * 6)]
    return [one.reason for one in cleaned(blocks).dropped]


def reasons_at_the_end(text: str) -> list[str]:
    return [one.reason for one in cleaned([Block(each, "p") for each in (NEWS, NEWS, text)]).dropped]


@pytest.mark.parametrize(
    "text",
    [
        "Доколку сакате да ја поддржите нашата работа, донирајте тука и помогнете ни да останеме независни.",
        "Na ndihmoni të mbetemi të pavarur. Dhuroni këtu për gazetarinë e lirë.",
        "Donate now to keep our reporting free for everybody.",
        "Донирајте за Слободен печат.",
        "Podržite naš rad.",
        "Подржите наш рад.",
        "Станете дел од нашата заедница.",
        "Help us stay independent: donate.",
    ],
)
def test_an_appeal_without_a_greeting_leaves(text: str) -> None:
    assert reasons_at_the_end(text) == ["appeal"]


def test_an_appeal_leaves_from_the_middle_where_it_begins_the_paragraph() -> None:
    assert reasons("Станете дел од нашата заедница.") == ["appeal"]


@pytest.mark.parametrize(
    "text",
    [
        "Donate blood on Monday, the hospital in Skopje asked its citizens.",
        "Граѓаните може да донираат крв, а донирајте за Ана, рекоа нејзините соученици од Битола.",
        "Podržite našu listu na izborima, poručio je predsednik stranke u Nišu.",
        "Да ја поддржите нашата кандидатура, побара претседателот од пратениците во Собранието.",
        "Dhuroni gjak, u bëri thirrje qytetarëve spitali i Tetovës të hënën.",
        "The villagers asked for help: donate food to families, they said.",
    ],
)
def test_what_others_ask_for_is_news(text: str) -> None:
    assert reasons(text) == reasons_at_the_end(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Read our lips, the opposition said on Monday: there will be no deal.",
        "Copyright law was changed by parliament on Monday after a long debate.",
        "Regjistrohu në zgjedhje, është detyrë qytetare, tha KQZ të hënën.",
        "Подели милиони евра на фирми без тендер, тврди обвинителството.",
        "You must register to vote by Friday, the commission told citizens abroad.",
        "Треба да се регистрираат сите возила до петок, рече министерот.",
        "By continuing the war, the government risks its majority, the opposition said.",
    ],
)
def test_news_that_begins_like_a_label_stays(text: str) -> None:
    assert reasons(text) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Read our full coverage of the elections", "read also"),
        ("Copyright © 2026 Весник", "rights"),
        ("Regjistrohu në buletinin tonë", "subscription"),
        ("Сподели на Фејсбук", "share"),
        ("Подели:", "share"),
        ("Повеќе на оваа тема: Студен бран доаѓа викендов", "read also"),
    ],
)
def test_the_labels_themselves_leave(text: str, reason: str) -> None:
    assert reasons(text) == [reason]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("You need to be logged in to read this article. Subscribe now for 1 euro.", "preview.login_wall"),
        ("You must be logged in to view this content.", "preview.login_wall"),
        ("Мора да бидете најавени за да ја прочитате оваа статија.", "preview.login_wall"),
        ("Duhet të jeni të regjistruar për ta lexuar këtë artikull.", "preview.login_wall"),
        ("Morate biti prijavljeni da biste čitali ovaj tekst.", "preview.login_wall"),
        ("Морате бити пријављени да бисте читали овај текст.", "preview.login_wall"),
        ("We value your privacy. We and our partners store information on a device.", "preview.notice"),
        ("Please enable JavaScript and cookies to continue to the page.", "preview.notice"),
        ("Ве молиме овозможете колачиња за да продолжите.", "preview.notice"),
    ],
)
def test_a_wall_is_no_text_and_is_named(text: str, problem: str) -> None:
    page = f"<title>Снег</title><article><h1>Снег</h1><p>{text}</p></article>"
    reading = read_page(Entry(), page.encode(), edition=Edition(""), topic=None)
    assert (reading.draft.headline, reading.draft.summary, reading.problems) == ("Снег", "", (problem,))
    assert [one.text for one in reading.dropped] == [text]


def test_a_walls_own_words_are_no_headline() -> None:
    page = "<title>Sign in</title><h1>Log in to continue reading</h1><p>Please log in to go on.</p>"
    reading = read_page(Entry(), page.encode(), edition=Edition(""), topic=None)
    assert (reading.draft.headline, reading.problems) == ("", ("preview.login_wall",))
