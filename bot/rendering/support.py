"""The page of `/support`, the appeal as a message, and as a button below an answer."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.domain.appeals import Form, History, Rest, Wording
from bot.domain.memberships import Member
from bot.domain.paper import EditionFacts, Paper
from bot.domain.pushes import Button, ButtonRows, Card
from bot.domain.support_links import Reference, tagged
from bot.locales import Texts
from bot.rendering.callbacks import Action, pack
from bot.rendering.members import state_text

Row = tuple[Button, ...]


def support_page(
    edition: EditionFacts,
    text: str,
    links: Sequence[tuple[str, str]],
    texts: Texts,
    *,
    wording: Wording | None = None,
    may_rest: bool = False,
    takes_codes: bool = False,
    member: Member | None = None,
    gifts: tuple[Row, ...] = (),
    standing: str = "",
) -> Card:
    """The appeal with a button for each tier and gift in Stars; what puts our asking to rest stands last,
    with the way to bring a code. A `member` sees until when they are one; `standing` is HTML about Stars."""
    rows = tuple((Button(label or texts.plain("button.support"), url=url),) for label, url in links)
    key = wording.key if wording else ""
    asked = (Rest.NOT_NOW, Rest.NEVER) if wording else (Rest.LATER,)
    said = (((Rest.MEMBER,),) if may_rest or takes_codes else ()) + ((asked,) if may_rest else ())
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
    paper: Paper, edition: EditionFacts, reference: Reference | None, *, texts: Texts, by_link: bool = False
) -> ButtonRows:
    """*Support us* under what many get, the same for all of them: opens our page and says where it stood.

    With `by_link`, or without a reference, it leads straight to the membership page; there may be none.
    """
    if not edition.membership_url:
        return ()
    label, references = texts.plain("button.support"), paper.references
    if references is None or reference is None:
        return ((Button(label, url=edition.membership_url),),)
    written = references.write(reference)
    if by_link:
        url = tagged(edition.membership_url, written, campaign=reference.place.campaign)
        return ((Button(label, url=url),),)
    return ((Button(label, data=pack(Action.SUPPORT_FROM, written)),),)


def rest_text(history: History, zone: ZoneInfo, texts: Texts) -> str:
    """What holds from now on."""
    assert history.rest is not None
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
