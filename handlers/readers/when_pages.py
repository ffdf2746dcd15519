"""The pages of the settings, each with one thing to choose and the way back. Pure."""

from collections.abc import Callable, Mapping
from datetime import time

from bot.domain.paper import Paper
from bot.domain.preferences import EVERY_DAY, QuietHours
from bot.domain.pushes import Button
from bot.errors import UsageError
from bot.locales import Texts
from bot.newsroom import Settings
from bot.rendering.callbacks import Action, pack
from bot.rendering.days import WORKDAYS, hour_text, hours_text, weekday_name
from bot.rendering.zones import zone_name
from handlers.readers.pages import Page, in_rows
from handlers.readers.settings_pages import back, choice, icon_choice, quiet_text, settings_page
from handlers.readers.zone_pages import zone_page

_CAPS = (1, 3, 5, 10)
_HOURS = tuple(time(hour) for hour in (6, 7, 8, 9, 10, 12, 14, 16, 17, 18, 19, 20, 21, 22, 23))
_NIGHT = QuietHours(start=time(22), end=time(7))
"""What the other end is where somebody first chooses one."""
_EVENINGS, _MORNINGS = (time(21), time(22), time(23), time(0)), (time(6), time(7), time(8), time(9))
_PAUSES = (1, 3, 7, 14, 30)


def page_of(name: str, settings: Settings, paper: Paper, texts: Texts) -> Page:
    """A page by its name; the first one for who is not subscribed. Raises UsageError for no page's name."""
    if name not in _PAGES:
        raise UsageError("error.stale_button")
    return (_PAGES[name] if settings.is_subscribed else settings_page)(settings, paper, texts)


def cap_page(settings: Settings, _paper: Paper, texts: Texts) -> Page:
    """How many a day."""
    now = settings.chosen.daily_cap
    numbers = [choice(Action.CAP, cap, str(cap), now == cap, texts) for cap in _CAPS]
    unlimited = choice(Action.CAP, 0, texts.plain("button.no_cap"), now is None, texts)
    return Page(texts.html("settings.ask_cap"), (tuple(numbers), (unlimited,), back(texts)))


def hours_page(settings: Settings, paper: Paper, texts: Texts) -> Page:
    """When the digest comes; several hours can be chosen."""
    chosen = settings.chosen
    offered = sorted({*_HOURS, *paper.preferences.digest_times, *chosen.digest_times})
    buttons = [_hour(at, at in chosen.digest_times, texts) for at in offered]
    write = (Button(texts.plain("button.write_hour"), data=pack(Action.WRITE, "hour")),)
    place = zone_name(chosen.zone, texts)
    html = texts.html("settings.ask_hours", hours=hours_text(chosen.digest_times), place=place)
    return Page(html, (*in_rows(buttons, 4), write, back(texts)))


def days_page(settings: Settings, _paper: Paper, texts: Texts) -> Page:
    """On which days it comes."""
    now = settings.chosen.digest_days
    days = [
        choice(Action.DAY, f"{'-' if day in now else '+'}{day}", weekday_name(day, texts), day in now, texts)
        for day in range(7)
    ]
    whole = tuple(
        choice(Action.DAYS, "".join(map(str, sorted(some))), texts.plain(label), now == some, texts)
        for some, label in ((EVERY_DAY, "button.every_day"), (WORKDAYS, "button.workdays"))
    )
    return Page(texts.html("settings.ask_days"), (*in_rows(days, 4), whole, back(texts)))


def quiet_page(settings: Settings, _paper: Paper, texts: Texts) -> Page:
    """Between which hours nothing comes: a row for the evening, one for the morning."""
    now = settings.chosen.quiet
    start, end = (now or _NIGHT).start, (now or _NIGHT).end
    evening = tuple(
        icon_choice(
            Action.QUIET, f"{at:%H%M}-{end:%H%M}", "🌙", hour_text(at), now is not None and at == start, texts
        )
        for at in _EVENINGS
    )
    morning = tuple(
        icon_choice(
            Action.QUIET, f"{start:%H%M}-{at:%H%M}", "☀️", hour_text(at), now is not None and at == end, texts
        )
        for at in _MORNINGS
    )
    none = choice(Action.QUIET, "", texts.plain("button.no_quiet"), now is None, texts)
    html = f"{texts.html('settings.ask_quiet')}\n\n{quiet_text(settings, texts)}"
    return Page(html, (evening, morning, (none,), back(texts)))


def edition_page(settings: Settings, paper: Paper, texts: Texts) -> Page:
    """Which edition is read."""
    editions = tuple(
        (choice(Action.EDITION, one.code, one.title, one.code == settings.edition, texts),)
        for one in paper.editions.values()
    )
    return Page(texts.html("settings.ask_edition"), (*editions, back(texts)))


def pause_page(_settings: Settings, _paper: Paper, texts: Texts) -> Page:
    """How long nothing comes."""
    spans = [
        Button(texts.plain("button.pause_days", count=days), data=pack(Action.PAUSE, days))
        for days in _PAUSES
    ]
    spans.append(Button(texts.plain("button.pause_open"), data=pack(Action.PAUSE)))
    write = (Button(texts.plain("button.write_day"), data=pack(Action.WRITE, "day")),)
    return Page(texts.html("settings.ask_pause"), (*in_rows(spans, 2), write, back(texts)))


def _hour(at: time, is_chosen: bool, texts: Texts) -> Button:
    about = f"{'-' if is_chosen else '+'}{at:%H%M}"
    return choice(Action.HOUR, about, hour_text(at), is_chosen, texts)


_PAGES: Mapping[str, Callable[[Settings, Paper, Texts], Page]] = {
    "": settings_page,
    "cap": cap_page,
    "hours": hours_page,
    "days": days_page,
    "quiet": quiet_page,
    "edition": edition_page,
    "pause": pause_page,
    "zone": zone_page,
}
