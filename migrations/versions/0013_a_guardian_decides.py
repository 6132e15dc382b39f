"""A Caldicott guardian reads their own agency's lines and decides on them (S21).

Revision ID: 0013
Revises: 0012
"""

from alembic import op

from migrations import guardian_0013

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in guardian_0013.statements():
        op.execute(statement)


def downgrade() -> None:
    for statement in guardian_0013.undone():
        op.execute(statement)
