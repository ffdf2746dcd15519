"""What the desk sees of a standstill: what is held, and the two ways to go on."""

from zoneinfo import ZoneInfo

from babel.numbers import format_decimal

from bot.domain.pushes import Button, ButtonRows, Card
from bot.domain.standstills import Standstill
from bot.locales import Texts
from bot.rendering.callbacks import Action, pack
from bot.rendering.desk import decided_buttons, wall_date, wall_time


def standstill_card(standstill: Standstill, zone: ZoneInfo, texts: Texts) -> Card:
    """Since when nobody was there, how much waits, *Send the rest* and *Drop*."""
    gap = standstill.gap
    since = wall_date(gap.since, zone, texts) if gap.since else "–"
    key = "standstill.restored" if gap.is_restore else "standstill.stood"
    parts = [f"⏸ <b>{texts.html(key, since=since, until=wall_date(gap.until, zone, texts))}</b>"]
    if standstill.pushes:
        parts.append(_counted("standstill.pushes", standstill.pushes, texts))
    if standstill.digest_readers:
        parts.append(_counted("standstill.digests", standstill.digest_readers, texts))
    parts.append(texts.html("standstill.maybe" if gap.is_restore else "standstill.late"))
    rows = (("button.send_late", Action.SEND_LATE), ("button.drop_late", Action.DROP_LATE))
    return Card(
        html="\n\n".join(parts),
        buttons=tuple((Button(texts.plain(key), data=pack(one, standstill.id)),) for key, one in rows),
    )


def standstill_verdict(standstill: Standstill, zone: ZoneInfo, texts: Texts) -> ButtonRows:
    """What became of it, by whom and when."""
    when = wall_time(standstill.decided_at, zone, texts) if standstill.decided_at else ""
    name = standstill.decided_name or ""
    return decided_buttons(f"standstill.{standstill.state}", texts, name=name, when=when)


def _counted(key: str, count: int, texts: Texts) -> str:
    return texts.html(key, count=count, number=str(format_decimal(count, locale=texts.language)))
