"""`[upkeep]` of newspaper.toml, apart from settings.py, which is full."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.paper import Upkeep
from bot.domain.retention import DELIVERIES_KEPT, QUESTIONS_KEPT
from bot.domain.standstills import PATIENCE


class UpkeepTable(BaseModel):
    """How late news may go out by itself, and how long things are kept."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    hold_after_minutes: float = Field(default=PATIENCE.total_seconds() / 60, ge=5, le=60 * 24)
    deliveries_days: int = Field(default=DELIVERIES_KEPT.days, ge=7, le=3650)
    questions_days: int = Field(default=QUESTIONS_KEPT.days, ge=1, le=3650)

    @property
    def rules(self) -> Upkeep:
        """In the domain's words."""
        return Upkeep(
            patience=timedelta(minutes=self.hold_after_minutes),
            deliveries=timedelta(days=self.deliveries_days),
            questions=timedelta(days=self.questions_days),
        )
