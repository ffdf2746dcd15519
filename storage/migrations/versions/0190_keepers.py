"""Whether the keeper of a group or channel has yet to hear that a message was refused there."""

import sqlalchemy as sa
from alembic import op

revision = "0190"
down_revision = "0180"
branch_labels = None
depends_on = None


def upgrade() -> None:
    owed = sa.Column("keeper_owed", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("subscribers", owed)


def downgrade() -> None:
    op.drop_column("subscribers", "keeper_owed")
