"""What a subject is called in a sentence or on a button; its icon says what kind it is."""

from babel.dates import format_date

from bot.domain.follows import Follow, FollowKind, Subject
from bot.domain.ids import Edition
from bot.domain.paper import Paper
from bot.locales import Texts
from bot.rendering.plain import one_line, shorten

_ICONS = {
    FollowKind.STORY: "🧵",
    FollowKind.SERIES: "📚",
    FollowKind.AUTHOR: "✍️",
    FollowKind.TOPIC: "🏷",
    FollowKind.KEYWORD: "🔎",
    FollowKind.VIDEO: "🎬",
    FollowKind.DIGEST: "🗞",
    FollowKind.EDITION: "📰",
}
_LONGEST_NAME = 32


def subject_label(subject: Subject, paper: Paper) -> str:
    """Its name alone, short enough for a phone's button."""
    if subject.kind is FollowKind.EDITION and (edition := paper.editions.get(Edition(subject.key))):
        return edition.title
    return shorten(one_line(subject.label), _LONGEST_NAME)


def subject_name(subject: Subject, paper: Paper) -> str:
    """`🏷 Economy`."""
    return f"{_ICONS[subject.kind]} {subject_label(subject, paper)}"


def muted_until(follow: Follow, paper: Paper, texts: Texts) -> str:
    """The day a mute ends on the paper's clocks, e.g. `30 Nov`; empty where there is none."""
    if follow.muted_until is None:
        return ""
    day = follow.muted_until.astimezone(paper.zone)
    return str(format_date(day, "d MMM", locale=texts.language))
