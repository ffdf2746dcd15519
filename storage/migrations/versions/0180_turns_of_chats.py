"""Whose an update in the inbox is, so that several processes keep the order of a chat."""

import sqlalchemy as sa
from alembic import op

revision = "0180"
down_revision = "0170"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What waits at this moment has no chat: its order is that of the process which takes it up.
    op.add_column("inbox", sa.Column("chat_id", sa.BigInteger()))


def downgrade() -> None:
    op.drop_column("inbox", "chat_id")
