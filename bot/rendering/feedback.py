"""What readers tell the newsroom and what it answers, as the other side sees it."""

from html import escape
from zoneinfo import ZoneInfo

from bot.domain.articles import Article
from bot.domain.feedback import Feedback, FeedbackState
from bot.domain.pushes import Button, ButtonRows, Card
from bot.locales import Texts
from bot.rendering.callbacks import Action, pack
from bot.rendering.desk import decided_buttons, wall_date
from bot.rendering.plain import one_line, shorten

_LONGEST_HEADLINE = 200
_LONGEST_NAME = 64
_LONGEST_ECHO = 300
"""Characters of the reader's own words above an answer to them."""


def feedback_card(feedback: Feedback, zone: ZoneInfo, editor: Texts) -> Card:
    """The desk's card: who, when, about what, their words, and what became of it; erased, only that."""
    if feedback.state is FeedbackState.ERASED:
        return Card(html=editor.html("feedback.erased"))
    when, name = wall_date(feedback.at, zone, editor), _name(feedback)
    parts = [editor.html("feedback.card", number=feedback.id, name=name, when=when)]
    if feedback.article is not None:
        url, headline = feedback.article.url, headline_of(feedback.article)
        parts.append(editor.html("feedback.about", url=url, headline=headline))
    parts.append(f"<blockquote expandable>{escape(_lines(feedback.text))}</blockquote>")
    return Card(html="\n".join(parts), buttons=_buttons(feedback, zone, editor))


def answer_card(feedback: Feedback, paper: str, reader: Texts) -> Card:
    """The newsroom's answer below the beginning of what the reader wrote."""
    wrote = escape(shorten(one_line(feedback.text), _LONGEST_ECHO))
    title = reader.html("feedback.answer", paper=paper)
    return Card(html=f"{title}\n<blockquote>{wrote}</blockquote>\n{escape(feedback.answer or '')}")


def headline_of(article: Article) -> str:
    """The headline, short enough to stand beside other things."""
    return shorten(one_line(article.headline), _LONGEST_HEADLINE)


def _buttons(feedback: Feedback, zone: ZoneInfo, editor: Texts) -> ButtonRows:
    if feedback.state is FeedbackState.WAITING:
        return ((Button(editor.plain("button.answer"), data=pack(Action.ANSWER, feedback.id)),),)
    when = wall_date(feedback.answered_at, zone, editor) if feedback.answered_at else ""
    return decided_buttons(f"verdict.{feedback.state}", editor, name=feedback.answered_name or "", when=when)


def _lines(text: str) -> str:
    """Their words line by line, none of which can turn the rest of the card around."""
    return "\n".join(map(one_line, text.splitlines()))


def _name(feedback: Feedback) -> str:
    return shorten(one_line(feedback.name), _LONGEST_NAME)
