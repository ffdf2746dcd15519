"""/r/KEY: a push's link leads on, is counted once, and leads nowhere else."""

from dataclasses import replace

from bot.domain.ids import PushId
from bot.domain.push_reports import Effect
from storage.database import Database
from tests.storage.samples import file, push_of
from tests.usecases.conftest import clock  # noqa: F401
from tests.web.conftest import Site

PAGE = "https://paper.example/snow"


async def with_a_link(database: Database) -> PushId:
    """A push whose link has the key `abc`."""
    article = await file(database)
    async with database.open_store() as store:
        push = await store.pushes.add(replace(push_of(article.id), links={"abc": PAGE}))
    assert push
    return push.id


async def clicks(database: Database, push: PushId) -> int:
    """How often its links were opened."""
    async with database.open_store() as store:
        return (await store.effects.of(push)).of(Effect.LINK)


async def test_a_link_leads_to_its_page_and_is_counted(site: Site, sqlite_database: Database) -> None:
    push = await with_a_link(sqlite_database)
    async with site.http.get(f"{site.address}/r/abc", allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (302, PAGE)
        assert answer.headers["Cache-Control"] == "no-store"
    assert await clicks(sqlite_database, push) == 1


async def test_who_only_asks_for_the_head_is_no_reader(site: Site, sqlite_database: Database) -> None:
    push = await with_a_link(sqlite_database)
    async with site.http.head(f"{site.address}/r/abc", allow_redirects=False) as answer:
        assert answer.status == 302
    assert await clicks(sqlite_database, push) == 0


async def test_a_key_that_was_never_given_out_is_not_there(site: Site, sqlite_database: Database) -> None:
    await with_a_link(sqlite_database)
    for key in ("abd", "https:%2F%2Fevil.example", "%00"):
        async with site.http.get(f"{site.address}/r/{key}", allow_redirects=False) as answer:
            assert answer.status == 404
