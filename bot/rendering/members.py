"""What members are told: thanks, that it ends soon, and what became of their code."""

from datetime import date

from babel.dates import format_date

from bot.domain.memberships import CodeOutcome, Member
from bot.domain.paper import EditionFacts
from bot.domain.pushes import Button, Card
from bot.locales import Texts


def thanks_card(edition: EditionFacts, member: Member, texts: Texts) -> Card:
    """Said once, by ourselves."""
    return Card(html=texts.html("member.thanks", paper=edition.title, day=_day(member.until, texts)))


def reminder_card(edition: EditionFacts, member: Member, link: str, texts: Texts) -> Card:
    """Some days before the end."""
    html = texts.html("member.ends", paper=edition.title, day=_day(member.until, texts))
    return Card(html=html, buttons=((Button(texts.plain("button.support"), url=link),),))


def state_text(member: Member, texts: Texts) -> str:
    """That they are a member, and until when."""
    key = "member.until_cancelled" if member.is_cancelled else "member.until"
    return texts.html(key, day=_day(member.until, texts))


def code_text(outcome: CodeOutcome, member: Member | None, edition: EditionFacts, texts: Texts) -> str:
    """The answer to a code."""
    if member is not None and outcome is CodeOutcome.ACCEPTED:
        return texts.html("member.thanks", paper=edition.title, day=_day(member.until, texts))
    if member is not None and outcome is CodeOutcome.YOURS:
        return state_text(member, texts)
    return texts.html(f"code.{outcome}", paper=edition.title)


def _day(day: date, texts: Texts) -> str:
    return format_date(day, "d MMMM y", locale=texts.language)
