"""The text index: what it holds of an article, and which articles hold most of a question."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection, text

from bot.domain.articles import Draft, Video
from bot.domain.ids import Edition
from bot.domain.matching import Term
from bot.domain.questions import Order
from bot.wordforms import asked_forms, split
from storage.database import Database
from storage.stems import packed
from tests.storage.samples import DRAFT, EN, MK, file

COLUMN = replace(
    DRAFT,
    headline="Трите причини",
    authors=("Андоновиќ",),
    topics=("Економија",),
    summary="За COVID-19 и 3D.",
    body=("Владата го усвои буџетот.",),
)
VIDEO = Video(url="https://www.youtube.com/watch?v=dQw4w9WgXcQ")


def terms(query: str) -> list[Term]:
    """A reader's words, the first the heaviest."""
    return [Term(asked_forms(word), 1 / number) for number, word in enumerate(split(query), 1)]


async def found(
    database: Database,
    query: str | list[Term],
    edition: Edition = MK,
    *,
    order: Order = Order.BEST,
    only_video: bool = False,
    limit: int = 12,
) -> list[int]:
    """The ids of what a reader's words find."""
    asked = terms(query) if isinstance(query, str) else query
    async with database.open_store() as store:
        articles = await store.archive.candidates(
            asked, limit, edition=edition, order=order, only_video=only_video
        )
        return [article.id for article in articles]


async def holders(database: Database, *words: str) -> list[int]:
    """How many articles hold each word; at the end, of how many."""
    async with database.open_store() as store:
        return await store.archive.holders([asked_forms(word) for word in words])


async def says(database: Database, body: str, **more: object) -> int:
    """An article about nothing else; returns its id."""
    draft: Draft = replace(DRAFT, headline="", summary="", body=(body,), **more)  # type: ignore[arg-type]
    return (await file(database, draft)).id


@pytest.mark.parametrize(
    "query",
    [
        "причини",
        "Andonović",
        "andonovic",
        "економија",
        "covid",
        "3d",
        "budzet",
        "усвои влада",
        "ВЛАДА",
        "vladite",
    ],
)
async def test_a_word_of_every_part_is_found_in_either_script_and_any_form(
    database: Database, query: str
) -> None:
    article = await file(database, COLUMN)
    assert await found(database, query) == [article.id]


async def test_a_beginning_finds_what_begins_so(database: Database) -> None:
    article = await file(database, COLUMN)
    assert await found(database, [Term(("andon*",), 1)]) == [article.id]
    assert await found(database, [Term(("ndon*",), 1)]) == []


async def test_a_stem_is_not_the_beginning_of_longer_words(database: Database) -> None:
    await file(database, replace(COLUMN, body=("Владимир дојде.",), summary="", headline="Владимир"))
    assert await found(database, "влада") == []


async def test_what_holds_more_of_the_question_comes_first(database: Database) -> None:
    all_of_it = await says(database, "snow road railway")
    heaviest = await says(database, "snow")
    both = await says(database, "snow road")
    lightest = await says(database, "railway")
    assert await found(database, "snow road railway") == [all_of_it, both, heaviest, lightest]


async def test_articles_about_the_words_come_before_those_that_mention_them(database: Database) -> None:
    about = (await file(database, replace(DRAFT, headline="Snow again"))).id
    mentions = await says(database, "snow")
    three_times = await says(database, "snow and snow and snow")
    assert await found(database, "snow") == [three_times, about, mentions]


async def test_of_equals_the_asked_edition_comes_first_then_the_newest(database: Database) -> None:
    old, new = [await says(database, "snow") for _ in range(2)]
    english = await says(database, "snow", edition=EN)
    assert await found(database, "snow", MK) == [new, old, english]
    assert await found(database, "snow", EN) == [english, new, old]


async def test_the_asked_edition_is_preferred_among_the_best_but_not_to_them(database: Database) -> None:
    mention = await says(database, "snow")
    about = [await says(database, "snow snow snow", edition=edition) for edition in (EN, MK, EN)]
    assert await found(database, "snow", limit=1) == [about[1]]
    assert await found(database, "snow", limit=3) == [about[1], about[2], about[0]]
    assert await found(database, "snow") == [about[1], about[2], about[0], mention]


async def test_the_newest_come_first_where_that_is_asked(database: Database) -> None:
    about = (await file(database, replace(DRAFT, headline="Snow"))).id
    newer = await says(database, "snow")
    assert await found(database, "snow", order=Order.NEWEST) == [newer, about]


async def test_only_what_holds_all_is_newest_if_there_is_any(database: Database) -> None:
    both = await says(database, "snow road")
    await says(database, "snow")
    assert await found(database, "snow road", order=Order.NEWEST) == [both]


async def test_only_videos_where_that_is_asked(database: Database) -> None:
    film = await says(database, "snow", videos=(VIDEO,))
    await says(database, "snow")
    assert await found(database, "snow", only_video=True) == [film]


async def test_no_other_is_among_videos_however_much_it_is_about_the_words(database: Database) -> None:
    film = await says(database, "snow rain", videos=(VIDEO,))
    await says(database, "snow snow snow rain")
    assert await found(database, "snow rain", only_video=True, limit=1) == [film]


