"""`/push`: any article of the paper's own hosts, now (through the desk's card) or at a time."""

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from bot.clock import Clock
from bot.domain.articles import Article
from bot.domain.audit import Deed
from bot.domain.edits import Edit
from bot.domain.entries import Entry, fingerprint, identities, link_identity
from bot.domain.ids import ArticleId, Edition, PushId
from bot.domain.paper import Paper
from bot.domain.pushes import Card, Lane, Push
from bot.domain.queue import Drafted, PushSeen, Queued
from bot.domain.reviews import ReviewState
from bot.domain.subscribers import Person
from bot.errors import NotAnArticle, UsageError
from bot.fetch_ports import Fetch
from bot.locales import texts_for
from bot.ports import OpenStore, ReadPage
from bot.rendering.moments import read_moment
from bot.rendering.queue import draft_card
from bot.usecases.appealing import asking_of
from bot.usecases.freeze import article_push, file_push, matching, push_once
from bot.usecases.log_decision import log_push_decision
from bot.usecases.place_article import place_article
from bot.usecases.read_entry import ReadEntry
from bot.usecases.schedule_push import load_at

_SHORTEST_ARTICLE = 100
"""Characters of text; a page with less is a front page, a log-in or an error."""


@dataclass(frozen=True)
class Scheduled:
    """A push that waits for its time, with the card as readers will get it."""

    push: Push
    card: Card


class PushArticle:
    """Prepare, schedule and cancel pushes of single articles."""

    def __init__(
        self, *, open_store: OpenStore, fetch: Fetch, read_page: ReadPage, paper: Paper, clock: Clock
    ) -> None:
        self._open_store = open_store
        self._read_entry = ReadEntry(fetch, read_page)
        self._paper = paper
        self._clock = clock

    async def fetch(self, url: str, time: str | None = None) -> None:
        """Read the article's page unless we know it: then neither `prepare` nor `schedule` needs the web.

        Raises:
            BadTime: nobody can read the time it is meant for; said before anything is fetched.
            NotAnArticle: the address is not on the paper's hosts, or no article.
            FetchError: its page could not be read.
        """
        if time is not None:
            read_moment(time, self._paper.zone, self._clock.now())
        await self._article(url)

    async def prepare(self, url: str, editor: Person) -> ArticleId:
        """Lay an article before the desk, its card at the end of the editor's chat.

        Raises:
            NotAnArticle: the address is not on the paper's hosts, or no article.
            FetchError: its page could not be read.
        """
        article = await self._article(url)
        async with self._open_store() as store:
            await store.reviews.open(article.id, self._clock.now())
            await store.reviews.forget_unreached(editor.chat_id)
            await store.desk_cards.changed(article.id, editor.chat_id)
        return article.id

    async def schedule(self, url: str, time: str, editor: Person) -> Scheduled:
        """Push an article at the next moment of the paper's clocks that is called so.

        Raises:
            BadTime: nobody can read the time.
            NotAnArticle, FetchError: as for `prepare`.
            UsageError: the article was pushed, or will be, or that day is full.
        """
        due_at = read_moment(time, self._paper.zone, self._clock.now())
        article = await self._article(url)
        async with self._open_store() as store:
            there = await load_at(store, self._paper, due_at)
            if there.is_full:
                raise UsageError("error.day_full", sent=there.count, cap=there.cap)
            push = await push_once(store, article, self._paper, due_at=due_at, editor=editor.id)
            now = self._clock.now()
            await store.reviews.decide(article.id, ReviewState.APPROVED, editor, now, on_card=False)
            due = due_at.isoformat()
            await log_push_decision(store, Deed.SCHEDULE, editor, push.id, now, after=due)
        return Scheduled(push, push.cards[article.edition])

    async def breaking(self, url: str, editor: Person) -> Drafted:
        """A draft that goes past digests, caps and quiet hours, with the button that lets it go.

        Raises:
            NotAnArticle, FetchError: as for `prepare`.
        """
        article, now = await self._article(url), self._clock.now()
        async with self._open_store() as store:
            again = len(await store.pushes.of_article(article.id))
            words = await matching(article, await store.follows.keywords())
            asking = await asking_of(store, self._paper, article, is_breaking=True)
            push = article_push(
                article,
                self._paper,
                words=words,
                due_at=now,
                editor=editor.id,
                again=again,
                edit=Edit(asking=asking),
            )
            filed = await file_push(store, replace(push, lane=Lane.BREAKING, draft=True), article)
            assert filed is not None
            await log_push_decision(store, Deed.BREAKING, editor, filed.id, now)
        texts = texts_for(editor.language)
        card = draft_card(Queued(filed, article.headline), now, self._paper, texts)
        return Drafted(PushSeen(filed.id), card)

    async def cancel(self, push_id: PushId, editor: Person) -> bool:
        """Cancel what is still only scheduled; False when it is too late."""
        async with self._open_store() as store:
            now = self._clock.now()
            cancelled = await store.pushes.withdraw(push_id, now)
            if cancelled:
                await log_push_decision(store, Deed.CANCEL, editor, push_id, now)
        return cancelled

    async def _article(self, url: str) -> Article:
        edition = await self._edition_of(url)
        async with self._open_store() as store:
            known = await store.articles.by_link(link_identity(url))
        return known or await self._read(url, edition)

    async def _read(self, url: str, edition: Edition) -> Article:
        page = await self._read_entry.page(url)
        await self._edition_of(page.url)  # a redirect must not lead to somebody else's page
        entry = Entry(url=page.url)
        reading = await self._read_entry.of_page(entry, page, edition=edition)
        draft = reading.draft
        if sum(map(len, draft.body)) < _SHORTEST_ARTICLE:
            raise NotAnArticle(url=url)
        keys = tuple(dict.fromkeys((*identities(entry), link_identity(url), link_identity(draft.url))))
        async with self._open_store() as store:
            known = await store.articles.by_link(link_identity(draft.url))
            if known:
                return known
            now = self._clock.now()
            article = await store.articles.file(
                draft, feed_id=None, keys=keys, fingerprint=fingerprint(entry), now=now
            )
            await place_article(store, article, reading.terms, now)
            return article

    async def _edition_of(self, url: str) -> Edition:
        """The edition whose feed shares most of the address; the paper's hosts count for the first one."""
        if not _is_web_address(url):
            raise NotAnArticle(url=url)
        async with self._open_store() as store:
            plans = (*await store.known_feeds.plans(), *self._paper.feeds)
        shared = [(_shared_prefix(url, plan.url), plan.edition) for plan in plans]
        best, edition = max(shared, default=(0, None), key=lambda pair: pair[0])
        if best and edition is not None:
            return edition
        if _host(url) in self._paper.hosts:
            return next(iter(self._paper.editions))
        raise NotAnArticle(url=url)


def _is_web_address(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False


def _host(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def _shared_prefix(url: str, feed: str) -> int:
    """How many path parts two addresses of one host share, plus one; 0 for different hosts."""
    if _host(url).removeprefix("www.") != _host(feed).removeprefix("www."):
        return 0
    parts = zip(urlsplit(url).path.split("/"), urlsplit(feed).path.split("/"), strict=False)
    return 1 + sum(1 for ours, theirs in parts if ours and ours == theirs)
