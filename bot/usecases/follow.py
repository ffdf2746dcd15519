"""What readers choose to get: from what the paper writes about, from a link, or in words of their own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.follows import (
    MOST_FOLLOWS,
    Follow,
    FollowKind,
    Subject,
    edition_subject,
    merged,
    named,
    stance,
    subject,
)
from bot.domain.ids import ArticleId, Edition
from bot.domain.keywords import read_words, words_subject
from bot.domain.links import Link, LinkKind
from bot.domain.paper import Paper
from bot.domain.schedules import ScheduleKind
from bot.domain.subscribers import Person, Standing
from bot.errors import UsageError
from bot.ports import OpenStore, Store
from bot.usecases.freeze import digest_of_the_day, story_of, video_of_the_day
from bot.usecases.subscribe import join

_LATELY = timedelta(days=90)
_FRESH_FOR = timedelta(minutes=1)
"""Counting what thousands of articles are about takes longer than an answer should."""
_ON_OFFER, _FOUND = 200, 6
_OF_THE_DAY = {
    ScheduleKind.VIDEO_OF_THE_DAY: video_of_the_day,
    ScheduleKind.DIGEST_OF_THE_DAY: digest_of_the_day,
}


@dataclass(frozen=True)
class Stances:
    """How a reader stands to some subjects of an edition, at this moment."""

    edition: Edition
    follows: Sequence[Follow]
    now: datetime


@dataclass(frozen=True)
class Changed:
    """How a reader stands to a subject now, and whether they get everything of their edition anyway."""

    follow: Follow
    gets_everything: bool = False


@dataclass(frozen=True)
class Found:
    """What `/follow words` came to: one subject that is followed now, or several to choose from."""

    followed: Changed | None
    choice: Sequence[Subject]
    """The last is the words themselves, where the reader is a subscriber."""


class FollowSubjects:
    """Show, begin and end follows. Who begins one is a subscriber from then on.

    `ref` names a subject on a button: one that the reader stands to somehow, or one on offer. Raises
    UsageError for any other.
    """

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._paper = paper
        self._clock = clock
        self._seen: dict[Edition, tuple[datetime, Sequence[Subject]]] = {}

    async def on_offer(self, person: Person) -> Stances:
        """Everything of the edition, its video and digest of the day and everything of the other editions,
        then what it wrote about in 90 days, the most frequent first."""
        async with self._open_store() as store:
            edition, follows = await self._known(store, person)
            offered = (*self._always(edition), *await self._offered(store, edition))
        return Stances(edition, [stance(follows, one) for one in offered], self._clock.now())

    async def mine(self, person: Person, *, anew: bool = False) -> Stances:
        """What the reader follows or muted. What they ended stays in the list until asked for `anew`."""
        now = self._clock.now()
        async with self._open_store() as store:
            subscriber = await store.subscribers.by_chat(person.chat_id)
            if subscriber and anew:
                await store.follows.sweep(subscriber.id, now)
            edition, follows = await self._known(store, person)
        return Stances(edition, follows, now)

    async def toggle(self, person: Person, ref: str, source: str | None = None) -> Changed:
        """Follow what was not followed; hear again of what was muted; end what was followed. `source` is the
        tag of the link by which a stranger came."""
        return await self._change(person, ref, Follow.toggled, source)

    async def follow(self, person: Person, ref: str) -> Changed:
        """Follow, whatever was before."""
        return await self._change(person, ref, Follow.begun)

    async def end(self, person: Person, ref: str) -> Changed:
        """Follow no more, whatever was before."""
        return await self._change(person, ref, lambda one, _: one.ended())

    async def topic(self, person: Person, name: str) -> Changed:
        """Follow a topic that the paper once wrote about. Raises UsageError for a name without letters."""
        about = subject(FollowKind.TOPIC, name)
        if about is None:
            raise UsageError("error.stale_button")
        return await self._begin(person, about)

    async def story(self, person: Person, article_id: ArticleId) -> Changed:
        """Follow the story of an article. Raises UsageError where there is none."""
        async with self._open_store() as store:
            about = await _story(store, article_id)
        if about is None:
            raise UsageError("error.stale_button")
        return await self._begin(person, about)

    async def find(self, person: Person, text: str) -> Found:
        """Follow what these words name, or an article's words themselves where they name nothing known.

        Raises UsageError for a text without words to follow.
        """
        asked = read_words(text)
        if asked is None:
            raise UsageError("error.nothing_to_follow")
        words = words_subject(asked)
        async with self._open_store() as store:
            edition, follows = await self._known(store, person)
            offered = () if asked.ruled_out else await self._offered(store, edition)
            found = named(offered, " ".join(asked.wanted))[:_FOUND]
            if len(found) > 1:
                return Found(None, (*found, *await self._remembered(store, person, words)))
            after = stance(follows, found[0] if found else words).begun(self._clock.now())
            followed = await self._keep(store, person, after)
            return Found(followed, await self._remembered(store, person, words) if found else ())

    async def of_link(self, person: Person, link: Link) -> Subject | None:
        """The subject that a link names; None where the paper has not written about it lately."""
        async with self._open_store() as store:
            if link.kind is LinkKind.STORY:
                return await _story(store, ArticleId(int(link.name)))
            edition, _ = await self._known(store, person)
            offered = await self._offered(store, edition)
        found = named((one for one in offered if one.kind == link.kind.value), link.words)
        return found[0] if found else None

    async def _change(
        self,
        person: Person,
        ref: str,
        step: Callable[[Follow, datetime], Follow],
        source: str | None = None,
    ) -> Changed:
        async with self._open_store() as store:
            edition, follows = await self._known(store, person)
            own = (one.subject for one in follows)
            known = (*own, *self._always(edition), *await self._offered(store, edition))
            about = next((one for one in known if one.ref == ref), None)
            if about is None:
                raise UsageError("error.stale_button")
            after = step(stance(follows, about), self._clock.now())
            return await self._keep(store, person, after, source)

    async def _begin(self, person: Person, about: Subject) -> Changed:
        async with self._open_store() as store:
            _, follows = await self._known(store, person)
            return await self._keep(store, person, stance(follows, about).begun(self._clock.now()))

    async def _keep(self, store: Store, person: Person, after: Follow, source: str | None = None) -> Changed:
        subscriber = await store.subscribers.by_chat(person.chat_id)
        is_here = subscriber is not None and subscriber.standing in (Standing.ACTIVE, Standing.PAUSED)
        if after.since and not is_here:
            subscriber = await join(store, self._paper, person, self._clock.now(), source)
        if subscriber is None:
            return Changed(after)
        others = [one for one in await store.follows.of(subscriber.id) if one.subject != after.subject]
        if after.since and sum(1 for one in others if one.since) >= MOST_FOLLOWS:
            raise UsageError("error.too_many_follows", limit=MOST_FOLLOWS)
        if person.thread_id is not None and not any(one.since for one in others):
            # What a forum group follows first says to which topic it comes.
            await store.subscribers.send_to(person.chat_id, person.thread_id)
        await store.follows.put(subscriber.id, after)
        whole = stance(others, edition_subject(subscriber.edition))
        return Changed(after, gets_everything=whole.since is not None)

    async def _known(self, store: Store, person: Person) -> tuple[Edition, Sequence[Follow]]:
        subscriber = await store.subscribers.by_chat(person.chat_id)
        if subscriber is None:
            return self._paper.edition_for(person.language), ()
        return subscriber.edition, await store.follows.of(subscriber.id)

    def _always(self, edition: Edition) -> Sequence[Subject]:
        """What there is to follow whatever the paper writes about."""
        editions = [edition_subject(one) for one in self._paper.editions if one != edition]
        kinds = [one.kind for one in self._paper.schedules if one.edition == edition]
        daily = [_OF_THE_DAY[one](edition) for one in kinds]
        return (edition_subject(edition), *daily, *editions)

    async def _offered(self, store: Store, edition: Edition) -> Sequence[Subject]:
        now = self._clock.now()
        at, subjects = self._seen.get(edition, (None, ()))
        if at is None or not at <= now < at + _FRESH_FOR:
            subjects = merged(await store.follows.seen(edition, now - _LATELY))[:_ON_OFFER]
            self._seen[edition] = now, subjects
        return subjects

    async def _remembered(self, store: Store, person: Person, words: Subject) -> Sequence[Subject]:
        """The words, kept with the reader as not followed, so that a button can name them."""
        subscriber = await store.subscribers.by_chat(person.chat_id)
        if subscriber is None:
            return ()
        await store.follows.put(subscriber.id, stance(await store.follows.of(subscriber.id), words))
        return (words,)


async def _story(store: Store, article_id: ArticleId) -> Subject | None:
    try:
        return await story_of(store, await store.articles.get(article_id))
    except LookupError:
        return None
