"""Answers on file until they are sent; desk messages remember whether they show the verdict."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answers",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("update_id", "position", name="pk_answers"),
    )
    # What was decided before is shown already, or was tried.
    with op.batch_alter_table("review_messages") as table:
        table.add_column(sa.Column("shows_verdict", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("review_messages") as table:
        table.alter_column("shows_verdict", existing_type=sa.Boolean(), server_default=None)
    waiting = "SELECT article_id FROM reviews WHERE state = 'waiting'"
    op.execute(f"UPDATE review_messages SET shows_verdict = false WHERE article_id IN ({waiting})")
    open_ = sa.text("NOT shows_verdict")
    op.create_index(
        "ix_review_messages_without_verdict",
        "review_messages",
        ["article_id"],
        sqlite_where=open_,
        postgresql_where=open_,
    )


def downgrade() -> None:
    op.drop_index("ix_review_messages_without_verdict", "review_messages")
    with op.batch_alter_table("review_messages") as table:
        table.drop_column("shows_verdict")
    op.drop_table("answers")
