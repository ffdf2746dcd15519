"""The newspaper itself, as far as readers and editors are told about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.alarms import Limits
from bot.domain.appeals import AppealRules, Tier, Wording
from bot.domain.feeds import FeedPlan
from bot.domain.ids import ChatId, Edition, UserId
from bot.domain.preferences import DEFAULT_CAP, DEFAULT_DIGEST, Preferences
from bot.domain.retention import DELIVERIES_KEPT, QUESTIONS_KEPT
from bot.domain.schedules import Plan
from bot.domain.standstills import PATIENCE
from bot.domain.stars import StarRules
from bot.domain.subscribers import Role


class Pictures(StrEnum):
    """How a card shows its article's picture."""

    PHOTO = "photo"
    """As a photo, the text as its caption."""
    PREVIEW = "preview"
    """As the large preview of the article's address, above the text."""


@dataclass(frozen=True)
class Model:
    """A language model behind an OpenAI-compatible address, and its name there."""

    address: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Readers:
    """What holds for readers who chose nothing."""

    daily_cap: int | None = DEFAULT_CAP
    """So many instant pushes a day; None for no cap."""
    digest_time: time = DEFAULT_DIGEST


@dataclass(frozen=True, kw_only=True)
class Upkeep:
    """How long things are kept, and how late news may go out by itself."""

    patience: timedelta = PATIENCE
    """After a longer standstill what fell due that long ago waits for a person."""
    deliveries: timedelta = DELIVERIES_KEPT
    """Who got what; after that only counts."""
    questions: timedelta = QUESTIONS_KEPT
    """What somebody asked last, for the buttons below the answer."""


@dataclass(frozen=True, kw_only=True)
class DeskRules:
    """What the desk keeps to when it sends, unless an editor says otherwise."""

    daily_cap: int | None = None
    """So many pushes a day of the paper's zone; None for as many as there are."""
    spacing: timedelta = timedelta(minutes=30)
    """How far a free slot is from everything else that goes out."""
    breaking_needs_two: bool = False
    """Whether another editor must confirm what skips digests, caps and quiet hours."""


@dataclass(frozen=True, kw_only=True)
class EditionFacts:
    """One language edition and where its readers can become members."""

    code: Edition
    title: str
    membership_url: str
    """Empty where nobody has said it yet."""
    appeal: str
    """The paper's own words beside the membership link; plain text."""
    tiers: tuple[Tier, ...] = ()
    """What `/support` offers; without any, the membership page alone."""
    own_wordings: tuple[Wording, ...] = ()
    terms: str = ""
    """What `/terms` says, in the paper's words; empty for ours."""
    pay_support: str = ""
    """The same of `/paysupport`."""

    @property
    def wordings(self) -> tuple[Wording, ...]:
        """What readers are asked with: the edition's wordings, or its appeal where it has none."""
        return self.own_wordings or (Wording(self.appeal),)


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What the editor-in-chief decided in newspaper.toml."""

    name: str
    zone: ZoneInfo
    editions: Mapping[Edition, EditionFacts]
    feeds: tuple[FeedPlan, ...] = ()
    kickers: frozenset[str] = frozenset()
    editors: frozenset[UserId] = frozenset()
    admins: frozenset[UserId] = frozenset()
    desk: tuple[ChatId, ...] = ()
    hosts: frozenset[str] = frozenset()
    """Hosts whose pages `/push` may fetch, besides those of the feeds."""
    private_hosts: frozenset[str] = frozenset()
    """Hosts on private addresses (`host` or `host:port`) that may be fetched all the same."""
    pictures: Pictures = Pictures.PHOTO
    summaries: Model | None = None
    """Who summarises articles; None for nobody but us."""
    surprise: int = 5
    """More new entries than this in one fetch of a known feed wait for an editor."""
    review_expires: timedelta = field(default=timedelta(hours=24))
    window: timedelta = timedelta(0)
    """How long after *Send now* nothing leaves, so that it can still be stopped."""
    links_by: str | None = None
    """Pushes' links lead by way of this address of ours and are counted; None: directly."""
    schedules: tuple[Plan, ...] = ()
    readers: Readers = Readers()
    upkeep: Upkeep = Upkeep()
    alarms: Limits = field(default_factory=Limits)
    desk_rules: DeskRules = DeskRules()
    appeals: AppealRules | None = None
    """When readers are asked for support by ourselves; None for never."""
    stars: StarRules | None = None
    """What `/support` offers in Telegram Stars; None for nothing."""

    @property
    def preferences(self) -> Preferences:
        """What holds for who chose nothing."""
        return Preferences(
            zone=self.zone.key, daily_cap=self.readers.daily_cap, digest_times=(self.readers.digest_time,)
        )

    @property
    def roles(self) -> Mapping[UserId, Role]:
        """Everybody above a reader whom the configuration names."""
        return {one: self.role_of(one) for one in self.editors | self.admins}

    def role_of(self, user_id: UserId) -> Role:
        """What the configuration makes of this person; see bot.usecases.staff for who they are to us."""
        if user_id in self.admins:
            return Role.ADMIN
        return Role.EDITOR if user_id in self.editors else Role.READER

    def edition_for(self, language: str) -> Edition:
        """The edition for a reader whose app speaks `language`: the same one, or the paper's first."""
        wanted = Edition(language.split("-")[0].lower())
        return wanted if wanted in self.editions else next(iter(self.editions))
