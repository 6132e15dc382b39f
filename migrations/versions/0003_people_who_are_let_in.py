"""Who is let in: administrators' writing under row-level security, conditions of access, sessions by MARAC.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from migrations import admission_0003

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString()
MOMENT = sqlmodel.sql.sqltypes.UTCDateTime()
ADDED: dict[str, tuple[sa.Column[object], ...]] = {
    "account": (
        sa.Column("invited_at", MOMENT),
        sa.Column("invited_by", sa.Uuid()),
        sa.Column("bound_at", MOMENT),
        sa.Column("last_sign_in_at", MOMENT),
    ),
    "appointment": (
        sa.Column("ended_at", MOMENT),
        sa.Column("made_by", sa.Uuid()),
        sa.Column("confirmed_by", sa.Uuid()),
        sa.Column("confirmed_at", MOMENT),
    ),
    "login_transaction": (sa.Column("trial_by", sa.Uuid()),),
    "marac": (
        sa.Column("idle_minutes", sa.Integer(), nullable=False, server_default="30"),
        sa.Column("session_hours", sa.Integer(), nullable=False, server_default="8"),
        sa.Column("training_months", sa.Integer()),
        sa.Column("statement_months", sa.Integer()),
    ),
    "member": (
        sa.Column("trained_on", sa.Date()),
        sa.Column("statement_on", sa.Date()),
        sa.Column("statement_version", TEXT, nullable=False, server_default=""),
    ),
    "provider": (
        sa.Column("name", TEXT, nullable=False, server_default=""),
        sa.Column("tried_at", MOMENT),
        sa.Column("tried_by", sa.Uuid()),
        sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
    ),
    "sign_in": (sa.Column("browser", TEXT, nullable=False, server_default=""),),
}
MEMBERS = {
    "account": ("invited_by",),
    "appointment": ("made_by", "confirmed_by"),
    "login_transaction": ("trial_by",),
    "provider": ("tried_by",),
}


def upgrade() -> None:
    op.create_table(
        "logout_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("issuer", TEXT, nullable=False),
        sa.Column("jti", TEXT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_logout_token_once", "logout_token", ["issuer", "jti"], unique=True)
    for table, columns in ADDED.items():
        for column in columns:
            op.add_column(table, column)
            if column.server_default is not None:
                op.alter_column(table, column.name, server_default=None)
    for table, names in MEMBERS.items():
        for name in names:
            op.create_foreign_key(None, table, "member", [name], ["id"], initially="DEFERRED", deferrable=True)
    op.execute("UPDATE appointment SET confirmed_at = now()")  # those there are were appointed by the installation
    op.create_index("ix_sign_in_provider_session", "sign_in", ["issuer", "provider_session"])
    op.create_index("ix_sign_in_subject", "sign_in", ["issuer", "subject"])
    for statement in admission_0003.statements():
        op.execute(statement)


def downgrade() -> None:
    for statement in admission_0003.undone():
        op.execute(statement)
    op.drop_index("ix_sign_in_subject", table_name="sign_in")
    op.drop_index("ix_sign_in_provider_session", table_name="sign_in")
    for table, columns in ADDED.items():
        for column in columns:
            op.drop_column(table, column.name)
    op.drop_table("logout_token")
