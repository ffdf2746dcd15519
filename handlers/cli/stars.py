"""`stars`: the books of Telegram Stars, added up, as a table, or beside Telegram's own list; and a refund."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.domain.ids import UserId
from bot.domain.stars import Differences, Month, Payment, months
from bot.domain.tables import Format
from bot.errors import UsageError
from bot.rendering.stars import payments_table
from handlers.cli.program import JSON, LARGEST_ID, Program, perform, speak, tell_json

_USER = typer.Option(min=1, max=LARGEST_ID, help="Whose it was, where the books forgot that.")
_CHARGE = typer.Argument(metavar="CHARGE", help="Telegram's number of the payment, as the books have it.")


def add_to(app: typer.Typer, program: Program) -> None:
    """Register the commands."""
    stars = typer.Typer(help="The books of Telegram Stars.", no_args_is_help=True)
    app.add_typer(stars, name="stars")

    @stars.command("months")
    def months_(as_json: JSON = False) -> None:
        """Add up what came in and went back, month by month on the paper's clock."""
        found = perform(_months(program))
        if as_json:
            tell_json([asdict(one) for one in found])
        else:
            typer.echo("\n".join(_told(found)))

    @stars.command()
    def export(
        target: Annotated[Path, typer.Argument(help="A new file, .csv or .xlsx.")], csv: bool = False
    ) -> None:
        """Write every payment into a table, without who paid; with --csv as CSV, whatever its name."""
        number = perform(_export(program, target, Format.CSV if csv else _format_of(target)))
        typer.echo(speak().plain("books.exported", number=number, path=target))

    @stars.command()
    def refund(
        charge: Annotated[str, _CHARGE],
        user: Annotated[int | None, _USER] = None,
    ) -> None:
        """Give a payment back, all of it; what would be renewed ends. Needs the bot's token."""
        payment = perform(_refund(program, charge, UserId(user) if user else None))
        typer.echo(speak().plain("books.gave_back", amount=payment.amount, charge=charge))

    @stars.command()
    def check(
        book: Annotated[bool, typer.Option("--book", help="Enter what is missing.")] = False,
        as_json: JSON = False,
    ) -> None:
        """Compare the books with Telegram's list; exit 1 where they differ. Needs the bot's token."""
        found = perform(_check(program, book))
        if as_json:
            tell_json(asdict(found))
        else:
            typer.echo("\n".join(_compared(found, book)))
        raise typer.Exit(1 if found.unheard_of or (found.any and not book) else 0)


async def _months(program: Program) -> list[Month]:
    async with program.office() as office:
        return months(await office.keep_star_books.all(), office.paper.zone)


async def _export(program: Program, target: Path, kind: Format) -> int:
    async with program.office() as office:
        payments = await office.keep_star_books.all()
        table = payments_table(payments, office.paper.zone, speak())
        async with office.write_table(table, kind) as file:
            _write(target, file.read())
    return len(payments)


def _format_of(target: Path) -> Format:
    try:
        return Format(target.suffix.lower().removeprefix("."))
    except ValueError:
        raise typer.BadParameter(".csv, .xlsx", param_hint="TARGET") from None


def _write(target: Path, content: bytes) -> None:
    """Raises UsageError where there is something already, or nothing can be."""
    try:
        with target.open("xb") as file:
            file.write(content)
    except OSError as error:
        raise UsageError("error.file_not_written", path=target, problem=error.strerror) from None


async def _refund(program: Program, charge: str, payer: UserId | None) -> Payment:
    async with program.office() as office, program.cashier() as cashier:
        return await office.keep_star_books.refund(charge, payer, cashier)


async def _check(program: Program, book: bool) -> Differences:
    async with program.office() as office, program.cashier() as cashier:
        return await office.keep_star_books.check(cashier, book=book)


def _told(found: Sequence[Month]) -> Iterator[str]:
    texts = speak()
    if not found:
        yield texts.plain("books.empty")
    for one in found:
        yield texts.plain("books.month", **asdict(one) | {"month": f"{one.month:%Y-%m}"})


def _compared(found: Differences, book: bool) -> Iterator[str]:
    texts = speak()
    for one in found.missing:
        at = f"{one.at:%Y-%m-%d %H:%M} UTC"
        yield texts.plain("books.missing", amount=one.amount, at=at, charge=one.charge_id)
    yield from (texts.plain("books.unrefunded", charge=one) for one in found.unrefunded)
    yield from (texts.plain("books.unheard_of", charge=one) for one in found.unheard_of)
    if not found.any:
        yield texts.plain("books.agree", number=found.transactions)
    elif found.missing or found.unrefunded:
        yield texts.plain("books.adopted" if book else "books.hint")
