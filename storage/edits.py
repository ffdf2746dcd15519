"""The editors' versions of what a card says, per revision of its article."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.asking import Asking
from bot.domain.edits import UNTOUCHED, Edit, Removable, Version
from bot.domain.ids import ArticleId, UserId
from storage.columns import Base, Json
from storage.reviews import ReviewRow


class EditRow(Base):
    """One version; rows are only added. `back` is where undoing it leads."""

    __tablename__ = "edits"

    article_id: Mapped[ArticleId] = mapped_column(
        ForeignKey("articles.id"), primary_key=True, autoincrement=False
    )
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    edit: Mapped[Mapping[str, Any]] = mapped_column(Json)
    back: Mapped[int]
    edited_by: Mapped[UserId | None]
    edited_name: Mapped[str]
    edited_at: Mapped[datetime | None]


class SqlEdits:
    """bot.review_ports.Edits on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def newest(self, article_id: ArticleId, revision: int) -> Version:
        """The version that counts; version 0 where nobody changed anything of this revision."""
        found = _of(article_id).where(EditRow.revision == revision)
        return await self._first(found) or await self._untouched(article_id, revision)

    async def at(self, article_id: ArticleId, revision: int, number: int) -> Version | None:
        """An earlier version."""
        if number == UNTOUCHED.number:
            return await self._untouched(article_id, revision)
        return await self._first(
            _of(article_id).where(EditRow.revision == revision, EditRow.number == number)
        )

    async def hold(self, article_id: ArticleId) -> None:
        """Until this transaction ends, nobody else files a version of this article, or decides about it."""
        # SQLite has one writer at a time anyhow.
        await self._session.execute(
            select(ReviewRow.article_id).where(ReviewRow.article_id == article_id).with_for_update()
        )

    async def add(self, article_id: ArticleId, revision: int, version: Version) -> None:
        """File the next version."""
        self._session.add(
            EditRow(
                article_id=article_id,
                revision=revision,
                number=version.number,
                edit=_as_json(version.edit),
                back=version.back,
                edited_by=version.by,
                edited_name=version.name,
                edited_at=version.at,
            )
        )
        await self._session.flush()

    async def left_behind(self, article_id: ArticleId, revision: int) -> Version | None:
        """The last edit of an earlier revision, which counts no more."""
        last = await self._first(_of(article_id).where(EditRow.revision < revision))
        return last if last and replace(last.edit, asking=Asking.RULE).parts() else None

    async def asking(self, article_ids: Sequence[ArticleId]) -> Mapping[ArticleId, Asking]:
        """What was said last about asking for support beside these articles; without those of which nobody
        said anything."""
        oldest_first = select(EditRow).order_by(EditRow.revision, EditRow.number)
        rows = await self._session.scalars(oldest_first.where(EditRow.article_id.in_(article_ids)))
        return {row.article_id: _asking(row.edit) for row in rows}

    async def _untouched(self, article_id: ArticleId, revision: int) -> Version:
        before = await self._first(_of(article_id).where(EditRow.revision < revision))
        return replace(UNTOUCHED, edit=Edit(asking=before.edit.asking)) if before else UNTOUCHED

    async def _first(self, query: Select[EditRow]) -> Version | None:
        row = await self._session.scalar(query.limit(1))
        return _version(row) if row else None


def _of(article_id: ArticleId) -> Select[EditRow]:
    """Newest first."""
    return (
        select(EditRow)
        .where(EditRow.article_id == article_id)
        .order_by(EditRow.revision.desc(), EditRow.number.desc())
    )


def _version(row: EditRow) -> Version:
    kept = row.edit
    edit = Edit(
        **{
            **kept,
            "points": tuple(kept["points"]),
            "hidden": frozenset(Removable(name) for name in kept["hidden"]),
            "asking": _asking(kept),
        }
    )
    return Version(
        number=row.number,
        edit=edit,
        back=row.back,
        by=row.edited_by,
        name=row.edited_name,
        at=row.edited_at,
    )


def _asking(kept: Mapping[str, Any]) -> Asking:
    """Edits of earlier days say nothing about it."""
    return Asking(kept.get("asking", Asking.RULE))


def _as_json(edit: Edit) -> dict[str, Any]:
    return {
        "headline": edit.headline,
        "summary": edit.summary,
        "points": list(edit.points),
        "picture": edit.picture,
        "photo_id": edit.photo_id,
        "hidden": sorted(edit.hidden),
        "asking": edit.asking,
    }
