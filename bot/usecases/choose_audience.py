"""*Audience*: who of those that something is for gets it, and how many that is, before anybody confirms."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.clock import Clock
from bot.domain.audiences import EVERYBODY, LONGEST_NAME, Audience, stepped
from bot.domain.audit import Deed, decided
from bot.domain.follows import FollowKind, Subject, merged, named
from bot.domain.links import read_link
from bot.domain.paper import Paper
from bot.domain.pushes import Lane, PushKind
from bot.domain.queue import PushSeen, Target
from bot.domain.reach import Aim
from bot.domain.subscribers import Person
from bot.errors import UsageError
from bot.ports import OpenStore, Store
from bot.rendering.kickers import is_breaking
from bot.usecases.freeze import keys_of
from bot.usecases.log_decision import log_push_decision

_LATELY = timedelta(days=365)
"""How long ago the paper may have named a topic or an author."""
_KINDS = (FollowKind.TOPIC, FollowKind.AUTHOR)


@dataclass(frozen=True)
class Chosen:
    """Who gets it now, how many that is of how many, and what is kept by name."""

    audience: Audience
    count: int
    of: int
    saved: Mapping[str, Audience]


class ChooseAudience:
    """Each raises UsageError where the target does not wait any more."""

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._paper = paper
        self._clock = clock

    async def look(self, target: Target) -> Chosen:
        """How it stands."""
        async with self._open_store() as store:
            return await self._chosen(store, target, await store.queue.audience(target) or EVERYBODY)

    async def step(self, target: Target, step: str, value: str, editor: Person) -> Chosen:
        """One tap; see `bot.domain.audiences.stepped`."""
        async with self._open_store() as store:
            before = await store.queue.audience(target) or EVERYBODY
            return await self._keep(store, target, stepped(before, step, value), editor)

    async def subject(self, target: Target, name: str, editor: Person) -> Chosen:
        """Only who follows the topic or author of this name, as the paper's articles name it."""
        since = self._clock.now() - _LATELY
        async with self._open_store() as store:
            known = [
                one
                for edition in self._paper.editions
                for one in named(merged(await store.follows.seen(edition, since)), name)
                if one.kind in _KINDS
            ]
            if not known:
                raise UsageError("error.no_such_subject", name=name)
            before = await store.queue.audience(target) or EVERYBODY
            return await self._keep(store, target, _following(before, known[0]), editor)

    async def source(self, target: Target, tag: str, editor: Person) -> Chosen:
        """Only who came first by a link with this tag, such as `qr_kiosk`."""
        if read_link(tag) is None:
            raise UsageError("error.no_such_source", tag=tag)
        async with self._open_store() as store:
            before = await store.queue.audience(target) or EVERYBODY
            return await self._keep(store, target, replace(before, source=tag), editor)

    async def save(self, target: Target, name: str, editor: Person) -> Chosen:
        """Keep the audience by a name."""
        name = " ".join(name.split())
        if not 0 < len(name) <= LONGEST_NAME:
            raise UsageError("error.audience_name", limit=LONGEST_NAME)
        async with self._open_store() as store:
            audience = await store.queue.audience(target) or EVERYBODY
            await store.audiences.save(name, audience)
            return await self._chosen(store, target, audience)

    async def use(self, target: Target, number: int, editor: Person) -> Chosen:
        """One of those that have a name, by its place among them."""
        async with self._open_store() as store:
            saved = tuple((await store.audiences.saved()).values())
            if number >= len(saved):
                raise UsageError("error.stale_button")
            return await self._keep(store, target, saved[number], editor)

    async def _keep(self, store: Store, target: Target, audience: Audience, editor: Person) -> Chosen:
        before = await store.queue.audience(target) or EVERYBODY
        if not await store.queue.narrow(target, None if audience == EVERYBODY else audience):
            raise UsageError("desk.not_waiting")
        await self._log(store, target, before, audience, editor)
        return await self._chosen(store, target, audience)

    async def _log(
        self, store: Store, target: Target, before: Audience, after: Audience, editor: Person
    ) -> None:
        now, was, is_now = self._clock.now(), str(before), str(after)
        if isinstance(target, PushSeen):
            await log_push_decision(
                store, Deed.AUDIENCE, editor, target.push_id, now, before=was, after=is_now
            )
            return
        await store.desk_cards.recheck(target.article_id)
        article = await store.articles.get(target.article_id)
        about, article_id = article.headline, article.id
        await store.audit.add(
            decided(Deed.AUDIENCE, editor, now, about=about, article_id=article_id, before=was, after=is_now)
        )

    async def _chosen(self, store: Store, target: Target, audience: Audience) -> Chosen:
        aim, now, papers = await self._aim(store, target), self._clock.now(), self._paper.preferences
        of = (await store.lookups.reach(aim, now, papers)).readers
        narrowed = replace(aim, audience=audience)
        count = of if audience == EVERYBODY else (await store.lookups.reach(narrowed, now, papers)).readers
        return Chosen(audience, count, of, await store.audiences.saved())

    async def _aim(self, store: Store, target: Target) -> Aim:
        if not isinstance(target, PushSeen):
            article = await store.articles.get(target.article_id)
            keys = await keys_of(store, article)
            return Aim(editions=(article.edition,), keys=keys, is_breaking=is_breaking(article.kicker))
        queued = await store.queue.get(target.push_id)
        if queued is None:
            raise UsageError("desk.not_waiting")
        push = queued.push
        return Aim(
            editions=tuple(push.cards),
            keys=await store.follows.keys_of(push.id),
            is_breaking=push.lane is Lane.BREAKING,
            is_announcement=push.kind is PushKind.ANNOUNCEMENT,
        )


def _following(audience: Audience, one: Subject) -> Audience:
    return replace(audience, topic=one) if one.kind is FollowKind.TOPIC else replace(audience, author=one)
