"""The sentences that tell an article best, for somebody who puts a summary together by hand."""

from bot.articles.centrality import central
from bot.articles.summary import sentences_of
from bot.domain.articles import Draft

_BUDGET = 1_000
"""Characters: some seven sentences, which a phone shows at once."""


def best_sentences(article: Draft) -> list[str]:
    """In the order of the article, as a summary would have them."""
    return central(sentences_of(article.body), article.headline, _BUDGET)
