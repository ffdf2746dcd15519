"""`/health` writes numbers as its reader does."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain.alarms import Alarm, AlarmKind, Disk, Vitals
from bot.locales import texts_for
from bot.rendering.health import alarm_text, health_page

NOW = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)


def test_numbers_are_written_as_the_admin_writes_them() -> None:
    vitals = Vitals(at=NOW, sent=33_592, unknown=25_025, disk=Disk(73_400_000_000, 270_600_000_000))
    shown = health_page(vitals, [], ZoneInfo("Europe/Skopje"), texts_for("mk")).html
    for figure in ("33.592", "25.025", "73,4", "270,6"):
        assert figure in shown


def test_numbers_of_an_alarm_are_too() -> None:
    unknown = Alarm(AlarmKind.UNKNOWN, facts={"number": 25_025})
    assert "25,025" in alarm_text(unknown, texts_for("en"))
