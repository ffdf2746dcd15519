"""`/settings` and what can be chosen there; every change comes back as the whole, ready to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.domain.choosing import Step, in_mode
from bot.domain.follows import Subject
from bot.domain.ids import Edition
from bot.domain.paper import Paper
from bot.domain.pauses import Day, after_days, until_day
from bot.domain.preferences import Mode, Preferences
from bot.domain.subscribers import Person, Standing, Subscriber
from bot.usecases.choose_when import ChooseWhen
from bot.usecases.follow import FollowSubjects
from bot.usecases.subscribe import Subscribe


@dataclass(frozen=True)
class Settings:
    """How somebody's subscription stands at this moment; `subscriber` is None for a stranger."""

    subscriber: Subscriber | None
    edition: Edition
    chosen: Preferences
    now: datetime
    in_digests: Sequence[Subject] = ()
    """What comes in digests only, whatever was chosen for all."""

    @property
    def is_subscribed(self) -> bool:
        """Whether anything comes, or will after a pause."""
        return self.subscriber is not None and self.subscriber.standing in (Standing.ACTIVE, Standing.PAUSED)


class AdjustSettings:
    """Show and change a subscription. Every change raises UsageError for a stranger."""

    def __init__(
        self,
        subscribe: Subscribe,
        follow: FollowSubjects,
        choose_when: ChooseWhen,
        paper: Paper,
        clock: Clock,
    ) -> None:
        self._subscribe = subscribe
        self._follow = follow
        self._choose_when = choose_when
        self._paper = paper
        self._clock = clock

    async def of(self, person: Person) -> Settings:
        """What holds for them, a stranger included."""
        subscriber = await self._subscribe.of(person)
        stances = await self._follow.mine(person)
        in_digests = [one.subject for one in stances.follows if one.mode is Mode.DIGEST]
        chosen = await self._choose_when.of(person)
        return Settings(subscriber, stances.edition, chosen, self._clock.now(), in_digests)

    async def begin(self, person: Person, mode: Mode, source: str | None = None) -> Settings:
        """Subscribe to everything, at once or in a digest. `source` is the tag of the link that led here."""
        await self._subscribe(person, everything=True, source=source)
        before, step = await self._choose_when.of(person), in_mode(mode)
        if step(before) != before:
            await self._choose_when.change(person, step)
        return await self.of(person)

    async def change(self, person: Person, step: Step) -> Settings:
        """From now on what `step` makes of it holds. Raises what `step` raises."""
        await self._choose_when.change(person, step)
        return await self.of(person)

    async def choose_edition(self, person: Person, edition: Edition) -> Settings:
        """Read another edition. Raises UsageError for an unknown one."""
        await self._subscribe.choose_edition(person, edition)
        return await self.of(person)

    async def pause(self, person: Person, days: int | None) -> Settings:
        """Nothing for so many days; None for until they resume."""
        now = self._clock.now()
        until = after_days(days, await self._zone(person), now) if days is not None else None
        await self._subscribe.pause(person, until)
        return await self.of(person)

    async def pause_until(self, person: Person, day: Day) -> Settings:
        """Nothing until that day begins. Raises UsageError for one that is over or too far."""
        until = until_day(day, await self._zone(person), self._clock.now())
        await self._subscribe.pause(person, until)
        return await self.of(person)

    async def resume(self, person: Person) -> Settings:
        """End a pause."""
        await self._subscribe.resume(person)
        return await self.of(person)

    async def _zone(self, person: Person) -> ZoneInfo:
        return ZoneInfo((await self._choose_when.of(person)).zone)
