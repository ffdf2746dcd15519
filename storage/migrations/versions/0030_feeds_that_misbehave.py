"""What is remembered of feeds that misbehave, of what each feed said, and of news that is held."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0010"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _feeds()
    _articles()
    _surges()


def _feeds() -> None:
    op.add_column("feeds", sa.Column("moved_to", sa.Text()))
    op.add_column("feeds", sa.Column("hub", sa.Text()))
    op.add_column("feeds", sa.Column("wish_seconds", sa.Double()))
    op.add_column("feeds", sa.Column("habit", sa.Text(), nullable=False, server_default="{}"))
    op.add_column("feeds", sa.Column("tally", sa.Text(), nullable=False, server_default="{}"))
    op.add_column("feeds", sa.Column("troubles", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("feeds", sa.Column("stopped", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "feed_events",
        sa.Column("id", ID, nullable=False),
        sa.Column("feed_id", ID, nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("is_over", sa.Boolean(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("told_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_feed_events"),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_feed_events_feed_id_feeds"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feed_events_told_at_id", "feed_events", ["told_at", "id"])


def _articles() -> None:
    # A fingerprint belonged to the article, and two feeds that said different things of it took turns in
    # changing it. The old ones are dropped: the next look at each feed makes new ones, without revisions.
    op.drop_column("articles", "fingerprint")
    op.create_table(
        "sightings",
        sa.Column("feed_id", ID, autoincrement=False, nullable=False),
        sa.Column("article_id", ID, autoincrement=False, nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("feed_id", "article_id", name="pk_sightings"),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_sightings_feed_id_feeds"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_sightings_article_id_articles"),
    )
    op.create_table(
        "revisions",
        sa.Column("article_id", ID, autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", "revision", name="pk_revisions"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_revisions_article_id_articles"),
    )
    op.create_table(
        "unread_pages",
        sa.Column("article_id", ID, autoincrement=False, nullable=False),
        sa.Column("feed_id", ID, nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("article_id", name="pk_unread_pages"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_unread_pages_article_id_articles"),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_unread_pages_feed_id_feeds"),
    )
    op.create_index("ix_unread_pages_due_at", "unread_pages", ["due_at"])


def _surges() -> None:
    op.create_table(
        "surges",
        sa.Column("id", ID, nullable=False),
        sa.Column("feed_id", ID, nullable=False),
        sa.Column("surprise", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("decided_by", sa.BigInteger()),
        sa.Column("decided_name", sa.Text()),
        sa.Column("decided_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_surges"),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_surges_feed_id_feeds"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_surges_state_opened_at", "surges", ["state", "opened_at"])
    op.create_table(
        "surge_articles",
        sa.Column("surge_id", ID, autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("surge_id", "place", name="pk_surge_articles"),
        sa.ForeignKeyConstraint(["surge_id"], ["surges.id"], name="fk_surge_articles_surge_id_surges"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_surge_articles_article_id_articles"
        ),
    )
    op.create_table(
        "surge_messages",
        sa.Column("surge_id", ID, autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger()),
        sa.PrimaryKeyConstraint("surge_id", "chat_id", name="pk_surge_messages"),
        sa.ForeignKeyConstraint(["surge_id"], ["surges.id"], name="fk_surge_messages_surge_id_surges"),
    )


def downgrade() -> None:
    for table in ("surge_messages", "surge_articles", "surges", "unread_pages", "revisions", "sightings"):
        op.drop_table(table)
    op.add_column("articles", sa.Column("fingerprint", sa.Text(), nullable=False, server_default=""))
    op.drop_table("feed_events")
    for column in ("stopped", "troubles", "tally", "habit", "wish_seconds", "hub", "moved_to"):
        op.drop_column("feeds", column)
