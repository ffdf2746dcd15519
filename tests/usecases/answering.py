"""Updates on their way through the inbox to the answer, with a wire instead of Telegram."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import timedelta

from bot.courier import Courier
from bot.domain.answers import OwedAnswer
from bot.domain.ids import ChatId
from bot.domain.subscribers import Subscriber
from bot.inbox_ports import StoredUpdate
from bot.rate import Budgets
from bot.usecases.handle_updates import HandleUpdates
from bot.usecases.note_visit import NoteVisit
from bot.usecases.send_answers import SendAnswers
from bot.usecases.subscribe import Subscribe
from storage.database import Database
from tests import canaries
from tests.echo import Echo
from tests.usecases.house import HandClock, paper_at
from tests.usecases.wire import Wire

ANA, BORIS = canaries.ANA, canaries.BORIS


@dataclass
class Answering:
    """One process after the other, on the same database."""

    database: Database
    clock: HandClock
    wire: Wire
    echo: Echo

    def __post_init__(self) -> None:
        open_store = self.database.open_store
        self.budgets = Budgets(1_000, self.clock.now() - timedelta(minutes=1))
        self.send_answers = SendAnswers(
            open_store=open_store,
            courier=Courier(self.wire),
            subscribe=Subscribe(open_store=open_store, paper=paper_at(""), clock=self.clock),
            budgets=self.budgets,
            clock=self.clock,
        )
        self.handle_updates = HandleUpdates(
            understand=self.echo,
            note_visit=NoteVisit(open_store=open_store, clock=self.clock),
            open_store=open_store,
            together=self.database.together,
            outlet=self.send_answers,
            clock=self.clock,
        )

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[HandleUpdates]:
        """Handle for the length of the block, and all that was taken in."""
        async with self.until_killed() as handle_updates:
            await handle_updates.take_in([])  # what the process before left is begun
            yield handle_updates
            async with asyncio.timeout(10):
                await handle_updates.rest()

    @asynccontextmanager
    async def until_killed(self) -> AsyncIterator[HandleUpdates]:
        """The same, but the end of the block cuts everything off."""
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(self.handle_updates.run())
            yield self.handle_updates
            running.cancel()

    def restarted(self) -> "Answering":
        """The next process."""
        return Answering(self.database, self.clock, self.wire, self.echo)

    async def owed(self) -> list[OwedAnswer]:
        """What is still to be said."""
        async with self.database.open_store() as store:
            return await store.answers.owed()

    async def unhandled(self) -> list[StoredUpdate]:
        """What waits in the inbox."""
        async with self.database.open_store() as store:
            return await store.inbox.unhandled()

    async def subscriber(self, chat: int) -> Subscriber | None:
        """Who reads in a chat."""
        async with self.database.open_store() as store:
            return await store.subscribers.by_chat(ChatId(chat))

    def rename(self, before: str, after: str) -> None:
        """Take a table away from under the running process, or give it back."""
        assert self.database.path
        with closing(sqlite3.connect(self.database.path)) as connection:
            connection.execute(f"ALTER TABLE {before} RENAME TO {after}")
