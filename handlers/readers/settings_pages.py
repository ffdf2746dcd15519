"""The settings: what holds, and a button for everything that can be chosen. Pure."""

from bot.domain.paper import Paper
from bot.domain.preferences import Mode, Preferences
from bot.domain.pushes import Button, ButtonRows
from bot.domain.subscribers import Standing
from bot.locales import Texts
from bot.newsroom import Settings
from bot.rendering.callbacks import Action, pack
from bot.rendering.days import days_text, hour_text, hours_text, moment_text, wall_time
from bot.rendering.subjects import subject_label
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
_MOST_NAMES = 5


def settings_page(settings: Settings, paper: Paper, texts: Texts) -> Page:
    """How the subscription stands, with what can be changed about it."""
    title = paper.editions[settings.edition].title
    if not settings.is_subscribed:
        return Page(texts.html("settings.left", paper=title), way_back(texts))
    lines = [texts.html("settings.active", paper=title), "", *_lines(settings, paper, texts)]
    return Page("\n".join(lines), _buttons(settings, paper, texts))


def is_paused(settings: Settings) -> bool:
    """Whether nothing comes for now."""
    return settings.subscriber is not None and settings.subscriber.standing is Standing.PAUSED


def _lines(settings: Settings, paper: Paper, texts: Texts) -> list[str]:
    chosen = settings.chosen
    pause = [_pause(settings, texts)] if is_paused(settings) else []
    place, now = zone_name(chosen.zone, texts), hour_text(wall_time(settings.now, chosen.zone))
    return [
        *pause,
        *_how(chosen, texts),
        *_in_digests(settings, paper, texts),
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


def _how(chosen: Preferences, texts: Texts) -> list[str]:
    days = days_text(chosen.digest_days, texts)
    digest = texts.html("settings.digest", hours=hours_text(chosen.digest_times), days=days)
    if chosen.mode is Mode.DIGEST:
        return [texts.html("settings.only_digest"), digest]
    if chosen.only_breaking:
        return [texts.html("settings.only_breaking")]
    if chosen.daily_cap is None:
        return [texts.html("settings.no_cap")]
    return [texts.html("settings.cap", count=chosen.daily_cap), digest]


def _in_digests(settings: Settings, paper: Paper, texts: Texts) -> list[str]:
    """What *Less like this* put into digests, where other news comes at once."""
    if settings.chosen.mode is Mode.DIGEST or not settings.in_digests:
        return []
    names = [subject_label(one, paper) for one in settings.in_digests[:_MOST_NAMES]]
    more = ["…"] if len(settings.in_digests) > _MOST_NAMES else []
    return [texts.html("settings.in_digests", names=", ".join([*names, *more]))]


def _buttons(settings: Settings, paper: Paper, texts: Texts) -> ButtonRows:
    pages = {name: to_page(name, texts.plain(label)) for name, label in _PAGES.items()}
    resume = Button(texts.plain("button.resume"), data=pack(Action.RESUME))
    several = [pages["edition"]] if len(paper.editions) > 1 else []
    changes = [
        pages["cap"],
        pages["hours"],
        pages["days"],
        pages["quiet"],
        pages["zone"],
        *several,
        resume if is_paused(settings) else pages["pause"],
        Button(texts.plain("button.my_follows"), data=pack(Action.FOLLOWING, 0)),
    ]
    chats = Button(texts.plain("button.chats"), data=pack(Action.CHATS))
    return (_ways(settings.chosen, texts), *in_rows(changes, 2), (chats,))


def _ways(chosen: Preferences, texts: Texts) -> tuple[Button, ...]:
    """At once, in a digest, or only what can't wait."""
    is_digest = chosen.mode is Mode.DIGEST
    only = chosen.only_breaking and not is_digest
    at_once = not (is_digest or only)
    return (
        icon_choice(Action.MODE, Mode.INSTANT, "⚡", texts.plain("button.instant"), at_once, texts),
        icon_choice(Action.MODE, Mode.DIGEST, "🗞", texts.plain("button.digest"), is_digest, texts),
        icon_choice(Action.BREAKING, "", "🚨", texts.plain("button.breaking"), only, texts),
    )


def to_page(name: str, label: str) -> Button:
    """The way to a page of the settings."""
    return Button(label, data=pack(Action.SETTINGS, name))


def choice(action: Action, about: object, label: str, is_chosen: bool, texts: Texts) -> Button:
    """One of several, marked where it holds."""
    return Button(texts.plain("button.on", name=label) if is_chosen else label, data=pack(action, about))


def icon_choice(
    action: Action, about: object, icon: str, label: str, is_chosen: bool, texts: Texts
) -> Button:
    """The same with an icon, whose room the mark takes."""
    return choice(action, about, label if is_chosen else f"{icon} {label}", is_chosen, texts)


def back(texts: Texts) -> tuple[Button, ...]:
    """The way to the first page."""
    return (to_page("", texts.plain("button.to_settings")),)
