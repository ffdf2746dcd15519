"""Stories: articles that belong together, found by the words and names that few other articles hold.

A new article asks the last 30 days with its most telling terms. What another article holds of them, as a
share of all that was asked, is their likeness: enough of it makes them related; more of it, and shared names,
make them one story. docs/decisions/0040-stories.md has the measurements.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate

from bot.domain.ids import ArticleId
from bot.domain.terms import Background, Term, keywords, weights

REMEMBERED = timedelta(days=30)
"""Articles seen longer ago are related to nothing new."""
RELATED = 0.16
SAME_STORY = 0.28
_SHARED_NAMES = 2
_MOST_ASKED = 60
_MOST_POSTINGS = 3_000
"""Bounds the work for one article, whatever the archive holds."""
_MOST_RELATED = 5


@dataclass(frozen=True)
class Question:
    """The telling terms of an article: by key what sharing it is worth, and which of them are names."""

    worth: Mapping[str, float]
    names: frozenset[str] = frozenset()
    whole: float = 0
    """What an article just like the asking one would reach."""


@dataclass(frozen=True)
class Kin:
    """How like the asking article an earlier one is, 0 to about 1, and how many of its names it holds."""

    article_id: ArticleId
    likeness: float
    names: int


@dataclass(frozen=True)
class Place:
    """Where an article stands among the others."""

    keywords: tuple[str, ...]
    weights: Mapping[str, float]
    """Of its terms, by their keys."""
    related: tuple[Kin, ...] = ()
    """The likest earlier articles, at most five."""
    continues: ArticleId | None = None
    """The article whose story it continues; None where it may begin one."""


def question(terms: Sequence[Term], background: Background) -> Question:
    """What to ask the last 30 days about an article."""
    weight = weights(terms)
    worth = {key: background.rarity(key) * weight[key] for key in weight if background.is_telling(key)}
    best = sorted(worth, key=lambda key: (-worth[key] * weight[key], key))[:_MOST_ASKED]
    work = accumulate(background.holding(key) for key in best)
    asked = [key for key, so_far in zip(best, work, strict=True) if so_far <= _MOST_POSTINGS]
    return Question(
        {key: worth[key] for key in asked},
        frozenset(term.key for term in terms if term.is_name).intersection(asked),
        sum(worth[key] * weight[key] for key in asked),
    )


def kin(asked: Question, holders: Mapping[ArticleId, Mapping[str, float]]) -> list[Kin]:
    """The related ones among the articles that hold asked terms (with these weights), likest first."""
    found = [_kin(asked, article_id, held) for article_id, held in holders.items()]
    related = [one for one in found if one.likeness >= RELATED]
    return sorted(related, key=lambda one: (-one.likeness, -one.article_id))


def _kin(asked: Question, article_id: ArticleId, held: Mapping[str, float]) -> Kin:
    shared = sum(asked.worth[key] * weight for key, weight in held.items())
    return Kin(article_id, shared / asked.whole, len(asked.names & held.keys()))


def place(
    topics: Sequence[str], terms: Sequence[Term], background: Background, related: Sequence[Kin]
) -> Place:
    """An article's place, when its kin are known, likest first."""
    same = (one.article_id for one in related if is_same_story(one))
    return Place(
        keywords(topics, terms, background), weights(terms), tuple(related[:_MOST_RELATED]), next(same, None)
    )


def is_same_story(one: Kin) -> bool:
    """Whether it tells the same story: the weather of two weeks has likeness, but no names in common."""
    return one.likeness >= SAME_STORY and one.names >= _SHARED_NAMES
