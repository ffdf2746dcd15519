"""Deliveries in a third of the room, counted as they end; edits, lanes, policies, pauses and leases."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
STATES = ("pending", "claimed", "sending", "sent", "failed", "cancelled", "expired", "unknown")


def upgrade() -> None:
    _pushes()
    op.rename_table("deliveries", "old_deliveries")
    _deliveries()
    op.execute(
        "INSERT INTO deliveries (push_id, subscriber_id, state, epoch, not_before, attempts, risk, at,"
        " message_id, reason, detail)"
        f" SELECT push_id, subscriber_id, {_number('state')},"
        " CASE WHEN state IN ('claimed', 'sending') THEN 0 END,"
        f" CASE WHEN state = 'pending' THEN {_millis('coalesce(not_before, CURRENT_TIMESTAMP)')} END,"
        f" attempts, risk, {_millis('coalesce(settled_at, attempted_at)')}, message_id,"
        " CASE WHEN lost_chat THEN 3 WHEN state = 'failed' THEN 4 END, detail"
        " FROM old_deliveries ORDER BY push_id, subscriber_id"
    )
    op.drop_table("old_deliveries")
    op.execute(
        "UPDATE pushes SET planned = (SELECT count(*) FROM deliveries WHERE deliveries.push_id = pushes.id)"
    )
    op.execute(
        "INSERT INTO push_tallies (push_id, state, reason, count)"
        " SELECT push_id, state, coalesce(reason, 0), count(*) FROM deliveries WHERE state >= 3"
        " GROUP BY push_id, state, coalesce(reason, 0)"
    )


def _pushes() -> None:
    with op.batch_alter_table("pushes", table_kwargs={"sqlite_autoincrement": True}) as pushes:
        pushes.add_column(sa.Column("action", sa.Text(), nullable=False, server_default="send"))
        pushes.add_column(sa.Column("lane", sa.SmallInteger(), nullable=False, server_default="2"))
        pushes.add_column(sa.Column("policy", sa.Text()))
        pushes.add_column(sa.Column("planned", sa.Integer(), nullable=False, server_default="0"))
        pushes.add_column(sa.Column("stopped_for", sa.Text()))
        pushes.add_column(sa.Column("unknown_seen", sa.Integer(), nullable=False, server_default="0"))
    # As a column's own: SQLite would build the table anew for it, and may not while others refer to it.
    number = "BIGINT" if op.get_bind().dialect.name == "postgresql" else "INTEGER"
    op.execute(
        f"ALTER TABLE pushes ADD COLUMN target_id {number}"
        " CONSTRAINT fk_pushes_target_id_pushes REFERENCES pushes (id)"
    )
    with op.batch_alter_table("push_cards") as cards:
        cards.add_column(sa.Column("photo_id", sa.Text()))
    op.create_table(
        "push_tallies",
        sa.Column("push_id", ID, autoincrement=False, nullable=False),
        sa.Column("state", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("push_id", "state", "reason", name="pk_push_tallies"),
        sa.ForeignKeyConstraint(["push_id"], ["pushes.id"], name="fk_push_tallies_push_id_pushes"),
    )
    op.create_table(
        "parked_chats",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until", TIME, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name="pk_parked_chats"),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", TIME, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_leases"),
    )


def _deliveries() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE old_deliveries RENAME CONSTRAINT pk_deliveries TO pk_old_deliveries")
    op.create_table(
        "deliveries",
        sa.Column("push_id", ID, autoincrement=False, nullable=False),
        sa.Column("subscriber_id", ID, autoincrement=False, nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("epoch", sa.BigInteger()),
        sa.Column("not_before", sa.BigInteger()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("risk", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger()),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("reason", sa.SmallInteger()),
        sa.Column("detail", sa.Text()),
        sa.PrimaryKeyConstraint("push_id", "subscriber_id", name="pk_deliveries"),
        sqlite_with_rowid=False,
    )
    waiting, in_hand = sa.text("not_before IS NOT NULL"), sa.text("epoch IS NOT NULL")
    op.create_index(
        "ix_deliveries_waiting",
        "deliveries",
        ["push_id", "not_before", "subscriber_id"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_index(
        "ix_deliveries_in_hand", "deliveries", ["epoch", "push_id"], sqlite_where=in_hand, postgresql_where=in_hand
    )


def _number(column: str) -> str:
    cases = " ".join(f"WHEN '{state}' THEN {number}" for number, state in enumerate(STATES))
    return f"CASE {column} {cases} END"


def _millis(moment: str) -> str:
    if op.get_bind().dialect.name == "postgresql":
        return f"CAST(extract(epoch FROM {moment}) * 1000 AS bigint)"
    return f"CAST(round((julianday({moment}) - 2440587.5) * 86400000) AS integer)"


def downgrade() -> None:
    op.rename_table("deliveries", "new_deliveries")
    for index in ("ix_deliveries_waiting", "ix_deliveries_in_hand"):
        op.drop_index(index, "new_deliveries")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE new_deliveries RENAME CONSTRAINT pk_deliveries TO pk_new_deliveries")
    _old_deliveries()
    states = " ".join(f"WHEN {number} THEN '{state}'" for number, state in enumerate(STATES))
    op.execute(
        "INSERT INTO deliveries (push_id, subscriber_id, state, attempts, risk, lost_chat, message_id, detail)"
        f" SELECT push_id, subscriber_id, CASE state {states} END, attempts, risk,"
        " coalesce(reason, 0) IN (1, 2, 3), message_id, detail FROM new_deliveries"
    )
    op.drop_table("new_deliveries")
    for table in ("leases", "parked_chats", "push_tallies"):
        op.drop_table(table)
    with op.batch_alter_table("push_cards") as cards:
        cards.drop_column("photo_id")
    for column in ("unknown_seen", "stopped_for", "planned", "target_id", "policy", "lane", "action"):
        op.execute(f"ALTER TABLE pushes DROP COLUMN {column}")


def _old_deliveries() -> None:
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
