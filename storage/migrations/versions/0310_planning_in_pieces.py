"""How far a push is planned whose readers are too many for one transaction."""

import sqlalchemy as sa
from alembic import op

revision = "0310"
down_revision = "0290"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pushes", sa.Column("planned_to", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("pushes", "planned_to")
