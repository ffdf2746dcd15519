"""The sample newspaper's desk: which articles exist, which are published, which were corrected.

The articles are data (articles/*.toml) and wholly invented. Here is no HTTP and no markup: newspaper.py
serves what this desk has published.
"""

import asyncio
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

ARTICLES = Path(__file__).parent / "articles"
READ_ALSO = "READ ALSO "
# HTTP dates and WordPress know whole seconds: a correction in the same second must still look newer.
SMALLEST_STEP = timedelta(seconds=1)


class NoSuchArticleError(LookupError):
    """The edition has no article under this slug."""


class NotPublishedError(LookupError):
    """Only what readers have seen can be corrected."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What `Paper.correct` changes: a passage of the body and, in some articles, the title."""

    old: str
    new: str
    title: str | None


@dataclass(frozen=True, slots=True)
class Article:
    """One article of one edition; `published` and `modified` are None until it is published."""

    number: int
    edition: str
    slug: str
    title: str
    author: str
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    image: str
    caption: str
    video: str | None
    lazy_video: bool
    paragraphs: tuple[str, ...]
    correction: Correction
    published: datetime | None = None
    modified: datetime | None = None
    corrected: bool = False

    @property
    def path(self) -> str:
        """Below the newspaper's own root, e.g. `/en/some-slug/`."""
        return f"/{self.edition}/{self.slug}/"

    @property
    def lead(self) -> str:
        return self.paragraphs[0]

    @property
    def read_also(self) -> str | None:
        """The slug of the article that the body points to."""
        links = (line.removeprefix(READ_ALSO) for line in self.paragraphs if line.startswith(READ_ALSO))
        return next(links, None)


class Paper:
    """The newspaper in memory: some articles are out at the start, the others wait for `publish`."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """`now` returns an aware datetime; the first articles are dated some hours before it."""
        self._now = now
        self._readers: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        started = now().replace(microsecond=0)
        self._articles = {
            (article.edition, article.slug): article for article in load_articles(ARTICLES, started)
        }

    def publish(self, edition: str, slug: str) -> Article:
        """Put a waiting article out now; an article that is out already stays as it is."""
        article = self.article(edition, slug)
        if article.published is not None:
            return article
        moment = self._now().replace(microsecond=0)
        return self._keep(replace(article, published=moment, modified=moment))

    def correct(self, edition: str, slug: str) -> Article:
        """Change a published article once: same address and guid, a newer modification date."""
        article = self.article(edition, slug)
        if article.modified is None:
            raise NotPublishedError(f"{edition}/{slug} is not published yet")
        if article.corrected:
            return article
        moment = max(self._now().replace(microsecond=0), article.modified + SMALLEST_STEP)
        return self._keep(with_correction(article, moment))

    def feed_was_read(self, edition: str) -> None:
        """Somebody has just fetched the edition's feed."""
        self._readers[edition].set()

    async def has_reader(self, edition: str, within: float) -> bool:
        """Wait until somebody has fetched the edition's feed, `within` seconds at most."""
        try:
            async with asyncio.timeout(within):
                return await self._readers[edition].wait()
        except TimeoutError:
            return False

    def article(self, edition: str, slug: str) -> Article:
        """Published or not; raises NoSuchArticleError."""
        try:
            return self._articles[edition, slug]
        except KeyError:
            raise NoSuchArticleError(f"the sample newspaper has no article {edition}/{slug}") from None

    def published(self, edition: str) -> list[Article]:
        """The edition's articles that are out, newest first, as a feed lists them."""
        out = [a for a in self._articles.values() if a.edition == edition and a.published is not None]
        return sorted(out, key=lambda a: (a.published, a.number), reverse=True)

    def numbered(self, number: int) -> Article | None:
        """The published article behind the short address `?p=<number>`."""
        out = (a for a in self._articles.values() if a.number == number and a.published is not None)
        return next(out, None)

    def listing(self) -> list[dict[str, Any]]:
        """JSON for the control API: every article in the order in which the desk would publish them."""
        return [
            {
                "edition": article.edition,
                "slug": article.slug,
                "title": article.title,
                "path": article.path,
                "published": article.published is not None,
                "published_at": article.published.isoformat() if article.published else None,
                "corrected": article.corrected,
            }
            for article in self._articles.values()
        ]

    def _keep(self, article: Article) -> Article:
        self._articles[article.edition, article.slug] = article
        return article


def with_correction(article: Article, moment: datetime) -> Article:
    """The article as corrected at `moment`."""
    change = article.correction
    return replace(
        article,
        title=change.title or article.title,
        paragraphs=tuple(text.replace(change.old, change.new) for text in article.paragraphs),
        modified=moment,
        corrected=True,
    )


def load_articles(folder: Path, started: datetime) -> Iterator[Article]:
    """All articles of the folder, in file order; those with `hours_old` are published before `started`."""
    for file in sorted(folder.glob("[a-z][a-z]-*.toml")):
        yield parse_article(tomllib.loads(file.read_text(encoding="utf-8")), started)


def parse_article(data: Mapping[str, Any], started: datetime) -> Article:
    """One TOML document as an article."""
    hours = data.get("hours_old")
    published = None if hours is None else started - timedelta(hours=hours)
    correction = data["correction"]
    return Article(
        number=data["number"],
        edition=data["edition"],
        slug=data["slug"],
        title=data["title"],
        author=data["author"],
        categories=tuple(data["categories"]),
        tags=tuple(data["tags"]),
        image=data["image"],
        caption=data["caption"],
        video=data.get("video"),
        lazy_video=data.get("lazy_video", False),
        paragraphs=tuple(part.strip() for part in data["body"].split("\n\n") if part.strip()),
        correction=Correction(correction["old"], correction["new"], correction.get("title")),
        published=published,
        modified=published,
    )


@cache
def load_editions() -> Mapping[str, Mapping[str, Any]]:
    """What each edition repeats on every page: its name, labels, appeal, footer."""
    return tomllib.loads((ARTICLES / "editions.toml").read_text(encoding="utf-8"))
