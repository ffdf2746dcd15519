"""Groups and channels: their titles, who let us in, and the topic of a forum that pushes go to."""

import sqlalchemy as sa
from alembic import op

revision = "0110"
down_revision = "0100"
branch_labels = None
depends_on = None

COLUMNS = ("thread_id", "title", "keeper_id")


def upgrade() -> None:
    op.add_column("subscribers", sa.Column("thread_id", sa.BigInteger()))
    op.add_column("subscribers", sa.Column("title", sa.Text()))
    op.add_column("subscribers", sa.Column("keeper_id", sa.BigInteger()))
    op.create_index("ix_subscribers_keeper_id", "subscribers", ["keeper_id"])


def downgrade() -> None:
    op.drop_index("ix_subscribers_keeper_id", "subscribers")
    for name in COLUMNS:
        op.drop_column("subscribers", name)
