"""Everything the first version keeps."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _feeds_and_articles()
    _reviews()
    _subscribers()
    _pushes()
    op.create_table(
        "inbox",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("payload", sa.Text()),
        sa.Column("stored_at", TIME, nullable=False),
        sa.Column("handled_at", TIME),
        sa.PrimaryKeyConstraint("update_id", name="pk_inbox"),
    )
    op.create_index("ix_inbox_handled_at", "inbox", ["handled_at"])
    _text_index()


def _feeds_and_articles() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", ID, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text()),
        sa.Column("every_seconds", sa.Double(), nullable=False),
        sa.Column("enrolled", sa.Boolean(), nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("body_hash", sa.Text()),
        sa.Column("seeded", sa.Boolean(), nullable=False),
        sa.Column("next_poll_at", TIME, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_success_at", TIME),
        sa.Column("last_problem", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
        sa.UniqueConstraint("url", name="uq_feeds_url"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feeds_enrolled_next_poll_at", "feeds", ["enrolled", "next_poll_at"])
    op.create_table(
        "articles",
        sa.Column("id", ID, nullable=False),
        sa.Column("feed_id", ID),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("kicker", sa.Text()),
        sa.Column("authors", sa.Text(), nullable=False),
        sa.Column("series", sa.Text()),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("image_url", sa.Text()),
        sa.Column("image_credit", sa.Text()),
        sa.Column("videos", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("appeal", sa.Text()),
        sa.Column("published_at", TIME),
        sa.Column("seen_at", TIME, nullable=False),
        sa.Column("news_at", TIME, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sa.ForeignKeyConstraint(["feed_id"], ["feeds.id"], name="fk_articles_feed_id_feeds"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_articles_edition_news_at", "articles", ["edition", "news_at"])
    op.create_table(
        "article_keys",
        sa.Column("scope", ID, autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("scope", "key", name="pk_article_keys"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_article_keys_article_id_articles"),
    )
    op.create_index("ix_article_keys_article_id", "article_keys", ["article_id"])
    op.create_table(
        "article_words",
        sa.Column("article_id", ID, autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name="pk_article_words"),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_article_words_article_id_articles",
            ondelete="CASCADE",
        ),
    )


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("article_id", ID, autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("decided_by", sa.BigInteger()),
        sa.Column("decided_name", sa.Text()),
        sa.Column("decided_at", TIME),
        sa.PrimaryKeyConstraint("article_id", name="pk_reviews"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_reviews_article_id_articles"),
    )
    op.create_index("ix_reviews_state_opened_at", "reviews", ["state", "opened_at"])
    op.create_table(
        "review_messages",
        sa.Column("article_id", ID, autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger()),
        sa.PrimaryKeyConstraint("article_id", "chat_id", name="pk_review_messages"),
        sa.ForeignKeyConstraint(
            ["article_id"], ["reviews.article_id"], name="fk_review_messages_article_id_reviews"
        ),
    )


def _subscribers() -> None:
    op.create_table(
        "subscribers",
        sa.Column("id", ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("joined_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscribers"),
        sa.UniqueConstraint("chat_id", name="uq_subscribers_chat_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_subscribers_standing_edition", "subscribers", ["standing", "edition"])
    op.create_table(
        "moves",
        sa.Column("id", ID, nullable=False),
        sa.Column("subscriber_id", ID, nullable=False),
        sa.Column("move", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_moves"),
        sa.ForeignKeyConstraint(["subscriber_id"], ["subscribers.id"], name="fk_moves_subscriber_id_subscribers"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_moves_subscriber_id", "moves", ["subscriber_id"])
    op.create_index("ix_moves_at", "moves", ["at"])


def _pushes() -> None:
    op.create_table(
        "pushes",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("created_by", sa.BigInteger()),
        sa.Column("schedule", sa.Text(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("ended_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_pushes"),
        sa.UniqueConstraint("schedule", "slot", name="uq_pushes_schedule_slot"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_pushes_article_id_articles"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pushes_article_id", "pushes", ["article_id"])
    op.create_index("ix_pushes_state_due_at", "pushes", ["state", "due_at"])
    op.create_table(
        "push_cards",
        sa.Column("push_id", ID, autoincrement=False, nullable=False),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("photo", sa.Text()),
        sa.Column("preview", sa.Text()),
        sa.Column("buttons", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("push_id", "edition", name="pk_push_cards"),
        sa.ForeignKeyConstraint(["push_id"], ["pushes.id"], name="fk_push_cards_push_id_pushes"),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", ID, nullable=False),
        sa.Column("push_id", ID, nullable=False),
        sa.Column("subscriber_id", ID, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text()),
        sa.Column("not_before", TIME),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("attempted_at", TIME),
        sa.Column("risk", sa.Integer(), nullable=False),
        sa.Column("lost_chat", sa.Boolean(), nullable=False),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("detail", sa.Text()),
        sa.Column("settled_at", TIME),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("push_id", "subscriber_id", name="uq_deliveries_push_id_subscriber_id"),
        sa.ForeignKeyConstraint(["push_id"], ["pushes.id"], name="fk_deliveries_push_id_pushes"),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscribers.id"], name="fk_deliveries_subscriber_id_subscribers"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deliveries_subscriber_id", "deliveries", ["subscriber_id"])
    op.create_index(
        "ix_deliveries_push_id_state_subscriber_id", "deliveries", ["push_id", "state", "subscriber_id"]
    )


def _text_index() -> None:
    if op.get_bind().dialect.name == "postgresql":
        # The words are folded already: PostgreSQL's own parser must not cut them again. The cost is
        # nearly true, and keeps the planner from making all vectors anew instead of reading the index.
        op.execute(
            "CREATE FUNCTION article_vector(words text) RETURNS tsvector LANGUAGE plpgsql"
            " IMMUTABLE STRICT COST 10000"
            " AS 'BEGIN RETURN array_to_tsvector(string_to_array(words, '' '')); END'"
        )
        op.execute("CREATE INDEX ix_article_words_text ON article_words USING gin (article_vector(words))")
        return
    # External content: the index refers to article_words, which the triggers follow. The tokenizer
    # cuts at spaces only; detail=none suffices, because nobody asks for phrases or ranks.
    op.execute(
        "CREATE VIRTUAL TABLE article_search USING fts5(words, content='article_words',"
        " content_rowid='article_id', tokenize=\"ascii tokenchars '_'\", detail=none)"
    )
    forget = "INSERT INTO article_search (article_search, rowid, words) VALUES ('delete', old.article_id, old.words);"
    learn = "INSERT INTO article_search (rowid, words) VALUES (new.article_id, new.words);"
    for moment, change in (("INSERT", learn), ("UPDATE", forget + learn), ("DELETE", forget)):
        op.execute(
            f"CREATE TRIGGER article_words_{moment.lower()} AFTER {moment} ON article_words BEGIN {change} END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE article_search")
    for table in (
        "inbox",
        "deliveries",
        "push_cards",
        "pushes",
        "moves",
        "subscribers",
        "review_messages",
        "reviews",
        "article_words",
        "article_keys",
        "articles",
        "feeds",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION article_vector")
