"""Which desk chats were told of a push that needs an editor."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "desk_notices",
        sa.Column("push_id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("figure", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("push_id", "kind", "chat_id", name="pk_desk_notices"),
        sa.ForeignKeyConstraint(["push_id"], ["pushes.id"], name="fk_desk_notices_push_id_pushes"),
    )


def downgrade() -> None:
    op.drop_table("desk_notices")
