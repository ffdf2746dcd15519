"""What we say in headers, and what a server's headers tell us besides the body."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from bot.domain.feeds import Notice, Validators
from bot.fetch.bodies import ENCODINGS

USER_AGENT = "Kolporter/0.1 (+newspaper's own bot)"
_LONGEST_WAIT = timedelta(days=30)
_MAX_AGE = re.compile(r'(?:^|[\s,])max-age\s*=\s*"?(\d{1,9})')
_UNCACHED = re.compile(r"\b(?:no-cache|no-store)\b")


def asking(validators: Validators, accept: str) -> dict[str, str]:
    """The headers of our request."""
    headers = {"User-Agent": USER_AGENT, "Accept": accept, "Accept-Encoding": ENCODINGS}
    if validators.etag:
        headers["If-None-Match"] = validators.etag
    if validators.last_modified:
        headers["If-Modified-Since"] = validators.last_modified
    return headers


def remembered(headers: Mapping[str, str], body_hash: str | None, earlier: Validators) -> Validators:
    """What to send next time; a 304 may leave out what has not changed."""
    return Validators(
        etag=headers.get("ETag", earlier.etag),
        last_modified=headers.get("Last-Modified", earlier.last_modified),
        body_hash=body_hash,
    )


def notice(
    headers: Mapping[str, str], *, moved_to: str | None, hub: str | None, topic: str | None = None
) -> Notice:
    """The rest of what the server says; its clock is told only by answers that were not kept in a cache."""
    date = _date(headers.get("Date"))
    return Notice(
        fresh_for=_fresh_for(headers, date),
        server_time=None if headers.get("Age", "0").strip() != "0" else date,
        moved_to=moved_to,
        hub=hub,
        topic=topic,
    )


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """`Retry-After` in seconds or as an HTTP date; None when it says nothing usable."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        wait = timedelta(seconds=min(int(text[:9]), int(_LONGEST_WAIT.total_seconds())))
    elif date := _date(text):
        wait = date - now
    else:
        return None
    return min(max(wait, timedelta(0)), _LONGEST_WAIT)


def _fresh_for(headers: Mapping[str, str], date: datetime | None) -> timedelta | None:
    """How long a cache may answer in the server's place."""
    control = headers.get("Cache-Control", "").lower()
    if _UNCACHED.search(control):
        return None
    if match := _MAX_AGE.search(control):
        age = headers.get("Age", "").strip()
        seconds = int(match[1]) - (int(age[:9]) if age.isascii() and age.isdigit() else 0)
        return min(timedelta(seconds=max(seconds, 0)), _LONGEST_WAIT)
    expires = _date(headers.get("Expires"))
    if not expires or not date or expires <= date:
        return None
    return min(expires - date, _LONGEST_WAIT)


def _date(value: str | None) -> datetime | None:
    try:
        date = parsedate_to_datetime(value or "")
        return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError):
        return None
