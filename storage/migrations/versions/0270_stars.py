"""What readers paid in Telegram Stars."""

import sqlalchemy as sa
from alembic import op

revision = "0270"
down_revision = "0260"
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "star_payments",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("charge_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("invoice", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_renewal", sa.Boolean(), nullable=False),
        sa.Column("refunded_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_star_payments"),
        sa.UniqueConstraint("charge_id", name="uq_star_payments_charge_id"),
    )
    op.create_index("ix_star_payments_user_id", "star_payments", ["user_id"])
    op.create_index("ix_star_payments_invoice", "star_payments", ["invoice"])


def downgrade() -> None:
    op.drop_table("star_payments")
