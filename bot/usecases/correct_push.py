"""*Silent fix*, *Correct with note*, *Ignore*: the first decision about a correction stands."""

from dataclasses import dataclass, replace

from bot.clock import Clock
from bot.domain.audit import Deed, decided
from bot.domain.corrections import Correction, CorrectionId, CorrectionState, people
from bot.domain.desk_refs import STANDS_FOR, DeskRef
from bot.domain.origins import OfArticle
from bot.domain.paper import Paper
from bot.domain.pushes import Action as Does
from bot.domain.pushes import Card
from bot.domain.subscribers import Person
from bot.errors import UsageError
from bot.locales import texts_for
from bot.ports import OpenStore, Store
from bot.rendering.callbacks import Action
from bot.rendering.corrections import LONGEST_NOTE, note_preview
from bot.usecases.appealing import asking_of
from bot.usecases.recall import corrected_card, edit_copies, note_card, reply_to_copies
from bot.usecases.redeem import look_up

_DEEDS = {
    CorrectionState.FIXED: Deed.FIX,
    CorrectionState.CORRECTED: Deed.CORRECT,
    CorrectionState.IGNORED: Deed.IGNORE_CHANGE,
}


@dataclass(frozen=True)
class Corrected:
    """How the correction stands now, and whether it was this press that decided it."""

    correction: Correction
    by_this_press: bool


class CorrectPush:
    """`token` is what the button carries. The other desk chats learn of it with the desk's next round.

    Raises RefRefused for a button that is not to be obeyed, UsageError where the article has changed since
    the editor looked.
    """

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._paper = paper
        self._clock = clock

    async def fix(self, token: str, editor: Person) -> Corrected:
        """Every copy gets the new text, and nobody is told."""
        return await self._decide(token, Action.FIX, CorrectionState.FIXED, editor)

    async def ignore(self, token: str, editor: Person) -> Corrected:
        """Readers keep what they have."""
        return await self._decide(token, Action.IGNORE, CorrectionState.IGNORED, editor)

    async def correct(self, token: str, editor: Person) -> Corrected:
        """Every copy gets the new text with its date, and whoever has one gets the note in reply."""
        return await self._decide(token, Action.SEND_NOTE, CorrectionState.CORRECTED, editor)

    async def ask(self, token: str, editor: Person) -> Corrected:
        """What is to be told is asked for; nothing is decided yet."""
        async with self._open_store() as store:
            ref = await look_up(store, token, Action.NOTE, editor, self._clock.now())
            correction = await _seen(store, CorrectionId(ref.about))
            _check_revision(correction, ref.version)
        return Corrected(correction, correction.state is CorrectionState.WAITING)

    async def propose(self, correction_id: CorrectionId, note: str, editor: Person) -> Card:
        """The note as readers will get it, how many they are, and the button that sends it.

        Raises UsageError for one that is too long, or where somebody has decided.
        """
        if len(note) > LONGEST_NOTE:
            raise UsageError("error.too_long", limit=LONGEST_NOTE)
        now = self._clock.now()
        async with self._open_store() as store:
            correction = await _seen(store, correction_id)
            if correction.state is not CorrectionState.WAITING:
                raise UsageError("error.correction_decided", name=correction.decided_name)
            number = await store.corrections.note(correction.id, note)
            ref = DeskRef(
                action=Action.SEND_NOTE,
                about=correction.id,
                version=_version(replace(correction, notes=number)),
                chat_id=editor.chat_id,
                expires_at=now + STANDS_FOR,
            )
            token = await store.desk_refs.issue(ref, now)
            have = people(await store.out_there.of(OfArticle(correction.article.id)))
        card = note_card(correction.article, note, now, self._paper)
        return note_preview(card, have, token, texts_for(editor.language))

    async def _decide(self, token: str, action: Action, state: CorrectionState, editor: Person) -> Corrected:
        now = self._clock.now()
        async with self._open_store() as store:
            ref = await look_up(store, token, action, editor, now)
            before = await _seen(store, CorrectionId(ref.about))
            if before.state is CorrectionState.WAITING:
                _check_revision(before, ref.version, with_note=state is CorrectionState.CORRECTED)
            if not await store.corrections.decide(before.id, state, editor, now):
                return Corrected(await _seen(store, before.id), by_this_press=False)
            await self._carry_out(store, before, state, editor)
            await self._log(store, before, state, editor)
            return Corrected(await _seen(store, before.id), by_this_press=True)

    async def _carry_out(
        self, store: Store, correction: Correction, state: CorrectionState, editor: Person
    ) -> None:
        if state is CorrectionState.IGNORED:
            return
        now, article = self._clock.now(), correction.article
        outs = await store.out_there.of(OfArticle(article.id))
        told = state is CorrectionState.CORRECTED
        asking = await asking_of(store, self._paper, article)
        card = corrected_card(article, asking, self._paper, now if told else None)
        for out in outs:
            if out.action is Does.EDIT:
                # An older text that had to wait must not come after the newer one.
                await store.pushes.cancel(out.push_id, now)
        for out in (one for one in outs if one.brings_it):
            await edit_copies(store, self._paper, correction, out, card, editor.id, now)
            if told:
                note = note_card(article, correction.note, now, self._paper)
                await reply_to_copies(store, correction, out, note, editor.id, now)

    async def _log(
        self, store: Store, correction: Correction, state: CorrectionState, editor: Person
    ) -> None:
        changes, article = correction.changes, correction.article
        note = [correction.note] if state is CorrectionState.CORRECTED else []
        await store.audit.add(
            decided(
                _DEEDS[state],
                editor,
                self._clock.now(),
                about=article.headline,
                article_id=article.id,
                before="\n".join(one.before for one in changes if one.before),
                after="\n".join([*(one.after for one in changes if one.after), *note]),
            )
        )


async def _seen(store: Store, correction_id: CorrectionId) -> Correction:
    correction = await store.corrections.get(correction_id)
    if correction is None:
        raise UsageError("error.stale_button")
    return correction


def _version(correction: Correction) -> int:
    """Of the note's button: another note, or another text of the article, is another version."""
    return correction.revision * 10_000 + correction.notes


def _check_revision(correction: Correction, version: int, *, with_note: bool = False) -> None:
    seen = _version(correction) if with_note else correction.revision
    if version != seen or correction.article.revision != correction.revision:
        raise UsageError("error.article_changed")
