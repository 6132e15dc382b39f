"""Own names and addresses, conflicts of chair and coordinator, reversed pairs (S17 to S20).

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from migrations import walls_0008

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString()
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime()
CAUSES = ("set", "conflict", "own-name", "own-address", "reversed-pair")
ACTING = ("acting_chair_id", "acting_coordinator_id")


def _to(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], initially="DEFERRED", deferrable=True)


def upgrade() -> None:
    _wall()
    for column in ACTING:
        op.add_column("hearing", sa.Column(column, sa.Uuid()))
        op.create_foreign_key(
            f"hearing_{column}_fkey", "hearing", "member", [column], ["id"], initially="DEFERRED", deferrable=True
        )
    op.create_table(
        "party_employer",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("id", "marac_id", "case_id", "agency_id", "set_by")),
        sa.Column("from_at", MOMENT, nullable=False),
        sa.Column("until_at", MOMENT),
        _to("marac_id", "marac"),
        _to("case_id", "case_file"),
        _to("agency_id", "agency"),
        _to("set_by", "member"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_party_employer_case_id", "party_employer", ["case_id"])
    _closed()
    for statement in walls_0008.statements():
        op.execute(statement)


def _wall() -> None:
    op.alter_column("wall", "raised_by", nullable=True)
    op.add_column(
        "wall",
        sa.Column(
            "cause",
            sa.Enum(*CAUSES, name="wallcause", native_enum=False, length=40),
            nullable=False,
            server_default="set",
        ),
    )
    op.add_column("wall", sa.Column("decide_by", MOMENT))
    op.add_column("wall", sa.Column("decided_at", MOMENT))
    op.add_column("wall", sa.Column("decided_by", sa.Uuid()))
    op.add_column("wall", sa.Column("decision_sealed", sa.LargeBinary(), nullable=False, server_default=""))
    for column in ("cause", "decision_sealed"):
        op.alter_column("wall", column, server_default=None)
    op.create_foreign_key(
        "wall_decided_by_fkey", "wall", "member", ["decided_by"], ["id"], initially="DEFERRED", deferrable=True
    )


def _closed() -> None:
    op.create_table(
        "party_mark",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("id", "case_id", "row_id")),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        _to("case_id", "case_file"),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("case_id", "fingerprint"):
        op.create_index(f"ix_party_mark_{column}", "party_mark", [column])
    op.create_table(
        "member_home",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("id", "member_id", "agency_id")),
        *(
            sa.Column(name, sa.LargeBinary(), nullable=False)
            for name in ("line_sealed", "postcode_sealed", "fingerprint")
        ),
        sa.Column("given_at", MOMENT, nullable=False),
        _to("member_id", "member"),
        _to("agency_id", "agency"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("member_id"),
    )
    op.create_index("ix_member_home_fingerprint", "member_home", ["fingerprint"])


def downgrade() -> None:
    for statement in walls_0008.undone():
        op.execute(statement)
    for table in ("member_home", "party_mark", "party_employer"):
        op.drop_table(table)
    for column in ACTING:
        op.drop_column("hearing", column)
    for column in ("decide_by", "decided_at", "decided_by", "decision_sealed", "cause"):
        op.drop_column("wall", column)
    op.execute(
        "UPDATE wall SET raised_by = (SELECT c.author_id FROM case_file c WHERE c.id = case_id) WHERE raised_by IS NULL"
    )
    op.alter_column("wall", "raised_by", nullable=False)
