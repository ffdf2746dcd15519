"""A short run of `python -m tests.crash --outage database-killed`, and what cannot be run."""

from pathlib import Path

import pytest

from bot.domain.pushes import Policy
from tests.crash.database_killed import database_killed
from tests.crash.outages import ForbiddenError, survived


@pytest.mark.proof
@pytest.mark.timeout(300)
async def test_a_bot_whose_server_is_killed_sends_again_soon_after_its_return() -> None:
    report = await survived(database_killed, 7, "postgresql", Policy.HOLD, pushes=1, most=1)
    assert report.verdict.broken == ()
    assert len(report.sending_again) == 1


def test_a_run_that_there_is_not_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ForbiddenError, match="no server"), database_killed("sqlite", tmp_path):
        pass
