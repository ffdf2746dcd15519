"""Reviews on file: the first decision stands, and every desk chat is shown every review once."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.articles import Article
from bot.domain.ids import ArticleId, ChatId
from bot.domain.reviews import Review, ReviewState
from storage.database import Database
from tests.storage.samples import ANA, BORIS, DRAFT, EDITOR, LATER, NOW, file, message

DESK = (ANA, BORIS)


async def lay(database: Database, *, shown_to: tuple[ChatId, ...] = ()) -> Article:
    """A new article before the desk."""
    article = await file(database)
    async with database.open_store() as store:
        await store.reviews.open(article.id, NOW)
        for number, chat_id in enumerate(shown_to, start=1):
            await store.reviews.shown(article.id, chat_id, message(number))
    return article


async def decide(database: Database, article_id: ArticleId, state: ReviewState) -> bool:
    """Decide as Elena, the editor."""
    async with database.open_store() as store:
        return await store.reviews.decide(article_id, state, EDITOR, LATER)


async def unshown(database: Database) -> list[tuple[ArticleId, ChatId]]:
    """What the desk has yet to see."""
    async with database.open_store() as store:
        return [(review.article.id, chat) for review, chat in await store.reviews.unshown(DESK)]


async def without_verdict(database: Database) -> list[tuple[ArticleId, ChatId, int]]:
    """Desk messages that do not say yet what was decided."""
    async with database.open_store() as store:
        found = await store.reviews.without_verdict()
        return [(review.article.id, chat, number) for review, chat, number in found]


async def test_a_review_opens_waiting(database: Database) -> None:
    article = await lay(database)
    async with database.open_store() as store:
        assert await store.reviews.get(article.id) == Review(article=article, state=ReviewState.WAITING)


async def test_an_article_nobody_laid_before_the_desk_has_no_review(database: Database) -> None:
    async with database.open_store() as store:
        assert await store.reviews.get(ArticleId(7)) is None


async def test_a_decision_keeps_who_and_when(database: Database) -> None:
    article = await lay(database)
    assert await decide(database, article.id, ReviewState.APPROVED)
    async with database.open_store() as store:
        review = await store.reviews.get(article.id)
    assert review == Review(
        article=article,
        state=ReviewState.APPROVED,
        decided_by=EDITOR.id,
        decided_name="Елена",
        decided_at=LATER,
    )


async def test_a_decision_is_seen_in_its_own_transaction(database: Database) -> None:
    article = await lay(database)
    async with database.open_store() as store:
        await store.reviews.get(article.id)
        await store.reviews.decide(article.id, ReviewState.SKIPPED, EDITOR, LATER)
        review = await store.reviews.get(article.id)
    assert review
    assert review.state is ReviewState.SKIPPED


async def test_the_first_decision_stands(database: Database) -> None:
    article = await lay(database)
    await decide(database, article.id, ReviewState.SKIPPED)
    assert not await decide(database, article.id, ReviewState.APPROVED)
    async with database.open_store() as store:
        review = await store.reviews.get(article.id)
    assert review
    assert review.state is ReviewState.SKIPPED


async def test_opening_a_waiting_review_changes_nothing(database: Database) -> None:
    article = await lay(database, shown_to=DESK)
    async with database.open_store() as store:
        await store.reviews.open(article.id, LATER)
    assert await unshown(database) == []


async def test_a_decided_review_can_be_opened_again(database: Database) -> None:
    article = await lay(database, shown_to=DESK)
    await decide(database, article.id, ReviewState.SKIPPED)
    async with database.open_store() as store:
        await store.reviews.open(article.id, LATER)
        assert await store.reviews.get(article.id) == Review(article=article, state=ReviewState.WAITING)
    assert await unshown(database) == [(article.id, ANA), (article.id, BORIS)]


async def test_every_desk_chat_is_shown_every_review_the_oldest_first(database: Database) -> None:
    first, second = await lay(database), await lay(database, shown_to=(ANA,))
    assert await unshown(database) == [(first.id, ANA), (first.id, BORIS), (second.id, BORIS)]


async def test_a_decided_review_is_not_shown(database: Database) -> None:
    article = await lay(database)
    await decide(database, article.id, ReviewState.APPROVED)
    assert await unshown(database) == []


async def test_a_decision_is_yet_to_be_shown_on_every_desk_message(database: Database) -> None:
    article = await lay(database, shown_to=DESK)
    assert await without_verdict(database) == []
    await decide(database, article.id, ReviewState.SKIPPED)
    assert await without_verdict(database) == [(article.id, ANA, 1), (article.id, BORIS, 2)]


async def test_a_verdict_that_was_shown_is_done_with(database: Database) -> None:
    article = await lay(database, shown_to=DESK)
    await decide(database, article.id, ReviewState.SKIPPED)
    async with database.open_store() as store:
        await store.reviews.verdict_shown(article.id, ANA)
    assert await without_verdict(database) == [(article.id, BORIS, 2)]


async def test_who_decides_needs_no_second_message_about_it(database: Database) -> None:
    article = await lay(database, shown_to=(ANA, EDITOR.chat_id))
    await decide(database, article.id, ReviewState.SKIPPED)
    assert await without_verdict(database) == [(article.id, ANA, 1)]


async def test_a_chat_that_could_not_be_reached_counts_as_tried(database: Database) -> None:
    article = await lay(database, shown_to=(ANA,))
    async with database.open_store() as store:
        await store.reviews.shown(article.id, BORIS, None)
    assert await unshown(database) == []
    await decide(database, article.id, ReviewState.SKIPPED)
    assert await without_verdict(database) == [(article.id, ANA, 1)]


async def test_a_failed_second_try_keeps_the_first_message(database: Database) -> None:
    article = await lay(database, shown_to=(ANA,))
    async with database.open_store() as store:
        await store.reviews.shown(article.id, ANA, None)
    await decide(database, article.id, ReviewState.SKIPPED)
    assert await without_verdict(database) == [(article.id, ANA, 1)]


async def test_a_chat_that_can_be_reached_again_is_shown_what_it_missed(database: Database) -> None:
    seen, missed = await lay(database, shown_to=DESK), await lay(database, shown_to=(ANA,))
    async with database.open_store() as store:
        await store.reviews.shown(missed.id, BORIS, None)
        await store.reviews.forget_unreached(BORIS)
    assert await unshown(database) == [(missed.id, BORIS)]
    assert seen.id != missed.id


async def test_a_changed_article_is_shown_anew_while_it_waits(database: Database) -> None:
    waiting, decided = await lay(database, shown_to=DESK), await lay(database, shown_to=DESK)
    await decide(database, decided.id, ReviewState.APPROVED)
    async with database.open_store() as store:
        await store.reviews.show_again(waiting.id)
        await store.reviews.show_again(decided.id)
    assert await without_verdict(database) == [(decided.id, ANA, 1), (decided.id, BORIS, 2)]
    assert await unshown(database) == [(waiting.id, ANA), (waiting.id, BORIS)]


@pytest.mark.parametrize(
    ("before", "state"), [(NOW, ReviewState.WAITING), (NOW + timedelta(seconds=1), ReviewState.EXPIRED)]
)
async def test_an_old_waiting_review_expires(
    database: Database, before: datetime, state: ReviewState
) -> None:
    article = await lay(database, shown_to=(ANA,))
    async with database.open_store() as store:
        await store.reviews.expire(before)
        review = await store.reviews.get(article.id)
    assert review
    assert review.state is state
    assert len(await without_verdict(database)) == (state is ReviewState.EXPIRED)


async def test_a_review_shows_the_article_as_it_is_now(database: Database) -> None:
    article = await lay(database)
    async with database.open_store() as store:
        changed = await store.articles.revise(
            article.id, replace(DRAFT, headline="Исправено"), keys=(), fingerprint="second"
        )
        review = await store.reviews.get(article.id)
    assert review
    assert review.article == changed
