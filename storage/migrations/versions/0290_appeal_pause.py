"""Whether all appeals are off; who wants to be reminded is found without reading all."""

import sqlalchemy as sa
from alembic import op

revision = "0290"
down_revision = "0280"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "appeal_pause",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_appeal_pause"),
    )
    op.create_index(
        "ix_appeals_reminders", "appeals", ["rests_until"], sqlite_where=sa.text("rest = 'later'")
    )


def downgrade() -> None:
    op.drop_index("ix_appeals_reminders", "appeals")
    op.drop_table("appeal_pause")
