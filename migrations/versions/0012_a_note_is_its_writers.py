"""The mark of a note that is sent twice is its writer's, in one hearing.

It was one for all: whoever sent somebody else's mark was told, by a failure, that there is such a note.

Revision ID: 0012
Revises: 0011
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint("note_client_id_key", "note", type_="unique")
    op.create_unique_constraint(
        "note_hearing_id_written_by_client_id_key", "note", ["hearing_id", "written_by", "client_id"]
    )


def downgrade() -> None:
    op.drop_constraint("note_hearing_id_written_by_client_id_key", "note", type_="unique")
    op.create_unique_constraint("note_client_id_key", "note", ["client_id"])
