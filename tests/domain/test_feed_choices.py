"""What a chat chooses lies over what the file says, part by part."""

from dataclasses import replace

import pytest

from bot.domain.feed_choices import FeedChange, FeedChoices, FeedPart, FeedStanding
from bot.domain.feeds import FeedPlan, Mode
from bot.domain.ids import Edition

PLAN = FeedPlan(url="https://paper.example/feed", edition=Edition("mk"), mode=Mode.REVIEW, topic="Спорт")
CHANGES = {
    FeedPart.EDITION: ("sq", replace(PLAN, edition=Edition("sq"))),
    FeedPart.MODE: ("auto", replace(PLAN, mode=Mode.AUTO)),
    FeedPart.TOPIC: ("Economy", replace(PLAN, topic="Economy")),
    FeedPart.STANDING: ("paused", PLAN),
}


@pytest.mark.parametrize("part", CHANGES)
def test_one_part_is_chosen_and_the_rest_stays_the_files(part: FeedPart) -> None:
    value, plan = CHANGES[part]
    choices = FeedChange(part, value).of(FeedChoices())
    assert (choices.over(PLAN), choices.parts) == (plan, (part,))
    assert FeedChange(FeedPart.ALL).of(choices) == FeedChoices()


def test_an_empty_topic_is_no_topic_and_no_choice_is_the_files() -> None:
    assert FeedChange(FeedPart.TOPIC, "").of(FeedChoices()).over(PLAN).topic is None
    assert FeedChoices().over(PLAN) == PLAN


@pytest.mark.parametrize("part", [FeedPart.MODE, FeedPart.STANDING])
def test_what_nobody_knows_cannot_be_chosen(part: FeedPart) -> None:
    with pytest.raises(ValueError, match="never"):
        FeedChange(part, "never").of(FeedChoices(standing=FeedStanding.ON))
