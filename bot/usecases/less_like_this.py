"""*Less like this*, under every push: why it came, and what to hear less of. All of it can be taken back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.domain.articles import Article
from bot.domain.follows import Follow, FollowKind, reason, stance, subjects_of
from bot.domain.ids import ArticleId
from bot.domain.push_reports import Effect
from bot.domain.pushes import ButtonRows, Push, PushState
from bot.domain.subscribers import Person, Subscriber
from bot.errors import UsageError
from bot.ports import OpenStore, Store
from bot.usecases.follow import FollowSubjects
from bot.usecases.freeze import story_of, video_of_the_day

_MOST_MUTABLE = 3
_NOT_MUTABLE = (FollowKind.EDITION, FollowKind.VIDEO)


@dataclass(frozen=True)
class Choices:
    """What a reader can do about an article they got."""

    article: Article
    cause: Follow | None
    """The follow by which it came; None when they ended it since."""
    mutable: Sequence[Follow]
    """What can be muted, or is."""
    ended: Sequence[Follow]
    """What would have brought it and was ended lately."""
    story: Follow | None
    """Its story; None where it has no place in one yet."""
    daily: Follow | None
    """The video of the day, where it came as that."""
    now: datetime


class LessLikeThis:
    """Say why an article came, mute and end what brought it.

    Raises UsageError where the article was never pushed, the person subscribes to nothing, or `ref` names no
    subject of theirs or of the article.
    """

    def __init__(self, *, open_store: OpenStore, follow: FollowSubjects, clock: Clock) -> None:
        self._open_store = open_store
        self._follow = follow
        self._clock = clock

    async def __call__(self, person: Person, article_id: ArticleId) -> Choices:
        """What can be done."""
        async with self._open_store() as store:
            return await self._choices(store, person, article_id)

    async def mute(self, person: Person, article_id: ArticleId, ref: str) -> Choices:
        """Nothing of this subject for a week, whatever else it is filed under."""
        return await self._change(person, article_id, ref, Follow.muted)

    async def unmute(self, person: Person, article_id: ArticleId, ref: str) -> Choices:
        """Take a mute back."""
        return await self._change(person, article_id, ref, lambda one, _: one.unmuted())

    async def digest_only(self, person: Person, article_id: ArticleId, ref: str) -> Choices:
        """This in digests only, whatever else brings it."""
        return await self._change(person, article_id, ref, lambda one, _: one.in_digests())

    async def as_before(self, person: Person, article_id: ArticleId, ref: str) -> Choices:
        """Take that back."""
        return await self._change(person, article_id, ref, lambda one, _: one.as_all())

    async def end(self, person: Person, article_id: ArticleId, ref: str) -> Choices:
        """Follow this no more."""
        return await self._change(person, article_id, ref, lambda one, _: one.ended())

    async def follow_story(self, person: Person, article_id: ArticleId) -> Choices:
        """Follow the article's story: what comes next of it replies to this message."""
        await self._follow.story(person, article_id)
        return await self(person, article_id)

    async def begin_again(self, person: Person, article_id: ArticleId, ref: str) -> Choices:
        """Take an end back."""
        return await self._change(person, article_id, ref, Follow.begun)

    async def buttons_of(self, person: Person, article_id: ArticleId) -> ButtonRows:
        """The buttons that the article came with."""
        async with self._open_store() as store:
            subscriber, push = await self._delivered(store, person, article_id)
        card = push.cards.get(subscriber.edition) or next(iter(push.cards.values()))
        return card.buttons

    async def _change(
        self, person: Person, article_id: ArticleId, ref: str, step: Callable[[Follow, datetime], Follow]
    ) -> Choices:
        async with self._open_store() as store:
            subscriber, push = await self._delivered(store, person, article_id)
            follows = await store.follows.of(subscriber.id)
            article = await store.articles.get(article_id)
            own = (one.subject for one in follows)
            known = (*own, *subjects_of(article), video_of_the_day(article.edition))
            about = next((one for one in known if one.ref == ref), None)
            if about is None:
                raise UsageError("error.stale_button")
            now, before = self._clock.now(), stance(follows, about)
            after = step(before, now)
            await store.follows.put(subscriber.id, after)
            if by := _refusals(after, now) - _refusals(before, now):
                await store.effects.count(push.id, Effect.UNFOLLOWED, by)
            return await self._choices(store, person, article_id)

    async def _choices(self, store: Store, person: Person, article_id: ArticleId) -> Choices:
        subscriber, push = await self._delivered(store, person, article_id)
        now = self._clock.now()
        keys = await store.follows.keys_of(push.id)
        follows = await store.follows.of(subscriber.id)
        article = await store.articles.get(article_id)
        cause = reason(follows, keys, push.due_at)
        close = [cause.subject] if cause else []
        about = dict.fromkeys((*close, *subjects_of(article)))
        mutable = [stance(follows, one) for one in about if one.kind not in _NOT_MUTABLE]
        story, daily = await story_of(store, article), video_of_the_day(article.edition)
        return Choices(
            article,
            cause,
            mutable[:_MOST_MUTABLE],
            [one for one in follows if one.subject in keys and one.is_ended(now)],
            stance(follows, story) if story else None,
            stance(follows, daily) if daily in keys else None,
            now,
        )

    async def _delivered(
        self, store: Store, person: Person, article_id: ArticleId
    ) -> tuple[Subscriber, Push]:
        subscriber = await store.subscribers.by_chat(person.chat_id)
        if subscriber is None:
            raise UsageError("error.not_subscribed")
        pushes = await store.pushes.of_article(article_id)
        sent = [one for one in pushes if one.state is not PushState.CANCELLED]
        if not sent:
            raise UsageError("error.stale_button")
        return subscriber, sent[-1]


def _refusals(one: Follow, now: datetime) -> int:
    """A mute or a lost follow more is one more: what is taken back counts against what was refused."""
    return int(one.is_muted(now)) - int(one.since is not None)
