"""What the desk needs of the database besides reviews: a record of its decisions, and what its buttons mean.

All datetimes are aware UTC.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.alarm_ports import Alarms
from bot.domain.articles import Article
from bot.domain.audit import Decision, Deed, Logged
from bot.domain.corrections import (
    Correction,
    CorrectionId,
    CorrectionState,
    PushOut,
    Undelivered,
)
from bot.domain.corrections import Ended as EndedCopies
from bot.domain.desk_refs import DeskRef
from bot.domain.ids import ArticleId, ChatId, Edition, MessageId, PushId
from bot.domain.newsroom_stops import Held, Stop
from bot.domain.origins import Origin
from bot.domain.push_reports import Effect, Effects, Ended, Place, Stage
from bot.domain.pushes import Card
from bot.domain.subscribers import Person
from bot.known_feed_ports import KnownFeeds
from bot.people_ports import People


class Audit(Protocol):
    """Every decision of the desk. What is in it stays as it is: the database itself refuses to change it."""

    async def add(self, decision: Decision) -> None:
        """Keep a decision, in the transaction that carries it out."""
        ...

    async def latest(self, limit: int, before: int | None = None) -> Sequence[Logged]:
        """The newest decisions first, those with a number below `before` where it is given."""
        ...

    async def about(self, origin: Origin, deed: Deed) -> Decision | None:
        """The newest decision of this kind about an article or announcement: who was faster."""
        ...


class DeskRefs(Protocol):
    """What the desk's buttons stand for."""

    async def issue(self, ref: DeskRef, now: datetime) -> str:
        """Keep it; the token (22 letters, digits, `-` and `_`) that the button is to carry."""
        ...

    async def find(self, token: str) -> DeskRef | None:
        """What a token stands for; None for one that was never given out, or long ago."""
        ...

    async def use(self, token: str, now: datetime) -> bool:
        """It is carried out; False when it was before. Of several at once one gets True."""
        ...


class Corrections(Protocol):
    """What the paper changed in articles that readers have, and the desk messages that show it."""

    async def open(self, article: Article, base: int, now: datetime) -> None:
        """Lay a change before the desk; what waits of the same article is shown anew with it."""
        ...

    async def renew(self, article: Article) -> bool:
        """Show what waits of this article anew, with what it says now; False when nothing waits."""
        ...

    async def get(self, correction_id: CorrectionId) -> Correction | None:
        """The correction, with what changed since the revision that readers have."""
        ...

    async def decide(
        self, correction_id: CorrectionId, state: CorrectionState, by: Person, now: datetime
    ) -> bool:
        """Decide if it still waits; False when somebody was faster."""
        ...

    async def note(self, correction_id: CorrectionId, text: str) -> int:
        """Keep what readers are to be told; the number of the note."""
        ...

    async def retract(self, article_id: ArticleId, by: Person, now: datetime) -> None:
        """The article is taken back: nothing of it waits any more."""
        ...

    async def unshown(self, desk: Sequence[ChatId]) -> Sequence[tuple[Correction, ChatId]]:
        """What waits and a desk chat has not been shown (or tried) yet, oldest first."""
        ...

    async def shown(self, correction: Correction, chat_id: ChatId, message_id: MessageId | None) -> None:
        """Remember the desk message, unless the article has changed since; None means that the chat could not
        be reached."""
        ...

    async def without_verdict(self) -> Sequence[tuple[Correction, ChatId, MessageId]]:
        """Desk messages of what is decided that still show the buttons to decide."""
        ...

    async def verdict_shown(self, correction_id: CorrectionId, chat_id: ChatId) -> None:
        """The desk message in this chat says what was decided, or can't be made to."""
        ...

    async def forget_unreached(self, chat_id: ChatId) -> None:
        """The chat can be reached now: let it be shown what it missed."""
        ...


