"""Headlines, sentences, boilerplate and bylines, piece by piece."""

import json
from pathlib import Path

import pytest

from bot.articles.boilerplate import cleaned, credit_of
from bot.articles.byline import authors_of, series_of
from bot.articles.headline import split_kicker, without_site
from bot.articles.lexicon import KICKERS
from bot.articles.markup import Block, decoded, paragraphs, parsed, take_surroundings
from bot.domain.sentences import split_sentences

SHARED = Path(__file__).parents[2].parent / "shared" / "data"


@pytest.mark.parametrize(
    ("title", "kicker", "headline"),
    [
        ("VIDEO | Andonovic: Three reasons", "VIDEO", "Andonovic: Three reasons"),
        ("ВИДЕО: Првиот снег", "ВИДЕО", "Првиот снег"),
        ("VIDEO/FOTO | Поплава", "VIDEO/FOTO", "Поплава"),
        ("(ВИДЕО) Поплава", "ВИДЕО", "Поплава"),
        ("Поплава во Скопје (ФОТО)", "ФОТО", "Поплава во Скопје"),
        ("ИТНО | ВИДЕО | Земјотрес", "ИТНО | ВИДЕО", "Земјотрес"),
        ("ИТНО – Земјотрес", "ИТНО", "Земјотрес"),
        ("Live – a new album", None, "Live – a new album"),
        ("Андоновиќ: Три причини", None, "Андоновиќ: Три причини"),
        ("Videoteka: the end", None, "Videoteka: the end"),
        ("VIDEO", None, "VIDEO"),
        ("VIDEO/ Zjarr në Tiranë", "VIDEO", "Zjarr në Tiranë"),
        ("LIVE/ Zgjedhjet", "LIVE", "Zgjedhjet"),
        ("ВИДЕО/ Пожар", "ВИДЕО", "Пожар"),
        ("VIDEO/FOTO/ Zjarr", "VIDEO/FOTO", "Zjarr"),
        ("ВИДЕО» Пожар", "ВИДЕО", "Пожар"),
        ("ВИДЕО » Пожар", "ВИДЕО", "Пожар"),
        ("🎬 ВИДЕО | Пожар", "ВИДЕО", "Пожар"),
        ("▶️ (VIDEO) Požar", "VIDEO", "Požar"),
        ("ИТНО | 🔴 ВО ЖИВО | Пожар", "ИТНО | ВО ЖИВО", "Пожар"),
        ("🎬 Пожар во Скопје", None, "🎬 Пожар во Скопје"),
        ("Audio/visual arts in Skopje", None, "Audio/visual arts in Skopje"),
    ],
)
def test_only_known_kickers_are_split_off(title: str, kicker: str | None, headline: str) -> None:
    assert split_kicker(title, KICKERS) == (kicker, headline)


def test_kickers_are_configurable() -> None:
    assert split_kicker("ESKLUZIVE | Lajmi", ["ESKLUZIVE"]) == ("ESKLUZIVE", "Lajmi")


@pytest.mark.parametrize("title", ["Снег - Слободен печат", "Снег | Sloboden Pechat", "Снег – slobodenpecat"])
def test_the_papers_name_leaves_the_headline_in_any_spelling(title: str) -> None:
    assert without_site(title, ["Слободен печат"]) == "Снег"


def test_another_name_stays() -> None:
    assert without_site("Skopje - Tirana", ["Sloboden pechat"]) == "Skopje - Tirana"


def challenge() -> list[list[str]]:
    source = SHARED / "sentence_split_challenge.json"
    if not source.exists():
        return []
    return [item for items in json.loads(source.read_text()).values() for item in items]


@pytest.mark.parametrize("sentences", challenge())
def test_hard_sentences_are_parted_where_they_end(sentences: list[str]) -> None:
    assert split_sentences(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "text", ["Ai mori 5 euro. Šefi u largua.", "Крај.  Ѓорѓи дојде.", "Fund. Çmimi u rrit."]
)
def test_letters_with_marks_begin_sentences_too(text: str) -> None:
    assert len(split_sentences(text)) == 2


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Он живет в г. Москве на ул. Ленина, д. 5. Там и работает.", 2),
        ("Роден е в с. Петрово. Все още живее там.", 2),
        ("Он родился в 1950 г. Потом уехал.", 2),
        ("Doç. Dr. Yılmaz konuştu. Toplantı bitti.", 2),
        ("Vidi čl. 5 Zakona. Kazna je visoka.", 2),
        ("The price is approx. 5 euros (see p. 7). Nobody pays it.", 2),
        ("„Немаме време, рече тој. Потоа замина.", 2),
        ("Am 25. März 2017 begann es. Es endete im Mai.", 2),
        ("Më 5. Maj nisi gjithçka. Më 6. U largua.", 3),
        ("It began on Jan. 6 in Skopje. Nobody came.", 2),
        ("Потоа зборуваше и проф. Петров. Никој не дојде.", 2),
        ("He came in May. 25. March was cold.", 2),
    ],
)
def test_abbreviations_of_every_language_end_no_sentence(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count


def test_a_stray_dot_is_no_sentence() -> None:
    assert split_sentences("They will not discuss these topics. . The end.") == [
        "They will not discuss these topics.",
        "The end.",
    ]


def reasons(*texts: str) -> list[str]:
    return [
        each.reason for each in cleaned([Block(text, "p") for text in ("Prva.", "Vtora.", *texts)]).dropped
    ]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["Analysis with Andonović / Photo Sloboden pechat"], ["caption"]),
        (["Фото: МИА"], ["caption"]),
        (["Прочитајте и: Ким го пречека Путин"], ["read also"]),
        (["Lexo edhe", "Titulli i një lajmi tjetër"], ["read also", "read also"]),
        (["I dashur lexues,", "Bëhuni anëtar i gazetës sonë."], ["appeal", "appeal"]),
        (["Dear reader,", "News is free.", "Become a member of Primer."], ["appeal"] * 3),
        (["Драг читателу,", "Сѐ е бесплатно.", "Станете член."], ["appeal"] * 3),
        (["Видео на денот", "Магла во Матка"], ["video of the day"] * 2),
        (["Сподели на Facebook"], ["share"]),
        (["Објавата Снег првпат се појави на Пример."], ["feed footer"]),
    ],
)
def test_what_is_not_the_article_leaves_with_a_reason(texts: list[str], found: list[str]) -> None:
    assert reasons(*texts) == found


