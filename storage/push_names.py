"""What names a push on the desk: the headline of its article, or the first words of its own; what takes an
announcement back has those of that one."""

from typing import Any

from sqlalchemy import Row, func, select

from bot.rendering.plain import one_line, shorten, visible_text
from storage.articles import ArticleRow
from storage.push_rows import PushCardRow, PushRow

_LONGEST = 200
_OWN = (
    select(PushCardRow.html)
    .where(PushCardRow.push_id == func.coalesce(PushRow.target_id, PushRow.id))
    .order_by(PushCardRow.edition)
    .limit(1)
    .scalar_subquery()
)
NAMES = (ArticleRow.headline, func.coalesce(_OWN, "").label("own"))
"""The columns that `name_of` reads, in a query that is `with_names`."""


def with_names(query: Any) -> Any:
    """Pushes beside their article, if they have one."""
    return query.outerjoin(ArticleRow, ArticleRow.id == PushRow.article_id)


def name_of(row: Row[Any]) -> str:
    """One line, without markup."""
    if row.headline is not None:
        return str(row.headline)
    return shorten(one_line(visible_text(row.own)), _LONGEST)
