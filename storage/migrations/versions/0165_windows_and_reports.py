"""Pushes that can still be stopped, how the desk is told of them, what readers made of them, the newsroom stop."""

import sqlalchemy as sa
from alembic import op

revision = "0165"
down_revision = "0160"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("reviews", sa.Column("push_id", ID))
    op.add_column(
        "review_messages", sa.Column("shows_stop", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column(
        "pushes", sa.Column("report_over", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    # What ended before this is no news to anybody.
    op.execute("UPDATE pushes SET report_over = true WHERE state IN ('done', 'cancelled') OR kind <> 'article'")
    reported = sa.text("NOT report_over")
    op.create_index(
        "ix_pushes_to_report", "pushes", ["id"], sqlite_where=reported, postgresql_where=reported
    )
    _reports()
    _effects()
    op.create_table(
        "newsroom_stop",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("begun_at", TIME, nullable=False),
        sa.Column("begun_name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_newsroom_stop"),
    )


def _reports() -> None:
    op.create_table(
        "progress_messages",
        sa.Column("push_id", ID, autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("stage", sa.SmallInteger(), nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("push_id", "chat_id", name="pk_progress_messages"),
        sa.ForeignKeyConstraint(["push_id"], ["pushes.id"], name="fk_progress_messages_push_id_pushes"),
    )


def _effects() -> None:
    op.create_table(
        "push_effects",
        sa.Column("push_id", ID, autoincrement=False, nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("push_id", "effect", name="pk_push_effects"),
        sa.ForeignKeyConstraint(["push_id"], ["pushes.id"], name="fk_push_effects_push_id_pushes"),
    )
    op.create_table(
        "push_links",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("push_id", ID, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_push_links"),
        sa.ForeignKeyConstraint(["push_id"], ["pushes.id"], name="fk_push_links_push_id_pushes"),
    )


def downgrade() -> None:
    for table in ("newsroom_stop", "push_links", "push_effects", "progress_messages"):
        op.drop_table(table)
    op.drop_index("ix_pushes_to_report", "pushes")
    op.drop_column("pushes", "report_over")
    op.drop_column("review_messages", "shows_stop")
    op.drop_column("reviews", "push_id")
