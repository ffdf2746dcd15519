"""What `check-feed` says of a feed's server."""

from datetime import UTC, datetime, timedelta

from bot.domain.entries import ParsedFeed
from bot.domain.feed_looks import FeedLook
from bot.domain.feeds import Notice, Validators
from bot.locales import texts_for
from bot.rendering.feed_facts import feed_facts

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


def facts(notice: Notice) -> str:
    look = FeedLook(
        url="https://paper.example/feed",
        parsed=ParsedFeed(charset="koi8-r"),
        validators=Validators(),
        notice=notice,
        wire_bytes=10,
        body_bytes=20,
        seen_at=NOW,
    )
    return "\n".join(feed_facts(look, texts_for("en")))


def test_a_plain_feed_takes_four_lines() -> None:
    assert len(facts(Notice()).splitlines()) == 4
    assert "10 bytes on the wire, 20 inflated, in koi8-r" in facts(Notice())


def test_a_server_whose_clock_is_wrong_is_told() -> None:
    assert "90 seconds ahead" in facts(Notice(server_time=NOW + timedelta(seconds=90)))
