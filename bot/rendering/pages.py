"""An article to read inside Telegram: heading, then the text in quotes that open with a tap."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from bot.domain.articles import Draft
from bot.domain.paper import Paper
from bot.locales import Texts
from bot.rendering.headings import heading
from bot.rendering.plain import one_line, shorten, text_length

MESSAGE_LIMIT = 4096
"""Characters of a message after parsing; see the Bot API."""
_SPARE = 60
"""For the page's number and the space between."""
_LONGEST_TITLE = 100
_MOST_MARKED = 40
"""Paragraphs of a page in bold or italics: Telegram shows a hundred marked places in a message."""
_PLAIN, _BOLD, _ITALIC = "{}", "<b>{}</b>", "<i>{}</i>"


@dataclass(frozen=True)
class _Piece:
    """A paragraph, or a part of an endless one, and how it is set."""

    text: str
    style: str = _PLAIN


def reading_pages(article: Draft, paper: Paper, texts: Texts) -> tuple[str, ...]:
    """The whole article as messages of Telegram HTML, in order; none for an article without text."""
    top, source = heading(article, paper, texts), _source(article, paper)
    room = MESSAGE_LIMIT - _SPARE - text_length(top) - text_length(source)
    sheets = list(_sheets(list(_pieces(article, room)), room))
    return tuple(_page(top, sheet, source, _number(n, len(sheets))) for n, sheet in enumerate(sheets, 1))


def _page(top: str, sheet: Sequence[_Piece], source: str, number: str) -> str:
    text = "\n\n".join(piece.style.format(escape(piece.text)) for piece in sheet)
    return f"{top}\n\n<blockquote expandable>{text}</blockquote>\n\n{source}{number}"


def _number(number: int, count: int) -> str:
    return f" · {number}/{count}" if count > 1 else ""


def _source(article: Draft, paper: Paper) -> str:
    """The paper's name, leading to the article where it has an address."""
    title = escape(shorten(one_line(paper.editions[article.edition].title), _LONGEST_TITLE))
    return f'<a href="{escape(article.url)}">{title}</a>' if article.url else title


def _pieces(article: Draft, room: int) -> Iterator[_Piece]:
    for number, paragraph in enumerate(article.body):
        style = _BOLD if number in article.subheadings else _ITALIC if number in article.quotes else _PLAIN
        rest = one_line(paragraph)
        while len(rest) > room:
            part = shorten(rest, room)
            yield _Piece(part, style)
            rest = rest[len(part) - 1 :].strip()
        if rest:
            yield _Piece(rest, style)


def _sheets(pieces: Sequence[_Piece], room: int) -> Iterator[list[_Piece]]:
    """As many pieces on each page as fit."""
    sheet: list[_Piece] = []
    length = marked = 0
    for piece in pieces:
        is_marked = piece.style != _PLAIN
        if sheet and (length + len(piece.text) > room or marked + is_marked > _MOST_MARKED):
            yield sheet
            sheet, length, marked = [], 0, 0
        sheet.append(piece)
        length += len(piece.text) + 2
        marked += is_marked
    if sheet:
        yield sheet
