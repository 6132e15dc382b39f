"""Break-glass, transfers and observers case by case (S12, S16, S23, S24).

Revision ID: 0009
Revises: 0008
"""

from typing import Any

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from migrations import details_0009

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString()
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime()
THREATS = ("attack-now", "killing-feared", "missing", "child-in-danger", "suicide-feared")
NOTICES = ("line-corrected", "detail-opened")
PARTIES = ("victim", "perpetrator", "child", "adult-at-risk")
DETAILS = (
    "home-address", "current-address", "former-address", "phone", "email", "safe-time", "school", "workplace",
    "routine",
)  # fmt: skip


def _to(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], initially="DEFERRED", deferrable=True)


def _word(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40)


def upgrade() -> None:
    op.add_column("protected_audience", sa.Column("ended_at", MOMENT))
    op.add_column("protected_audience", sa.Column("ended_by", sa.Uuid()))
    op.create_foreign_key(
        None, "protected_audience", "member", ["ended_by"], ["id"], initially="DEFERRED", deferrable=True
    )
    _emergency_opening()
    _notice()
    _observation()
    _transfer()
    for statement in details_0009.statements():
        op.execute(statement)


def _table(name: str, *columns: sa.Column[Any] | sa.Constraint, indexed: tuple[str, ...]) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        *columns,
        _to("marac_id", "marac"),
        _to("case_id", "case_file"),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in indexed:
        op.create_index(f"ix_{name}_{column}", name, [column])


def _emergency_opening() -> None:
    _table(
        "emergency_opening",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("agency_id", "member_id")),
        sa.Column("label", TEXT, nullable=False),
        sa.Column("party", _word("partyrole", PARTIES), nullable=False),
        sa.Column("kind", _word("detailkind", DETAILS), nullable=False),
        sa.Column("danger", _word("lifethreat", THREATS), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        *(sa.Column(name, MOMENT, nullable=False) for name in ("from_at", "until_at")),
        _to("agency_id", "agency"),
        _to("member_id", "member"),
        indexed=("marac_id", "case_id", "member_id"),
    )


def _notice() -> None:
    _table(
        "notice",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _word("noticekind", NOTICES), nullable=False),
        sa.Column("label", TEXT, nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("both_sides", sa.Boolean(), nullable=False),
        sa.Column("told_by", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("noted_at", MOMENT),
        sa.Column("noted_by", sa.Uuid()),
        _to("agency_id", "agency"),
        *(_to(column, "member") for column in ("told_by", "noted_by")),
        indexed=("marac_id", "case_id", "agency_id"),
    )


def _observation() -> None:
    _table(
        "observation",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in ("hearing_id", "agency_id", "member_id")),
        sa.Column("admitted_by", sa.Uuid(), nullable=False),
        sa.Column("from_at", MOMENT, nullable=False),
        sa.Column("until_at", MOMENT),
        _to("hearing_id", "hearing"),
        _to("agency_id", "agency"),
        *(_to(column, "member") for column in ("member_id", "admitted_by")),
        indexed=("marac_id", "case_id", "hearing_id", "member_id"),
    )


def _transfer() -> None:
    _table(
        "transfer",
        *(sa.Column(f"{name}_sealed", sa.LargeBinary(), nullable=False) for name in ("destination", "reason")),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _to("made_by", "member"),
        sa.UniqueConstraint("case_id"),
        indexed=("marac_id",),
    )


def downgrade() -> None:
    for statement in details_0009.undone():
        op.execute(statement)
    for table in ("transfer", "observation", "notice", "emergency_opening"):
        op.drop_table(table)
    for column in ("ended_by", "ended_at"):
        op.drop_column("protected_audience", column)
