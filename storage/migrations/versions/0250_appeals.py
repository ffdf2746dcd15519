"""When who was asked for support and what they said, and how each wording did."""

import sqlalchemy as sa
from alembic import op

revision = "0250"
down_revision = "0240"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appeals",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("days", sa.Text(), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True)),
        sa.Column("wording", sa.Text()),
        sa.Column("is_tapped", sa.Boolean(), nullable=False),
        sa.Column("rest", sa.Text()),
        sa.Column("rests_until", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("chat_id", name="pk_appeals"),
    )
    op.create_table(
        "appeal_counts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "edition", "wording", "effect", name="pk_appeal_counts"),
    )


def downgrade() -> None:
    op.drop_table("appeal_counts")
    op.drop_table("appeals")
