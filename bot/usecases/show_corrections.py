"""Show the desk what the paper changed in articles that readers have, and how the correction ended."""

import structlog

from bot.clock import Clock
from bot.domain.corrections import TRIED_FOR, Correction, Ended, people
from bot.domain.deliveries import Outcome, Sent
from bot.domain.desk_refs import DeskRef
from bot.domain.ids import ChatId, Edition, MessageId
from bot.domain.origins import OfArticle
from bot.domain.paper import Paper
from bot.domain.pushes import Card
from bot.domain.rests import Rests
from bot.locales import Texts, texts_for
from bot.ports import Courier, OpenStore, Store
from bot.rendering.callbacks import Action
from bot.rendering.corrections import correction_card, correction_verdict, ended_report
from bot.usecases.appealing import asking_of
from bot.usecases.recall import corrected_card
from bot.usecases.staff import desk_of

log = structlog.get_logger()


class ShowCorrections:
    """Send what waits to the desk's chats, put the verdict under what is decided, and report what is over."""

    def __init__(self, *, open_store: OpenStore, courier: Courier, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._courier = courier
        self._paper = paper
        self._clock = clock
        self._rests = Rests()

    async def __call__(self) -> None:
        """All three."""
        async with self._open_store() as store:
            unshown = await store.corrections.unshown(await desk_of(store, self._paper))
            decided = await store.corrections.without_verdict()
            over = await store.out_there.unreported(await desk_of(store, self._paper))
        for correction, chat_id in unshown:
            if self._may_ask(chat_id) and correction.article.edition in self._paper.editions:
                await self._show(correction, chat_id)
        for correction, chat_id, message_id in decided:
            if self._may_ask(chat_id):
                await self._show_verdict(correction, chat_id, message_id)
        for ended, chat_id in over:
            if self._may_ask(chat_id):
                await self._report(ended, chat_id)

    async def reach_again(self, chat_id: ChatId) -> None:
        """A desk chat that refused us can be reached now."""
        async with self._open_store() as store:
            await store.corrections.forget_unreached(chat_id)

    def _may_ask(self, chat_id: ChatId) -> bool:
        return self._rests.may_ask(chat_id, self._clock.now())

    async def _show(self, correction: Correction, chat_id: ChatId) -> None:
        async with self._open_store() as store:
            card = await self._card(store, correction, chat_id)
        outcome = await self._courier.send(chat_id, card)
        if self._is_settled(outcome, chat_id):
            message_id = outcome.message_id if isinstance(outcome, Sent) else None
            async with self._open_store() as store:
                await store.corrections.shown(correction, chat_id, message_id)

    async def _card(self, store: Store, correction: Correction, chat_id: ChatId) -> Card:
        article, now = correction.article, self._clock.now()
        outs = [one for one in await store.out_there.of(OfArticle(article.id)) if one.brings_it]
        tokens = {
            action: await store.desk_refs.issue(
                DeskRef(
                    action=action,
                    about=correction.id,
                    version=correction.revision,
                    chat_id=chat_id,
                    expires_at=now + TRIED_FOR,
                ),
                now,
            )
            for action in (Action.FIX, Action.NOTE, Action.IGNORE)
        }
        becomes = corrected_card(article, await asking_of(store, self._paper, article), self._paper)
        pushes = [await store.pushes.get(one.push_id) for one in outs]
        shown = {card.html for push in pushes if push for card in push.cards.values()}
        same = shown == {becomes.html}
        texts = await self._texts(store, chat_id, article.edition)
        return correction_card(correction, people(outs), None if same else becomes, tokens, texts)

    async def _show_verdict(self, correction: Correction, chat_id: ChatId, message_id: MessageId) -> None:
        async with self._open_store() as store:
            texts = await self._texts(store, chat_id, correction.article.edition)
        buttons = correction_verdict(correction, self._paper.zone, texts)
        if self._is_settled(await self._courier.set_buttons(chat_id, message_id, buttons), chat_id):
            async with self._open_store() as store:
                await store.corrections.verdict_shown(correction.id, chat_id)

    async def _report(self, ended: Ended, chat_id: ChatId) -> None:
        async with self._open_store() as store:
            texts = await self._texts(store, chat_id, next(iter(self._paper.editions)))
        if self._is_settled(await self._courier.send(chat_id, ended_report(ended, texts)), chat_id):
            async with self._open_store() as store:
                await store.out_there.reported(ended.push_id, chat_id)

    def _is_settled(self, outcome: Outcome, chat_id: ChatId) -> bool:
        if not isinstance(outcome, Sent):
            log.warning("correction_not_shown", chat=chat_id, outcome=str(outcome))
        return self._rests.is_settled(chat_id, outcome, self._clock.now())

    async def _texts(self, store: Store, chat_id: ChatId, edition: Edition) -> Texts:
        editor = await store.subscribers.by_chat(chat_id)
        return texts_for(editor.language if editor else edition)
