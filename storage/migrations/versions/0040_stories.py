"""Keywords, related articles and stories, and the terms of the last 30 days."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0032"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "story_articles",
        sa.Column("article_id", ID, autoincrement=False, nullable=False),
        sa.Column("story_id", ID, nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("keywords", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name="pk_story_articles"),
        _of_article("story_articles", "article_id"),
        _of_article("story_articles", "story_id"),
    )
    op.create_index("ix_story_articles_edition_seen_at", "story_articles", ["edition", "seen_at"])
    op.create_index("ix_story_articles_story_id", "story_articles", ["story_id"])
    op.create_table(
        "related_articles",
        sa.Column("article_id", ID, autoincrement=False, nullable=False),
        sa.Column("earlier_id", ID, autoincrement=False, nullable=False),
        sa.Column("likeness", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", "earlier_id", name="pk_related_articles"),
        _of_article("related_articles", "article_id"),
        _of_article("related_articles", "earlier_id"),
    )
    op.create_index("ix_related_articles_earlier_id", "related_articles", ["earlier_id"])
    op.create_table(
        "article_terms",
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("article_id", ID, autoincrement=False, nullable=False),
        sa.Column("weight", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("edition", "term", "article_id", name="pk_article_terms"),
        _of_article("article_terms", "article_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_article_terms_article_id", "article_terms", ["article_id"])


def _of_article(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], ["articles.id"], name=f"fk_{table}_{column}_articles", ondelete="CASCADE"
    )


def downgrade() -> None:
    for table in ("article_terms", "related_articles", "story_articles"):
        op.drop_table(table)
