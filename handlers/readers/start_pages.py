"""The first message: what comes and how it ends, with one tap to get it. Pure."""

from dataclasses import replace

from bot.domain.follows import Subject
from bot.domain.paper import EditionFacts, Paper
from bot.domain.pushes import Button, ButtonRows
from bot.domain.subscribers import Standing, Subscriber
from bot.locales import Texts
from bot.newsroom import Arrival
from bot.rendering.callbacks import Action, pack
from bot.rendering.subjects import subject_name
from handlers.readers.follow_pages import follow_button
from handlers.readers.pages import Page, settings_page

_LONGEST_TAG = 54
"""What of a link's tag a button has room for."""


def start_page(
    subscriber: Subscriber | None, edition: EditionFacts, arrival: Arrival, paper: Paper, texts: Texts
) -> Page:
    """To a stranger what comes, to a subscriber how the subscription stands, to both what a link offers."""
    is_stranger = subscriber is None or subscriber.standing is Standing.LEFT
    buttons = _choices(arrival, texts)
    if arrival.subject:
        offer = texts.html("start.offer", paper=edition.title, name=subject_name(arrival.subject, paper))
        follow = (_follow(arrival, arrival.subject, paper, texts),)
        return Page(offer, (follow, *buttons) if is_stranger else (follow,))
    page = (
        Page(texts.html("start.welcome", paper=edition.title), buttons)
        if is_stranger
        else settings_page(subscriber, edition, paper, texts)
    )
    stale = texts.html("start.stale_link") + "\n\n" if arrival.is_stale else ""
    return Page(stale + page.html, page.buttons)


def _follow(arrival: Arrival, subject: Subject, paper: Paper, texts: Texts) -> Button:
    button = follow_button(subject, paper, texts)
    story_of = arrival.story_of
    return button if story_of is None else replace(button, data=pack(Action.BEGIN_STORY, story_of))


def _choices(arrival: Arrival, texts: Texts) -> ButtonRows:
    tag = (arrival.source or "")[:_LONGEST_TAG]
    top = Button(texts.plain("button.top_stories"), data=pack(Action.TOP_STORIES, tag))
    topics = Button(texts.plain("button.choose_topics"), data=pack(Action.TOPICS, 0))
    return ((top,), (topics,))
