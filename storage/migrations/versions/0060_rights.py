"""What readers tell the newsroom, and the desk messages that show it."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0040"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "feedbacks",
        sa.Column("id", ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("article_id", ID),
        sa.Column("at", TIME, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text()),
        sa.Column("answered_by", sa.BigInteger()),
        sa.Column("answered_name", sa.Text()),
        sa.Column("answered_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_feedbacks"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_feedbacks_article_id_articles"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feedbacks_chat_id_at", "feedbacks", ["chat_id", "at"])
    op.create_index("ix_feedbacks_state", "feedbacks", ["state"])
    op.create_table(
        "feedback_messages",
        sa.Column("feedback_id", ID, autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("shows", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("feedback_id", "chat_id", name="pk_feedback_messages"),
        sa.ForeignKeyConstraint(
            ["feedback_id"],
            ["feedbacks.id"],
            name="fk_feedback_messages_feedback_id_feedbacks",
            ondelete="CASCADE",
        ),
    )


def downgrade() -> None:
    op.drop_table("feedback_messages")
    op.drop_table("feedbacks")
    # Tombstones are nobody's; an older version takes them for readers who left.
    op.execute("UPDATE subscribers SET standing = 'left' WHERE standing = 'erased'")
