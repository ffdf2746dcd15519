"""Questions: an index of stems that keeps no copy of the text, names for who misspells them, what was asked."""

import json

import sqlalchemy as sa
from alembic import op

from bot.domain.spelling import edges
from bot.wordforms import MARK, indexed, names

revision = "0080"
down_revision = "0070"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
WORDS = "ix_article_words_text ON article_words USING gin (article_vector(words))"
WINDOW = 1024


def upgrade() -> None:
    _drop_index()
    _create_words(
        sa.Column("id", ID, nullable=False),
        sa.Column("article_id", ID, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_article_words"),
        sa.UniqueConstraint("article_id", name="uq_article_words_article_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "names",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("beginning", sa.Text(), nullable=False),
        sa.Column("ending", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_names"),
    )
    op.create_index("ix_names_beginning", "names", ["beginning"])
    op.create_index("ix_names_ending", "names", ["ending"])
    op.create_table(
        "questions",
        sa.Column("id", ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_questions_chat_id", "questions", ["chat_id"])
    if _is_postgres():
        op.execute(f"CREATE INDEX {WORDS}")
    else:
        # Contentless: what is indexed is kept nowhere else. The tokenizer cuts at spaces only; detail=none
        # suffices, because nobody asks for phrases, and ranks are our own.
        op.execute(
            "CREATE VIRTUAL TABLE article_search USING fts5(words, content='',"
            " tokenize=\"ascii tokenchars '_'\", detail=none)"
        )
    _index_again()


def downgrade() -> None:
    for table in ("questions", "names"):
        op.drop_table(table)
    _drop_index()
    _create_words(
        sa.Column("article_id", ID, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name="pk_article_words"),
    )
    if _is_postgres():
        op.execute(f"CREATE INDEX {WORDS}")
        return
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


def _is_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _drop_index() -> None:
    if not _is_postgres():
        op.execute("DROP TABLE article_search")
    op.drop_table("article_words")  # with its triggers, or its index


def _create_words(*columns: sa.schema.SchemaItem, **options: bool) -> None:
    op.create_table(
        "article_words",
        *columns,
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_article_words_article_id_articles", ondelete="CASCADE"
        ),
        **options,
    )


def _index_again() -> None:
    """Nothing found would be worse than a start that takes a minute once."""
    connection = op.get_bind()
    known: set[str] = set()
    fields = "id, edition, language, headline, authors, topics, series, summary, key_points, body, videos"
    for row in connection.execute(sa.text(f"SELECT {fields} FROM articles ORDER BY id")):
        authors, topics, points, body = map(_listed, (row.authors, row.topics, row.key_points, row.body))
        loud = (row.headline, *authors, *topics, row.series or "")
        words = indexed(loud, (row.summary, *points, *body), row.language)
        known.update(names(loud, body))
        marks = [MARK * 2 + row.edition, *([MARK * 2 + "video"] if _listed(row.videos) else [])]
        number = row.id
        told = " ".join([f"{MARK * 2}w{number // WINDOW}", *marks, *dict.fromkeys(w[:64] for w in words[:20_000])])
        kept = {"id": number, "words": told if _is_postgres() else ""}
        connection.execute(
            sa.text("INSERT INTO article_words (id, article_id, words) VALUES (:id, :id, :words)"), kept
        )
        if not _is_postgres():
            learn = sa.text("INSERT INTO article_search (rowid, words) VALUES (:id, :words)")
            connection.execute(learn, {"id": number, "words": told})
    naming = sa.text("INSERT INTO names (name, beginning, ending) VALUES (:name, :beginning, :ending)")
    for name in sorted(known):
        beginning, ending = edges(name)
        connection.execute(naming, {"name": name, "beginning": beginning, "ending": ending})
    if _is_postgres():
        connection.execute(
            sa.text(
                "SELECT setval(pg_get_serial_sequence('article_words', 'id'),"
                " (SELECT coalesce(max(id), 0) + 1 FROM article_words), false)"
            )
        )


def _listed(value: object) -> list[str]:
    return json.loads(value) if isinstance(value, str) else list(value or [])  # type: ignore[call-overload]
