"""Stars as readers see them, and as a table for the books."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.domain.paper import EditionFacts
from bot.domain.pushes import Button, Card
from bot.domain.stars import Kind, Offer, Payment, StarRules, StarSupport
from bot.domain.tables import Cell, Table
from bot.locales import Texts
from bot.rendering.callbacks import Action, pack
from bot.rendering.plain import shorten

_TITLE, _DESCRIPTION = 32, 255
_IN_A_ROW = 3
_COLUMNS = ("time", "charge", "kind", "stars", "renewal", "refunded")

Row = tuple[Button, ...]


def star_rows(rules: StarRules | None, support: StarSupport, texts: Texts) -> tuple[Row, ...]:
    """What `/support` offers in Stars. Who gives something every 30 days can end it instead of a second."""
    if rules is None:
        return _ends(support, texts)
    once = [_offer(one, texts) for one in rules.offers if one.kind is Kind.ONCE]
    monthly = [_offer(one, texts) for one in rules.offers if one.kind is Kind.MONTHLY]
    rows = [tuple(once[start : start + _IN_A_ROW]) for start in range(0, len(once), _IN_A_ROW)]
    rest = _ends(support, texts) if support.renewals else ((one,) for one in monthly)
    return (*rows, *rest)


def supporting(support: StarSupport, zone: ZoneInfo, texts: Texts) -> str:
    """A line for who supports the paper with Stars; empty for others."""
    if support.until is None:
        return ""
    if not support.renewals:
        return texts.html("stars.supports", day=day_text(support.until, zone, texts))
    amount = sum(one.amount for one in support.renewals)
    day = day_text(min(one.until for one in support.renewals), zone, texts)
    return texts.html("stars.renews", amount=amount, day=day)


def bill_words(offer: Offer, edition: EditionFacts, texts: Texts) -> tuple[str, str]:
    """Title and description of an invoice, in the lengths that Telegram takes."""
    title = texts.plain("stars.title", paper=edition.title)
    description = texts.plain(f"about.{offer.kind}", paper=edition.title, amount=offer.amount)
    return shorten(title, _TITLE), shorten(description, _DESCRIPTION)


def bill_card(offer: Offer, link: str, edition: EditionFacts, texts: Texts) -> Card:
    """The message with the button that opens the invoice."""
    text = texts.html(f"bill.{offer.kind}", paper=edition.title, amount=offer.amount)
    return Card(html=text, buttons=((Button(texts.plain("stars.pay", amount=offer.amount), url=link),),))


def thanks(payment: Payment, paper: str, zone: ZoneInfo, texts: Texts) -> str:
    """What who paid is told, once for each payment but for renewals."""
    day = day_text(payment.until, zone, texts)
    return texts.html(f"thanks.{payment.kind}", paper=paper, amount=payment.amount, day=day)


def payments_table(payments: Sequence[Payment], zone: ZoneInfo, texts: Texts) -> Table:
    """The books for a spreadsheet, without who paid."""
    columns = [texts.plain(f"column.{name}") for name in _COLUMNS]
    return Table("stars", columns, _cells(payments, zone))


def day_text(moment: datetime, zone: ZoneInfo, texts: Texts) -> str:
    """A day in the reader's language."""
    return format_date(moment.astimezone(zone), "d MMMM y", locale=texts.language)


def _cells(payments: Sequence[Payment], zone: ZoneInfo) -> Iterator[Sequence[Cell]]:
    for one in payments:
        refunded = one.refunded_at.astimezone(zone) if one.refunded_at else None
        yield one.at.astimezone(zone), one.charge_id, one.kind, one.amount, int(one.is_renewal), refunded


def _offer(offer: Offer, texts: Texts) -> Button:
    label = texts.plain(f"offer.{offer.kind}", amount=offer.amount)
    return Button(label, data=pack(Action.GIVE_STARS, f"{offer.kind}.{offer.amount}"))


def _ends(support: StarSupport, texts: Texts) -> tuple[Row, ...]:
    button = Button(texts.plain("stars.end"), data=pack(Action.END_STARS))
    return ((button,),) if support.renewals else ()
