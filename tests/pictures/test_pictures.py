"""Pictures by their address: fetched once, made into JPEG, and not asked for again while broken."""

import asyncio
import io
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from bot.domain.feeds import Validators
from bot.errors import FetchError
from bot.fetch_ports import Fetched
from bot.pictures import Pictures

URL = "https://paper.example/a.webp"


class Web:
    """The web and its clock: addresses and what they hold; `asked` lists the requests."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.pages: dict[str, bytes] = {}
        self.time = datetime(2026, 11, 23, tzinfo=UTC)

    async def __call__(
        self, url: str, validators: Validators | None = None, *, accept: str = "*/*", beginning: bool = False
    ) -> Fetched:
        """GET."""
        self.asked.append(url)
        if url not in self.pages:
            raise FetchError("error.fetch.status", url=url, status=404)
        return Fetched(url, self.pages[url], "image/webp", Validators())

    def now(self) -> datetime:
        """The time that a test set."""
        return self.time

    async def sleep(self, seconds: float) -> None:
        """Nobody waits here."""


def webp() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 36), "red").save(out, "WEBP")
    return out.getvalue()


@pytest.fixture
def web() -> Web:
    return Web()


@pytest.fixture
def pictures(web: Web) -> Pictures:
    return Pictures(web, web)


async def test_a_webp_comes_as_jpeg(web: Web, pictures: Pictures) -> None:
    web.pages[URL] = webp()
    assert (await pictures(URL) or b"").startswith(b"\xff\xd8\xff")


async def test_however_many_ask_at_once_it_is_fetched_once(web: Web, pictures: Pictures) -> None:
    web.pages[URL] = webp()
    first, *others = await asyncio.gather(*(pictures(URL) for _ in range(9)))
    assert first
    assert (set(others), web.asked) == ({first}, [URL])


async def test_one_that_cannot_be_had_is_asked_for_again_only_later(web: Web, pictures: Pictures) -> None:
    assert (await pictures(URL), await pictures(URL), web.asked) == (None, None, [URL])
    web.pages[URL] = webp()
    web.time += timedelta(minutes=11)
    assert await pictures(URL)


async def test_a_clock_that_is_put_back_makes_it_be_asked_for_no_later(web: Web, pictures: Pictures) -> None:
    await pictures(URL)
    web.time -= timedelta(hours=1)
    await pictures(URL)
    assert len(web.asked) == 2


async def test_what_is_no_picture_is_none(web: Web, pictures: Pictures) -> None:
    web.pages[URL] = b"<html>not found</html>"
    assert await pictures(URL) is None


async def test_only_the_last_ones_are_kept(web: Web, pictures: Pictures) -> None:
    addresses = [f"{URL}?{number}" for number in range(17)]
    web.pages = dict.fromkeys(addresses, webp())
    for url in addresses:
        await pictures(url)
    await pictures(addresses[-1])
    assert len(web.asked) == 17
    await pictures(addresses[0])
    assert len(web.asked) == 18
