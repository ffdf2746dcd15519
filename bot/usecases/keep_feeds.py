"""`/feeds`: how the feeds are, and what admins choose about them, after seeing what it does to readers."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.clock import Clock
from bot.domain.audit import Deed, decided
from bot.domain.desk_refs import STANDS_FOR, DeskRef
from bot.domain.entries import link_identity
from bot.domain.feed_choices import FeedChange, FeedPart, FeedStanding, KnownFeed
from bot.domain.feed_looks import FoundFeed
from bot.domain.feeds import FeedPlan, Mode
from bot.domain.follows import FollowKind, edition_subject, subject
from bot.domain.ids import ChatId, Edition, FeedId, UserId
from bot.domain.paper import Paper
from bot.domain.pushes import Card
from bot.domain.reach import Aim
from bot.domain.subscribers import Person
from bot.errors import FetchError, UsageError
from bot.locales import texts_for
from bot.ports import OpenStore, Store
from bot.rendering.callbacks import Action
from bot.rendering.feeds import (
    ask_page,
    candidates_page,
    chosen_text,
    feed_page,
    feeds_page,
    proposal_page,
)
from bot.usecases.check_feed import CheckFeed
from bot.usecases.preview_article import PreviewArticle
from bot.usecases.redeem import look_up, redeem

_WEEK = timedelta(days=7)
_LONGEST_TOPIC = 60


@dataclass(frozen=True)
class _Look:
    """What was found at an address, and the newest article of the one feed there as readers would get it."""

    url: str
    found: tuple[FoundFeed, ...]
    sample: Card | None


class KeepFeeds:
    """Feeds of newspaper.toml and those added in chats, side by side; see docs/decisions/0220."""

    def __init__(
        self,
        *,
        open_store: OpenStore,
        check_feed: CheckFeed,
        preview: PreviewArticle,
        paper: Paper,
        clock: Clock,
    ) -> None:
        self._open_store = open_store
        self._check_feed = check_feed
        self._preview = preview
        self._paper = paper
        self._clock = clock
        self._looks: dict[UserId, _Look] = {}
        """The last one of each admin, to answer them from."""

    async def page(self, admin: Person, number: int = 0) -> Card:
        """A page of all feeds, a few lines each."""
        now = self._clock.now()
        async with self._open_store() as store:
            feeds = await store.known_feeds.all()
            recent = await store.known_feeds.recent(now - _WEEK)
        return feeds_page(feeds, recent, now, self._paper, texts_for(admin.language), number)

    async def feed(self, feed_id: FeedId, admin: Person) -> Card:
        """One feed: how it is, and what can be chosen. Raises UsageError when there is none."""
        now = self._clock.now()
        async with self._open_store() as store:
            known = await _known(store, feed_id)
            recent = await store.known_feeds.recent(now - _WEEK)
            weight = await store.known_feeds.weight(feed_id)
        count = recent.get(feed_id, 0)
        return feed_page(known, count, weight, now, self._paper, texts_for(admin.language))

    async def ask(self, feed_id: FeedId, change: FeedChange, admin: Person) -> Card:
        """What this will do to readers, and the button that does it. Raises UsageError."""
        now = self._clock.now()
        async with self._open_store() as store:
            known = await _known(store, feed_id)
            after = self._after(known, change)
            readers = await self._readers(store, after)
            weight = await store.known_feeds.weight(feed_id)
            ref = DeskRef(
                action=Action.FEED_DO,
                about=feed_id,
                version=known.version,
                words=f"{change.part} {change.value}",
                chat_id=ChatId(admin.id),
                expires_at=now + STANDS_FOR,
            )
            token = await store.desk_refs.issue(ref, now)
        return ask_page(known, change, after, readers, weight, token, self._paper, texts_for(admin.language))

    async def change(self, token: str, admin: Person) -> Card:
        """Do it; the feed's page after it.

        Raises:
            RefRefused: the button is not to be obeyed.
            UsageError: somebody chose otherwise meanwhile.
        """
        now = self._clock.now()
        async with self._open_store() as store:
            ref = await redeem(store, token, Action.FEED_DO, admin, now)
            part, _, value = ref.words.partition(" ")
            change = FeedChange(FeedPart(part), value)
            known = await _known(store, FeedId(ref.about))
            after, choices = self._after(known, change), change.of(known.choices)
            seen = replace(known, version=ref.version)
            if not await store.known_feeds.choose(seen, choices, after, now):
                raise UsageError("feedpage.changed")
            await store.audit.add(
                decided(
                    Deed.CHANGE_FEED,
                    admin,
                    now,
                    about=known.feed.plan.url,
                    before=chosen_text(known.feed.plan, known.choices),
                    after=chosen_text(after, choices),
                )
            )
        if choices.standing is FeedStanding.REMOVED:
            return await self.page(admin)
        return await self.feed(known.feed.id, admin)

    async def look(self, url: str, admin: Person) -> None:
        """Read what is at this address, for `propose`; outside any transaction.

        Raises:
            FetchError, FeedError: it cannot be read, or no feed is there.
        """
        found = await self._check_feed.find(url)
        sample = await self._sample(found[0]) if len(found) == 1 else None
        self._looks[admin.id] = _Look(url, found, sample)

    async def looked_at(self, token: str, admin: Person) -> tuple[str, Edition]:
        """The address and edition of a button that leads to a feed. Raises RefRefused."""
        async with self._open_store() as store:
            ref = await look_up(store, token, Action.FEED_LOOK, admin, self._clock.now())
        edition, _, url = ref.words.partition(" ")
        return url, Edition(edition)

    async def propose(self, url: str, edition: Edition, admin: Person) -> tuple[Card, ...]:
        """What was found there: feeds to choose from, or one with an article of it as readers would get it.

        `edition` is that of its articles; empty: as its language says. Raises UsageError for a known feed.
        """
        look = self._looks.get(admin.id)
        if look is None or look.url != url:
            raise UsageError("error.stale_button")
        texts = texts_for(admin.language)
        async with self._open_store() as store:
            if len(look.found) > 1:
                tokens = [
                    await self._issue(store, Action.FEED_LOOK, f" {one.url}", admin) for one in look.found
                ]
                return (candidates_page(look.found, tokens, texts),)
            (found,) = look.found
            await _refuse_known(store, found.url)
            plan = self._plan(found, edition)
            adds = {
                mode: await self._issue(store, Action.FEED_ADD, _packed(replace(plan, mode=mode)), admin)
                for mode in Mode
            }
            others = {
                code: await self._issue(store, Action.FEED_LOOK, f"{code} {found.url}", admin)
                for code in self._paper.editions
                if code != plan.edition
            }
            readers = await self._readers(store, plan)
        page = proposal_page(found, plan, readers, adds, others, self._paper, texts)
        return (look.sample, page) if look.sample else (page,)

    async def add(self, token: str, admin: Person) -> Card:
        """Ask this feed from now on; what is in it already is old news. Raises RefRefused, UsageError."""
        now = self._clock.now()
        async with self._open_store() as store:
            ref = await redeem(store, token, Action.FEED_ADD, admin, now)
            plan = _unpacked(ref.words)
            await _refuse_known(store, plan.url)
            known = await store.known_feeds.add(plan, now)
            after = chosen_text(plan, known.choices)
            await store.audit.add(decided(Deed.ADD_FEED, admin, now, about=plan.url, after=after))
        return await self.feed(known.feed.id, admin)

    def _after(self, known: KnownFeed, change: FeedChange) -> FeedPlan:
        """How the feed is read after a change. Raises UsageError for one that cannot be."""
        value = change.value
        if change.part is FeedPart.EDITION and value not in self._paper.editions:
            raise UsageError("error.stale_button")
        if len(value) > _LONGEST_TOPIC:
            raise UsageError("feedpage.long_topic", most=_LONGEST_TOPIC)
        try:
            choices = change.of(known.choices)
        except ValueError:
            raise UsageError("error.stale_button") from None
        written = (plan for plan in self._paper.feeds if plan.url == known.feed.plan.url)
        return choices.over(next(written, known.feed.plan))

    def _plan(self, found: FoundFeed, edition: Edition) -> FeedPlan:
        guessed = self._paper.edition_for(found.language or "")
        chosen = edition if edition in self._paper.editions else guessed
        return FeedPlan(url=found.url, edition=chosen, mode=Mode.REVIEW, topic=found.topic)

    async def _sample(self, found: FoundFeed) -> Card | None:
        """The newest article that can be read; a feed is no worse for a page that cannot."""
        newest = next((entry.url for entry in found.entries if entry.url), None)
        try:
            return (await self._preview(newest)).card if newest else None
        except FetchError:
            return None

    async def _readers(self, store: Store, plan: FeedPlan) -> int:
        """Who would get an article that names no other topic, at once or in a digest."""
        keys = [edition_subject(plan.edition)]
        if plan.topic:
            keys += filter(None, [subject(FollowKind.TOPIC, plan.topic)])
        aim = Aim(editions=(plan.edition,), keys=keys)
        return (await store.lookups.reach(aim, self._clock.now(), self._paper.preferences)).readers

    async def _issue(self, store: Store, action: Action, words: str, admin: Person) -> str:
        now = self._clock.now()
        chat_id, until = ChatId(admin.id), now + STANDS_FOR
        ref = DeskRef(action=action, about=0, words=words, chat_id=chat_id, expires_at=until)
        return await store.desk_refs.issue(ref, now)


async def _known(store: Store, feed_id: FeedId) -> KnownFeed:
    known = await store.known_feeds.get(feed_id)
    if known is None:
        raise UsageError("error.stale_button")
    return known


async def _refuse_known(store: Store, url: str) -> None:
    """Also where it is written otherwise: with a slash at its end, without `www`."""
    known = [link_identity(one.feed.plan.url) for one in await store.known_feeds.all()]
    if link_identity(url) in known:
        raise UsageError("feedpage.known", url=url)


def _packed(plan: FeedPlan) -> str:
    return " ".join((plan.mode, plan.edition, plan.url, plan.topic or ""))


def _unpacked(words: str) -> FeedPlan:
    mode, edition, url, topic = words.split(" ", 3)
    return FeedPlan(url=url, edition=Edition(edition), mode=Mode(mode), topic=topic or None)
