"""The decision to push an article, with its text frozen as the deciding editor saw it, and its subjects
with it: who gets it, and what somebody is told who asks why, follow from the same list."""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache, partial

from bot.domain.articles import Article, Draft
from bot.domain.audiences import Audience
from bot.domain.edits import Edit
from bot.domain.folding import fold
from bot.domain.follows import Subject, digest_subject, story_subject, subjects_of, video_subject
from bot.domain.ids import Edition, UserId
from bot.domain.keywords import matching_words
from bot.domain.paper import Paper
from bot.domain.pushes import Button, Card, Lane, NewPush, Push, PushState, expiry
from bot.errors import UsageError
from bot.locales import texts_for
from bot.ports import Store
from bot.rendering.edited import edited_card
from bot.rendering.kickers import is_breaking
from bot.wordforms import MARK, open_dictionary, split, stem

_KEY_BYTES = 9
"""Of chance in a link's key: nobody finds another push's by trying."""


def article_push(
    article: Article,
    paper: Paper,
    *,
    words: Sequence[Subject] = (),
    due_at: datetime,
    editor: UserId | None,
    again: int = 0,
    edit: Edit | None = None,
) -> NewPush:
    """A push of this article as editors changed it, also under the readers' `words` that it matches; `again`
    counts its cancelled predecessors."""
    card, links = counted(edited_card(article, edit or Edit(), paper, texts_for(article.edition)), paper)
    return NewPush(
        lane=Lane.BREAKING if is_breaking(article.kicker) else Lane.INSTANT,
        article_id=article.id,
        keys=(*subjects_of(article), *words),
        cards={article.edition: card},
        due_at=due_at,
        expires_at=expiry(due_at),
        created_by=editor,
        schedule="article",
        slot=f"{article.id}/{again}",
        revision=article.revision,
        links=links,
    )


def counted(card: Card, paper: Paper) -> tuple[Card, Mapping[str, str]]:
    """The card with its links by way of us, and where each leads. What it says and shows stays as it was."""
    if paper.links_by is None:
        return card, {}
    links: dict[str, str] = {}
    rows = tuple(tuple(_by_way_of_us(one, paper.links_by, links) for one in row) for row in card.buttons)
    return replace(card, buttons=rows), links


def _by_way_of_us(button: Button, links_by: str, links: dict[str, str]) -> Button:
    if button.url is None:
        return button
    key = secrets.token_urlsafe(_KEY_BYTES)
    links[key] = button.url
    return replace(button, url=f"{links_by}/r/{key}")


async def file_push(store: Store, push: NewPush, article: Article) -> Push | None:
    """File a push, also under its article's story; None where its slot is taken."""
    story = await story_of(store, article)
    return await store.pushes.add(replace(push, keys=(*push.keys, *([story] if story else ()))))


async def keys_of(store: Store, article: Article) -> tuple[Subject, ...]:
    """All that a push of this article is filed under."""
    words = await matching(article, await store.follows.keywords())
    story = await story_of(store, article)
    return (*subjects_of(article), *([story] if story else ()), *words)


async def story_of(store: Store, article: Article) -> Subject | None:
    """What somebody follows who follows the story of this article; None where it has no place yet."""
    story_id = await store.stories.of(article.id)
    return None if story_id is None else story_subject(story_id, article.headline)


def video_of_the_day(edition: Edition) -> Subject:
    """An edition's video of the day, called so in its language, as the paper's topics are."""
    return video_subject(edition, texts_for(edition).plain("follow.video_of_the_day"))


def digest_of_the_day(edition: Edition) -> Subject:
    """An edition's digest of the day, called so in its language."""
    return digest_subject(edition, texts_for(edition).plain("follow.digest_of_the_day"))


async def push_once(
    store: Store,
    article: Article,
    paper: Paper,
    *,
    due_at: datetime,
    editor: UserId,
    audience: Audience | None = None,
) -> Push:
    """File a push unless the article has one that was not cancelled.

    Raises:
        UsageError: it was pushed, or will be.
    """
    earlier = await store.pushes.of_article(article.id)
    if any(push.state not in (PushState.CANCELLED, PushState.DRAFT) for push in earlier):
        raise UsageError("error.already_pushed", headline=article.headline)
    words = await matching(article, await store.follows.keywords())
    version = await store.edits.newest(article.id, article.revision)
    push = article_push(
        article, paper, words=words, due_at=due_at, editor=editor, again=len(earlier), edit=version.edit
    )
    filed = await file_push(store, replace(push, audience=audience), article)
    if filed is None:
        raise UsageError("error.already_pushed", headline=article.headline)
    return filed


async def matching(article: Draft, keywords: Sequence[Subject]) -> Sequence[Subject]:
    """Those of the readers' words that an article matches.

    Many thousands take a second when they are read for the first time: who can asks before its transaction.
    """
    if not keywords:
        return ()
    language = article.language
    await open_dictionary(language)
    said = (article.summary, *article.key_points, *article.body)
    names = (article.headline, *article.authors, *article.topics, article.series or "")
    written = {word for text in (*names, *said) for word in split(text)}
    tokens = frozenset(token for word in written for token in _forms(word, language))
    # Beside the loop: what many thousands of readers follow takes longer to match than others should wait.
    return await asyncio.to_thread(matching_words, keywords, tokens, partial(_forms, language=language))


@lru_cache(maxsize=50_000)
def _forms(word: str, language: str) -> tuple[str, ...]:
    return (*split(fold(word)), MARK + stem(word, language))
