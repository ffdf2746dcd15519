"""What subscribers chose about when news comes. Who chose nothing has no row."""

from datetime import datetime, time

from sqlalchemy import BigInteger, ForeignKey, Index, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.ids import SubscriberId
from bot.domain.preferences import Mode, Preferences, QuietHours
from storage.columns import Base, Choice, insert
from storage.digest_rows import DigestClockRow


class PreferenceRow(Base):
    """A subscriber's choices.

    Times are written `07:30`, several apart by spaces, weekdays as digits: statements look for one in many.
    """

    __tablename__ = "preferences"
    # The index holds all that is asked of the readers of a zone, which are many: their hours.
    __table_args__ = (Index("ix_preferences_hours", "zone", "quiet", "digest_times", "digest_days"),)

    subscriber_id: Mapped[SubscriberId] = mapped_column(
        ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    zone: Mapped[str]
    mode: Mapped[Mode] = mapped_column(Choice(Mode))
    digest_times: Mapped[str]
    digest_days: Mapped[str]
    daily_cap: Mapped[int | None]
    quiet: Mapped[str]
    """`22:00-07:00`, empty for none: zone and quiet hours together tell what the clocks of a reader mean."""
    only_breaking: Mapped[bool]
    paused_until: Mapped[datetime | None] = mapped_column(index=True)


class ReaderHoursRow(Base):
    """What the clocks say now for readers with this zone and these quiet hours: written whenever a push is
    planned, for the statements of that transaction. As a parameter it would have no index, and be walked
    through for every reader. The last three are milliseconds since 1970, and 0 where it is not quiet."""

    __tablename__ = "reader_hours"
    __table_args__ = ({"sqlite_with_rowid": False},)

    zone: Mapped[str] = mapped_column(primary_key=True)
    quiet: Mapped[str] = mapped_column(primary_key=True)
    not_before: Mapped[int] = mapped_column(BigInteger)
    day_begins: Mapped[int] = mapped_column(BigInteger)
    day_ends: Mapped[int] = mapped_column(BigInteger)


class SqlPreferences:
    """bot.follow_ports.Choices on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, subscriber_id: SubscriberId) -> Preferences | None:
        """What a subscriber chose; None for who chose nothing."""
        row = await self._session.scalar(
            select(PreferenceRow).where(PreferenceRow.subscriber_id == subscriber_id)
        )
        return _preferences(row) if row else None

    async def keep(self, subscriber_id: SubscriberId, chosen: Preferences) -> None:
        """From now on this holds for a subscriber."""
        values = {
            "zone": chosen.zone,
            "mode": chosen.mode,
            "digest_times": " ".join(map(written, chosen.digest_times)),
            "digest_days": "".join(map(str, sorted(chosen.digest_days))),
            "daily_cap": chosen.daily_cap,
            "quiet": written_hours(chosen.quiet),
            "only_breaking": chosen.only_breaking,
            "paused_until": chosen.paused_until,
        }
        filing = insert(self._session, PreferenceRow).values(subscriber_id=subscriber_id, **values)
        await self._session.execute(
            filing.on_conflict_do_update(
                index_elements=["subscriber_id"], set_={name: filing.excluded[name] for name in values}
            )
        )
        for at in chosen.digest_times:
            clock = insert(self._session, DigestClockRow).values(zone=chosen.zone, at=written(at))
            await self._session.execute(clock.on_conflict_do_nothing())


def written(at: time) -> str:
    """A time of day as it is kept."""
    return f"{at:%H:%M}"


def written_hours(quiet: QuietHours | None) -> str:
    """Quiet hours as they are kept, empty for none."""
    return f"{written(quiet.start)}-{written(quiet.end)}" if quiet else ""


def read_hours(text: str) -> QuietHours | None:
    """Quiet hours from what is kept."""
    if not text:
        return None
    start, _, end = text.partition("-")
    return QuietHours(start=time.fromisoformat(start), end=time.fromisoformat(end))


def _preferences(row: PreferenceRow) -> Preferences:
    return Preferences(
        zone=row.zone,
        mode=row.mode,
        digest_times=tuple(map(time.fromisoformat, row.digest_times.split())),
        digest_days=frozenset(map(int, row.digest_days)),
        daily_cap=row.daily_cap,
        quiet=read_hours(row.quiet),
        only_breaking=row.only_breaking,
        paused_until=row.paused_until,
    )
