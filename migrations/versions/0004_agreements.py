"""Information-sharing agreements, and that access needs them (C04, S22).

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from migrations import agreements_0004

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString()
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime()
KINDS = (
    "recorded", "reviewed", "recommended", "suspended", "reinstated", "withdrawn", "extension-asked", "extended",
    "lapsed", "handed-over",
)  # fmt: skip


def _to(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], initially="DEFERRED", deferrable=True)


def upgrade() -> None:
    op.add_column("marac", sa.Column("agreements_required", sa.Boolean(), nullable=False, server_default="false"))
    op.alter_column("marac", "agreements_required", server_default=None)
    _agreement()
    op.create_table(
        "agreement_document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _to("agreement_id", "agreement"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("agreement_id"),
    )
    op.create_table(
        "agreement_remark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Enum(*KINDS, name="remarkkind", native_enum=False, length=40), nullable=False),
        sa.Column("member_id", sa.Uuid()),
        sa.Column("hat", TEXT, nullable=False),
        sa.Column("said", TEXT, nullable=False),
        sa.Column("lapsed_on", sa.Date()),
        sa.Column("until_at", MOMENT),
        sa.Column("at", MOMENT, nullable=False),
        _to("agreement_id", "agreement"),
        _to("member_id", "member"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_agreement_remark_agreement_id", "agreement_remark", ["agreement_id"])
    op.create_index(
        "ix_agreement_remark_once",
        "agreement_remark",
        ["agreement_id", "lapsed_on", "kind"],
        unique=True,
        postgresql_where=sa.text("lapsed_on IS NOT NULL"),
    )
    for statement in agreements_0004.statements():
        op.execute(statement)


def _agreement() -> None:
    op.create_table(
        "agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid()),
        sa.Column("label", TEXT, nullable=False),
        sa.Column("signatory_id", sa.Uuid()),
        sa.Column("signed_by", TEXT, nullable=False),
        sa.Column("signed_as", TEXT, nullable=False),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("signed_on", "review_on", "expires_on")),
        sa.Column("reviewed_on", sa.Date()),
        sa.Column("successor_id", sa.Uuid()),
        sa.Column("document_name", TEXT, nullable=False),
        sa.Column("document_sha256", TEXT, nullable=False),
        *(sa.Column(name, MOMENT) for name in ("suspended_at", "withdrawn_at", "closed_at", "replaced_at")),
        sa.Column("recorded_by", sa.Uuid()),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _to("agency_id", "agency"),
        _to("marac_id", "marac"),
        *(_to(column, "member") for column in ("signatory_id", "successor_id", "recorded_by")),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_agreement_agency_id", "agreement", ["agency_id"])
    op.create_index("ix_agreement_marac_id", "agreement", ["marac_id"])
    for name, columns, of in (
        ("ix_agreement_umbrella", ["agency_id"], "marac_id IS NULL"),
        ("ix_agreement_of_marac", ["agency_id", "marac_id"], "marac_id IS NOT NULL"),
    ):
        where = sa.text(f"{of} AND replaced_at IS NULL")
        op.create_index(name, "agreement", columns, unique=True, postgresql_where=where)


def downgrade() -> None:
    for statement in agreements_0004.undone():
        op.execute(statement)
    for table in ("agreement_remark", "agreement_document", "agreement"):
        op.drop_table(table)
    op.drop_column("marac", "agreements_required")
