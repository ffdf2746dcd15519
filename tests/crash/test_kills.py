"""A short run of `python -m tests.crash`: three kills on a SQLite file."""

import pytest

from bot.domain.pushes import Policy
from tests.crash.kills import killed


@pytest.mark.proof
@pytest.mark.timeout(300)
async def test_a_bot_killed_three_times_keeps_every_promise() -> None:
    verdict = await killed(3, seed=7, kind="sqlite", policy=Policy.RESEND)
    assert verdict.broken == ()
    assert verdict.kills == 3
