"""Who sees a case is asked by a function, planned once a session; what told too much is narrowed.

The policies of 0010 made every write twice as slow.

Revision ID: 0011
Revises: 0010
"""

from alembic import op

from migrations import narrowed_0011, sight_0011

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in [*sight_0011.statements(), *narrowed_0011.statements()]:
        op.execute(statement)


def downgrade() -> None:
    for statement in [*narrowed_0011.undone(), *sight_0011.undone()]:
        op.execute(statement)
