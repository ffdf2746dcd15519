"""What the paper changed in an article, so that an editor need not compare it line by line."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.addresses import canonical
from bot.domain.articles import Draft
from bot.domain.volatile import lasting, lasting_lines


class Part(StrEnum):
    """Which part of an article is another."""

    HEADLINE = "headline"
    TEXT = "text"
    AUTHORS = "authors"
    PICTURE = "picture"
    VIDEO = "video"


@dataclass(frozen=True)
class Change:
    """A part of an article as it was and as it is; of the text only the lines that differ."""

    part: Part
    before: str
    after: str


def changes(before: Draft, after: Draft) -> tuple[Change, ...]:
    """What a reader would notice; spaces, counters, advertisements and cache busters are nothing."""
    return tuple(_changes(before, after))


def _changes(before: Draft, after: Draft) -> Iterator[Change]:
    if lasting(_headline(before)) != lasting(_headline(after)):
        yield Change(Part.HEADLINE, _headline(before), _headline(after))
    removed, added = _difference(before.body, after.body)
    if removed or added:
        yield Change(Part.TEXT, "\n".join(removed), "\n".join(added))
    if set(lasting_lines(before.authors)) != set(lasting_lines(after.authors)):
        yield Change(Part.AUTHORS, ", ".join(before.authors), ", ".join(after.authors))
    if _picture(before) != _picture(after):
        yield Change(Part.PICTURE, _picture(before), _picture(after))
    if _videos(before) != _videos(after):
        yield Change(Part.VIDEO, "\n".join(_videos(before)), "\n".join(_videos(after)))


def _headline(draft: Draft) -> str:
    return f"{draft.kicker} | {draft.headline}" if draft.kicker else draft.headline


def _difference(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Paragraphs that only one of the two has, in their order; a paragraph that only moved is in both."""
    ours, theirs = Counter(lasting_lines(before)), Counter(lasting_lines(after))
    return _only(before, ours - theirs), _only(after, theirs - ours)


def _only(lines: tuple[str, ...], missing: Counter[str]) -> list[str]:
    return [line for line in lines if missing[lasting(line)] > 0]


def _picture(draft: Draft) -> str:
    """Without its query: a number behind the address only makes caches look again."""
    return canonical(draft.image.url).partition("?")[0] if draft.image else ""


def _videos(draft: Draft) -> list[str]:
    return sorted(canonical(video.url) for video in draft.videos)


def merged(revisions: Iterable[Sequence[Change]]) -> tuple[Change, ...]:
    """Several revisions' changes as one; what was changed back is none."""
    found: dict[Part, Change] = {}
    for change in (one for revision in revisions for one in revision):
        earlier = found.get(change.part)
        found[change.part] = change if earlier is None else _joined(earlier, change)
    return tuple(one for part in Part if (one := found.get(part)) and one.before != one.after)


def _joined(first: Change, second: Change) -> Change:
    if first.part is not Part.TEXT:
        return Change(first.part, first.before, second.after)
    gone, came = first.before.splitlines(), first.after.splitlines()
    gone_later, came_later = second.before.splitlines(), second.after.splitlines()
    before = [*gone, *(line for line in gone_later if line not in came)]
    after = [*(line for line in came if line not in gone_later), *came_later]
    removed = [line for line in before if line not in after]
    added = [line for line in after if line not in before]
    return Change(first.part, "\n".join(removed), "\n".join(added))
