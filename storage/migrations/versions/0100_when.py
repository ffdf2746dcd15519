"""When news comes: what subscribers chose, follows with a mode of their own, and digests."""

import sqlalchemy as sa
from alembic import op

revision = "0100"
down_revision = "0091"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
OWN_MODE = sa.text("mode IS NOT NULL")


def upgrade() -> None:
    _preferences()
    _digests()
    op.add_column("follows", sa.Column("mode", sa.Text()))
    op.create_index(
        "ix_follows_mode",
        "follows",
        ["kind", "key", "subscriber_id", "mode"],
        sqlite_where=OWN_MODE,
        postgresql_where=OWN_MODE,
    )
    op.add_column("pushes", sa.Column("planned_as", sa.BigInteger()))
    op.create_index("ix_pushes_planned_as", "pushes", ["planned_as"])
    _let_pushes_have_no_article(True)


def _preferences() -> None:
    op.create_table(
        "preferences",
        sa.Column("subscriber_id", ID, autoincrement=False, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("digest_times", sa.Text(), nullable=False),
        sa.Column("digest_days", sa.Text(), nullable=False),
        sa.Column("daily_cap", sa.Integer()),
        sa.Column("quiet", sa.Text(), nullable=False),
        sa.Column("only_breaking", sa.Boolean(), nullable=False),
        sa.Column("paused_until", TIME),
        sa.PrimaryKeyConstraint("subscriber_id", name="pk_preferences"),
        _of_a_subscriber("preferences"),
    )
    op.create_index("ix_preferences_hours", "preferences", ["zone", "quiet", "digest_times", "digest_days"])
    op.create_index("ix_preferences_paused_until", "preferences", ["paused_until"])
    op.create_table(
        "reader_hours",
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("quiet", sa.Text(), nullable=False),
        sa.Column("not_before", sa.BigInteger(), nullable=False),
        sa.Column("day_begins", sa.BigInteger(), nullable=False),
        sa.Column("day_ends", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("zone", "quiet", name="pk_reader_hours"),
        sqlite_with_rowid=False,
    )


def _digests() -> None:
    op.create_table(
        "digest_waits",
        sa.Column("subscriber_id", ID, autoincrement=False, nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subscriber_id", name="pk_digest_waits"),
        _of_a_subscriber("digest_waits"),
    )
    op.create_table(
        "digest_clocks",
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("since", TIME),
        sa.Column("used", sa.Date()),
        sa.PrimaryKeyConstraint("zone", "at", name="pk_digest_clocks"),
    )
    op.create_table(
        "digests",
        sa.Column("push_id", ID, autoincrement=False, nullable=False),
        sa.Column("subscriber_id", ID, autoincrement=False, nullable=False),
        sa.Column("html", sa.Text()),
        sa.Column("buttons", sa.Text()),
        sa.Column("articles", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("push_id", "subscriber_id", name="pk_digests"),
        sa.ForeignKeyConstraint(["push_id"], ["pushes.id"], name="fk_digests_push_id_pushes"),
        _of_a_subscriber("digests"),
    )
    op.create_index("ix_digests_at", "digests", ["at"])
    op.create_index("ix_digests_subscriber_id", "digests", ["subscriber_id"])


def _of_a_subscriber(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["subscriber_id"],
        ["subscribers.id"],
        name=f"fk_{table}_subscriber_id_subscribers",
        ondelete="CASCADE",
    )


def _let_pushes_have_no_article(may: bool) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("pushes", "article_id", nullable=may)
        return
    # SQLite would build the table anew for it, and may not while others refer to it. What its manual gives for
    # this ("Making Other Kinds Of Table Schema Changes") changes nothing but the words of the definition.
    strict, free = "article_id INTEGER NOT NULL", "article_id INTEGER"
    before, after = (strict, free) if may else (free, strict)
    version = op.get_bind().exec_driver_sql("PRAGMA schema_version").scalar_one()
    op.execute("PRAGMA writable_schema = ON")
    op.execute(
        f"UPDATE sqlite_schema SET sql = replace(sql, '{before}', '{after}')"
        " WHERE type = 'table' AND name = 'pushes'"
    )
    op.execute(f"PRAGMA schema_version = {version + 1}")
    op.execute("PRAGMA writable_schema = OFF")


def downgrade() -> None:
    # An older version knows neither digests nor what waits for them.
    digests = "SELECT id FROM pushes WHERE kind = 'digest'"
    op.execute(f"DELETE FROM deliveries WHERE push_id IN ({digests})")
    for table in ("push_tallies", "desk_notices"):
        op.execute(f"DELETE FROM {table} WHERE push_id IN ({digests})")
    for table in ("digests", "digest_waits", "digest_clocks", "reader_hours", "preferences"):
        op.drop_table(table)
    op.execute("DELETE FROM pushes WHERE kind = 'digest'")
    _let_pushes_have_no_article(False)
    op.drop_index("ix_pushes_planned_as", "pushes")
    op.drop_column("pushes", "planned_as")
    op.drop_index("ix_follows_mode", "follows")
    op.drop_column("follows", "mode")
