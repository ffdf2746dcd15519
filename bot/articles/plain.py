"""An article as plain text → its summary, as `summarize` reads it."""

from bot.articles.boilerplate import cleaned
from bot.articles.headline import split_kicker
from bot.articles.lexicon import KICKERS
from bot.articles.markup import Block
from bot.articles.summary import CARD, LONGEST, WITH_POINTS, summarise
from bot.articles.text import clean
from bot.domain.articles import Summary


def summary_of_text(headline: str, text: str, language: str, characters: int | None = None) -> Summary:
    """The summary of an article whose paragraphs are lines; appeal, captions and the like are left out.

    `characters` bounds text and key points joined by spaces; without it the budgets of a card hold.
    """
    lines = map(clean, text[: 2 * LONGEST].splitlines())
    body = [block.text for block in cleaned([Block(line, "p") for line in lines if line]).body]
    _, bare = split_kicker(headline, KICKERS)
    return summarise(
        bare, None, body, language, budget=characters or CARD, with_points=characters or WITH_POINTS
    )
