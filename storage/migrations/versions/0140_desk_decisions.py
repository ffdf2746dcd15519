"""The desk: a record of its decisions that only grows, and references for its buttons."""

import sqlalchemy as sa
from alembic import op

revision = "0140"
down_revision = "0090"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", ID, nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("article_id", ID),
        sa.Column("push_id", ID),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        sqlite_autoincrement=True,
    )
    _refuse_changes()
    op.create_table(
        "desk_refs",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("about", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("used_at", TIME),
        sa.PrimaryKeyConstraint("token", name="pk_desk_refs"),
    )
    op.create_index("ix_desk_refs_expires_at", "desk_refs", ["expires_at"])


def downgrade() -> None:
    op.drop_table("desk_refs")
    op.drop_table("decisions")  # with its triggers
    if _is_postgres():
        op.execute("DROP FUNCTION decisions_stay()")


def _is_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _refuse_changes() -> None:
    if _is_postgres():
        op.execute(
            "CREATE FUNCTION decisions_stay() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'decisions stay as they are'; END $$"
        )
        op.execute(
            "CREATE TRIGGER decisions_stay BEFORE UPDATE OR DELETE ON decisions"
            " FOR EACH ROW EXECUTE FUNCTION decisions_stay()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER decisions_{change.lower()} BEFORE {change} ON decisions"
            " BEGIN SELECT RAISE(ABORT, 'decisions stay as they are'); END"
        )
