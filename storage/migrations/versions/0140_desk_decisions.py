"""What the desk decides is kept in a table that only grows."""

import sqlalchemy as sa
from alembic import op

revision = "0140"
down_revision = "0091"
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


def downgrade() -> None:
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
