"""The settings: what holds, and a button for everything that can be chosen. Pure."""

from bot.domain.paper import Paper
from bot.domain.preferences import Mode
from bot.domain.pushes import Button, ButtonRows
from bot.domain.subscribers import Standing
from bot.locales import Texts
from bot.newsroom import Settings
from bot.rendering.callbacks import Action, pack
from bot.rendering.days import days_text, hour_text, hours_text, moment_text, wall_time
from bot.rendering.zones import zone_name
from handlers.readers.pages import Page, in_rows, way_back

_PAGES = {
    "cap": "button.cap",
    "hours": "button.hours",
    "days": "button.days",
    "quiet": "button.quiet",
    "zone": "button.zone",
    "edition": "button.edition",
    "pause": "button.pause",
}
"""The pages by their names, with the text of the button that leads there."""


def settings_page(settings: Settings, paper: Paper, texts: Texts) -> Page:
    """How the subscription stands, with what can be changed about it."""
    title = paper.editions[settings.edition].title
    if not settings.is_subscribed:
        return Page(texts.html("settings.left", paper=title), way_back(texts))
    lines = [texts.html("settings.active", paper=title), "", *_lines(settings, texts)]
    return Page("\n".join(lines), _buttons(settings, paper, texts))


def is_paused(settings: Settings) -> bool:
    """Whether nothing comes for now."""
    return settings.subscriber is not None and settings.subscriber.standing is Standing.PAUSED


def _lines(settings: Settings, texts: Texts) -> list[str]:
    chosen = settings.chosen
    days = days_text(chosen.digest_days, texts)
    pause = [_pause(settings, texts)] if is_paused(settings) else []
    breaking = [texts.html("settings.breaking")] if chosen.only_breaking else []
    place, now = zone_name(chosen.zone, texts), hour_text(wall_time(settings.now, chosen.zone))
    return [
        *pause,
        *breaking,
        _how(settings, texts),
        texts.html("settings.digest", hours=hours_text(chosen.digest_times), days=days),
        quiet_text(settings, texts),
        texts.html("settings.zone", place=place, time=now),
    ]


def quiet_text(settings: Settings, texts: Texts) -> str:
    """Between which hours nothing comes."""
    quiet = settings.chosen.quiet
    if quiet is None:
        return texts.html("settings.no_quiet")
    return texts.html("settings.quiet", start=hour_text(quiet.start), end=hour_text(quiet.end))


def _pause(settings: Settings, texts: Texts) -> str:
    until = settings.chosen.paused_until
    if until is None:
        return texts.html("settings.paused")
    return texts.html("settings.paused_until", when=moment_text(until, settings.chosen.zone, texts))


def _how(settings: Settings, texts: Texts) -> str:
    chosen = settings.chosen
    if chosen.mode is Mode.DIGEST:
        return texts.html("settings.only_digest")
    if chosen.daily_cap is None:
        return texts.html("settings.no_cap")
    return texts.html("settings.cap", count=chosen.daily_cap)


def _buttons(settings: Settings, paper: Paper, texts: Texts) -> ButtonRows:
    pages = {name: to_page(name, texts.plain(label)) for name, label in _PAGES.items()}
    resume = Button(texts.plain("button.resume"), data=pack(Action.RESUME))
    several = [pages["edition"]] if len(paper.editions) > 1 else []
    changes = [
        _other_mode(settings, texts),
        pages["cap"],
        pages["hours"],
        pages["days"],
        pages["quiet"],
        pages["zone"],
        _breaking(settings, texts),
        resume if is_paused(settings) else pages["pause"],
        *several,
        Button(texts.plain("button.my_follows"), data=pack(Action.FOLLOWING, 0)),
    ]
    return in_rows(changes, 2)


def _other_mode(settings: Settings, texts: Texts) -> Button:
    if settings.chosen.mode is Mode.DIGEST:
        return Button(texts.plain("button.instant"), data=pack(Action.MODE, Mode.INSTANT))
    return Button(texts.plain("button.only_digest"), data=pack(Action.MODE, Mode.DIGEST))


def _breaking(settings: Settings, texts: Texts) -> Button:
    only = settings.chosen.only_breaking
    label = texts.plain("button.only_breaking")
    return choice(Action.BREAKING, "" if only else "only", label, only, texts)


def to_page(name: str, label: str) -> Button:
    """The way to a page of the settings."""
    return Button(label, data=pack(Action.SETTINGS, name))


def choice(action: Action, about: object, label: str, is_chosen: bool, texts: Texts) -> Button:
    """One of several, marked where it holds."""
    return Button(texts.plain("button.on", name=label) if is_chosen else label, data=pack(action, about))


def back(texts: Texts) -> tuple[Button, ...]:
    """The way to the first page."""
    return (to_page("", texts.plain("button.to_settings")),)
