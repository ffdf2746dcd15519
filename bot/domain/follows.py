"""What readers follow: an edition's everything or its video or digest of the day, a topic, an author, a
series, a story, or words of their own.

Two spellings of one name are one subject: its key is folded (`bot.domain.folding`). An article has the
subjects it is filed under; which words it matches is in `bot.domain.keywords`.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import blake2b

from bot.domain.articles import Draft
from bot.domain.folding import words
from bot.domain.ids import Edition, StoryId
from bot.domain.preferences import Mode

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""Until when the video of the day is silent for who does not want it."""
MUTED_FOR = timedelta(days=7)
MOST_FOLLOWS = 100
"""Of one reader."""
_LONGEST_KEY = 100
_LONGEST_LABEL = 60
_SHORTEST_BEGINNING = 4


class FollowKind(StrEnum):
    """What a subject is. Where several led to a push, the first of these is told as the reason."""

    STORY = "story"
    SERIES = "series"
    AUTHOR = "author"
    TOPIC = "topic"
    KEYWORD = "keyword"
    VIDEO = "video"
    DIGEST = "digest"
    """The desk's, of an edition. No article is filed under it, and nothing else brings it."""
    EDITION = "edition"


@dataclass(frozen=True)
class Subject:
    """What can be followed. Kind and key make it; `label` is how somebody wrote it."""

    kind: FollowKind
    key: str
    label: str = field(compare=False)

    @property
    def ref(self) -> str:
        """Ten letters and digits that stand for it on a button, where its text has no room."""
        return blake2b(f"{self.kind}/{self.key}".encode(), digest_size=5).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Follow:
    """How a reader stands to a subject: followed `since`, or not (any more), and perhaps muted or in digests
    only, which both may stand without a follow."""

    subject: Subject
    since: datetime | None = None
    muted_until: datetime | None = None
    mode: Mode | None = None
    """How news of it comes, stronger than what the reader chose for all; None as they chose."""

    def is_muted(self, now: datetime) -> bool:
        """Whether nothing with this subject comes now, whatever else it is filed under."""
        return self.muted_until is not None and self.muted_until > now

    @property
    def is_refused(self) -> bool:
        """Whether it is not wanted at all: a mute that does not end."""
        return self.muted_until == NEVER

    def is_ended(self, now: datetime) -> bool:
        """Whether it is on file as something that was followed, or came, and does no longer."""
        return not self.since and (self.is_refused or not self.is_muted(now))

    def begun(self, now: datetime) -> "Follow":
        """Followed and heard from now on; since long ago where it was followed already."""
        return replace(self, since=self.since or now, muted_until=None)

    def ended(self) -> "Follow":
        """Not followed. The video of the day then comes by nothing else either."""
        muted_until = NEVER if self.subject.kind is FollowKind.VIDEO else None
        return replace(self, since=None, muted_until=muted_until, mode=None)

    def muted(self, now: datetime) -> "Follow":
        """Silent for a week."""
        return replace(self, muted_until=now + MUTED_FOR)

    def unmuted(self) -> "Follow":
        """Heard again, if it was followed."""
        return replace(self, muted_until=None)

    def in_digests(self) -> "Follow":
        """From now on in digests only, whatever else brings it."""
        return replace(self, mode=Mode.DIGEST)

    def as_all(self) -> "Follow":
        """In the way the reader chose for all."""
        return replace(self, mode=None)

    def toggled(self, now: datetime) -> "Follow":
        """What was muted is heard again, what was followed ends, anything else begins."""
        if self.is_muted(now) and not self.is_refused:
            return self.unmuted()
        return self.ended() if self.since else self.begun(now)


def subject(kind: FollowKind, label: str) -> Subject | None:
    """The subject of this name; None for a name without letters."""
    key = " ".join(words(label))[:_LONGEST_KEY].strip()
    return Subject(kind, key, " ".join(label.split())[:_LONGEST_LABEL]) if key else None


def edition_subject(edition: Edition) -> Subject:
    """Everything of an edition."""
    return Subject(FollowKind.EDITION, edition, edition)


def video_subject(edition: Edition, label: str) -> Subject:
    """An edition's video of the day."""
    return Subject(FollowKind.VIDEO, edition, label)


def digest_subject(edition: Edition, label: str) -> Subject:
    """An edition's digest of the day."""
    return Subject(FollowKind.DIGEST, edition, label)


def story_subject(story_id: StoryId, headline: str) -> Subject:
    """A story, called as the article by which somebody came to follow it."""
    return Subject(FollowKind.STORY, str(story_id), " ".join(headline.split())[:_LONGEST_LABEL])


def subjects_of(article: Draft) -> tuple[Subject, ...]:
    """What an article is filed under, each once; the edition stands first."""
    names = [
        *((FollowKind.SERIES, one) for one in (article.series,) if one),
        *((FollowKind.AUTHOR, one) for one in article.authors),
        *((FollowKind.TOPIC, one) for one in article.topics),
    ]
    found = [one for one in (subject(kind, label) for kind, label in names) if one]
    return tuple(dict.fromkeys((edition_subject(article.edition), *found)))


def merged(spellings: Mapping[tuple[FollowKind, str], int]) -> tuple[Subject, ...]:
    """Subjects from how often each spelling was seen, the most frequent first, in their usual spelling."""
    counts: Counter[Subject] = Counter()
    usual: dict[Subject, Subject] = {}
    for (kind, label), count in sorted(spellings.items(), key=lambda pair: (-pair[1], pair[0])):
        if one := subject(kind, label):
            usual.setdefault(one, one)
            counts[one] += count
    return tuple(usual[one] for one, _ in counts.most_common())


def named(subjects: Iterable[Subject], name: str) -> tuple[Subject, ...]:
    """Those with every word of `name` in theirs, a long one as a beginning; only the exact ones, if any."""
    asked = words(name)
    found = [one for one in subjects if asked and all(_has(one.key.split(), word) for word in asked)]
    exact = [one for one in found if one.key == " ".join(asked)]
    return tuple(exact or found)


def _has(known: Sequence[str], word: str) -> bool:
    return word in known or (len(word) >= _SHORTEST_BEGINNING and any(one.startswith(word) for one in known))


def stance(follows: Iterable[Follow], about: Subject) -> Follow:
    """How a reader stands to a subject. Who gets everything gets the video of the day until they end it."""
    known = {one.subject: one for one in follows}
    own = known.get(about, Follow(subject=about))
    whole = known.get(edition_subject(Edition(about.key))) if about.kind is FollowKind.VIDEO else None
    if whole is None or own.since or own.is_refused:
        return own
    return replace(own, since=whole.since)


def reason(follows: Iterable[Follow], keys: Collection[Subject], due_at: datetime) -> Follow | None:
    """Which of a reader's follows a push with these subjects came by; None when they ended it since.

    What they follow only since it was due comes last: a follow that was ended and taken back.
    """
    order = list(FollowKind)
    matched = [(one.since, one) for one in follows if one.since and one.subject in keys]
    ranked = [(since > due_at, order.index(one.subject.kind), one.subject.key, one) for since, one in matched]
    return min(ranked, key=lambda rank: rank[:3])[3] if ranked else None
