"""The record in order, as a tree whose root is signed (C71).

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from migrations import record_0005

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString()
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime()
OCCASIONS = sa.Enum("minute", "day", "meeting", name="occasion", native_enum=False, length=40)


def _id(name: str = "id", nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _to(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], initially="DEFERRED", deferrable=True)


def upgrade() -> None:
    op.add_column("audit_event", sa.Column("seq", sa.BigInteger()))
    op.add_column("audit_event", sa.Column("leaf", sa.LargeBinary()))
    op.create_index("ix_audit_event_unsequenced", "audit_event", ["at"], postgresql_where=sa.text("seq IS NULL"))
    op.create_index(
        "ix_audit_event_seq",
        "audit_event",
        ["marac_id", "seq"],
        unique=True,
        postgresql_where=sa.text("seq IS NOT NULL"),
        postgresql_nulls_not_distinct=True,
    )
    _checkpoint()
    _receipt()
    _outbox()
    for statement in record_0005.statements():
        op.execute(statement)


def _checkpoint() -> None:
    op.create_table(
        "checkpoint",
        _id(),
        _id("marac_id", nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("peaks", sa.LargeBinary(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("clock_at", MOMENT, nullable=False),
        sa.Column("occasion", OCCASIONS, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("number", "size"):
        op.create_index(
            f"ix_checkpoint_{column}",
            "checkpoint",
            ["marac_id", column],
            unique=True,
            postgresql_nulls_not_distinct=True,
        )


def _receipt() -> None:
    op.create_table(
        "checkpoint_receipt",
        _id(),
        *(_id(name) for name in ("marac_id", "checkpoint_id", "agency_id", "member_id")),
        sa.Column("at", MOMENT, nullable=False),
        *(_to(f"{table}_id", table) for table in ("marac", "checkpoint", "agency", "member")),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_checkpoint_receipt_checkpoint_id", "checkpoint_receipt", ["checkpoint_id"])
    once = ["checkpoint_id", "marac_id", "agency_id"]
    op.create_index("ix_checkpoint_receipt_once", "checkpoint_receipt", once, unique=True)


def _outbox() -> None:
    op.create_table(
        "outbox",
        _id(),
        _id("marac_id", nullable=True),
        *(_id(name) for name in ("checkpoint_id", "agency_id", "member_id")),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("failure", TEXT, nullable=False),
        *(_to(f"{table}_id", table) for table in ("checkpoint", "agency", "member")),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_outbox_once", "outbox", ["checkpoint_id", "member_id"], unique=True)


def downgrade() -> None:
    for statement in record_0005.undone():
        op.execute(statement)
    for table in ("outbox", "checkpoint_receipt", "checkpoint"):
        op.drop_table(table)
    op.drop_index("ix_audit_event_seq", "audit_event")
    op.drop_index("ix_audit_event_unsequenced", "audit_event")
    op.drop_column("audit_event", "leaf")
    op.drop_column("audit_event", "seq")
