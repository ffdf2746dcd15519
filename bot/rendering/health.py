"""How the service is, and what admins are told when something of it is wrong, or well again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.domain.alarms import Alarm, AlarmEvent, AlarmKind, Vitals
from bot.domain.pushes import Card
from bot.locales import Texts
from bot.rendering.desk import wall_date
from bot.rendering.figures import number_text

_MILLISECOND, _MINUTE = timedelta(milliseconds=1), timedelta(minutes=1)
_GIGABYTE = 1_000_000_000


def health_page(
    vitals: Vitals, wrong: Sequence[tuple[Alarm, datetime]], zone: ZoneInfo, texts: Texts
) -> Card:
    """The alarms with since when, and the figures they are decided from."""
    title = texts.html("health.title", when=wall_date(vitals.at, zone, texts))
    told = [
        f"{alarm_text(alarm, texts)} {texts.html('health.since', when=wall_date(since, zone, texts))}"
        for alarm, since in wrong
    ]
    number = partial(number_text, texts=texts)
    lines = (
        texts.html(
            "health.feeds", asked=len(vitals.feeds), ill=sum(bool(one.troubles) for one in vitals.feeds)
        ),
        texts.html(
            "health.queue", updates=number(vitals.updates), minutes=number(int(vitals.behind / _MINUTE))
        ),
        texts.html("health.hour", sent=number(vitals.sent), failed=number(vitals.failed)),
        texts.html("health.unknown", number=number(vitals.unknown)),
        _disk(vitals, texts),
        _database(vitals, texts),
        _clock(vitals, texts),
        _backup(vitals, zone, texts),
    )
    return Card(html="\n\n".join((title, *(told or [texts.html("health.no_alarm")]), "\n".join(lines))))


def event_card(event: AlarmEvent, zone: ZoneInfo, texts: Texts) -> Card:
    """An alarm, or that it is over."""
    if event.over_at is None:
        return Card(html=alarm_text(event.alarm, texts))
    said = texts.html(f"calm.{event.alarm.kind}")
    since, until = (wall_date(one, zone, texts) for one in (event.since, event.over_at))
    return Card(html=f"✅ {said}\n{texts.html('health.lasted', since=since, until=until)}")


def alarm_text(alarm: Alarm, texts: Texts) -> str:
    """What is wrong, and what to do about it."""
    if alarm.kind is AlarmKind.FEED:
        trouble = texts.plain(f"feed_has.{alarm.facts['trouble']}")
        return f"⚠️ {texts.html('alarm.feed', url=alarm.facts['url'], trouble=trouble)}"
    facts = {
        name: number_text(value, texts) if isinstance(value, int) else value
        for name, value in alarm.facts.items()
    }
    return f"🚨 {texts.html(f'alarm.{alarm.kind}', **facts)}"


def _disk(vitals: Vitals, texts: Texts) -> str:
    if vitals.disk is None:
        return texts.html("health.disk_unknown")
    free, total = (number_text(one / _GIGABYTE, texts) for one in (vitals.disk.free, vitals.disk.total))
    return texts.html("health.disk", free=free, total=total)


def _database(vitals: Vitals, texts: Texts) -> str:
    took = round((vitals.database or timedelta(0)) / _MILLISECOND)
    return texts.html("health.database", milliseconds=took)


def _clock(vitals: Vitals, texts: Texts) -> str:
    if vitals.skew is None:
        return texts.html("health.clock_unknown")
    return texts.html("health.clock", seconds=round(abs(vitals.skew).total_seconds()))


def _backup(vitals: Vitals, zone: ZoneInfo, texts: Texts) -> str:
    if vitals.backup_at is None:
        return texts.html("health.no_backup")
    return texts.html("health.backup", when=wall_date(vitals.backup_at, zone, texts))