class OutThere(Protocol):
    """What of an article or announcement is on readers' phones, and what became of it."""

    async def of(self, origin: Origin) -> Sequence[PushOut]:
        """Its pushes, and what edited, deleted or answered them, oldest first."""
        ...

    async def rewrite(self, push_id: PushId, cards: Mapping[Edition, Card], revision: int) -> None:
        """Whoever gets this push from now on gets these cards."""
        ...

    async def missed(self, push_id: PushId, now: datetime) -> int:
        """How many would get it now and have no push of its article, or of the announcement."""
        ...

    async def older(self, origin: Origin, before: datetime) -> int:
        """How many have had it since before this time."""
        ...

    async def undelivered(self, origin: Origin) -> Sequence[Undelivered]:
        """Who did not get it, push by push."""
        ...

    async def shown_in(self, chat_id: ChatId, message_id: MessageId) -> Origin | None:
        """What a message of ours on the desk is about, or which announcement one brought."""
        ...

    async def unreported(self, desk: Sequence[ChatId]) -> Sequence[tuple[EndedCopies, ChatId]]:
        """Corrections and retractions that are over, and the desk chats that were not told yet."""
        ...

    async def reported(self, push_id: PushId, chat_id: ChatId) -> None:
        """The chat was told, or can't be."""
        ...


class PushReports(Protocol):
    """The desk's messages about pushes: one in each chat, edited while the push goes out and after it."""

    async def places(self, push_ids: Sequence[PushId]) -> Mapping[tuple[PushId, ChatId], Place]:
        """Where they stand."""
        ...

    async def shown(
        self, push_id: PushId, chat_id: ChatId, message_id: MessageId | None, stage: Stage
    ) -> None:
        """Remember the message and what it tells; None means that the chat could not be reached."""
        ...

    async def ask(self, push_id: PushId, chat_id: ChatId, *, asks: bool) -> None:
        """The message asks from now on whether to cancel the rest, or does not any more."""
        ...

    async def ended(self) -> Sequence[Ended]:
        """The pushes that are over and not yet told of to the end, oldest first."""
        ...

    async def close(self, push_ids: Sequence[PushId]) -> None:
        """All is told of these."""
        ...

    async def forget_unreached(self, chat_id: ChatId) -> None:
        """The chat can be reached now: let it be told what it missed."""
        ...


class PushEffects(Protocol):
    """What readers made of pushes: counted for each push, never for a reader."""

    async def tapped(self, chat_id: ChatId, message_id: MessageId, article_id: ArticleId) -> PushId | None:
        """The push of this article that brought this message to this chat."""
        ...

    async def count(self, push_id: PushId, effect: Effect, by: int = 1) -> None:
        """Add so many; a count never falls below 0."""
        ...

    async def of(self, push_id: PushId) -> Effects:
        """What came of a push so far, with those who left within a day after they got it."""
        ...

    async def link(self, key: str) -> tuple[PushId, str] | None:
        """Whose link it is, and where it leads."""
        ...


class NewsroomStop(Protocol):
    """Whether all pushing is stopped, and what that holds back. Corrections of what is out go on."""

    async def get(self) -> Stop | None:
        """The stop in force."""
        ...

    async def begin(self, name: str, now: datetime) -> bool:
        """Stop, and give back what is claimed; False when it is stopped already."""
        ...

    async def end(self) -> Stop | None:
        """Let pushing go on; the stop that was in force, None when there was none."""
        ...

    async def held(self, now: datetime) -> Sequence[Held]:
        """What a stop holds back, or waits for an editor, and has not expired; oldest first."""
        ...

    async def expired(self, since: datetime, now: datetime) -> Sequence[Held]:
        """What went stale since then."""
        ...

    async def hold(self, push_ids: Sequence[PushId]) -> None:
        """Each of these waits for an editor from now on, also one whose readers are not chosen yet."""
        ...


class DeskStore(Protocol):
    """The repositories that are the desk's alone."""

    @property
    def audit(self) -> Audit:
        """What the desk decided."""
        ...

    @property
    def desk_refs(self) -> DeskRefs:
        """What the desk's buttons stand for."""
        ...

    @property
    def corrections(self) -> Corrections:
        """What the paper changed."""
        ...

    @property
    def out_there(self) -> OutThere:
        """What readers have."""
        ...

    @property
    def people(self) -> People:
        """Who works for the paper."""
        ...

    @property
    def known_feeds(self) -> KnownFeeds:
        """The feeds as admins see them."""
        ...

    @property
    def alarms(self) -> Alarms:
        """What is wrong, and what the admins were told of it."""
        ...

    @property
    def reports(self) -> PushReports:
        """The desk's messages about pushes."""
        ...

    @property
    def effects(self) -> PushEffects:
        """What readers made of pushes."""
        ...

    @property
    def newsroom_stop(self) -> NewsroomStop:
        """Whether all pushing is stopped."""
        ...
