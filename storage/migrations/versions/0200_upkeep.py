"""What a standstill holds back, when upkeep was done last, and whose deliveries are only counted any more."""

import sqlalchemy as sa
from alembic import op

revision = "0200"
down_revision = "0190"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "standstills",
        sa.Column("id", ID, nullable=False),
        sa.Column("since", TIME),
        sa.Column("until", TIME, nullable=False),
        sa.Column("held_before", TIME, nullable=False),
        sa.Column("is_restore", sa.Boolean(), nullable=False),
        sa.Column("digest_turn", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.BigInteger()),
        sa.Column("decided_name", sa.Text()),
        sa.Column("decided_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_standstills"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "standstill_messages",
        sa.Column("standstill_id", ID, autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger()),
        sa.PrimaryKeyConstraint("standstill_id", "chat_id", name="pk_standstill_messages"),
        sa.ForeignKeyConstraint(
            ["standstill_id"],
            ["standstills.id"],
            name="fk_standstill_messages_standstill_id_standstills",
        ),
    )
    op.create_table(
        "moments",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_moments"),
    )
    op.add_column("pushes", sa.Column("held_by", sa.BigInteger()))
    op.add_column("pushes", sa.Column("pruned_at", TIME))


def downgrade() -> None:
    op.drop_column("pushes", "pruned_at")
    op.drop_column("pushes", "held_by")
    op.drop_table("moments")
    op.drop_table("standstill_messages")
    op.drop_table("standstills")
