"""Leave answers to another process: who handles updates beside others does not send, the active one does."""

from collections.abc import Callable, Collection, Sequence

from bot.domain.answers import OwedAnswer
from bot.domain.ids import ChatId
from bot.domain.turns import CROWD
from bot.inbox_ports import Answers


class LeaveAnswers:
    """bot.inbox_ports.Outlet whose answers are on file, and that is all; `filed` is called when some are."""

    def __init__(self, filed: Callable[[], None]) -> None:
        self._filed = filed
        self.pressing = 0
        """Nothing waits here."""

    def __len__(self) -> int:
        """Nothing waits here."""
        return 0

    async def crowded(self, answers: Answers, chat_ids: Collection[ChatId]) -> Collection[ChatId]:
        """Those for whom so many wait already, from whichever process, that their person can't be reading."""
        return await answers.crowded(chat_ids, CROWD) if chat_ids else ()

    async def resume(self, _: Answers) -> None:
        """Who sends takes up what is on file."""

    def add(self, owed: Sequence[OwedAnswer]) -> None:
        """Tell who sends, if it is this process."""
        if owed:
            self._filed()

    async def rest(self) -> None:
        """Nothing is waited for."""

    async def run(self, _: Callable[[], None]) -> None:
        """Nothing to be done."""
