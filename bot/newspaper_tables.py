"""The tables of newspaper.toml, as they are written there; settings.py puts them together."""

from datetime import timedelta
from typing import Annotated, Self, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

from bot.appeal_settings import AppealTable, TierTable, Wordings
from bot.domain.feeds import Mode
from bot.domain.paper import DeskRules, Pictures
from bot.domain.preferences import DEFAULT_CAP, DEFAULT_DIGEST
from bot.setting_types import WallTime, WebAddress, Weekday, Zone, web_address
from bot.star_settings import StarTable
from bot.upkeep_settings import UpkeepTable

LANGUAGES = ("mk", "en", "sq")


class Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class EditionTable(Table):
    """`[editions.en]`"""

    title: str
    membership_url: WebAddress
    appeal: str = Field(max_length=1000)
    tiers: list[TierTable] = Field(default=[], max_length=8)
    wordings: Wordings = []
    terms: str = Field(default="", max_length=3000)
    pay_support: str = Field(default="", max_length=3000)


class FeedTable(Table):
    """`[[feeds]]`"""

    url: WebAddress
    edition: str
    mode: Mode = Field(default=Mode.REVIEW, strict=False)
    topic: str | None = None
    every_minutes: float = Field(default=5, ge=1, le=1440)


class DeskTable(Table):
    """`[desk]`"""

    editors: list[int] = []
    chats: list[int] = []
    review_expires_hours: float = Field(default=24, gt=0, le=24 * 14)
    window_seconds: int = Field(default=20, ge=0, le=600)
    count_links: bool = True
    daily_cap: int = Field(default=0, ge=0, le=1000)
    spacing_minutes: int = Field(default=30, ge=1, le=24 * 60)
    breaking_needs_two: bool = False

    @property
    def rules(self) -> DeskRules:
        """In the domain's words."""
        return DeskRules(
            daily_cap=self.daily_cap or None,
            spacing=timedelta(minutes=self.spacing_minutes),
            breaking_needs_two=self.breaking_needs_two,
        )


class OfTheDayTable(Table):
    """`[video_of_the_day]`, `[digest_of_the_day]`"""

    at: WallTime
    zone: Zone | None = None
    weekdays: list[Weekday] = Field(default=list(get_args(Weekday)), min_length=1)
    editions: list[str] = []


class ReadersTable(Table):
    """`[readers]`"""

    daily_cap: int = Field(default=DEFAULT_CAP, ge=0, le=100)
    digest_time: WallTime = f"{DEFAULT_DIGEST:%H:%M}"


class AlarmsTable(Table):
    """`[alarms]`"""

    queue_minutes: float = Field(default=15, ge=1)
    failure_percent: int = Field(default=10, ge=1, le=100)
    unknown: int = Field(default=1, ge=1)
    disk_free_mb: int = Field(default=500, ge=0)
    clock_skew_seconds: float = Field(default=30, ge=1)
    backup_hours: float = Field(default=26, gt=0)


class SummariesTable(Table):
    """`[summaries]`"""

    address: Annotated[str, AfterValidator(lambda value: value and web_address(value))] = ""
    model: str = ""

    @model_validator(mode="after")
    def _both_or_none(self) -> Self:
        if bool(self.address) != bool(self.model):
            raise ValueError("address and model belong together")
        return self


class NewspaperFile(Table):
    """newspaper.toml"""

    name: str
    timezone: Zone = "Europe/Skopje"
    hosts: list[str] = []
    private_hosts: list[str] = []
    kickers: list[str] = []
    pictures: Pictures = Field(default=Pictures.PHOTO, strict=False)
    surprise: int = Field(default=5, ge=1)
    editions: dict[str, EditionTable] = Field(min_length=1)
    feeds: list[FeedTable] = []
    desk: DeskTable = DeskTable()
    video_of_the_day: OfTheDayTable | None = None
    digest_of_the_day: OfTheDayTable | None = None
    summaries: SummariesTable = SummariesTable()
    readers: ReadersTable = ReadersTable()
    upkeep: UpkeepTable = UpkeepTable()
    appeal: AppealTable | None = None
    stars: StarTable | None = None
    alarms: AlarmsTable = AlarmsTable()

    @field_validator("editions")
    @classmethod
    def _known_editions(cls, value: dict[str, EditionTable]) -> dict[str, EditionTable]:
        for code in value:
            if code not in LANGUAGES:
                raise ValueError(f"edition '{code}' is none of {', '.join(LANGUAGES)}")
        return value

    @field_validator("feeds")
    @classmethod
    def _no_twins(cls, value: list[FeedTable]) -> list[FeedTable]:
        urls = [feed.url for feed in value]
        if twin := next((url for url in urls if urls.count(url) > 1), None):
            raise ValueError(f"the feed {twin} is written twice")
        return value
