"""What newspaper.toml says about appeals: `[appeal]`, and each edition's tiers and wordings."""

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator

from bot.domain.appeals import AppealRules, Form, Occasion, Tier, Wording
from bot.domain.folding import words
from bot.setting_types import WebAddress

# Telegram refuses a button without anything to see, and with it the whole message.
_Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class TierTable(_Table):
    """`[[editions.en.tiers]]`"""

    label: _Label
    url: WebAddress | None = None

    @property
    def tier(self) -> Tier:
        """In the domain's words."""
        return Tier(self.label, self.url or "")


class WordingTable(_Table):
    """`[[editions.en.wordings]]`"""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
    button: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] = ""

    @property
    def wording(self) -> Wording:
        """In the domain's words."""
        return Wording(self.text, self.button)


def _different(wordings: list[WordingTable]) -> list[WordingTable]:
    if len(set(wordings)) < len(wordings):
        raise ValueError("are the same twice; they take turns")
    return wordings


Wordings = Annotated[list[WordingTable], Field(max_length=2), AfterValidator(_different)]


class AppealTable(_Table):
    """`[appeal]`"""

    actions: int = Field(default=5, ge=1, le=1000)
    within_days: int = Field(default=30, ge=1, le=90)
    every_days: float = Field(default=14, ge=1, le=365)
    newcomer_hours: float = Field(default=72, ge=0, le=24 * 90)
    later_days: float = Field(default=7, ge=1, le=365)
    not_now_days: float = Field(default=60, ge=1, le=365)
    member_days: float = Field(default=365, ge=1, le=3660)
    after_reading: Form = Field(default=Form.MESSAGE, strict=False)
    after_search: Form = Field(default=Form.BUTTON, strict=False)
    not_about: list[str] = []
    remind_days: int = Field(default=7, ge=0, le=90)

    @field_validator("not_about")
    @classmethod
    def _something(cls, value: list[str]) -> list[str]:
        if not all(map(words, value)):
            raise ValueError("each needs letters")
        return value

    @property
    def rules(self) -> AppealRules:
        """In the domain's words."""
        return AppealRules(
            actions=self.actions,
            within=timedelta(days=self.within_days),
            every=timedelta(days=self.every_days),
            newcomers=timedelta(hours=self.newcomer_hours),
            later=timedelta(days=self.later_days),
            not_now=timedelta(days=self.not_now_days),
            member=timedelta(days=self.member_days),
            forms={Occasion.READING: self.after_reading, Occasion.SEARCH: self.after_search},
            not_about=tuple(self.not_about),
            reminder=timedelta(days=self.remind_days),
        )
