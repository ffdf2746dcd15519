"""What newspaper.toml says about Telegram Stars: `[stars]`."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.domain.stars import MOST, StarRules

_Amounts = Annotated[list[Annotated[int, Field(ge=1, le=MOST)]], Field(max_length=6)]


class StarTable(BaseModel):
    """`[stars]`"""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    once: _Amounts = []
    monthly: _Amounts = []

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.once and not self.monthly:
            raise ValueError("once or monthly needs an amount; without the table nothing is offered")
        if any(len(set(one)) < len(one) for one in (self.once, self.monthly)):
            raise ValueError("each amount only once")
        return self

    @property
    def rules(self) -> StarRules:
        """In the domain's words."""
        return StarRules(once=tuple(self.once), monthly=tuple(self.monthly))
