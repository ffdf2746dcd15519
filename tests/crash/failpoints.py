"""Every named place of bot/failpoints.py kills the bot once; then the same promises are checked.

Before each start somebody writes to the bot and a push comes due, so that every place is reached.
"""

import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.clock import SystemClock
from bot.domain.pushes import Policy
from bot.sandbox import SandboxClient
from bot.settings import as_paper, parse_newspaper
from tests.crash.checker import Verdict
from tests.crash.databases import database
from tests.crash.evidence import add_push, answers, books_of_the_dead, fill, open_slot, videos
from tests.crash.kills import finish, judge, tail
from tests.crash.processes import Scene, bot, sandbox

READERS = range(1_001, 1_041)
WRITER = 9
_DIES_WITHIN = 90.0
"""A start beside other work, what the places before have left to send at 200 a second, and up to eight
seconds in which PostgreSQL may not have noticed the death before; only what is never reached takes longer."""
_STEPS = ("plan", "beat", "expire", "recover", "parked", "group_sends", "finish")
_ONCE = (
    *(
        f"{step}.{place}"
        for step in _STEPS
        if step != "beat"
        for place in ("fenced", "uncommitted", "committed")
    ),
    "plan.inserted",
    "plan.going_on",
    "due.read",
    "due.planned",
    "take_over.begun",
    "take_over.done",
    "close.begun",
    "close.done",
    "inbox.begun",
    "inbox.uncommitted",
    "inbox.committed",
    "update.begun",
    "update.processed",
    "update.uncommitted",
    "update.handled",
    "answer.leaving",
    "answer.back",
    "answer.uncommitted",
    "statistics.uncommitted",
)
_OFTEN = (
    "beat.fenced",
    "beat.settled",
    "beat.parked",
    "beat.intended",
    "beat.uncommitted",
    "beat.committed",
    "leave.moment",
    "leave.begun",
    "carry.begun",
    "carry.answered",
    "carry.landed",
    "request.begun",
    "request.head",
    "request.body",
)
"""Reached again and again: the tenth time is in the middle of a push."""
_SLOT = ("slot.used", "slot.uncommitted", "slot.committed")
"""The first two undo the slot, so that the third has one to use; they come last, with a push of their own."""
PLACES = {**dict.fromkeys(_ONCE, 1), **dict.fromkeys(_OFTEN, 10), **dict.fromkeys(_SLOT, 1)}
TEN = (
    "plan.inserted",
    "plan.going_on",
    "recover.uncommitted",
    "beat.intended",
    "beat.committed",
    "leave.begun",
    "request.head",
    "carry.answered",
    "inbox.committed",
    "update.processed",
)
"""A share for the everyday tests: between commit and request, and between answer and commit."""


async def killed_at(places: Sequence[str], kind: str, policy: Policy) -> Verdict:
    """The verdict on a bot that died once at each place."""
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kolporter-")))
        url = stack.enter_context(database(kind, folder))
        due = set(await fill(url, READERS, 0, policy))
        address = await stack.enter_async_context(sandbox(folder))
        telegram = await stack.enter_async_context(SandboxClient(address))
        await telegram.person(WRITER, "Ana")
        an_hour_ago = SystemClock().now() - timedelta(hours=1)
        scene = Scene(folder, address, url, 200, 8, video_at=f"{an_hour_ago:%H:%M}")
        crashes, alive = [], []
        for number, place in enumerate(places):
            if place == _SLOT[0]:
                await open_slot(
                    url, as_paper(parse_newspaper(scene.newspaper, "crash"), frozenset(), "crash")
                )
            elif place not in _SLOT:
                due.update(await add_push(url, READERS, number, policy))
            await telegram.type(WRITER, "/start")
            if not await _dies(scene, place):
                alive.append(f"{place} was not reached:\n{tail(scene)}")
            crashes.append((await books_of_the_dead(url, folder)).cut_off)
        await finish(scene)
        if (count := answers(scene.accept_log, WRITER)) < len(places):
            alive.append(f"{len(places)} questions, but {count} answers")
        if _SLOT[-1] in places and (got := videos(scene.accept_log)) != dict.fromkeys(READERS, 1):
            alive.append(f"the video of the day came {got}")
        verdict = await judge(scene, frozenset(due), policy, crashes, {})
        return replace(verdict, broken=(*alive, *verdict.broken))


async def _dies(scene: Scene, place: str) -> bool:
    async with bot(scene, FAILPOINT=f"{place}:{PLACES[place]}") as running:
        return await running.ends(_DIES_WITHIN) == -9
