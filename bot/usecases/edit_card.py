"""Editing a card before it is sent. What somebody else changed meanwhile is never overwritten unseen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.clock import Clock
from bot.domain.appeals import WhyNot
from bot.domain.articles import Article, Draft
from bot.domain.asking import Asking
from bot.domain.audit import Deed, decided
from bot.domain.edits import (
    LONGEST_HEADLINE,
    LONGEST_SUMMARY,
    NO_PICTURE,
    Candidate,
    Edit,
    Look,
    Removable,
    Version,
    candidates,
    edited,
    pictures_of,
    with_sentence,
)
from bot.domain.ids import Edition, MessageId
from bot.domain.paper import Paper
from bot.domain.review_checks import SIBLING_WITHIN
from bot.domain.reviews import Page, Review, ReviewState
from bot.domain.subscribers import Person
from bot.errors import UsageError
from bot.ports import OpenStore, Store
from bot.rendering.support import why_not_beside

BestSentences = Callable[[Draft], Sequence[str]]
Change = Callable[["_Before"], Edit]


@dataclass(frozen=True)
class Sentences:
    """What a summary can be put together from, as it stands now."""

    article: Article
    version: Version
    offered: tuple[Candidate, ...]


@dataclass(frozen=True)
class _Before:
    """What a change starts from: what its editor saw, and what there is now."""

    article: Article
    seen: Version
    now: Version


class EditCard:
    """What editors do to a waiting article's card. The cards on all phones follow.

    Every method raises UsageError where the article was decided, the paper changed it, or another editor
    changed the card since the one who presses looked at it; then nothing is changed.
    """

    def __init__(
        self, *, open_store: OpenStore, best_sentences: BestSentences, paper: Paper, clock: Clock
    ) -> None:
        self._open_store = open_store
        self._best = best_sentences
        self._paper = paper
        self._clock = clock

    async def turn(self, look: Look, page: Page, editor: Person, message_id: MessageId | None) -> None:
        """Show another page of the desk's buttons under this card."""
        if message_id is None:
            raise UsageError("error.stale_button")
        async with self._open_store() as store:
            await waiting(store, look)
            await store.desk_cards.turn(look.article_id, editor.chat_id, message_id, page)

    async def show_card(self, look: Look, editor: Person) -> None:
        """Bring the card to the end of the editor's chat."""
        async with self._open_store() as store:
            await waiting(store, look)
            await store.desk_cards.changed(look.article_id, editor.chat_id)

    async def open(self, look: Look) -> tuple[Article, Version]:
        """The article with what is changed so far, for a question about it."""
        async with self._open_store() as store:
            article = await waiting(store, look)
            return article, await store.edits.newest(article.id, article.revision)

    async def headline(self, look: Look, text: str, editor: Person) -> None:
        """Another headline; raises also where it is too long."""
        text = _within(text, LONGEST_HEADLINE)
        await self._change(look, editor, lambda one: replace(one.now.edit, headline=text), anew=True)

    async def summary(self, look: Look, text: str, editor: Person) -> None:
        """Another summary, typed; raises also where it is too long."""
        text = _within(text, LONGEST_SUMMARY)
        await self._change(
            look, editor, lambda one: replace(one.now.edit, summary=text, points=()), anew=True
        )

    async def sentences(self, look: Look) -> Sentences:
        """What can be chosen for the summary."""
        article, version = await self.open(look)
        return self._sentences(article, version)

    async def choose_sentence(self, look: Look, number: int, editor: Person) -> Sentences:
        """Put a sentence on the card, or take it off; which of both, the page that they saw tells."""

        def change(one: _Before) -> Edit:
            offered = self._sentences(one.article, one.seen).offered
            if number >= len(offered):
                raise UsageError("error.stale_button")
            picked = offered[number]
            now = self._sentences(one.article, one.now).offered
            return with_sentence(one.now.edit, now, picked.text, chosen=not picked.chosen)

        article, version = await self._change(look, editor, change)
        return self._sentences(article, version)

    async def own_picture(self, look: Look, editor: Person) -> None:
        """The article's own picture."""
        await self._change(look, editor, lambda one: replace(one.now.edit, picture=None, photo_id=None))

    async def no_picture(self, look: Look, editor: Person) -> None:
        """No picture at all."""
        await self._change(look, editor, lambda one: replace(one.now.edit, picture=NO_PICTURE, photo_id=None))

    async def picture(self, look: Look, number: int, editor: Person) -> None:
        """Another picture of the article."""

        def change(one: _Before) -> Edit:
            pictures = pictures_of(one.article)
            if number >= len(pictures):
                raise UsageError("error.stale_button")
            return replace(one.now.edit, picture=pictures[number], photo_id=None)

        await self._change(look, editor, change)

    async def upload(self, look: Look, photo_id: str, editor: Person) -> None:
        """A picture that the editor sent us, by Telegram's name for it."""
        await self._change(
            look, editor, lambda one: replace(one.now.edit, picture=None, photo_id=photo_id), anew=True
        )

    async def switch(self, look: Look, button: Removable, editor: Person) -> None:
        """Take a button off the card, or put it back; which of both, the card that they saw tells."""

        def change(one: _Before) -> Edit:
            others = one.now.edit.hidden - {button}
            return replace(
                one.now.edit, hidden=others if button in one.seen.edit.hidden else others | {button}
            )

        await self._change(look, editor, change)

    async def choose_asking(self, look: Look, asking: Asking, editor: Person) -> WhyNot | None:
        """Whether the card asks for support, also when the paper revises it; what the paper's rules have
        against it where it does all the same."""
        article, version = await self._change(look, editor, lambda one: replace(one.now.edit, asking=asking))
        reason = why_not_beside(edited(article, version.edit), self._paper)
        return reason if asking.carries(reason) else None

    async def undo(self, look: Look, editor: Person) -> None:
        """Back to the version before the one they saw."""
        async with self._open_store() as store:
            one = await _before(store, look, editor)
            before = await store.edits.at(look.article_id, look.revision, one.seen.back)
            assert before is not None
            await self._file(store, one, before.edit, before.back, editor)

    async def reset(self, look: Look, editor: Person) -> None:
        """The article's own card; it can be undone."""
        await self._change(look, editor, lambda _: Edit())

    async def editions(self, look: Look) -> tuple[Article, ...]:
        """The same news as each edition has it, this one first; alone where no other edition has it."""
        async with self._open_store() as store:
            article = await waiting(store, look)
            version = await store.edits.newest(article.id, article.revision)
            since = self._clock.now() - SIBLING_WITHIN
            others: Mapping[Edition, Article] = await store.lookups.siblings(article, since)
        return (edited(article, version.edit), *others.values())

    def _sentences(self, article: Article, version: Version) -> Sentences:
        return Sentences(article, version, candidates(article, version.edit, self._best(article)))

    async def _change(
        self, look: Look, editor: Person, change: Change, *, anew: bool = False
    ) -> tuple[Article, Version]:
        async with self._open_store() as store:
            one = await _before(store, look, editor)
            version = await self._file(store, one, change(one), one.now.number, editor)
            await store.desk_cards.changed(one.article.id, editor.chat_id if anew else None)
            return one.article, version

    async def _file(self, store: Store, one: _Before, edit: Edit, back: int, editor: Person) -> Version:
        if edit == one.now.edit:
            return one.now
        number = one.now.number + 1
        version = Version(
            number=number, edit=edit, back=back, by=editor.id, name=editor.name, at=self._clock.now()
        )
        await store.edits.add(one.article.id, one.article.revision, version)
        if edit.asking is not one.now.edit.asking:
            await self._log(store, one, edit.asking, editor)
        await store.desk_cards.changed(one.article.id)
        return version

    async def _log(self, store: Store, one: _Before, asking: Asking, editor: Person) -> None:
        decision = decided(
            Deed.ASKING,
            editor,
            self._clock.now(),
            about=one.article.headline,
            article_id=one.article.id,
            before=one.now.edit.asking,
            after=asking,
        )
        await store.audit.add(decision)


