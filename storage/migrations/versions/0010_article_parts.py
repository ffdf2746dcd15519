"""Key points, subheadings, quotes and the time of change of articles; prints of their paragraphs."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
LISTS = ("key_points", "subheadings", "quotes")


def upgrade() -> None:
    with op.batch_alter_table("articles") as articles:
        for name in LISTS:
            articles.add_column(sa.Column(name, sa.Text(), nullable=False, server_default="[]"))
        articles.add_column(sa.Column("updated_at", sa.DateTime(timezone=True)))
    op.create_table(
        "paragraphs",
        sa.Column("article_id", ID, autoincrement=False, nullable=False),
        sa.Column("print", sa.Text(), nullable=False),
        sa.Column("feed_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("article_id", "print", name="pk_paragraphs"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_paragraphs_article_id_articles", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_paragraphs_feed_id_feeds"),
    )
    op.create_index("ix_paragraphs_feed_id_article_id", "paragraphs", ["feed_id", "article_id"])


def downgrade() -> None:
    op.drop_table("paragraphs")
    with op.batch_alter_table("articles") as articles:
        articles.drop_column("updated_at")
        for name in reversed(LISTS):
            articles.drop_column(name)
