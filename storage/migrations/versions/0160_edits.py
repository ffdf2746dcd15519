"""What editors change of a card before it is sent, and what each desk chat's card shows of it."""

import sqlalchemy as sa
from alembic import op

revision = "0160"
down_revision = "0140"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "edits",
        sa.Column("article_id", ID, autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("edit", sa.Text(), nullable=False),
        sa.Column("back", sa.Integer(), nullable=False),
        sa.Column("edited_by", sa.BigInteger()),
        sa.Column("edited_name", sa.Text(), nullable=False),
        sa.Column("edited_at", TIME),
        sa.PrimaryKeyConstraint("article_id", "revision", "number", name="pk_edits"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_edits_article_id_articles"),
    )
    for column in (
        sa.Column("page", sa.Text(), nullable=False, server_default="desk"),
        sa.Column("picture", sa.Text()),
        sa.Column("turn", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("shown", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("anew", sa.Boolean(), nullable=False, server_default=sa.false()),
    ):
        op.add_column("review_messages", column)
    op.add_column("articles", sa.Column("pictures", sa.Text(), nullable=False, server_default="[]"))


def downgrade() -> None:
    op.drop_column("articles", "pictures")
    for name in ("anew", "shown", "turn", "picture", "page"):
        op.drop_column("review_messages", name)
    op.drop_table("edits")
