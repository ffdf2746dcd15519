"""What the membership page says, and who is a member until when."""

import sqlalchemy as sa
from alembic import op

revision = "0260"
down_revision = "0250"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "confirmations",
        sa.Column("id", ID, nullable=False),
        sa.Column("callback_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("code", sa.Text()),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("subscriber_id", ID),
        sa.Column("edition", sa.Text(), nullable=False),
        sa.Column("place", sa.SmallInteger()),
        sa.Column("wording", sa.Text()),
        sa.Column("push_id", ID),
        sa.Column("article_id", ID),
        sa.Column("amount_class", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date()),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscribers.id"], name="fk_confirmations_subscriber_id_subscribers"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_confirmations"),
        sa.UniqueConstraint("callback_id", name="uq_confirmations_callback_id"),
        sa.UniqueConstraint("code", name="uq_confirmations_code"),
    )
    op.create_index("ix_confirmations_confirmed_at", "confirmations", ["confirmed_at"])
    op.create_index("ix_confirmations_subscriber_id", "confirmations", ["subscriber_id"])
    op.create_table(
        "members",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("owes_thanks", sa.Boolean(), nullable=False),
        sa.Column("reminded", sa.Date()),
        sa.PrimaryKeyConstraint("chat_id", name="pk_members"),
    )
    op.create_index("ix_members_until", "members", ["until"])
    op.create_index("ix_members_owes_thanks", "members", ["owes_thanks"])


def downgrade() -> None:
    op.drop_table("members")
    op.drop_table("confirmations")
