"""The demo's next day is the hour at which a reader looks at the digest that waited."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.stage import until_tomorrow

SKOPJE = ZoneInfo("Europe/Skopje")


@pytest.mark.parametrize(("day", "hour", "hours"), [(27, 0, 32), (27, 20, 12), (28, 12, 19)])
def test_tomorrow_begins_at_eight_also_when_the_clocks_change(day: int, hour: int, hours: int) -> None:
    now = datetime(2026, 3, day, hour, tzinfo=SKOPJE)
    assert until_tomorrow(now).total_seconds() == hours * 3_600
