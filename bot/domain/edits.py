"""Edits: what editors change of a card before readers get it. The article itself stays the paper's.

Each change is a new version of the edit of one revision; undoing is one, too. So a button can say exactly
which card its editor saw.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.articles import Article
from bot.domain.asking import Asking
from bot.domain.ids import ArticleId, UserId
from bot.domain.sentences import split_sentences

LONGEST_HEADLINE, LONGEST_SUMMARY = 200, 600
"""Characters that somebody may type; a card has room for as many."""
NO_PICTURE = ""


class Part(StrEnum):
    """What of a card can be edited."""

    HEADLINE = "headline"
    SUMMARY = "summary"
    PICTURE = "picture"
    BUTTONS = "buttons"
    ASKING = "asking"


class Removable(StrEnum):
    """Buttons that a card may go without."""

    WATCH = "watch"
    READ_HERE = "here"


@dataclass(frozen=True, kw_only=True)
class Edit:
    """What stands on the card in place of the article's own; None where that stays."""

    headline: str | None = None
    summary: str | None = None
    points: tuple[str, ...] = ()
    """Key points, where there is a `summary`."""
    picture: str | None = None
    """An address, or NO_PICTURE."""
    photo_id: str | None = None
    """Telegram's name for a picture that an editor sent us."""
    hidden: frozenset[Removable] = frozenset()
    asking: Asking = Asking.RULE

    def parts(self, other: "Edit | None" = None) -> tuple[Part, ...]:
        """What is otherwise than in another edit, or than the article has it."""
        them = other or Edit()
        differs = {
            Part.HEADLINE: self.headline != them.headline,
            Part.SUMMARY: (self.summary, self.points) != (them.summary, them.points),
            Part.PICTURE: (self.picture, self.photo_id) != (them.picture, them.photo_id),
            Part.BUTTONS: self.hidden != them.hidden,
            Part.ASKING: self.asking is not them.asking,
        }
        return tuple(part for part, is_other in differs.items() if is_other)


@dataclass(frozen=True, kw_only=True)
class Version:
    """An edit on file: who made it, and to which version undoing it leads. Version 0 is the article's own,
    with what editors said of its earlier revisions about asking for support."""

    number: int = 0
    edit: Edit = field(default_factory=Edit)
    back: int = 0
    by: UserId | None = None
    name: str = ""
    at: datetime | None = None


UNTOUCHED = Version()


@dataclass(frozen=True, kw_only=True)
class Look:
    """Which card an editor looked at when they pressed, and what they chose there."""

    article_id: ArticleId
    revision: int
    version: int
    choice: str = ""

    def __str__(self) -> str:
        """As it travels on a button or in a question."""
        seen = f"{self.article_id}.{self.revision}.{self.version}"
        return f"{seen}.{self.choice}" if self.choice else seen


def look_at(article: Article, version: Version, choice: object = "") -> Look:
    """A look at this article with this version of its edit."""
    return Look(article_id=article.id, revision=article.revision, version=version.number, choice=str(choice))


def edited(article: Article, edit: Edit) -> Article:
    """The article with the words that readers get."""
    if edit.headline is not None:
        article = replace(article, headline=edit.headline)
    if edit.summary is not None:
        article = replace(article, summary=edit.summary, key_points=edit.points)
    return article


def pictures_of(article: Article) -> tuple[str, ...]:
    """The addresses of the article's own pictures, its lead picture first."""
    lead = [article.image.url] if article.image else []
    posters = (one.poster for one in article.videos if one.poster)
    return tuple(dict.fromkeys([*lead, *article.pictures, *posters]))


@dataclass(frozen=True)
class Candidate:
    """A sentence that may stand on the card, and whether it does."""

    text: str
    chosen: bool
    is_point: bool = False


def candidates(article: Article, edit: Edit, best: Sequence[str]) -> tuple[Candidate, ...]:
    """What a summary can be put together from: what somebody typed, then sentences in the article's order,
    its own summary and key points among the `best` ones. Choosing one leaves all of them in their places."""
    now = edited(article, edit)
    chosen = (*split_sentences(now.summary), *now.key_points)
    own = dict.fromkeys((*split_sentences(article.summary), *article.key_points, *best))
    text = "\n".join(article.body)
    # A sentence whose connective was left out begins with another letter.
    in_order = sorted(own, key=lambda one: text.find(one[1:]))
    typed = [one for one in dict.fromkeys(chosen) if one not in own]
    points = (*article.key_points, *now.key_points)
    return tuple(Candidate(one, chosen=one in chosen, is_point=one in points) for one in (*typed, *in_order))


def with_sentence(edit: Edit, offered: Sequence[Candidate], text: str, *, chosen: bool) -> Edit:
    """The edit whose card has this sentence, or has it no more; the others stay as they are."""
    now = [replace(one, chosen=chosen) if one.text == text else one for one in offered]
    kept = [one for one in now if one.chosen]
    return replace(
        edit,
        summary=" ".join(one.text for one in kept if not one.is_point),
        points=tuple(one.text for one in kept if one.is_point),
    )
