"""Where the checks below the desk's cards stand, and what Telegram made of the cards' pictures."""

import sqlalchemy as sa
from alembic import op

revision = "0240"
down_revision = "0220"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("review_messages", sa.Column("checks_id", sa.BigInteger()))
    for name in ("checks_turn", "checked"):
        op.add_column("review_messages", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column(
        "review_messages", sa.Column("without_photo", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("review_messages", sa.Column("photo_size", sa.Text()))


def downgrade() -> None:
    for name in ("photo_size", "without_photo", "checked", "checks_turn", "checks_id"):
        op.drop_column("review_messages", name)
