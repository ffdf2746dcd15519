"""The card of an article as an editor changed it: what readers get, and the buttons that change it."""

from dataclasses import replace
from html import escape

from bot.domain.articles import Article
from bot.domain.asking import Asking
from bot.domain.edits import (
    NO_PICTURE,
    Candidate,
    Edit,
    Removable,
    Version,
    edited,
    look_at,
    pictures_of,
)
from bot.domain.paper import Paper
from bot.domain.pushes import Button, ButtonRows, Card
from bot.domain.reviews import Page
from bot.locales import Texts
from bot.rendering.callbacks import Action, pack, unpack
from bot.rendering.cards import article_card
from bot.rendering.headings import headline_text
from bot.rendering.plain import one_line, shorten

OWN = "own"
"""Chosen in place of a picture's number: the article's own."""
NONE = "none"
_IN_A_ROW = 5
_LONGEST_SENTENCE = 320


def edited_card(article: Article, edit: Edit, paper: Paper, texts: Texts) -> Card:
    """The message that pushes an article with these changes; without any, its own card."""
    other_picture = edit.photo_id is not None or edit.picture is not None
    shown = _without_picture(article) if other_picture else article
    card = article_card(edited(shown, edit), paper, texts, edit.asking)
    if other_picture:
        preview = None if edit.picture == NO_PICTURE else card.preview
        card = replace(card, photo=edit.picture or None, photo_id=edit.photo_id, preview=preview)
    rows = (tuple(one for one in row if not _is_hidden(one, article, edit)) for row in card.buttons)
    return replace(card, buttons=tuple(row for row in rows if row))


def page_rows(page: Page, article: Article, version: Version, editor: Texts) -> ButtonRows:
    """The rows of a page on which a card is changed."""
    rows = {Page.PICTURE: _picture_rows, Page.ASKING: _asking_rows}
    return rows.get(page, _edit_rows)(article, version, editor)


def sentences_page(
    article: Article, version: Version, offered: tuple[Candidate, ...], editor: Texts
) -> tuple[str, ButtonRows]:
    """All sentences that may stand on the card, and a button for each."""
    lines = [_line(number, one) for number, one in enumerate(offered, start=1)]
    head = editor.html("edit.sentences", headline=headline_text(edited(article, version.edit)))
    numbers = [
        _button(f"{'✓ ' if one.chosen else ''}{number + 1}", Action.SENTENCE, article, version, number)
        for number, one in enumerate(offered)
    ]
    rows = [tuple(numbers[start : start + _IN_A_ROW]) for start in range(0, len(numbers), _IN_A_ROW)]
    last = (
        _button(editor.plain("button.type_summary"), Action.TYPE_SUMMARY, article, version),
        _button(editor.plain("button.show_card"), Action.SHOW_CARD, article, version),
    )
    return "\n\n".join((head, *lines)), (*rows, last)


def _line(number: int, one: Candidate) -> str:
    sentence = escape(shorten(one_line(one.text), _LONGEST_SENTENCE))
    return f"{'✓ ' if one.chosen else ''}<b>{number}.</b> {sentence}"


def editions_text(articles: tuple[Article, ...], paper: Paper, editor: Texts) -> str:
    """Headline and summary of the same news in each edition, one below the other."""
    blocks = [
        f"<b>{escape(paper.editions[one.edition].title)}</b>\n{escape(headline_text(one))}\n"
        f"<blockquote>{escape(_said(one))}</blockquote>"
        for one in articles
    ]
    return "\n\n".join((editor.html("edit.editions"), *blocks))


def _said(article: Article) -> str:
    points = "".join(f"\n• {one_line(point)}" for point in article.key_points)
    return shorten(one_line(article.summary), 800) + points[:800] or "–"


def _edit_rows(article: Article, version: Version, editor: Texts) -> ButtonRows:
    def button(key: str, action: Action, choice: object = "") -> Button:
        return _button(editor.plain(key), action, article, version, choice)

    words = (button("button.headline", Action.HEADLINE), button("button.summary", Action.SUMMARY))
    looks = (
        button("button.picture", Action.CARD_PAGE, Page.PICTURE),
        button("button.editions", Action.EDITIONS),
    )
    asks = editor.plain(
        "button.asking",
        button=editor.plain("button.support"),
        asking=editor.plain(f"asking.{version.edit.asking}"),
    )
    asking = (_button(asks, Action.CARD_PAGE, article, version, Page.ASKING),)
    undo = (button("button.undo", Action.UNDO), button("button.reset", Action.RESET))
    last = (
        button("button.send_now", Action.SEND_NOW),
        button("button.back_to_desk", Action.CARD_PAGE, Page.DESK),
    )
    switches = _switches(article, version, editor)
    rows = (words, looks, switches, asking, undo if version.number else (), last)
    return tuple(row for row in rows if row)


def _switches(article: Article, version: Version, editor: Texts) -> tuple[Button, ...]:
    has = {Removable.WATCH: bool(article.videos), Removable.READ_HERE: bool(article.body)}
    names = {
        Removable.WATCH: editor.plain("button.watch"),
        Removable.READ_HERE: editor.plain("button.read_here"),
    }
    return tuple(
        _button(
            f"{'✕' if one in version.edit.hidden else '✓'} {names[one]}",
            Action.SWITCH_BUTTON,
            article,
            version,
            one,
        )
        for one, there in has.items()
        if there
    )


def _picture_rows(article: Article, version: Version, editor: Texts) -> ButtonRows:
    edit = version.edit

    def choice(label: str, picked: object, *, is_now: bool) -> Button:
        mark = "✓ " if is_now else ""
        return _button(mark + label, Action.PICK_PICTURE, article, version, picked)

    is_own = edit.picture is None and edit.photo_id is None
    others = [
        choice(f"🖼 {number}", number, is_now=edit.picture == address)
        for number, address in enumerate(pictures_of(article))
        if number
    ]
    first = (
        choice(editor.plain("button.own_picture"), OWN, is_now=is_own),
        choice(editor.plain("button.no_picture"), NONE, is_now=edit.picture == NO_PICTURE),
    )
    last = (
        _button(editor.plain("button.upload"), Action.UPLOAD, article, version),
        _button(editor.plain("button.back"), Action.CARD_PAGE, article, version, Page.EDIT),
    )
    rows = (others[start : start + _IN_A_ROW] for start in range(0, len(others), _IN_A_ROW))
    return (first, *map(tuple, rows), last)


def _asking_rows(article: Article, version: Version, editor: Texts) -> ButtonRows:
    """One below the other: what each means needs some words."""

    def choice(one: Asking) -> Button:
        mark = "✓ " if one is version.edit.asking else ""
        return _button(mark + editor.plain(f"asking.{one}"), Action.ASKING, article, version, one)

    back = _button(editor.plain("button.back"), Action.CARD_PAGE, article, version, Page.EDIT)
    return (*((choice(one),) for one in Asking), (back,))


def _button(label: str, action: Action, article: Article, version: Version, choice: object = "") -> Button:
    return Button(label, data=pack(action, look_at(article, version, choice)))


def _without_picture(article: Article) -> Article:
    return replace(article, image=None, videos=tuple(replace(video, poster=None) for video in article.videos))


def _is_hidden(button: Button, article: Article, edit: Edit) -> bool:
    if button.url is not None:
        is_video = any(button.url == video.url for video in article.videos) and button.url != article.url
        return is_video and Removable.WATCH in edit.hidden
    action = unpack(button.data or "")
    return action is not None and action[0] is Action.READ_HERE and Removable.READ_HERE in edit.hidden
