"""Why a reader is asked for support or is not, and how the wordings did: for who runs the bot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.domain.appeals import Decision, History, Objection, WhyNot, decide, objections
from bot.domain.ids import ChatId, UserId
from bot.domain.paper import Paper
from bot.domain.support_counts import Since
from bot.domain.support_figures import Pair, WordingFigures
from bot.ports import OpenStore
from bot.usecases import staff
from bot.usecases.appealing import history_of, moment_of, reader_of, supports_until
from bot.usecases.report_support import pairs_of, wording_figures


@dataclass(frozen=True, kw_only=True)
class Explained:
    """What would happen after the reader's next answer about nothing special, and every reason why not."""

    history: History
    actions: int
    """Those that count today."""
    wanted: int
    """So many are needed."""
    decision: Decision
    objections: Sequence[Objection]


class ExplainAppeal:
    """Changes nothing."""

    def __init__(self, *, open_store: OpenStore, paper: Paper, clock: Clock) -> None:
        self._open_store = open_store
        self._paper = paper
        self._clock = clock

    async def __call__(self, chat_id: ChatId) -> Explained:
        """For the reader with this chat."""
        rules, now = self._paper.appeals, self._clock.now()
        async with self._open_store() as store:
            history = await history_of(store, chat_id)
            role = await staff.role_of(store, self._paper, UserId(chat_id))
            reader, pause = await reader_of(store, chat_id), await store.appeals.pause()
            moment = moment_of(
                self._paper,
                chat_id,
                reader,
                now,
                member=await store.memberships.of(chat_id),
                role=role,
                is_paused=pause is not None,
                supports_until=await supports_until(store, chat_id, now),
            )
        return Explained(
            history=history,
            actions=history.actions(now.date(), rules.within) if rules else 0,
            wanted=rules.actions if rules else 0,
            decision=decide(rules, history, moment),
            objections=tuple(objections(rules, history, moment)) if rules else (Objection(WhyNot.OFF),),
        )

    async def counts(self, days: int) -> tuple[Sequence[WordingFigures], Sequence[Pair]]:
        """What came of each wording in the last days, and the pairs that are compared now."""
        day = (self._clock.now() - timedelta(days=days)).astimezone(self._paper.zone).date()
        async with self._open_store() as store:
            found = await wording_figures(store, self._paper, Since.begin(day, self._paper.zone))
        return found, pairs_of(self._paper, found)
