"""What we asked WebSub hubs for, and the address under which a hub knows a feed."""

import sqlalchemy as sa
from alembic import op

revision = "0091"
down_revision = "0090"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("feeds", sa.Column("topic_url", sa.Text()))
    op.create_table(
        "hub_orders",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("feed_id", ID, nullable=False),
        sa.Column("hub", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", TIME),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", TIME),
        sa.Column("ends_at", TIME),
        sa.PrimaryKeyConstraint("key", name="pk_hub_orders"),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_hub_orders_feed_id_feeds"),
    )


def downgrade() -> None:
    op.drop_table("hub_orders")
    op.drop_column("feeds", "topic_url")
