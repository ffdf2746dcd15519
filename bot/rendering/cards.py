"""The card of an article: heading, summary, key points, picture or large preview, buttons."""

from html import escape

from bot.domain.articles import Article, Draft
from bot.domain.asking import Asking
from bot.domain.paper import Paper, Pictures
from bot.domain.pushes import Button, ButtonRows, Card
from bot.locales import Texts
from bot.rendering.callbacks import Action, pack
from bot.rendering.headings import heading
from bot.rendering.plain import one_line, shorten, text_length
from bot.rendering.support import push_line, push_rows
from bot.rendering.videos import watch_button

CAPTION_LIMIT = 1024
"""Characters of a photo's caption after parsing; see the Bot API."""
_SPARE = 10
_LONGEST_CREDIT = 100
_LONGEST_SUMMARY = 600
"""Characters of summary and key points together, whatever the pages say."""
_SHORTEST_POINT = 20


def article_card(article: Draft, paper: Paper, texts: Texts, asking: Asking = Asking.RULE) -> Card:
    """The message that pushes an article of this edition; `asking` is an editor's word about *Support us*.

    Everything fits under a photo, so that the text is the same where Telegram refuses the picture. A video
    without a lead picture shows its poster; without that, the preview of a page stands for it.
    """
    photo = _picture(article) if paper.pictures is Pictures.PHOTO else None
    credit = _credit(article) if photo else ""
    top, line = heading(article, paper, texts), _line(article, asking, paper)
    room = min(CAPTION_LIMIT - _SPARE - sum(map(_length, (top, credit, line))), _LONGEST_SUMMARY)
    return Card(
        html="\n\n".join(part for part in (top, *_said(article, room), credit, line) if part),
        photo=photo,
        preview=article.url or next((one.url for one in article.videos), None),
        buttons=_buttons(article, paper, texts, asking),
    )


def _picture(article: Draft) -> str | None:
    posters = (one.poster for one in article.videos[:1])
    return article.image.url if article.image else next(posters, None)


def _said(article: Draft, room: int) -> list[str]:
    """Summary and key points, together no longer than `room` characters."""
    summary = shorten(one_line(article.summary), room)
    left = room - len(summary)
    points = []
    for point in map(one_line, article.key_points):
        if left < _SHORTEST_POINT:
            break
        points.append("• " + shorten(point, left - 3))
        left -= len(points[-1]) + 1
    return [escape(summary), escape("\n".join(points))]


def _credit(article: Draft) -> str:
    credit = one_line(article.image.credit or "") if article.image else ""
    return f"<i>📷 {escape(shorten(credit, _LONGEST_CREDIT))}</i>" if credit else ""


def _line(article: Draft, asking: Asking, paper: Paper) -> str:
    line = push_line(article, asking, paper)
    return f"<i>{escape(line)}</i>" if line else ""


def _length(markup: str) -> int:
    return text_length(markup) + 2


def _buttons(article: Draft, paper: Paper, texts: Texts, asking: Asking) -> ButtonRows:
    # Some feeds' entries have no address; a button without one is refused with the whole message.
    read = [Button(texts.plain("button.read"), url=article.url)] if article.url else []
    watch = [watch_button(one, texts) for one in article.videos[:1]]
    links = ((*read, *watch),) if read or watch else ()
    return (*links, *_choices(article, texts), *push_rows(article, asking, paper, texts))


def _choices(article: Draft, texts: Texts) -> ButtonRows:
    """The same for all readers of the edition: who presses is looked up then. Of a filed article only."""
    if not isinstance(article, Article):
        return ()
    here = Button(texts.plain("button.read_here"), data=pack(Action.READ_HERE, article.id))
    less = Button(texts.plain("button.less"), data=pack(Action.LESS, article.id))
    return ((here, less),) if article.body else ((less,),)
