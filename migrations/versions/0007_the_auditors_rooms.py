"""Samples, questions and answers, alerts, and openings of content (C72 to C74).

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import oversight_0007

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString()
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime()
IDS = postgresql.ARRAY(sa.Uuid())
GROUNDS = (
    "dip-sample", "complaint", "possible-breach", "alert", "death-or-safeguarding-review",
    "asked-by-court-or-commissioner",
)  # fmt: skip
RULES = ("own-name", "no-purpose", "bulk-reading", "many-downloads", "many-not-found", "raised-by-hand")
TABLES = ("opening", "opening_told", "alert", "question", "sample", "sample_item")


def _id(name: str, to: str = "", optional: bool = False) -> list[sa.schema.SchemaItem]:
    column = sa.Column(name, sa.Uuid(), nullable=optional)
    if not to:
        return [column]
    return [column, sa.ForeignKeyConstraint([name], [f"{to}.id"], initially="DEFERRED", deferrable=True)]


def _words(name: str, kind: str, *values: str, optional: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Enum(*values, name=kind, native_enum=False, length=40), nullable=optional)


def _each(kind: object, *names: str, optional: bool = False) -> list[sa.Column[object]]:
    return [sa.Column(name, kind, nullable=optional) for name in names]  # type: ignore[arg-type]


def _table(name: str, *columns: object) -> None:
    flat = [item for one in columns for item in (one if isinstance(one, list) else [one])]
    op.create_table(name, *_id("id"), *_id("marac_id", "marac"), *flat, sa.PrimaryKeyConstraint("id"))  # type: ignore[arg-type]
    op.create_index(f"ix_{name}_marac_id", name, ["marac_id"])


def upgrade() -> None:
    _opening()
    _alert()
    _question()
    _samples()
    for statement in oversight_0007.statements():
        op.execute(statement)


def _opening() -> None:
    _table(
        "opening",
        _id("case_id", "case_file"),
        _id("line_id", "line", optional=True),
        _id("member_id", "member"),
        _each(TEXT, "code", "line_label"),
        _words("ground", "openingground", *GROUNDS),
        _each(sa.LargeBinary(), "reason_sealed"),
        _each(MOMENT, "from_at", "until_at"),
        _each(MOMENT, "ended_at", optional=True),
        _id("ended_by", "member", optional=True),
    )
    _table("opening_told", _id("case_id", "case_file"), _id("opening_id", "opening"), _id("agency_id", "agency"))
    for table, column in (
        ("opening", "case_id"),
        ("opening", "member_id"),
        ("opening_told", "opening_id"),
        ("opening_told", "agency_id"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column])


def _alert() -> None:
    _table(
        "alert",
        _id("case_id", "case_file", optional=True),
        _id("member_id", "member"),
        _id("agency_id", "agency"),
        _words("rule", "alertrule", *RULES),
        _each(TEXT, "hat", "plain_note"),
        _each(IDS, "event_ids"),
        _each(MOMENT, "first_at", "last_at", "found_at"),
        _words("status", "alertstatus", "open", "explained", "passed-on"),
        _each(sa.LargeBinary(), "note_sealed"),
        _id("reviewed_by", "member", optional=True),
        _each(MOMENT, "reviewed_at", optional=True),
        _each(sa.Integer(), "version"),
    )
    op.create_index("ix_alert_agency_id", "alert", ["agency_id"])


def _question() -> None:
    _table(
        "question",
        _id("case_id", "case_file", optional=True),
        _id("agency_id", "agency"),
        _id("item_id", optional=True),
        *(_id(name, "member", optional=True) for name in ("member_id", "answered_by", "closed_by")),
        _id("asked_by", "member"),
        _each(sa.LargeBinary(), "asked_sealed", "answer_sealed"),
        _each(TEXT, "code", "plain_asked", "plain_answer"),
        _each(sa.Date(), "due_on"),
        _each(MOMENT, "asked_at"),
        _each(MOMENT, "answered_at", "closed_at", optional=True),
        _words("finding", "finding", "satisfied", "put-right", "recommendation-made", "not-answered", optional=True),
        _each(sa.Integer(), "version"),
    )
    op.create_index("ix_question_agency_id", "question", ["agency_id"])


def _samples() -> None:
    _table(
        "sample",
        _id("drawn_by", "member"),
        _each(MOMENT, "drawn_at"),
        _each(sa.Date(), "since_on", "until_on"),
        _each(sa.Integer(), "per_agency"),
        _each(TEXT, "seed"),
    )
    _table(
        "sample_item",
        _id("case_id", "case_file", optional=True),
        _id("sample_id", "sample"),
        _id("event_id"),
        _id("agency_id", "agency"),
        *(_id(name, "member", optional=True) for name in ("member_id", "judged_by")),
        _each(sa.Integer(), "position", "version"),
        _words("verdict", "itemverdict", "appropriate", "question", "not-appropriate", optional=True),
        _each(sa.LargeBinary(), "note_sealed"),
        _each(TEXT, "plain_note"),
        _each(MOMENT, "judged_at", optional=True),
        sa.UniqueConstraint("sample_id", "event_id"),
    )
    op.create_index("ix_sample_item_sample_id", "sample_item", ["sample_id"])


def downgrade() -> None:
    for statement in oversight_0007.undone():
        op.execute(statement)
    for table in reversed(TABLES):
        op.drop_table(table)
