"""Copies of an article or announcement: taken back, sent to those who missed them, proved who got them."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import Clock
from bot.domain.articles import Article
from bot.domain.audit import Decision, Deed, decided
from bot.domain.corrections import DELETED_WITHIN, Copies, PushOut, is_retracted
from bot.domain.deliveries import DeliveryState
from bot.domain.desk_refs import STANDS_FOR, DeskRef
from bot.domain.entries import link_identity
from bot.domain.ids import ArticleId, ChatId, MessageId, PushId
from bot.domain.origins import OfAnnouncement, OfArticle, Origin
from bot.domain.paper import Paper
from bot.domain.pushes import Action as Does
from bot.domain.pushes import Button, Card, NewPush, Push, PushKind, PushState, expiry
from bot.domain.queue import Queued
from bot.domain.subscribers import Person, Role
from bot.errors import UsageError
from bot.locales import Texts, texts_for
from bot.ports import OpenStore, Store
from bot.rendering.callbacks import Action, pack
from bot.rendering.copies import ask_missed, ask_retract, proof_card
from bot.rendering.queue import title
from bot.usecases.appealing import asking_of
from bot.usecases.freeze import counted, file_push
from bot.usecases.recall import corrected_card, take_back
from bot.usecases.redeem import look_up, redeem
from bot.usecases.staff import role_of

_OPEN = (PushState.DRAFT, PushState.SCHEDULED, PushState.SENDING, PushState.PAUSED)
_ANNOUNCEMENT = "announcement"
"""In a button's reference: it is about the push that brought one, not about an article."""


@dataclass(frozen=True)
class Done:
    """How many it is about; `by_other` is who was faster, and then nothing was done."""

    people: int
    by_other: Decision | None = None


