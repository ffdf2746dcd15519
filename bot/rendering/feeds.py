"""The feeds as admins see them: how they are, what can be chosen, and what that does to readers."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from html import escape

from bot.domain.feed_choices import (
    FeedChange,
    FeedChoices,
    FeedPart,
    FeedStanding,
    FeedWeight,
    KnownFeed,
)
from bot.domain.feed_looks import FoundFeed
from bot.domain.feeds import FeedPlan, Mode
from bot.domain.ids import Edition, FeedId
from bot.domain.paper import Paper
from bot.domain.pushes import Button, ButtonRows, Card
from bot.domain.troubles import Trouble
from bot.locales import Texts
from bot.rendering.callbacks import Action, pack
from bot.rendering.desk import wall_date
from bot.rendering.plain import one_line, shorten

PER_PAGE = 8
_ADDRESS, _LABEL, _PROBLEM, _TITLE = 60, 40, 150, 100
_HOUR = timedelta(hours=1)
_ILL = {Trouble.FAILING, Trouble.CERTIFICATE, Trouble.GONE}
_OTHER = {Mode.AUTO: Mode.REVIEW, Mode.REVIEW: Mode.AUTO}
_MODES = {Mode.AUTO: "feedpage.auto", Mode.REVIEW: "feedpage.review"}
_TO_MODE = {Mode.AUTO: "button.feed_auto", Mode.REVIEW: "button.feed_review"}
_ADD = {Mode.REVIEW: "button.add_review", Mode.AUTO: "button.add_auto"}
_ORIGIN = {True: "feedpage.named", False: "feedpage.added"}


def feeds_page(
    feeds: Sequence[KnownFeed],
    recent: Mapping[FeedId, int],
    now: datetime,
    paper: Paper,
    texts: Texts,
    page: int = 0,
) -> Card:
    """A few lines and a button for each feed of this page."""
    shown = feeds[page * PER_PAGE : (page + 1) * PER_PAGE]
    lines = [_line(one, recent.get(one.feed.id, 0), paper, texts) for one in shown]
    if not lines:
        lines = [texts.html("feedpage.none")]
    rows = [(Button(f"{_mark(one)} {_short(one)}", data=pack(Action.FEED, one.feed.id)),) for one in shown]
    turns = [
        Button(texts.plain(label), data=pack(Action.FEEDS, number))
        for label, number in (("button.back", page - 1), ("button.more", page + 1))
        if 0 <= number * PER_PAGE < len(feeds)
    ]
    add = Button(texts.plain("button.new_feed"), data=pack(Action.NEW_FEED))
    title = texts.html("feedpage.title", when=wall_date(now, paper.zone, texts))
    rest = [tuple(turns)] if turns else []
    return Card(html="\n\n".join((title, *lines)), buttons=(*rows, *rest, (add,)))


def feed_page(
    known: KnownFeed, week: int, weight: FeedWeight, now: datetime, paper: Paper, texts: Texts
) -> Card:
    """All that is known of a feed, and what can be chosen."""
    feed, tally = known.feed, known.feed.tally
    share = round(100 * tally.not_modified / tally.asked) if tally.asked else 0
    lines = [
        f"<b>{escape(shorten(one_line(feed.plan.url), 300))}</b>",
        _state(known, texts),
        _reading(feed.plan, paper, texts),
        texts.html("feedpage.last", when=_when(feed.last_success_at, paper, texts)),
    ]
    if known.is_asked and not feed.stopped:
        lines.append(texts.html("feedpage.next", when=_when(feed.next_poll_at, paper, texts)))
    lines += [
        texts.html("feedpage.unchanged", percent=share, asked=tally.asked),
        texts.html("feedpage.errors", row=feed.failures, all=tally.failed),
        texts.html("feedpage.brought", week=week, all=weight.articles, waiting=weight.waiting),
        *_silence(known, now, texts),
        _origin(known, texts),
    ]
    return Card(html="\n".join(lines), buttons=_choices(known, paper, texts))


def ask_page(
    known: KnownFeed,
    change: FeedChange,
    after: FeedPlan,
    readers: int,
    weight: FeedWeight,
    token: str,
    paper: Paper,
    texts: Texts,
) -> Card:
    """What a change will do, and whether to make it."""
    title = paper.editions[after.edition].title if after.edition in paper.editions else after.edition
    said = texts.html(
        _effect(change),
        url=shorten(one_line(known.feed.plan.url), 300),
        edition=title,
        topic=after.topic or "–",
        readers=readers,
        surprise=paper.surprise,
        articles=weight.articles,
        waiting=weight.waiting,
        mode=texts.plain(_MODES[after.mode]),
    )
    do = Button(texts.plain("button.do_it"), data=pack(Action.FEED_DO, token))
    leave = Button(texts.plain("button.leave_it"), data=pack(Action.FEED, known.feed.id))
    return Card(html=said, buttons=((do,), (leave,)))


def candidates_page(found: Sequence[FoundFeed], tokens: Sequence[str], texts: Texts) -> Card:
    """The feeds that a site offers."""
    rows = [
        (Button(shorten(one_line(one.title or one.url), _LABEL), data=pack(Action.FEED_LOOK, token)),)
        for one, token in zip(found, tokens, strict=True)
    ]
    lines = [f"• {escape(shorten(one_line(one.title), _TITLE))}\n  {escape(one.url)}" for one in found[:10]]
    return Card(html="\n".join((texts.html("feedpage.which"), *lines)), buttons=tuple(rows[:10]))


def proposal_page(
    found: FoundFeed,
    plan: FeedPlan,
    readers: int,
    adds: Mapping[Mode, str],
    others: Mapping[Edition, str],
    paper: Paper,
    texts: Texts,
) -> Card:
    """A feed that may be added, and what that does to readers: nothing now, and then what."""
    newest = max((entry.published for entry in found.entries if entry.published), default=None)
    lines = [
        f"<b>{escape(shorten(one_line(found.title), _TITLE))}</b>",
        escape(found.url),
        texts.html("feedpage.holds", number=len(found.entries), when=_when(newest, paper, texts)),
        _edition(plan, paper, texts),
        "",
        texts.html("feedpage.will", edition=paper.editions[plan.edition].title, readers=readers),
    ]
    add = [(Button(texts.plain(_ADD[mode]), data=pack(Action.FEED_ADD, adds[mode])),) for mode in _ADD]
    look = tuple(
        Button(paper.editions[code].title, data=pack(Action.FEED_LOOK, token))
        for code, token in others.items()
    )
    back = Button(texts.plain("button.feeds"), data=pack(Action.FEEDS, 0))
    return Card(html="\n".join(lines), buttons=(*add, *((look,) if look else ()), (back,)))


def chosen_text(plan: FeedPlan, choices: FeedChoices) -> str:
    """How a feed is read, for the record of decisions."""
    topic = f", {plan.topic}" if plan.topic else ""
    return f"{choices.standing}: {plan.edition}, {plan.mode}{topic}"


def _line(known: KnownFeed, week: int, paper: Paper, texts: Texts) -> str:
    feed = known.feed
    facts = texts.html("feedpage.line", week=week, when=_when(feed.last_success_at, paper, texts))
    address = escape(shorten(one_line(_short(known)), _ADDRESS))
    lines = [f"{_mark(known)} <b>{address}</b>", f"{_reading(feed.plan, paper, texts)} · {facts}"]
    if feed.last_problem and known.is_asked:
        lines.append(f"<i>{_cause(feed.last_problem)}</i>")
    return "\n".join(lines)


def _mark(known: KnownFeed) -> str:
    feed = known.feed
    if not known.is_asked:
        return "⏸"
    if feed.stopped or feed.troubles & _ILL:
        return "🔴"
    return "🟡" if feed.troubles or feed.failures else "🟢"


def _state(known: KnownFeed, texts: Texts) -> str:
    feed = known.feed
    if not known.is_asked:
        return f"⏸ {texts.html(f'feed_is.{known.choices.standing}')}"
    said = [f"{_mark(known)} {texts.html('feed_is.on')}"]
    said += [texts.html(f"feed_has.{one}") for one in sorted(feed.troubles)]
    if feed.last_problem:
        said.append(f"<i>{_cause(feed.last_problem)}</i>")
    return "\n".join(said)


def _cause(problem: str) -> str:
    return escape(shorten(one_line(problem), _PROBLEM))


def _reading(plan: FeedPlan, paper: Paper, texts: Texts) -> str:
    return f"{_edition(plan, paper, texts)} · {texts.html(_MODES[plan.mode])}"


def _edition(plan: FeedPlan, paper: Paper, texts: Texts) -> str:
    title = paper.editions[plan.edition].title if plan.edition in paper.editions else plan.edition
    topic = f" · {escape(shorten(one_line(plan.topic), _LABEL))}" if plan.topic else ""
    return f"{escape(title)} ({escape(plan.edition)}){topic}"


def _silence(known: KnownFeed, now: datetime, texts: Texts) -> list[str]:
    habit = known.feed.habit
    if habit.last_new_at is None:
        return []
    hours = int((now - habit.last_new_at) / _HOUR)
    if habit.longest_silence is None:
        return [texts.html("feedpage.quiet", hours=hours)]
    longest = round(habit.longest_silence / _HOUR)
    return [texts.html("feedpage.silence", hours=hours, longest=longest)]


def _origin(known: KnownFeed, texts: Texts) -> str:
    said = texts.html(_ORIGIN[known.named])
    parts = known.choices.parts if known.named else ()
    if not parts:
        return said
    named = ", ".join(texts.plain(f"part_of_feed.{part}") for part in parts)
    return f"{said} {texts.html('feedpage.chosen', parts=named)}"


def _choices(known: KnownFeed, paper: Paper, texts: Texts) -> ButtonRows:
    feed, plan = known.feed, known.feed.plan
    turn = FeedStanding.PAUSED if known.is_asked else FeedStanding.ON
    label = "button.pause_feed" if known.is_asked else "button.resume_feed"
    rows = [
        (
            _ask(label, FeedPart.STANDING, turn, feed.id, texts),
            _ask(_TO_MODE[_OTHER[plan.mode]], FeedPart.MODE, _OTHER[plan.mode], feed.id, texts),
        ),
        tuple(
            _to(f"→ {facts.title}", FeedPart.EDITION, code, feed.id)
            for code, facts in paper.editions.items()
            if code != plan.edition
        ),
        (
            Button(texts.plain("button.feed_topic"), data=pack(Action.FEED_TOPIC, feed.id)),
            _ask("button.remove_feed", FeedPart.STANDING, FeedStanding.REMOVED, feed.id, texts),
        ),
    ]
    if known.named and known.choices.parts:
        rows.append((_ask("button.as_in_file", FeedPart.ALL, "", feed.id, texts),))
    rows.append((Button(texts.plain("button.feeds"), data=pack(Action.FEEDS, 0)),))
    return tuple(row for row in rows if row)


def _ask(label: str, part: FeedPart, value: str, feed_id: FeedId, texts: Texts) -> Button:
    return _to(texts.plain(label), part, value, feed_id)


def _to(label: str, part: FeedPart, value: str, feed_id: FeedId) -> Button:
    return Button(label, data=pack(Action.FEED_ASK, f"{feed_id}.{part}.{value}"))


def _effect(change: FeedChange) -> str:
    match change.part:
        case FeedPart.STANDING:
            return f"effect.{change.value}"
        case FeedPart.MODE:
            return f"effect.{change.value}"
        case FeedPart.TOPIC if not change.value:
            return "effect.no_topic"
    return f"effect.{change.part}"


def _short(known: KnownFeed) -> str:
    """The address without what all have in common, cut at its beginning: its end tells feeds apart."""
    address = known.feed.plan.url.partition("://")[2].removeprefix("www.").rstrip("/")
    return address if len(address) <= _LABEL else f"…{address[1 - _LABEL :]}"


def _when(moment: datetime | None, paper: Paper, texts: Texts) -> str:
    return wall_date(moment, paper.zone, texts) if moment else "–"
