"""Steps on the way to a membership, counted per day and by what brought them."""

import sqlalchemy as sa
from alembic import op

revision = "0280"
down_revision = "0270"
branch_labels = None
depends_on = None

_KEY = ("day", "step", "place", "edition", "wording", "push_id", "article_id")


def upgrade() -> None:
    op.create_table(
        "support_counts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("place", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("push_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*_KEY, name="pk_support_counts"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("support_counts")
