"""What a look at a feed showed, in sentences."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.entries import ParsedFeed
from bot.domain.feed_looks import FeedLook
from bot.domain.feeds import Notice, Validators
from bot.locales import texts_for
from bot.rendering.feed_facts import feed_facts

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ahead", "sentence"),
    [(90, "90 seconds ahead of ours"), (-90, " 90 seconds behind ours"), (30, None), (-30, None)],
)
def test_a_wrong_clock_is_ahead_or_behind(ahead: int, sentence: str | None) -> None:
    look = FeedLook(
        url="https://paper.example/feed",
        parsed=ParsedFeed(entries=()),
        validators=Validators(),
        notice=Notice(server_time=NOW + timedelta(seconds=ahead)),
        wire_bytes=10,
        body_bytes=20,
        seen_at=NOW,
    )
    told = "\n".join(feed_facts(look, texts_for("en")))
    assert sentence in told if sentence else "ours" not in told
