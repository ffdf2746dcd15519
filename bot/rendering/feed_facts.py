"""What a look at a feed showed, line by line, for `check-feed`."""

from bot.domain.feed_looks import FeedLook
from bot.locales import Texts

_SKEW = 60
"""Seconds from which the clocks are worth a line."""


def feed_facts(look: FeedLook, texts: Texts) -> list[str]:
    """Where it is, how it came, how it is kept in caches, when it is asked again, what is odd about it."""
    known, notice = look.validators, look.notice
    again = look.asked_again_after(look.seen_at)
    lines = [
        texts.plain(
            "check.answer",
            url=look.url,
            wire=look.wire_bytes,
            size=look.body_bytes,
            charset=look.parsed.charset,
        ),
        texts.plain("check.validators", etag=known.etag or "–", modified=known.last_modified or "–"),
        texts.plain("check.again", minutes=round(again.total_seconds() / 60)),
        texts.plain("check.articles", entries=len(look.parsed.entries), articles=look.articles()),
    ]
    habit = look.habit()
    if habit.usual_gap is not None and habit.last_new_at:
        newest = f"{habit.last_new_at:%Y-%m-%d %H:%M} UTC"
        minutes = round(habit.usual_gap.total_seconds() / 60)
        lines.append(texts.plain("check.habit", newest=newest, minutes=minutes))
    if notice.moved_to:
        lines.append(texts.plain("check.moved", address=notice.moved_to))
    if notice.fresh_for:
        lines.append(texts.plain("check.fresh", minutes=round(notice.fresh_for.total_seconds() / 60)))
    if look.parsed.wish:
        lines.append(texts.plain("check.wish", minutes=round(look.parsed.wish.total_seconds() / 60)))
    if hub := look.parsed.hub or notice.hub:
        lines.append(texts.plain("check.hub", address=hub))
    if look.twins():
        lines.append(texts.plain("check.twins", entries=look.twins()))
    if abs(seconds := look.skew_seconds()) >= _SKEW:
        lines.append(texts.plain("check.ahead" if seconds > 0 else "check.behind", seconds=abs(seconds)))
    return lines
