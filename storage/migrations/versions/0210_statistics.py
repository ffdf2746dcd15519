"""Figures by the day, what of moves and tallies they hold already, what pushes cost, unanswered questions."""

import sqlalchemy as sa
from alembic import op

revision = "0210"
down_revision = "0200"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "daily_counts",
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("fact", "day", "key", name="pk_daily_counts"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "push_costs",
        sa.Column("push_id", ID, autoincrement=False, nullable=False),
        sa.Column("gone", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("push_id", name="pk_push_costs"),
        sa.ForeignKeyConstraint(["push_id"], ["pushes.id"], name="fk_push_costs_push_id_pushes"),
    )
    op.create_table(
        "unanswered",
        sa.Column("id", ID, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unanswered"),
    )
    op.create_index("ix_unanswered_at", "unanswered", ["at"])
    op.add_column("moves", sa.Column("counted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("push_tallies", sa.Column("folded", sa.Integer(), nullable=False, server_default="0"))
    op.create_index(
        "ix_moves_uncounted",
        "moves",
        ["id"],
        sqlite_where=sa.text("counted = 0"),
        postgresql_where=sa.text("NOT counted"),
    )
    unfolded = sa.text("count <> folded")
    op.create_index(
        "ix_push_tallies_unfolded",
        "push_tallies",
        ["push_id"],
        sqlite_where=unfolded,
        postgresql_where=unfolded,
    )
    op.create_index("ix_pushes_due_at", "pushes", ["due_at"])
    op.drop_index("ix_subscribers_standing_edition", "subscribers")
    op.create_index(
        "ix_subscribers_standing_edition_kind_source",
        "subscribers",
        ["standing", "edition", "kind", "source"],
    )


def downgrade() -> None:
    op.drop_index("ix_subscribers_standing_edition_kind_source", "subscribers")
    op.create_index("ix_subscribers_standing_edition", "subscribers", ["standing", "edition"])
    op.drop_index("ix_pushes_due_at", "pushes")
    op.drop_index("ix_push_tallies_unfolded", "push_tallies")
    op.drop_index("ix_moves_uncounted", "moves")
    op.drop_column("push_tallies", "folded")
    op.drop_column("moves", "counted")
    for table in ("unanswered", "push_costs", "daily_counts"):
        op.drop_table(table)