class HandleCopies:
    """*Retract*, *Send to who missed it* and *Delivery proof*. What changes phones asks first, with the
    number of people, and works once; whoever comes second is told who was faster.

    Raises UsageError where readers have nothing of it, RefRefused for a button that is not to be obeyed.
    """

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._paper = paper
        self._clock = clock

    async def named(self, editor: Person, replied: MessageId | None, url: str | None) -> Origin:
        """What a message that was replied to, or an address, is about. Raises UsageError."""
        async with self._open_store() as store:
            found = await _replied_to(store, editor.chat_id, replied) or await _at(store, url)
        if found is None:
            raise UsageError("error.which_article")
        return found

    async def pressed(self, token: str, action: str, editor: Person) -> Origin:
        """What a button which only asks is about."""
        async with self._open_store() as store:
            ref = await look_up(store, token, action, editor, self._clock.now())
        return _about(ref)

    async def ask_retract(self, origin: Origin, editor: Person) -> Card:
        """How many have it, how many of these for too long, and the button that takes it back."""
        async with self._open_store() as store:
            copies = await self._copies(store, origin)
            token = await self._token(store, Action.RETRACT_NOW, copies, editor.chat_id)
        return ask_retract(copies, token, texts_for(editor.language))

    async def retract(self, token: str, editor: Person) -> Done:
        """Take it back from everybody, notes about it included; what still waits of it is cancelled."""
        now = self._clock.now()
        async with self._open_store() as store:
            ref = await look_up(store, token, Action.RETRACT_NOW, editor, now)
            origin = _about(ref)
            article_id = origin.article_id if isinstance(origin, OfArticle) else None
            outs = await store.out_there.of(origin)
            if is_retracted(outs):
                return Done(0, await store.audit.about(origin, Deed.RETRACT))
            copies = await self._checked(store, token, Action.RETRACT_NOW, editor)
            for out in outs:
                if out.state in _OPEN:
                    await store.pushes.cancel(out.push_id, now)
            for out in outs:
                if out.action is Does.SEND and (out.state in _OPEN or out.tally.of(DeliveryState.SENT)):
                    await take_back(store, article_id, out, self._paper, editor.id, now)
            if article_id is not None:
                await store.corrections.retract(article_id, editor, now)
            await self._log(store, Deed.RETRACT, copies, editor, after=f"retracted: {copies.have}")
        return Done(copies.have)

    async def ask_missed(self, origin: Origin, editor: Person) -> Card:
        """How many would get it, and the button that sends it to them."""
        async with self._open_store() as store:
            copies = await self._copies(store, origin)
            if not copies.missed:
                raise UsageError("error.nobody_missed", headline=_name(copies.about))
            token = await self._token(store, Action.SEND_MISSED, copies, editor.chat_id)
        return ask_missed(copies, token, texts_for(editor.language))

    async def send_missed(self, token: str, editor: Person) -> Done:
        """Send it, as it reads now, to whoever would get it today and has no copy."""
        now = self._clock.now()
        async with self._open_store() as store:
            ref = await look_up(store, token, Action.SEND_MISSED, editor, now)
            outs = await store.out_there.of(_about(ref))
            if is_retracted(outs):
                raise UsageError("error.retracted")
            if len(outs) != ref.version:
                last = await store.audit.about(_about(ref), Deed.RESEND_MISSED)
                if last is not None:
                    return Done(0, last)
            copies = await self._checked(store, token, Action.SEND_MISSED, editor)
            push = await self._again(store, copies, editor, now)
            if isinstance(copies.about, Push):
                await store.pushes.add(push)
            else:
                await file_push(store, push, copies.about)
            await self._log(store, Deed.RESEND_MISSED, copies, editor, after=f"missed: {copies.missed}")
        return Done(copies.missed)

    async def prove(self, origin: Origin, editor: Person) -> Card:
        """Who did not get it and why, as a file. Chat ids are for admins, who find them in the log, too."""
        async with self._open_store() as store:
            copies = await self._copies(store, origin)
            rows = await store.out_there.undelivered(origin)
            role = max(editor.role, await role_of(store, self._paper, editor.id))
            await self._log(store, Deed.PROOF, copies, editor, after=f"rows: {len(rows)}")
        return proof_card(copies, rows, texts_for(editor.language), with_chats=role is Role.ADMIN)

    async def buttons(self, origin: Origin, chat_id: ChatId, texts: Texts) -> tuple[Button, ...]:
        """*Retract*, *Who missed it* and *Proof*, for the card of a push in this chat."""
        labels = {
            Action.RETRACT: "button.retract",
            Action.MISSED: "button.missed",
            Action.PROOF: "button.proof",
        }
        async with self._open_store() as store:
            return tuple(
                [
                    Button(
                        texts.plain(label),
                        data=pack(action, await self._issue(store, action, origin, 0, chat_id)),
                    )
                    for action, label in labels.items()
                ]
            )

    async def _copies(self, store: Store, origin: Origin) -> Copies:
        now = self._clock.now()
        outs = await store.out_there.of(origin)
        bringing = [one for one in outs if one.brings_it]
        if not bringing:
            raise UsageError("error.nobody_has_it")
        if is_retracted(outs):
            raise UsageError("error.retracted")
        return Copies(
            about=await _what(store, origin),
            pushes=outs,
            old=await store.out_there.older(origin, now - DELETED_WITHIN),
            missed=await store.out_there.missed(bringing[0].push_id, now),
        )

    async def _checked(self, store: Store, token: str, action: Action, editor: Person) -> Copies:
        """What the button was shown for, where it is still so; the button works no more."""
        ref = await redeem(store, token, action, editor, self._clock.now())
        copies = await self._copies(store, _about(ref))
        if len(copies.pushes) != ref.version:
            raise UsageError("error.copies_changed")
        return copies

    async def _token(self, store: Store, action: Action, copies: Copies, chat_id: ChatId) -> str:
        return await self._issue(store, action, _origin(copies), len(copies.pushes), chat_id)

    async def _issue(
        self, store: Store, action: Action, origin: Origin, version: int, chat_id: ChatId
    ) -> str:
        now = self._clock.now()
        ref = DeskRef(
            action=action,
            about=origin.article_id if isinstance(origin, OfArticle) else origin.push_id,
            words="" if isinstance(origin, OfArticle) else _ANNOUNCEMENT,
            version=version,
            chat_id=chat_id,
            expires_at=now + STANDS_FOR,
        )
        return await store.desk_refs.issue(ref, now)

    async def _again(self, store: Store, copies: Copies, editor: Person, now: datetime) -> NewPush:
        about = copies.about
        again = NewPush(
            cards={},
            due_at=now,
            expires_at=expiry(now),
            created_by=editor.id,
            schedule="missed",
            slot=f"{about.id}/{len(copies.pushes)}",
        )
        if isinstance(about, Push):
            kind, slot = PushKind.ANNOUNCEMENT, f"{_ANNOUNCEMENT}/{again.slot}"
            return replace(again, kind=kind, target=about.id, cards=about.cards, slot=slot)
        asking = await asking_of(store, self._paper, about)
        card, links = counted(corrected_card(about, asking, self._paper), self._paper)
        return replace(
            again,
            target=_first(copies).push_id,
            article_id=about.id,
            cards={about.edition: card},
            links=links,
            revision=about.revision,
        )

    async def _log(self, store: Store, deed: Deed, copies: Copies, editor: Person, *, after: str) -> None:
        about = copies.about
        await store.audit.add(
            decided(
                deed,
                editor,
                self._clock.now(),
                about=_name(about),
                article_id=None if isinstance(about, Push) else about.id,
                push_id=about.id if isinstance(about, Push) else _first(copies).push_id,
                before=f"have: {copies.have}",
                after=after,
            )
        )


def _first(copies: Copies) -> PushOut:
    return next(one for one in copies.pushes if one.brings_it)


def _about(ref: DeskRef) -> Origin:
    return (
        OfAnnouncement(PushId(ref.about)) if ref.words == _ANNOUNCEMENT else OfArticle(ArticleId(ref.about))
    )


def _origin(copies: Copies) -> Origin:
    about = copies.about
    return OfAnnouncement(about.id) if isinstance(about, Push) else OfArticle(about.id)


def _name(about: Article | Push) -> str:
    return title(Queued(about, None)) if isinstance(about, Push) else about.headline


async def _what(store: Store, origin: Origin) -> Article | Push:
    if isinstance(origin, OfArticle):
        return await store.articles.get(origin.article_id)
    push = await store.pushes.get(origin.push_id)
    assert push is not None
    return push


async def _replied_to(store: Store, chat_id: ChatId, message_id: MessageId | None) -> Origin | None:
    if message_id is None:
        return None
    pushed = await store.records.article_of(chat_id, message_id)
    return OfArticle(pushed.id) if pushed else await store.out_there.shown_in(chat_id, message_id)


async def _at(store: Store, url: str | None) -> Origin | None:
    article = await store.articles.by_link(link_identity(url)) if url else None
    return OfArticle(article.id) if article else None
