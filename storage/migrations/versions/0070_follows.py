"""What subscribers follow, what pushes are filed under, and where subscribers came from."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0060"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MUTED = sa.text("muted_until IS NOT NULL")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("subscribers", sa.Column("source", sa.Text()))
    op.create_table(
        "follows",
        sa.Column("subscriber_id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("since", TIME),
        sa.Column("muted_until", TIME),
        sa.PrimaryKeyConstraint("subscriber_id", "kind", "key", name="pk_follows"),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name="fk_follows_subscriber_id_subscribers",
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_follows_followed", "follows", ["kind", "key", "subscriber_id", "since"])
    op.create_index(
        "ix_follows_muted",
        "follows",
        ["kind", "key", "subscriber_id", "muted_until"],
        sqlite_where=MUTED,
        postgresql_where=MUTED,
    )
    op.create_table(
        "push_keys",
        sa.Column("push_id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("push_id", "kind", "key", name="pk_push_keys"),
        sa.ForeignKeyConstraint(["push_id"], ["pushes.id"], name="fk_push_keys_push_id_pushes"),
    )
    # Until now everybody got everything of their edition: nobody should notice the change.
    op.execute(
        "INSERT INTO follows (subscriber_id, kind, key, label, since)"
        " SELECT id, 'edition', edition, edition, joined_at FROM subscribers"
    )
    op.execute(
        "INSERT INTO push_keys (push_id, kind, key) SELECT push_id, 'edition', edition FROM push_cards"
    )


def downgrade() -> None:
    op.drop_table("push_keys")
    op.drop_table("follows")
    op.drop_column("subscribers", "source")
