"""Nobody writes into a case that they do not see, and five ways of learning that a case is there are closed (S1, S17).

Revision ID: 0010
Revises: 0009
"""

from alembic import op

from migrations import narrowed_0010, sight_0010

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in [*sight_0010.statements(), *narrowed_0010.statements()]:
        op.execute(statement)


def downgrade() -> None:
    for statement in [*narrowed_0010.undone(), *sight_0010.undone()]:
        op.execute(statement)
