"""Child processes that can be killed."""

import asyncio
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.workers import DiedError, TooSlowError, Workers

ECHO = "tests.echo_worker"


async def test_each_message_gets_its_own_answer() -> None:
    async with Workers(ECHO, count=2, seconds=30) as ask:
        answers = await asyncio.gather(*(ask(b"say %d" % number) for number in range(20)))
    assert answers == [b"%d" % number for number in range(20)]


async def test_no_more_processes_than_wanted_work_and_they_are_kept() -> None:
    async with Workers(ECHO, count=2, seconds=30) as ask:
        pids = await asyncio.gather(*(ask(b"pid") for _ in range(20)))
    assert len(set(pids)) == 2


async def test_an_endless_answer_is_given_up_and_the_next_one_given() -> None:
    async with Workers(ECHO, count=1, seconds=0.2) as ask:
        with pytest.raises(TooSlowError):
            await ask(b"loop")
    async with Workers(ECHO, count=1, seconds=30) as ask:
        assert await ask(b"say on") == b"on"


async def test_one_that_dies_is_replaced() -> None:
    async with Workers(ECHO, count=1, seconds=30) as ask:
        before = await ask(b"pid")
        with pytest.raises(DiedError):
            await ask(b"die")
        assert await ask(b"pid") != before


async def test_one_that_says_too_much_is_replaced() -> None:
    async with Workers(ECHO, count=1, seconds=30) as ask:
        with pytest.raises(DiedError):
            await ask(b"boast")
        assert await ask(b"say on") == b"on"


async def test_one_that_needs_too_much_memory_says_so_and_goes_on() -> None:
    async with Workers(ECHO, count=1, seconds=30) as ask:
        assert await ask(b"eat") == b"too much"
        assert await ask(b"say on") == b"on"


async def test_it_sees_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_TOKEN", "secret")
    async with Workers(ECHO, count=1, seconds=30) as ask:
        assert b"TELEGRAM" not in await ask(b"environment")


async def test_it_retires_after_its_share() -> None:
    async with Workers(ECHO, count=1, seconds=30, retires_after=2) as ask:
        pids = [await ask(b"pid") for _ in range(4)]
    assert (pids[0], pids[2]) == (pids[1], pids[3])
    assert pids[0] != pids[2]


async def test_who_is_cancelled_leaves_no_answer_behind() -> None:
    async with Workers(ECHO, count=1, seconds=30) as ask:
        await ask(b"say ready")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(ask(b"loop"), 0.1)
        assert await ask(b"say mine") == b"mine"


async def test_a_module_that_does_not_start_is_dead() -> None:
    async with Workers("tests.no_such_worker", count=1, seconds=30) as ask:
        with pytest.raises(DiedError):
            await ask(b"say on")


@contextmanager
def no_more_files() -> Iterator[None]:
    """The machine lets us open nothing, no pipe to a process either."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    spare = os.dup(0)
    os.close(spare)
    resource.setrlimit(resource.RLIMIT_NOFILE, (spare, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


async def test_where_no_process_can_be_started_it_is_tried_again() -> None:
    async with Workers(ECHO, count=2, seconds=30) as ask:
        with no_more_files():
            for _ in range(3):
                with pytest.raises(DiedError):
                    await ask(b"say on")
        assert await ask(b"say on") == b"on"
