"""Schedules, and what became of each of their slots."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "schedules",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_schedules"),
    )
    op.create_table(
        "slots",
        sa.Column("schedule", sa.Text(), nullable=False),
        sa.Column("slot", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("schedule", "slot", name="pk_slots"),
    )


def downgrade() -> None:
    # A review that a schedule overtook is over; an older version knows no such end.
    op.execute("UPDATE reviews SET state = 'expired' WHERE state = 'on_schedule'")
    op.drop_table("slots")
    op.drop_table("schedules")
