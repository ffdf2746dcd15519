"""The books of Telegram Stars: one row for each charge, which nothing deletes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.ids import UserId
from bot.domain.stars import Kind, Payment
from storage.columns import ROW_ID, Base, Choice, insert


class StarPaymentRow(Base):
    """What Telegram took. `user_id` is nobody's once they had themselves erased."""

    __tablename__ = "star_payments"

    id: Mapped[int] = mapped_column(ROW_ID, primary_key=True)
    charge_id: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[UserId | None] = mapped_column(index=True)
    kind: Mapped[Kind] = mapped_column(Choice(Kind))
    amount: Mapped[int]
    invoice: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime]
    until: Mapped[datetime]
    is_renewal: Mapped[bool]
    refunded_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class SqlStarBooks:
    """bot.star_ports.StarBooks on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def book(self, payment: Payment) -> bool:
        """False for a charge that is booked already."""
        new = insert(self._session, StarPaymentRow).values(
            charge_id=payment.charge_id,
            user_id=payment.payer,
            kind=payment.kind,
            amount=payment.amount,
            invoice=payment.invoice,
            at=payment.at,
            until=payment.until,
            is_renewal=payment.is_renewal,
            refunded_at=payment.refunded_at,
            ended_at=payment.ended_at,
        )
        filed = new.on_conflict_do_nothing(index_elements=["charge_id"]).returning(StarPaymentRow.id)
        return await self._session.scalar(filed) is not None

    async def is_paid(self, invoice: str) -> bool:
        """Whether this invoice was paid, by its key."""
        found = select(func.count()).where(StarPaymentRow.invoice == invoice)
        return bool(await self._session.scalar(found))

    async def of(self, payer: UserId) -> Sequence[Payment]:
        """What somebody paid, oldest first."""
        theirs = select(StarPaymentRow).where(StarPaymentRow.user_id == payer)
        return await self._found(theirs)

    async def by_charge(self, charge_id: str) -> Payment | None:
        """The payment of a charge."""
        found = await self._found(select(StarPaymentRow).where(StarPaymentRow.charge_id == charge_id))
        return next(iter(found), None)

    async def all(self) -> Sequence[Payment]:
        """Everything, oldest first."""
        return await self._found(select(StarPaymentRow))

    async def refunded(self, charge_id: str, now: datetime) -> None:
        """It went back, and with it what was to be renewed ends. The first word about it stands."""
        back = update(StarPaymentRow).where(StarPaymentRow.charge_id == charge_id)
        await self._session.execute(back.where(StarPaymentRow.refunded_at.is_(None)).values(refunded_at=now))
        payment = await self.by_charge(charge_id)
        if payment is not None:
            await self.ended(payment.invoice, now)

    async def ended(self, invoice: str, at: datetime | None) -> None:
        """An invoice is not renewed since then, the first word about it stands; None: it is again."""
        row = StarPaymentRow
        changed = update(row).where(row.invoice == invoice, row.kind == Kind.MONTHLY).values(ended_at=at)
        await self._session.execute(changed if at is None else changed.where(row.ended_at.is_(None)))

    async def forget(self, payer: UserId) -> None:
        """The lines stay, and belong to nobody."""
        theirs = update(StarPaymentRow).where(StarPaymentRow.user_id == payer)
        await self._session.execute(theirs.values(user_id=None))

    async def _found(self, wanted: Select[StarPaymentRow]) -> list[Payment]:
        ordered = wanted.order_by(StarPaymentRow.at, StarPaymentRow.id)
        rows = await self._session.scalars(ordered.execution_options(populate_existing=True))
        return [_payment(row) for row in rows]


def _payment(row: StarPaymentRow) -> Payment:
    return Payment(
        charge_id=row.charge_id,
        payer=row.user_id,
        kind=row.kind,
        amount=row.amount,
        invoice=row.invoice,
        at=row.at,
        until=row.until,
        is_renewal=row.is_renewal,
        refunded_at=row.refunded_at,
        ended_at=row.ended_at,
    )
