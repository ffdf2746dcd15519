"""Audiences of pushes and of articles before the desk, those with a name, and when somebody was here last."""

import sqlalchemy as sa
from alembic import op

revision = "0170"
down_revision = "0165"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pushes", sa.Column("audience", sa.Text()))
    op.add_column("reviews", sa.Column("audience", sa.Text()))
    op.add_column("subscribers", sa.Column("seen_on", sa.Date()))
    op.create_table(
        "saved_audiences",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_saved_audiences"),
    )


def downgrade() -> None:
    # An older version knows neither announcements nor drafts.
    unknown = "SELECT id FROM pushes WHERE kind = 'announcement' OR state = 'draft'"
    for table in ("deliveries", "push_tallies", "desk_notices", "push_keys", "push_cards"):
        op.execute(f"DELETE FROM {table} WHERE push_id IN ({unknown})")
    op.execute("DELETE FROM pushes WHERE kind = 'announcement' OR state = 'draft'")
    op.drop_table("saved_audiences")
    op.drop_column("subscribers", "seen_on")
    op.drop_column("reviews", "audience")
    op.drop_column("pushes", "audience")
