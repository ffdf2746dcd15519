"""The paper's appeal at the foot of a page is no part of the article, in whatever words it asks."""

import pytest

from bot.articles.read import read_page
from bot.domain.articles import Draft
from bot.domain.entries import Entry
from bot.domain.ids import Edition
from bot.domain.paragraphs import paragraph_print

BODIES = {
    "en": (
        "The city bought forty buses in spring and put them on the longest lines.",
        "Drivers say that two roads have been closed since March for repairs.",
        "The mayor promised that both roads would open again before the winter.",
    ),
    "mk": (
        "Градот купи четириесет автобуси напролет и ги пушти на најдолгите линии.",
        "Возачите велат дека два пата се затворени од март поради поправки.",
        "Градоначалникот вети дека двата пата ќе се отворат пред зимата.",
    ),
    "sq": (
        "Qyteti bleu dyzet autobusë në pranverë dhe i vuri në linjat më të gjata.",
        "Shoferët thonë se dy rrugë janë mbyllur që nga marsi për riparime.",
        "Kryetari premtoi se të dyja rrugët do të hapen para dimrit.",
    ),
}
APPEALS = [
    ("en", "Everything we write is free. If you can, become a member."),
    ("en", "Dear readers,\nAccess is free for all. We ask our readers for their support."),
    ("mk", "Сè што пишуваме е слободно за сите. Ако можете, станете член."),
    ("mk", "Почитувани читатели,\nПристапот е бесплатен. Ве молиме за поддршка на нашата заедница."),
    ("mk", "Драги читателу,\nБараме поддршка преку финансиско поддржување на весникот."),
    ("sq", "Gjithçka që shkruajmë është falas për të gjithë. Nëse mundeni, bëhuni anëtar."),
    ("sq", "Të nderuar lexues,\nQasja është falas. Kërkojmë mbështetje duke e mbështetur gazetën."),
    ("sq", "I dashur lexues,\nKërkojmë mbështetjen e komunitetit tonë të lexuesve."),
]
PLAIN = "Овој текст го платија читатели како вас, за да може секој да го прочита."
NEWS = [
    ("en", "Dear readers wrote to the mayor.", "He thanked the members of the council for their support."),
    ("mk", "Владата бара финансиска поддршка.", "Земјата сака да стане член на Унијата."),
    ("sq", "Qeveria kërkon mbështetje financiare.", "Vendi do të bëhet anëtar i Bashkimit."),
]


def read(language: str, *foot: str, often: tuple[str, ...] = ()) -> Draft:
    """A page whose text ends with these paragraphs, in the same kind of element as the rest of it."""
    said = "".join(f"<p>{one}</p>" for one in (*BODIES[language], *foot))
    page = f"<html><body><article><h1>News of the day</h1>{said}</article></body></html>"
    entry = Entry(url="https://paper.example/a")
    edition = Edition(language)
    return read_page(entry, page.encode(), edition=edition, topic=None, often=frozenset(often)).draft


@pytest.mark.parametrize(("language", "appeal"), APPEALS)
def test_it_is_recognised_and_kept_apart(language: str, appeal: str) -> None:
    paragraphs = appeal.splitlines()
    draft = read(language, *paragraphs)
    assert draft.body == BODIES[language]
    assert draft.appeal == "\n".join(paragraphs)


def test_words_that_no_list_knows_go_once_the_site_has_repeated_them() -> None:
    assert PLAIN in read("mk", PLAIN).body
    assert read("mk", PLAIN, often=(paragraph_print(PLAIN),)).body == BODIES["mk"]


@pytest.mark.parametrize(("language", "first", "last"), NEWS)
def test_news_about_members_and_support_stays(language: str, first: str, last: str) -> None:
    assert read(language, first, last).body == (*BODIES[language], first, last)
