"""Roles and feeds that were chosen in chat, alarms, and what a desk button carries besides numbers."""

import sqlalchemy as sa
from alembic import op

revision = "0220"
down_revision = "0210"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "colleagues",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("role", sa.SmallInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_colleagues"),
    )
    op.create_table(
        "invitations",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("role", sa.SmallInteger(), nullable=False),
        sa.Column("user_id", sa.BigInteger()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "alarms",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_alarms"),
    )
    op.create_table(
        "alarm_events",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("over_at", TIME),
        sa.Column("told_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_alarm_events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_alarm_events_told_at_id", "alarm_events", ["told_at", "id"])
    op.add_column("desk_refs", sa.Column("words", sa.Text(), nullable=False, server_default=""))
    for column in (
        sa.Column("named", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("added", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("choices", sa.Text(), nullable=False, server_default="{}"),
        sa.Column("version", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column("feeds", column)


def downgrade() -> None:
    for name in ("version", "choices", "added", "named"):
        op.drop_column("feeds", name)
    op.drop_column("desk_refs", "words")
    for table in ("alarm_events", "alarms", "invitations", "colleagues"):
        op.drop_table(table)
