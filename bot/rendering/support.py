"""The page of `/support`, the appeal as a message, as a button below an answer, and under what is pushed."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.domain.appeals import Form, History, Rest, WhyNot, Wording
from bot.domain.articles import Article, Draft
from bot.domain.asking import LONGEST_LINE, Asking, line_of, reason_against
from bot.domain.memberships import Member
from bot.domain.paper import EditionFacts, Paper
from bot.domain.pushes import Button, ButtonRows, Card
from bot.domain.support_links import Place, Reference, tagged
from bot.locales import Texts
from bot.rendering.callbacks import Action, pack
from bot.rendering.kickers import is_breaking
from bot.rendering.members import state_text
from bot.rendering.plain import one_line, shorten

Row = tuple[Button, ...]
_NO_WORDING = "00000000"
"""No key of a wording."""


def why_not_beside(article: Draft, paper: Paper) -> WhyNot | None:
    """What the paper's rules have against asking beside this article."""
    return reason_against(paper.appeals, article, is_breaking=is_breaking(article.kicker))


def push_rows(article: Draft, asking: Asking, paper: Paper, texts: Texts) -> ButtonRows:
    """What a push of this article has of it. Of a filed article it says which, and with which words; by way
    of our own address where its links go that way."""
    if not asking.carries(why_not_beside(article, paper)):
        return ()
    edition, reference = paper.editions[article.edition], None
    words = edition.wordings[0] if asking is Asking.WORDS else None
    if isinstance(article, Article):
        reference = Reference(
            place=Place.CARD,
            day=article.seen_at.date(),
            wording=words.key if words else None,
            edition=article.edition,
            article=article.id,
        )
    label, by_link = words.button if words else "", paper.links_by is not None
    return support_row(paper, edition, reference, texts=texts, by_link=by_link, label=label)


def push_line(article: Draft, asking: Asking, paper: Paper) -> str:
    """The edition's words in a push of this article; plain, empty where it has none."""
    edition = paper.editions[article.edition]
    if asking is not Asking.WORDS or not edition.membership_url:
        return ""
    return shorten(one_line(line_of(edition.wordings[0].text)), LONGEST_LINE)


def support_page(
    edition: EditionFacts,
    text: str,
    links: Sequence[tuple[str, str]],
    texts: Texts,
    *,
    wording: Wording | None = None,
    may_rest: bool = False,
    may_remind: bool = False,
    takes_codes: bool = False,
    member: Member | None = None,
    gifts: tuple[Row, ...] = (),
    standing: str = "",
) -> Card:
    """The appeal with a button for each tier and gift in Stars; what puts our asking to rest stands last,
    with the way to bring a code. A `member` sees until when they are one; `standing` is HTML about Stars."""
    rows = tuple((Button(label or texts.plain("button.support"), url=url),) for label, url in links)
    key = wording.key if wording else ""
    asked = (Rest.NOT_NOW, Rest.NEVER) if wording else (Rest.LATER,) if may_remind else ()
    said = (((Rest.MEMBER,),) if may_rest or takes_codes else ()) + ((asked,) if may_rest and asked else ())
    rests = (tuple(_rest(one, key, texts) for one in row) for row in said if member is None)
    state = state_text(member, texts) if member else ""
    html = "\n\n".join(filter(None, (state, standing, _text(edition, text, texts))))
    return Card(html=html, buttons=(*rows, *gifts, *rests))


def appeal_message(
    edition: EditionFacts, wording: Wording, texts: Texts, reference: str | None = None
) -> Card:
    """The appeal as a message of its own; its button says the reference."""
    rests = (_rest(Rest.NOT_NOW, wording.key, texts), _rest(Rest.NEVER, wording.key, texts))
    return Card(
        html=_text(edition, wording.text, texts),
        buttons=(appeal_row(wording, Form.MESSAGE, texts, reference), rests),
    )


def appeal_row(wording: Wording, form: Form, texts: Texts, reference: str | None = None) -> Row:
    """The button that opens the page; by its form it knows where to show it."""
    label = wording.button or texts.plain("button.support")
    about = f"{form[0]}{reference}" if reference else f"{wording.key}.{form}"
    return (Button(label, data=pack(Action.SUPPORT, about)),)


def support_row(
    paper: Paper,
    edition: EditionFacts,
    reference: Reference | None,
    *,
    texts: Texts,
    by_link: bool = False,
    label: str = "",
) -> ButtonRows:
    """*Support us*, or another `label`, under what many get, the same for all: opens our page and says where
    it stood.

    With `by_link`, or without a reference, it leads straight to the membership page; there may be none.
    """
    if not edition.membership_url:
        return ()
    label, references = label or texts.plain("button.support"), paper.references
    if references is None or reference is None:
        return ((Button(label, url=edition.membership_url),),)
    written = references.write(reference)
    if by_link:
        url = tagged(edition.membership_url, written, campaign=reference.place.campaign)
        return ((Button(label, url=url),),)
    return ((Button(label, data=pack(Action.SUPPORT_FROM, written)),),)


def reminder_message(edition: EditionFacts, texts: Texts) -> Card:
    """What they wanted to be reminded of, without a sound. None of the wordings, whose figures are about
    asking."""
    rests = (_rest(Rest.NOT_NOW, "", texts), _rest(Rest.NEVER, "", texts))
    label = texts.plain("button.support")
    row = (Button(label, data=pack(Action.SUPPORT, f"{_NO_WORDING}.{Form.MESSAGE}")),)
    html = texts.html("support.reminder", paper=edition.title)
    return Card(html=html, buttons=(row, rests), silent=True)


def rest_text(history: History, reminded_on: datetime | None, zone: ZoneInfo, texts: Texts) -> str:
    """What holds from now on."""
    assert history.rest is not None
    if reminded_on is not None:
        return texts.html("support.reminds", day=_day(reminded_on, zone, texts))
    if history.rests_until is None:
        return texts.html("support.rests_never")
    day = _day(history.rests_until, zone, texts)
    if history.rest is Rest.MEMBER:
        return texts.html("support.rests_member", day=day)
    return texts.html("support.rests", day=day)


def _text(edition: EditionFacts, text: str, texts: Texts) -> str:
    return texts.html("support.text", paper=edition.title, appeal=text)


def _rest(rest: Rest, key: str, texts: Texts) -> Button:
    return Button(texts.plain(f"rest.{rest}"), data=pack(Action.REST, f"{rest}.{key}"))


def _day(moment: datetime, zone: ZoneInfo, texts: Texts) -> str:
    return format_date(moment.astimezone(zone), "d MMMM y", locale=texts.language)
