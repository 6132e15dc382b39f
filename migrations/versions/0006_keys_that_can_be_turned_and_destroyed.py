"""Keys of cases: turned under a new master key, held, and destroyed by two people (C77).

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op
from sqlalchemy.dialects import postgresql

from marac.store.home import CannotStart
from migrations import keeping_0006

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString()
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime()
KINDS = ("homicide-review", "court", "complaint", "subject-access", "other")
GROUNDS = ("no-longer-needed", "made-in-error", "right-to-erasure", "ordered")
BEFORE = (
    "This database was sealed by a version from before the first release, in a format that is not read any more."
    " Begin with a new one: for the embedded database, `make reset`."
)


def _id(name: str = "id", to: str = "", optional: bool = False) -> list[sa.schema.SchemaItem]:
    column = sa.Column(name, sa.Uuid(), nullable=optional)
    if not to:
        return [column]
    return [column, sa.ForeignKeyConstraint([name], [f"{to}.id"], initially="DEFERRED", deferrable=True)]


def _words(name: str, kind: str, *values: str) -> sa.Column[str]:
    return sa.Column(name, sa.Enum(*values, name=kind, native_enum=False, length=40), nullable=False)


def upgrade() -> None:
    _refuse_what_is_sealed()
    op.add_column("case_key", sa.Column("master_version", sa.Integer(), nullable=False))
    op.add_column("case_key", sa.Column("destroyed_at", MOMENT))
    op.create_index("ix_case_key_master_version", "case_key", ["master_version"])
    op.create_table(
        "key_check",
        *_id(),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("version"),
    )
    op.create_table(
        "key_count", *_id(), sa.Column("destroyed", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id")
    )
    _hold()
    _erasure()
    for statement in keeping_0006.statements():
        op.execute(statement)


def _refuse_what_is_sealed() -> None:
    op.execute("ALTER TABLE case_key NO FORCE ROW LEVEL SECURITY")
    if op.get_bind().execute(sa.text("SELECT 1 FROM case_key LIMIT 1")).first():
        raise CannotStart(BEFORE)
    op.execute("ALTER TABLE case_key FORCE ROW LEVEL SECURITY")


def _hold() -> None:
    op.create_table(
        "hold",
        *_id(),
        *_id("marac_id", "marac"),
        *_id("case_id", "case_file"),
        sa.Column("code", TEXT, nullable=False),
        _words("kind", "holdkind", *KINDS),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        *_id("placed_by", "member"),
        sa.Column("placed_at", MOMENT, nullable=False),
        *_id("lifted_by", "member", optional=True),
        sa.Column("lifted_at", MOMENT),
        sa.Column("lifted_why_sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("marac_id", "case_id"):
        op.create_index(f"ix_hold_{column}", "hold", [column])


def _erasure() -> None:
    op.create_table(
        "erasure",
        *_id(),
        *_id("marac_id", "marac"),
        *_id("case_id", "case_file"),
        sa.Column("code", TEXT, nullable=False),
        _words("ground", "erasureground", *GROUNDS),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        *_id("proposed_by", "member"),
        sa.Column("proposed_at", MOMENT, nullable=False),
        *_id("ended_by", "member", optional=True),
        sa.Column("ended_at", MOMENT),
        *_id("confirmed_by", "member", optional=True),
        sa.Column("confirmed_at", MOMENT),
        sa.Column("unreadable", postgresql.JSONB(), nullable=False),
        sa.Column("fingerprints", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("confirmed_by <> proposed_by", name="two_people"),
    )
    for column in ("marac_id", "case_id"):
        op.create_index(f"ix_erasure_{column}", "erasure", [column])
    once = sa.text("ended_at IS NULL")
    op.create_index("ix_erasure_once", "erasure", ["case_id"], unique=True, postgresql_where=once)


def downgrade() -> None:
    for table in ("hold", "erasure", "key_check", "key_count"):
        op.drop_table(table)
    for statement in keeping_0006.undone():
        op.execute(statement)
    op.drop_column("case_key", "destroyed_at")
    op.drop_column("case_key", "master_version")