async def waiting(store: Store, look: Look) -> Article:
    """The article that an editor looked at, while it waits. Raises UsageError."""
    review = await store.reviews.get(look.article_id)
    if review is None:
        raise UsageError("error.stale_button")
    if review.state is not ReviewState.WAITING:
        raise _over(review)
    if review.article.revision != look.revision:
        raise UsageError("error.article_changed")
    return review.article


async def as_seen(store: Store, article: Article, number: int, editor: Person | None = None) -> Version:
    """The version of this number, where nothing differs from it now but what `editor` changed.

    Raises:
        UsageError: somebody has changed the card since, and what.
    """
    seen = await store.edits.at(article.id, article.revision, number)
    if seen is None:
        raise UsageError("error.stale_button")
    now = await store.edits.newest(article.id, article.revision)
    others = now.edit.parts(seen.edit)
    if others and (editor is None or now.by != editor.id):
        raise UsageError(f"edited.{others[0]}", name=now.name)
    return seen


def _over(review: Review) -> UsageError:
    if review.decided_name is None:
        return UsageError("error.edit_expired")
    return UsageError("error.edit_too_late", name=review.decided_name)


async def _before(store: Store, look: Look, editor: Person) -> _Before:
    # First of all: what is read below must not change before our change of it is filed.
    await store.edits.hold(look.article_id)
    article = await waiting(store, look)
    seen = await as_seen(store, article, look.version, editor)
    return _Before(article, seen, await store.edits.newest(article.id, article.revision))


def _within(text: str, limit: int) -> str:
    text = " ".join(text.split())
    if len(text) > limit:
        raise UsageError("error.edit_too_long", length=len(text), limit=limit)
    return text
