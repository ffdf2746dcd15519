"""When news comes: what subscribers chose."""

import sqlalchemy as sa
from alembic import op

revision = "0100"
down_revision = "0080"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "preferences",
        sa.Column("subscriber_id", ID, autoincrement=False, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("digest_times", sa.Text(), nullable=False),
        sa.Column("digest_days", sa.Text(), nullable=False),
        sa.Column("daily_cap", sa.Integer()),
        sa.Column("quiet", sa.Text(), nullable=False),
        sa.Column("only_breaking", sa.Boolean(), nullable=False),
        sa.Column("paused_until", TIME),
        sa.PrimaryKeyConstraint("subscriber_id", name="pk_preferences"),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name="fk_preferences_subscriber_id_subscribers",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_preferences_zone_quiet", "preferences", ["zone", "quiet"])
    op.create_index("ix_preferences_paused_until", "preferences", ["paused_until"])


def downgrade() -> None:
    op.drop_table("preferences")