async def test_no_more_than_asked_are_returned(database: Database) -> None:
    newest = [await says(database, "snow") for _ in range(3)][-1]
    assert await found(database, "snow", limit=1) == [newest]


async def test_a_revision_is_found_by_its_new_words_only(database: Database) -> None:
    article = await file(database, COLUMN)
    async with database.open_store() as store:
        await store.articles.revise(article.id, DRAFT, keys=(), fingerprint="second")
    assert await found(database, "владата") == []
    assert await found(database, "помина") == [article.id]


async def test_old_revisions_take_nobodys_place(database: Database) -> None:
    mention = await says(database, "snow")
    about = replace(DRAFT, headline="Snow", body=("Snow",))
    article = await file(database, about)
    async with database.open_store() as store:
        for _ in range(3):
            await store.articles.revise(article.id, about, keys=[], fingerprint="again")
    for order in Order:
        assert await found(database, "snow", limit=2, order=order) == [article.id, mention]


async def test_an_endless_word_can_be_filed_and_asked_for(database: Database) -> None:
    article = await file(database, replace(DRAFT, body=("x" * 5000,)))
    assert await found(database, "x" * 4000) == [article.id]


async def test_a_whole_article_can_be_asked_for(database: Database) -> None:
    article = await file(database, replace(DRAFT, body=(" ".join(f"w{n}" for n in range(30_000)),)))
    assert await found(database, " ".join(f"w{n}" for n in range(800))) == [article.id]


async def test_holders_are_counted_by_any_form(database: Database) -> None:
    await says(database, "Владата и снег")
    await says(database, "влади")
    assert await holders(database, "влада", "сneg", "лед") == [2, 1, 0, 2]


async def test_an_empty_archive_holds_nothing(database: Database) -> None:
    assert await holders(database, "влада") == [0, 0]
    assert await found(database, "влада") == []


async def test_many_articles_are_counted_by_the_newest_and_rare_words_exactly(database: Database) -> None:
    await fill(database, 10_000)
    *held, size = await holders(database, "common", "rare")
    assert (held, size) == ([10_000, 1], 10_000)


async def test_the_newest_of_many_are_ranked_and_a_rare_word_is_found_however_old(database: Database) -> None:
    await fill(database, 10_000)
    assert await found(database, "common", limit=2) == [10_000, 9_999]
    assert await found(database, "rare") == [1]
    assert await found(database, [Term(("common",), 0.1), Term(("rare",), 5)]) == [1]


async def test_names_alike_are_those_that_begin_or_end_alike(database: Database) -> None:
    await file(database, replace(COLUMN, body=("Тасевски, Тасевска, Ѓорчевски и Ана.",)))
    async with database.open_store() as store:
        assert set(await store.archive.names_like("tasefski")) == {"tasevski", "tasevska", "djorcevski"}
        assert "tasevski" in await store.archive.names_like("dasevski")


async def test_topics_come_by_how_often_the_newest_have_them(database: Database) -> None:
    for topics in (("Култура",), ("Економија", "Скопје"), ("Економија",)):
        await file(database, replace(COLUMN, topics=topics))
    await file(database, replace(COLUMN, topics=("Economy",), edition=EN))
    async with database.open_store() as store:
        assert (await store.archive.topics(MK, 2))[0] == "Економија"
        assert await store.archive.topics(EN, 2) == ["Economy"]


async def fill(database: Database, articles: int) -> None:
    """So many articles with a common word; the oldest has a rare one, too. Rows alone: filing takes long."""
    postgres = database.path is None
    if postgres:
        numbers = f"SELECT n FROM generate_series(1, {articles}) AS n"
    else:
        counting = f"SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {articles}"
        numbers = f"WITH RECURSIVE c(n) AS ({counting}) SELECT n FROM c"
    words = "CASE n WHEN 1 THEN 'common rare' ELSE 'common' END"
    at = "'2026-03-29 18:30:00'"
    add_articles = text(
        "INSERT INTO articles (id, url, edition, language, headline, authors, topics, videos, body, summary,"
        " seen_at, news_at, revision) SELECT n, 'u', 'mk', 'mk', 'h', '[]', '[]', '[]', '[]', 's',"
        f" {at}, {at}, 1 FROM ({numbers}) AS numbers"
    )

    def execute(connection: Connection) -> None:
        connection.execute(add_articles)
        kept = packed_words(connection) if postgres else "''"
        add = "INSERT INTO article_words (id, article_id, words)"
        connection.execute(text(f"{add} SELECT n, n, {kept} FROM ({numbers}) AS rows"))
        if not postgres:
            add = "INSERT INTO article_search (rowid, words)"
            connection.execute(text(f"{add} SELECT n, {words} FROM ({numbers})"))

    await database.run(execute)


def packed_words(connection: Connection) -> str:
    """What PostgreSQL keeps of the articles of `fill`, as SQL."""
    stems = "INSERT INTO article_stems (stem) VALUES ('common'), ('rare') ON CONFLICT DO NOTHING"
    connection.execute(text(stems))
    number = {row.stem: row.number for row in connection.execute(text("TABLE article_stems"))}
    common, both = (packed(number[stem] for stem in stems) for stems in (["common"], ["common", "rare"]))
    literal = r"'\x{}'::bytea"
    return f"CASE n WHEN 1 THEN {literal.format(both.hex())} ELSE {literal.format(common.hex())} END"
