"""The checks of a card in words: what needs a look first, what is well folded away."""

from collections.abc import Iterator

from babel.dates import format_timedelta
from babel.numbers import format_decimal

from bot.domain.paper import Paper
from bot.domain.review_checks import Checks, LinkCheck, PictureCheck, VideoCheck
from bot.locales import Texts
from bot.rendering.desk import wall_date
from bot.rendering.plain import one_line, shorten

_HEADLINE = 80


def checks_text(checks: Checks, paper: Paper, texts: Texts) -> str:
    """Warnings, then how many it goes to and how long that takes, then what is well, in a folded quote."""
    warnings = [f"⚠️ {line}" for line in _warnings(checks, paper, texts)]
    fine = "\n".join(f"✓ {line}" for line in _fine(checks, texts))
    return "\n".join((*warnings, _reach(checks, texts), f"<blockquote expandable>{fine}</blockquote>"))


def _reach(checks: Checks, texts: Texts) -> str:
    reach = checks.reach
    number = format_decimal(reach.readers, locale=texts.language)
    took = format_timedelta(max(round(checks.seconds), 1), threshold=1.5, locale=texts.language)
    parts = ["👥 " + texts.html("review.readers", count=reach.readers, number=number)]
    if reach.at_once:
        parts.append("⏱ " + texts.html("review.takes", time=took))
    if reach.later:
        parts.append("🌙 " + texts.html("review.later", count=reach.later))
    if reach.in_digests:
        parts.append("🗞 " + texts.html("review.in_digests", count=reach.in_digests))
    return " · ".join(parts)


def _warnings(checks: Checks, paper: Paper, texts: Texts) -> Iterator[str]:
    if checks.is_narrowed:
        yield texts.html("review.narrowed")
    if checks.left_behind:
        yield texts.html("review.left_behind", name=checks.left_behind.name)
    if checks.again:
        headline = shorten(one_line(checks.again.headline), _HEADLINE)
        when = wall_date(checks.again.due_at, paper.zone, texts)
        yield texts.html("review.pushed_again", headline=headline, when=when)
    if checks.headline_is_long:
        yield texts.html("review.headline_long", length=checks.headline_length)
    if checks.picture is PictureCheck.REFUSED:
        yield texts.html("review.picture_refused")
    if checks.picture is PictureCheck.SMALL:
        yield texts.html("review.picture_small", size=_size(checks))
    if checks.link is LinkCheck.UNREAD:
        yield texts.html("review.link_unread")
    if checks.link is LinkCheck.MISSING:
        yield texts.html("review.link_missing")
    if checks.video is VideoCheck.MISSING:
        yield texts.html("review.video_missing")
    if checks.asks_despite:
        yield texts.html("review.asks_despite", reason=texts.plain(f"beside.{checks.asks_despite}"))


def _fine(checks: Checks, texts: Texts) -> Iterator[str]:
    if checks.edited:
        yield texts.html("review.edited", name=checks.edited_by)
    if not checks.again:
        yield texts.html("review.not_pushed")
    if not checks.headline_is_long:
        yield texts.html("review.headline_fits", length=checks.headline_length)
    if checks.picture is PictureCheck.FITS:
        yield texts.html("review.picture_fits", size=_size(checks))
    if checks.picture is PictureCheck.NONE:
        yield texts.html("review.picture_none")
    if checks.link is LinkCheck.FINE:
        yield texts.html("review.link_fine")
    yield texts.html("review.appeal_left_out" if checks.appeal_left_out else "review.appeal_none")
    asks = texts.html("review.asks" if checks.asks else "review.asks_not")
    yield f"{asks} ({texts.html(f'asking.{checks.asking}')})"
    if checks.video is not VideoCheck.MISSING:
        found = checks.video is VideoCheck.FOUND
        yield texts.html("review.video_found" if found else "review.video_none")


def _size(checks: Checks) -> str:
    return "×".join(map(str, checks.picture_size)) if checks.picture_size else "JPEG"