@pytest.mark.parametrize(
    "text",
    [
        "Albania hopes to become a member of the European Union by the end of the decade.",
        "Dear readers of history know how such letters end, he said.",
        "She showed them the archive, photo by photo, until the evening came and everybody left.",
        "Прочитајте го писмото внимателно, рече министерот пред новинарите во Скопје. " * 5,
        "Video of the day when the bridge fell was published by the police on Monday evening.",
    ],
)
def test_sentences_of_an_article_stay(text: str) -> None:
    assert reasons(text) == []


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("Analysis with Andonović / Photo Sloboden pechat", "Sloboden pechat"),
        ("Маврово, денеска (Фото: МИА)", "МИА"),
        ("Foto: EPA", "EPA"),
        ("Фото: МИА/Иван Петров", "МИА/Иван Петров"),
        ("Photo: EPA-EFE/Name", "EPA-EFE/Name"),
        ("Photo: AP Photo/John Doe", "AP Photo/John Doe"),
        ("Smoke over the hills. (AP Photo/John Doe)", "AP Photo/John Doe"),
        ("© EPA", "EPA"),
        ("Credit: Getty", "Getty"),
        ("Photo courtesy of NASA", "NASA"),
        ("© 2026 Весник", None),
        ("The win came, courtesy of Courtois", None),
        ("Путин во Пјонгјанг", None),
    ],
)
def test_the_credit_is_taken_from_the_caption(caption: str, credit: str | None) -> None:
    assert credit_of(caption) == credit


@pytest.mark.parametrize(
    "caption", ["Analizë me Hoxhën / Foto Primer", "Анализа со Илиева", "Analysis with A B | Photo X"]
)
def test_a_column_is_recognised_in_every_language(caption: str) -> None:
    series, name = series_of(["Свет", caption])
    assert caption.startswith(f"{series}")
    assert f"{series}".endswith(f"{name}")


def test_a_columnist_is_the_author_where_only_the_newsroom_is_named() -> None:
    assert authors_of(["Редакција"], "Андоновиќ", "Вест", []) == ("Андоновиќ",)
    assert authors_of(["Слободен печат"], "Андоновиќ", "Вест", ["Sloboden pechat"]) == ("Андоновиќ",)


def test_the_newsroom_is_nobody_and_the_paper_an_author_where_no_other_is_stated() -> None:
    assert authors_of(["redaktori"], None, "Вест", []) == ()
    assert authors_of(["Слободен печат", "admin"], None, "Вест", ["Слободен печат"]) == ("Слободен печат",)
    assert authors_of(["Слободен печат", "Ана"], None, "Вест", ["Слободен печат"]) == ("Ана",)


def test_somebody_quoted_in_the_headline_is_no_author() -> None:
    assert authors_of([], None, "Zelensky: We need help", []) == ()


def test_paragraphs_come_out_whole_and_in_order() -> None:
    html = "<div>a<p>b <b>c</b>\nd</p>x<br><br>y<br>z<ul><li>1</li></ul><script>no</script><h1>no</h1></div>"
    assert [block.text for block in paragraphs(parsed(html).body)] == ["a", "b c d", "x", "y z", "1"]


def test_a_page_that_calls_itself_a_side_bar_page_keeps_its_article() -> None:
    tree = parsed('<div class="sidebar"><h1>T</h1><p>Text</p></div><div class="related"><p>Other</p></div>')
    assert take_surroundings(tree) == ["Other"]
    assert [block.text for block in paragraphs(tree.body)] == ["Text"]


@pytest.mark.parametrize("nested", ["<aside><aside>x", '<div class="share"><nav><p class="share">x'])
def test_surroundings_inside_surroundings_are_no_trouble(nested: str) -> None:
    tree = parsed(f"<p>{'Text ' * 20}</p>" + nested * 50)
    take_surroundings(tree)
    assert len(paragraphs(tree.body)) == 1


@pytest.mark.parametrize("codec", ["utf-8", "windows-1251", "utf-16"])
def test_a_page_is_read_in_the_encoding_it_declares(codec: str) -> None:
    assert "Вест" in decoded(f'<meta charset="{codec}"><p>Вест</p>'.encode(codec))


@pytest.mark.parametrize(("head", "codec"), [("", "cp1252"), ("<html lang=mk>", "cp1251")])
def test_a_page_that_declares_no_encoding_is_read_as_browsers_do(head: str, codec: str) -> None:
    word = "Këshilli" if codec == "cp1252" else "Вест"
    assert word in decoded(f"{head}<p>{word}</p>".encode(codec))


def test_a_few_bad_bytes_leave_the_rest_as_it_is() -> None:
    assert "Вест" in decoded("<p>Вест Вест Вест</p>".encode() + b"\xff")


def test_an_unknown_encoding_is_no_trouble() -> None:
    assert "ok" in decoded(b"<meta charset=klingon><p>ok \xff</p>")
