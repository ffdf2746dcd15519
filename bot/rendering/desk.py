"""What editors see: cards with the desk's buttons under those that readers get."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_time

from bot.domain.articles import Article
from bot.domain.edits import UNTOUCHED, Version, look_at
from bot.domain.ids import PushId
from bot.domain.paper import Paper
from bot.domain.pushes import Button, ButtonRows, Card, Style
from bot.domain.queue import ArticleSeen
from bot.domain.reviews import Page, Review
from bot.locales import Texts
from bot.rendering.callbacks import Action, pack
from bot.rendering.edited import edited_card, page_rows
from bot.rendering.plain import one_line, shorten

_HEADLINE_ON_BUTTON = 48


def review_card(
    article: Article,
    paper: Paper,
    readers: Texts,
    editor: Texts,
    before: Article | None = None,
    version: Version = UNTOUCHED,
    page: Page = Page.DESK,
) -> Card:
    """The readers' card, exactly, with the desk's buttons in the editor's language below it.

    `before` is what readers got of the same story: a button with its headline opens it. `version` is what
    editors changed, `page` which of its pages the desk's buttons show.
    """
    card = edited_card(article, version.edit, paper, readers)
    if page is not Page.DESK:
        return replace(card, buttons=(*card.buttons, *page_rows(page, article, version, editor)))
    return replace(
        card, buttons=(*card.buttons, *_same_story(before, editor), *_desk_rows(article, version, editor))
    )


def _desk_rows(article: Article, version: Version, editor: Texts) -> ButtonRows:
    seen = look_at(article, version)
    decide = (
        Button(editor.plain("button.send_now"), data=pack(Action.SEND_NOW, seen)),
        Button(editor.plain("button.skip"), data=pack(Action.SKIP, seen)),
    )
    prepare = (
        Button(editor.plain("button.test"), data=pack(Action.TEST, seen)),
        Button(
            editor.plain("button.edit"), data=pack(Action.CARD_PAGE, look_at(article, version, Page.EDIT))
        ),
    )
    target = ArticleSeen(article.id, article.revision, version.number)
    plan = (
        Button(editor.plain("button.schedule"), data=pack(Action.SCHEDULE, target)),
        Button(editor.plain("button.audience"), data=pack(Action.AUDIENCE, target)),
    )
    return decide, prepare, plan


def _same_story(before: Article | None, editor: Texts) -> ButtonRows:
    if before is None or not before.url:
        return ()
    headline = shorten(one_line(before.headline), _HEADLINE_ON_BUTTON)
    return ((Button(editor.plain("button.same_story", headline=headline), url=before.url),),)


def scheduled_card(card: Card, push_id: PushId, when: str, editor: Texts) -> Card:
    """A scheduled push's card with *Cancel* and its time below."""
    label = editor.plain("button.cancel_push", when=when)
    return replace(card, buttons=(*card.buttons, (Button(label, data=pack(Action.CANCEL_PUSH, push_id)),)))


def decided_buttons(key: str, texts: Texts, **args: object) -> ButtonRows:
    """A single button that says what became of the card."""
    return ((Button(texts.plain(key, **args), data=pack(Action.SETTLED)),),)


def stop_or_verdict(review: Review, paper: Paper, editor: Texts, *, waits: bool = False) -> ButtonRows:
    """*Stop* as long as nothing of it has left, and what became of the review; `waits`: it has a time."""
    decision = verdict(review, paper.zone, editor, waits=waits and review.stoppable is None)
    if review.stoppable is None:
        return decision
    label = editor.plain("button.withdraw", seconds=round(paper.window.total_seconds()))
    stop = Button(label, data=pack(Action.WITHDRAW, review.stoppable), style=Style.DANGER)
    return ((stop,), *decision)


def verdict(review: Review, zone: ZoneInfo, editor: Texts, *, waits: bool = False) -> ButtonRows:
    """What became of a review, by whom and when."""
    when = wall_time(review.decided_at, zone, editor) if review.decided_at else ""
    return decided_buttons(
        "desk.waits" if waits else f"desk.{review.state}", editor, name=review.decided_name or "", when=when
    )


def wall_time(moment: datetime, zone: ZoneInfo, texts: Texts) -> str:
    """A moment on the paper's clocks, e.g. `18:30`."""
    return str(format_time(moment, "HH:mm", tzinfo=zone, locale=texts.language))


def wall_date(moment: datetime, zone: ZoneInfo, texts: Texts) -> str:
    """A moment with its day, e.g. `24 Nov, 08:30`."""
    return str(format_datetime(moment, "d MMM, HH:mm", tzinfo=zone, locale=texts.language))
