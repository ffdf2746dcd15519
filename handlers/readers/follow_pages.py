"""The readers' messages about what they follow: choosing, the own list, one subject. Pure."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.domain.follows import Follow, FollowKind, Subject
from bot.domain.paper import Paper
from bot.domain.preferences import Mode
from bot.domain.pushes import Button, ButtonRows
from bot.locales import Texts
from bot.newsroom import Changed, Found, Stances
from bot.rendering.callbacks import Action, pack, tagged
from bot.rendering.plain import shorten
from bot.rendering.subjects import muted_until, subject_label, subject_name
from handlers.readers.pages import Page

_ON_A_PAGE = 8
_LONGEST_ECHO = 100
_ALWAYS = (FollowKind.EDITION, FollowKind.VIDEO, FollowKind.DIGEST)
"""What there is to follow whatever the paper writes about."""


def topics_page(stances: Stances, number: int, paper: Paper, texts: Texts, source: str | None = None) -> Page:
    """Everything of the edition, then what else there is; each turns on and off with a tap. `source` is the
    tag of the link by which a stranger came, who subscribes with the first of these taps."""
    whole, *others = stances.follows
    title = paper.editions[stances.edition].title
    is_written = any(one.subject.kind not in _ALWAYS for one in others)
    key = "topics.everything" if whole.since else "topics.choose" if is_written else "topics.none"

    def button(one: Follow, place: str) -> Button:
        return Button(_state(one, stances.now, paper, texts), data=tagged(pack(Action.TOGGLE, place), source))

    def turn(page: int) -> str:
        return tagged(pack(Action.TOPICS, page), source)

    rows = _paged(others, number, button, turn, first=whole)
    mine = Button(texts.plain("button.my_follows"), data=pack(Action.FOLLOWING, 0))
    return Page(texts.html(key, paper=title), (*rows, (mine,)))


def _state(one: Follow, now: datetime, paper: Paper, texts: Texts) -> str:
    """A subject on offer: its name, whether it is followed, until when it is muted."""
    name = subject_name(one.subject, paper)
    if one.subject.kind is FollowKind.EDITION:
        name = texts.plain("button.everything", title=subject_label(one.subject, paper))
    if one.is_refused:
        return name
    if one.is_muted(now):
        return texts.plain("button.muted", name=name, day=muted_until(one, paper, texts))
    return texts.plain("button.on", name=name) if one.since else name


def following_page(stances: Stances, number: int, paper: Paper, texts: Texts) -> Page:
    """What is followed or muted, and what was ended from this very list."""
    more = Button(texts.plain("button.choose_topics"), data=pack(Action.TOPICS, 0))
    if not stances.follows:
        return Page(texts.html("following.none"), ((more,),))

    def button(one: Follow, place: str) -> Button:
        name = subject_name(one.subject, paper)
        if one.is_muted(stances.now) and not one.is_refused:
            label = texts.plain("button.muted", name=name, day=muted_until(one, paper, texts))
        elif one.mode is Mode.DIGEST:
            label = texts.plain("button.end_in_digest", name=name)
        else:
            label = texts.plain("button.end" if one.since else "button.again", name=name)
        return Button(label, data=pack(Action.DROP, place))

    rows = _paged(stances.follows, number, button, lambda page: pack(Action.FOLLOWING, page))
    is_explained = any(one.mode is Mode.DIGEST for one in stances.follows)
    also = "\n\n" + texts.html("following.in_digest") if is_explained else ""
    return Page(texts.html("following.title") + also, (*rows, (more,)))


def found_page(found: Found, words: str, paper: Paper, texts: Texts) -> Page:
    """What `/follow words` came to, and what else it may have meant."""
    choice = tuple((follow_button(one, paper, texts),) for one in found.choice)
    if found.followed is None:
        return Page(texts.html("follow.which", words=shorten(words, _LONGEST_ECHO)), choice)
    page = subject_page(found.followed, paper, texts)
    return Page(page.html, (*page.buttons[:1], *choice, *page.buttons[1:]))


def subject_page(changed: Changed, paper: Paper, texts: Texts) -> Page:
    """That one subject is followed, or no longer, and how to take that back."""
    follow = changed.follow
    name = subject_name(follow.subject, paper)
    mine = Button(texts.plain("button.my_follows"), data=pack(Action.FOLLOWING, 0))
    if follow.since is None:
        again = follow_button(follow.subject, paper, texts)
        return Page(texts.html("follow.ended", name=name), ((again,), (mine,)))
    end = Button(texts.plain("button.end", name=name), data=pack(Action.END_FOLLOW, follow.subject.ref))
    also = "\n\n" + texts.html("follow.besides") if changed.gets_everything else ""
    return Page(texts.html("follow.done", name=name) + also, ((end,), (mine,)))


def follow_button(subject: Subject, paper: Paper, texts: Texts) -> Button:
    """*＋ …*"""
    label = texts.plain("button.follow", name=subject_name(subject, paper))
    return Button(label, data=pack(Action.FOLLOW, subject.ref))


def daily_offer(stances: Stances, paper: Paper, texts: Texts) -> ButtonRows:
    """*＋ 🎬 Video of the day*, where the edition has one and it does not come."""
    missing = [one for one in stances.follows if one.subject.kind is FollowKind.VIDEO and not one.since]
    labels = [(one, texts.plain("button.follow", name=subject_name(one.subject, paper))) for one in missing]
    return tuple((Button(label, data=pack(Action.FOLLOW_DAILY, one.subject.ref)),) for one, label in labels)


def _paged(
    follows: Sequence[Follow],
    number: int,
    button: Callable[[Follow, str], Button],
    turn: Callable[[int], str],
    first: Follow | None = None,
) -> ButtonRows:
    """A page of buttons, one a row, under `first`, and the way to the pages beside it."""
    last = max(len(follows) - 1, 0) // _ON_A_PAGE
    here = min(number, last)
    shown = [first] if first else []
    shown += follows[here * _ON_A_PAGE : (here + 1) * _ON_A_PAGE]
    rows = tuple((button(one, f"{here}.{one.subject.ref}"),) for one in shown)
    beside = page_turns(here, last + 1, turn)
    return (*rows, beside) if beside else rows


def page_turns(here: int, count: int, data: Callable[[int], str]) -> tuple[Button, ...]:
    """`‹ 1/3` and `3/3 ›` around page `here`, counted from 0."""
    back = [Button(f"‹ {here}/{count}", data=data(here - 1))] if here else []
    on = [Button(f"{here + 2}/{count} ›", data=data(here + 1))] if here + 1 < count else []
    return (*back, *on)
