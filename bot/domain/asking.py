"""Whether what is pushed asks for support: by the paper's rules, or by an editor's word about one article."""

from enum import StrEnum

from bot.domain.appeals import AppealRules, WhyNot, beside
from bot.domain.articles import Draft
from bot.domain.sentences import split_sentences

LONGEST_LINE = 200
"""Characters of the paper's words under a push; a caption has room for as many."""


class Asking(StrEnum):
    """What an editor said about one article; the paper's revisions of it do not undo that."""

    RULE = "rule"
    """Nothing: *Support us*, but not beside what the paper's rules name."""
    BUTTON = "button"
    """*Support us*, whatever the rules say."""
    WORDS = "words"
    """The same, with a line of the edition's own words."""
    NEVER = "never"
    """No button, and no appeal after anybody has read it here."""

    def carries(self, reason: WhyNot | None) -> bool:
        """Whether the push has the button, where the rules have this `reason` against it."""
        return self in (Asking.BUTTON, Asking.WORDS) or (self is Asking.RULE and reason is None)


def said_by(article: Draft) -> list[str]:
    """What tells that nobody is to be asked beside an article."""
    return [*article.topics, article.series or "", article.kicker or "", article.headline]


def reason_against(rules: AppealRules | None, article: Draft, *, is_breaking: bool) -> WhyNot | None:
    """Why the paper's rules ask nobody beside this article; None where they say nothing against it."""
    return next(beside(rules, said_by(article), is_breaking=is_breaking), None) if rules else None


def line_of(text: str) -> str:
    """The first sentence of a wording."""
    return next(iter(split_sentences(text)), "")
