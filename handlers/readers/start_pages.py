"""The first message: what comes, how often and how it ends, with one tap to get it. Pure."""

from dataclasses import replace

from bot.domain.follows import Subject
from bot.domain.paper import Paper
from bot.domain.preferences import Mode
from bot.domain.pushes import Button, ButtonRows
from bot.domain.subscribers import Standing
from bot.locales import Texts
from bot.newsroom import Arrival, Settings
from bot.rendering.callbacks import Action, pack, tagged
from bot.rendering.days import days_text, hours_text
from bot.rendering.subjects import subject_name
from bot.rendering.zones import zone_name
from handlers.readers.follow_pages import follow_button
from handlers.readers.pages import Page
from handlers.readers.settings_pages import settings_page, to_page


def start_page(settings: Settings, arrival: Arrival, paper: Paper, texts: Texts) -> Page:
    """To a stranger what comes, to a subscriber how the subscription stands, to both what a link offers."""
    subscriber, title = settings.subscriber, paper.editions[settings.edition].title
    is_stranger = subscriber is None or subscriber.standing is Standing.LEFT
    buttons = _choices(arrival, paper, texts)
    if arrival.subject:
        offer = texts.html("start.offer", paper=title, name=subject_name(arrival.subject, paper))
        follow = (_follow(arrival, arrival.subject, paper, texts),)
        return Page(offer, (follow, *buttons) if is_stranger else (follow,))
    page = (
        Page(_welcome(title, paper, texts), buttons) if is_stranger else settings_page(settings, paper, texts)
    )
    stale = texts.html("start.stale_link") + "\n\n" if arrival.is_stale else ""
    return Page(stale + page.html, page.buttons)


def _follow(arrival: Arrival, subject: Subject, paper: Paper, texts: Texts) -> Button:
    button = follow_button(subject, paper, texts)
    story_of = arrival.story_of
    return button if story_of is None else replace(button, data=pack(Action.BEGIN_STORY, story_of))


def begun_page(settings: Settings, paper: Paper, texts: Texts) -> Page:
    """What one tap chose, and how to change it."""
    chosen, title = settings.chosen, paper.editions[settings.edition].title
    hours = hours_text(chosen.digest_times)
    if chosen.mode is Mode.DIGEST:
        days, place = days_text(chosen.digest_days, texts), zone_name(chosen.zone, texts)
        what = texts.html("start.digest", paper=title, days=days, hours=hours, place=place)
    elif chosen.daily_cap is None:
        what = texts.html("start.all", paper=title)
    else:
        what = texts.html("start.top", paper=title, hours=hours, count=chosen.daily_cap)
    topics = Button(texts.plain("button.choose_topics"), data=pack(Action.TOPICS, 0))
    mine = Button(texts.plain("button.my_follows"), data=pack(Action.FOLLOWING, 0))
    buttons = ((to_page("", texts.plain("button.settings")),), (topics, mine))
    return Page(f"{what}\n\n{texts.html('start.change')}", buttons)


def _welcome(title: str, paper: Paper, texts: Texts) -> str:
    usual = paper.preferences
    if usual.daily_cap is None:
        often = texts.html("start.often_all")
    else:
        often = texts.html("start.often", hours=hours_text(usual.digest_times), count=usual.daily_cap)
    return "\n\n".join((texts.html("start.welcome", paper=title), often, texts.html("start.ends")))


def _choices(arrival: Arrival, paper: Paper, texts: Texts) -> ButtonRows:
    hours = hours_text(paper.preferences.digest_times)
    choices = (
        (texts.plain("button.top_stories"), pack(Action.TOP_STORIES)),
        (texts.plain("button.daily_digest", hours=hours), pack(Action.DAILY_DIGEST)),
        (texts.plain("button.choose_topics"), pack(Action.TOPICS, 0)),
    )
    return tuple((Button(label, data=tagged(data, arrival.source)),) for label, data in choices)
