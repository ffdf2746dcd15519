"""Pushes that change what readers have: edits, notes in reply, deletions."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.domain.articles import Article
from bot.domain.asking import Asking
from bot.domain.corrections import TRIED_FOR, Correction, PushOut
from bot.domain.ids import ArticleId, Edition, UserId
from bot.domain.paper import Paper
from bot.domain.pushes import Action, Card, Lane, NewPush, Policy, PushKind
from bot.locales import texts_for
from bot.ports import Store
from bot.rendering.cards import article_card
from bot.rendering.corrections import correction_note, retracted_card, with_date
from bot.usecases.freeze import counted


def corrected_card(article: Article, asking: Asking, paper: Paper, dated: datetime | None = None) -> Card:
    """The message as it will stand on readers' phones, with a line that says when it was corrected."""
    texts = texts_for(article.edition)
    card = article_card(article, paper, texts, asking)
    return card if dated is None else with_date(card, dated, paper, texts)


def note_card(article: Article, note: str, moment: datetime, paper: Paper) -> Card:
    """What those who have the message get in reply to it."""
    return Card(html=correction_note(article, note, moment, paper, texts_for(article.edition)))


async def edit_copies(
    store: Store, paper: Paper, correction: Correction, out: PushOut, card: Card, by: UserId, now: datetime
) -> None:
    """Every delivered copy of a push gets this text, and so does whoever gets it from now on; what it said in
    another edition stays, and its links still count for it."""
    article = correction.article
    card, links = counted(card, paper)
    await store.pushes.link(out.push_id, links)
    cards = {**await _cards(store, out), article.edition: card}
    await store.out_there.rewrite(out.push_id, cards, article.revision)
    edit = _push(article.id, out, cards, by, now, slot=f"{correction.id}/{out.push_id}/edit")
    await store.pushes.add(replace(edit, kind=PushKind.CORRECTION, action=Action.EDIT))


async def reply_to_copies(
    store: Store, correction: Correction, out: PushOut, card: Card, editor: UserId, now: datetime
) -> None:
    """Whoever has the push gets this in reply."""
    article = correction.article
    cards = {article.edition: card}
    note = _push(article.id, out, cards, editor, now, slot=f"{correction.id}/{out.push_id}/note")
    await store.pushes.add(replace(note, kind=PushKind.CORRECTION, action=Action.SEND, policy=None))


async def take_back(
    store: Store, article_id: ArticleId | None, out: PushOut, paper: Paper, editor: UserId, now: datetime
) -> None:
    """Every delivered copy is deleted; what is too old for that says that it was retracted."""
    editions = await _cards(store, out)
    cards = {edition: retracted_card(now, paper, texts_for(edition)) for edition in editions}
    deletion = _push(article_id, out, cards, editor, now, slot=f"{out.push_id}/delete")
    await store.pushes.add(replace(deletion, kind=PushKind.RETRACTION, action=Action.DELETE))


async def _cards(store: Store, out: PushOut) -> Mapping[Edition, Card]:
    push = await store.pushes.get(out.push_id)
    assert push is not None
    return push.cards


def _push(
    article_id: ArticleId | None,
    out: PushOut,
    cards: Mapping[Edition, Card],
    editor: UserId,
    now: datetime,
    *,
    slot: str,
) -> NewPush:
    """Breaking: a mistake on many phones is urgent. Doing it twice does no harm."""
    return NewPush(
        lane=Lane.BREAKING,
        policy=Policy.RESEND,
        target=out.push_id,
        article_id=article_id,
        cards=cards,
        due_at=now,
        expires_at=now + TRIED_FOR,
        created_by=editor,
        schedule="recall",
        slot=slot,
    )
