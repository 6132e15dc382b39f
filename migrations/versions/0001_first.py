"""Every table, with row-level security enabled and forced."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import policies_0001, scope_0001

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agency",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("short_name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "police",
                "victim-service",
                "perpetrator-service",
                "children",
                "adults",
                "council",
                "social-landlord",
                "primary-care",
                "acute-trust",
                "mental-health",
                "midwifery",
                "substance-misuse",
                "probation",
                "education",
                "fire",
                "voluntary",
                "governance",
                "other",
                name="agencykind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("competent_authority", sa.Boolean(), nullable=False),
        sa.Column("gets_case_data", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("hat", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=True),
        sa.Column("sign_in_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "operation",
            sa.Enum(
                "collection",
                "alteration",
                "consultation",
                "disclosure",
                "combination",
                "erasure",
                "refused",
                name="operation",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "verb",
            sa.Enum(
                "referral.started",
                "referral.changed",
                "referral.submitted",
                "referral.withdrawn",
                "referral.triaged",
                "person.linked",
                "person.unlinked",
                "case.opened",
                "case.restricted",
                "seat.given",
                "seat.changed",
                "seat.ended",
                "wall.raised",
                "wall.lifted",
                "detail.opened",
                "detail.given",
                "research.requested",
                "research.answered",
                "research.returned",
                "line.recorded",
                "line.corrected",
                "line.decided",
                "line.shared",
                "line.opened-to-seat",
                "line.said",
                "line.heard",
                "meeting.convened",
                "case.listed",
                "case.moved",
                "case.removed",
                "list.published",
                "meeting.opened",
                "meeting.closed",
                "statement.accepted",
                "attendance.recorded",
                "conflict.declared",
                "hearing.called",
                "hearing.changed",
                "hearing.closed",
                "hearing.deferred",
                "note.written",
                "note.changed",
                "action.agreed",
                "action.changed",
                "action.completed",
                "action.not-possible",
                "action.not-done",
                "action.reassigned",
                "minutes.approved",
                "minutes.issued",
                "minutes.downloaded",
                "page.read",
                "ledger.read",
                "member.signed-in",
                "member.signed-out",
                "sign-in.refused",
                "request.refused",
                "request.not-found",
                "member.admitted",
                "agency.admitted",
                name="verb",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("items", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("recipients", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_audit_event_agency_id"), "audit_event", ["agency_id"], unique=False)
    op.create_index(op.f("ix_audit_event_at"), "audit_event", ["at"], unique=False)
    op.create_index(op.f("ix_audit_event_case_id"), "audit_event", ["case_id"], unique=False)
    op.create_index(
        "ix_audit_event_items",
        "audit_event",
        ["items"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"items": "jsonb_path_ops"},
    )
    op.create_index(op.f("ix_audit_event_marac_id"), "audit_event", ["marac_id"], unique=False)
    op.create_index(op.f("ix_audit_event_member_id"), "audit_event", ["member_id"], unique=False)
    op.create_table(
        "marac",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("slug", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("area", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("jurisdiction", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("case_minutes", sa.Integer(), nullable=False),
        sa.Column("case_minutes_most", sa.Integer(), nullable=False),
        sa.Column("cases_warn_at", sa.Integer(), nullable=False),
        sa.Column("cases_most", sa.Integer(), nullable=False),
        sa.Column("research_due_days", sa.Integer(), nullable=False),
        sa.Column("flag_months", sa.Integer(), nullable=False),
        sa.Column("repeat_months", sa.Integer(), nullable=False),
        sa.Column("repeat_rule", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("high_risk_score", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
        sa.UniqueConstraint("slug"),
    )
    op.create_table(
        "member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("job_title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("retired_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_member_agency_id"), "member", ["agency_id"], unique=False)
    op.create_table(
        "partner",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("core", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_partner_agency_id"), "partner", ["agency_id"], unique=False)
    op.create_index(op.f("ix_partner_marac_id"), "partner", ["marac_id"], unique=False)
    op.create_table(
        "provider",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("issuer", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("client_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("auth_method", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("email_domains", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("algorithms", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("acr", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("amr", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("max_age", sa.Integer(), nullable=True),
        sa.Column("switched_on", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index(op.f("ix_provider_agency_id"), "provider", ["agency_id"], unique=False)
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("issuer", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email"),
        sa.UniqueConstraint("member_id"),
    )
    op.create_index(
        "ix_account_identity", "account", ["issuer", "subject"], unique=True, postgresql_where=sa.text("subject <> ''")
    )
    op.create_table(
        "appointment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "agency-administrator",
                "signatory",
                "data-protection-officer",
                "caldicott-guardian",
                "auditor",
                "governance",
                "chair",
                "coordinator",
                "representative",
                "advocate",
                "contributor",
                "guest",
                "observer",
                name="role",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "side",
            sa.Enum("victim", "perpetrator", "neither", name="side", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("for_member_id", sa.Uuid(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["for_member_id"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_appointment_marac_id"), "appointment", ["marac_id"], unique=False)
    op.create_index(op.f("ix_appointment_member_id"), "appointment", ["member_id"], unique=False)
    op.create_table(
        "case_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "referred",
                "more-information",
                "accepted",
                "alert-only",
                "returned",
                "withdrawn",
                "listed",
                "heard",
                "closed",
                name="casestatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("stalking", sa.Boolean(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("repeat", sa.Boolean(), nullable=False),
        sa.Column("repeat_rule", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("started_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("referred_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("repeat_sentence_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["author_id"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("marac_id", "code"),
    )
    op.create_index(op.f("ix_case_file_code"), "case_file", ["code"], unique=False)
    op.create_index(op.f("ix_case_file_marac_id"), "case_file", ["marac_id"], unique=False)
    op.create_table(
        "login_transaction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state_hash", sa.LargeBinary(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("nonce", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("verifier", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("redirect_uri", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("browser_hash", sa.LargeBinary(), nullable=False),
        sa.Column("next", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("state_hash"),
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("venue", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("planned", "published", "open", "closed", name="meetingstatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("chair_id", sa.Uuid(), nullable=True),
        sa.Column("list_version", sa.Integer(), nullable=False),
        sa.Column("research_due_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("opened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["chair_id"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_meeting_marac_id"), "meeting", ["marac_id"], unique=False)
    op.create_index(op.f("ix_meeting_starts_at"), "meeting", ["starts_at"], unique=False)
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("provider_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("provider_session", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("acr", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("id_token", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("started_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("last_seen_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("ended_why", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index(op.f("ix_sign_in_member_id"), "sign_in", ["member_id"], unique=False)
    op.create_table(
        "attendance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column(
            "presence",
            sa.Enum(
                "expected", "present", "apologies", "left", "observer", name="presence", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("information_sent", sa.Boolean(), nullable=True),
        sa.Column("information_received_on", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("statement_version", sa.Integer(), nullable=True),
        sa.Column("statement_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("arrived_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("left_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id", "member_id"),
    )
    op.create_index(op.f("ix_attendance_agency_id"), "attendance", ["agency_id"], unique=False)
    op.create_index(op.f("ix_attendance_marac_id"), "attendance", ["marac_id"], unique=False)
    op.create_index(op.f("ix_attendance_meeting_id"), "attendance", ["meeting_id"], unique=False)
    op.create_table(
        "case_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id"),
    )
    op.create_table(
        "hearing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("slot_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "listed", "called", "heard", "deferred", "removed", name="hearingstatus", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("listed_in", sa.Integer(), nullable=False),
        sa.Column("seats_confirmed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("seats_confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("called_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column(
            "deferral",
            sa.Enum(
                "no-time",
                "referrer-absent",
                "key-agency-absent",
                "wrong-area",
                "not-identified",
                name="deferralreason",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("teller_agency_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("interim_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("no_voice_reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("no_perpetrator_action_reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("teller_method_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("teller_by_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("not_told_reason_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["seats_confirmed_by"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["teller_agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id", "case_id"),
    )
    op.create_index(op.f("ix_hearing_case_id"), "hearing", ["case_id"], unique=False)
    op.create_index(op.f("ix_hearing_marac_id"), "hearing", ["marac_id"], unique=False)
    op.create_index(op.f("ix_hearing_meeting_id"), "hearing", ["meeting_id"], unique=False)
    op.create_table(
        "list_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=False),
        sa.Column("published_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["published_by"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id", "number"),
    )
    op.create_index(op.f("ix_list_version_marac_id"), "list_version", ["marac_id"], unique=False)
    op.create_index(op.f("ix_list_version_meeting_id"), "list_version", ["meeting_id"], unique=False)
    op.create_table(
        "minutes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("draft", "approved", "issued", name="minutesstatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["approved_by"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id"),
    )
    op.create_index(op.f("ix_minutes_marac_id"), "minutes", ["marac_id"], unique=False)
    op.create_index(op.f("ix_minutes_meeting_id"), "minutes", ["meeting_id"], unique=False)
    op.create_table(
        "minutes_issue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("copy_number", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("front", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("front_hash", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("issued_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["issued_by"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id", "agency_id", "number"),
    )
    op.create_index(op.f("ix_minutes_issue_agency_id"), "minutes_issue", ["agency_id"], unique=False)
    op.create_index(op.f("ix_minutes_issue_marac_id"), "minutes_issue", ["marac_id"], unique=False)
    op.create_index(op.f("ix_minutes_issue_meeting_id"), "minutes_issue", ["meeting_id"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column(
            "party",
            sa.Enum("victim", "perpetrator", "child", "adult-at-risk", name="partyrole", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_person_case_id"), "person", ["case_id"], unique=False)
    op.create_index(op.f("ix_person_marac_id"), "person", ["marac_id"], unique=False)
    op.create_table(
        "referral",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("criteria", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("topics_done", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("aware", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("consent", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("submitted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("triaged_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("triaged_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("judgement_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("taken_from_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("triage_reason_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["triaged_by"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id"),
        sa.UniqueConstraint("reference"),
    )
    op.create_index(op.f("ix_referral_marac_id"), "referral", ["marac_id"], unique=False)
    op.create_table(
        "referral_section",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum(
                "common", "police", "referrer", "coordinator", name="topicvisibility", native_enum=False, length=40
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id", "topic"),
    )
    op.create_index(op.f("ix_referral_section_case_id"), "referral_section", ["case_id"], unique=False)
    op.create_index(op.f("ix_referral_section_marac_id"), "referral_section", ["marac_id"], unique=False)
    op.create_table(
        "risk_assessment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("tool", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("tool_version", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("completed_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("completed_on", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_risk_assessment_case_id"), "risk_assessment", ["case_id"], unique=False)
    op.create_index(op.f("ix_risk_assessment_marac_id"), "risk_assessment", ["marac_id"], unique=False)
    op.create_table(
        "safe_contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("warnings_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("staff_warning_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id"),
    )
    op.create_index(op.f("ix_safe_contact_marac_id"), "safe_contact", ["marac_id"], unique=False)
    op.create_table(
        "wall",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("cleared", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("other_force", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("raised_by", sa.Uuid(), nullable=False),
        sa.Column("from_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("until_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["raised_by"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_wall_agency_id"), "wall", ["agency_id"], unique=False)
    op.create_index(op.f("ix_wall_case_id"), "wall", ["case_id"], unique=False)
    op.create_index(op.f("ix_wall_marac_id"), "wall", ["marac_id"], unique=False)
    op.create_index(op.f("ix_wall_member_id"), "wall", ["member_id"], unique=False)
    op.create_table(
        "action",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("hearing_id", sa.Uuid(), nullable=True),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column(
            "side",
            sa.Enum("victim", "perpetrator", "neither", name="side", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("catalogue_code", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "risk_to",
            sa.Enum("victim", "children", "others", "professionals", name="riskto", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("open", "completed", "not-possible", "not-done", name="actionstatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("agreed_by", sa.Uuid(), nullable=False),
        sa.Column("agreed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("settled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("wording_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("risk_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("conditions_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("outcome_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("evidence_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["agreed_by"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["hearing_id"], ["hearing.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["settled_by"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id", "label"),
    )
    op.create_index(op.f("ix_action_agency_id"), "action", ["agency_id"], unique=False)
    op.create_index(op.f("ix_action_case_id"), "action", ["case_id"], unique=False)
    op.create_index(op.f("ix_action_due_on"), "action", ["due_on"], unique=False)
    op.create_index(op.f("ix_action_hearing_id"), "action", ["hearing_id"], unique=False)
    op.create_index(op.f("ix_action_marac_id"), "action", ["marac_id"], unique=False)
    op.create_index(op.f("ix_action_member_id"), "action", ["member_id"], unique=False)
    op.create_table(
        "birth_date",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column(
            "party",
            sa.Enum("victim", "perpetrator", "child", "adult-at-risk", name="partyrole", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("searchable", sa.Boolean(), nullable=False),
        sa.Column("born_on_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_birth_date_case_id"), "birth_date", ["case_id"], unique=False)
    op.create_index(op.f("ix_birth_date_marac_id"), "birth_date", ["marac_id"], unique=False)
    op.create_index(op.f("ix_birth_date_person_id"), "birth_date", ["person_id"], unique=False)
    op.create_table(
        "blind_index",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "party",
            sa.Enum("victim", "perpetrator", "child", "adult-at-risk", name="partyrole", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_blind_index_case_id"), "blind_index", ["case_id"], unique=False)
    op.create_index(op.f("ix_blind_index_fingerprint"), "blind_index", ["fingerprint"], unique=False)
    op.create_index(op.f("ix_blind_index_marac_id"), "blind_index", ["marac_id"], unique=False)
    op.create_index(op.f("ix_blind_index_person_id"), "blind_index", ["person_id"], unique=False)
    op.create_table(
        "case_attendance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("hearing_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("conflicted", sa.Boolean(), nullable=False),
        sa.Column("from_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("until_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["hearing_id"], ["hearing.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hearing_id", "member_id"),
    )
    op.create_index(op.f("ix_case_attendance_case_id"), "case_attendance", ["case_id"], unique=False)
    op.create_index(op.f("ix_case_attendance_hearing_id"), "case_attendance", ["hearing_id"], unique=False)
    op.create_index(op.f("ix_case_attendance_marac_id"), "case_attendance", ["marac_id"], unique=False)
    op.create_table(
        "detail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column(
            "party",
            sa.Enum("victim", "perpetrator", "child", "adult-at-risk", name="partyrole", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "home-address",
                "current-address",
                "former-address",
                "phone",
                "email",
                "safe-time",
                "school",
                "workplace",
                "routine",
                name="detailkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("cleared", sa.Boolean(), nullable=False),
        sa.Column("value_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("postcode_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_detail_case_id"), "detail", ["case_id"], unique=False)
    op.create_index(op.f("ix_detail_marac_id"), "detail", ["marac_id"], unique=False)
    op.create_index(op.f("ix_detail_person_id"), "detail", ["person_id"], unique=False)
    op.create_table(
        "line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column(
            "side",
            sa.Enum("victim", "perpetrator", "neither", name="side", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column(
            "kind", sa.Enum("fact", "opinion", "voice", name="linekind", native_enum=False, length=40), nullable=False
        ),
        sa.Column(
            "sharing",
            sa.Enum("private", "seated", "named", "say-only", "withheld", name="sharing", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("to_chair", sa.Boolean(), nullable=False),
        sa.Column("to_coordinator", sa.Boolean(), nullable=False),
        sa.Column("for_perpetrators_side", sa.Boolean(), nullable=False),
        sa.Column(
            "withholding",
            sa.Enum(
                "not-relevant",
                "not-proportionate",
                "victim-asked",
                "third-party",
                "prejudices-investigation",
                "privileged",
                "unconfirmed",
                name="withholdingreason",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("corrected_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("source_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("source_date_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("bears_on_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("sensitive_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["corrects_id"], ["line.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_line_agency_id"), "line", ["agency_id"], unique=False)
    op.create_index(op.f("ix_line_case_id"), "line", ["case_id"], unique=False)
    op.create_index(op.f("ix_line_marac_id"), "line", ["marac_id"], unique=False)
    op.create_table(
        "minutes_part",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("victim", "perpetrator", "neither", name="side", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("member_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content_hash", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["issue_id"], ["minutes_issue.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_minutes_part_agency_id"), "minutes_part", ["agency_id"], unique=False)
    op.create_index(op.f("ix_minutes_part_case_id"), "minutes_part", ["case_id"], unique=False)
    op.create_index(op.f("ix_minutes_part_issue_id"), "minutes_part", ["issue_id"], unique=False)
    op.create_index(op.f("ix_minutes_part_marac_id"), "minutes_part", ["marac_id"], unique=False)
    op.create_index(op.f("ix_minutes_part_meeting_id"), "minutes_part", ["meeting_id"], unique=False)
    op.create_table(
        "particulars",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "party",
            sa.Enum("victim", "perpetrator", "child", "adult-at-risk", name="partyrole", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("person_id"),
    )
    op.create_index(op.f("ix_particulars_case_id"), "particulars", ["case_id"], unique=False)
    op.create_index(op.f("ix_particulars_marac_id"), "particulars", ["marac_id"], unique=False)
    op.create_table(
        "person_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("other_case_id", sa.Uuid(), nullable=False),
        sa.Column("other_person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum("same", "different", "unsure", name="sameperson", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("undone_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("evidence_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["other_case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["other_person_id"], ["person.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_person_link_case_id"), "person_link", ["case_id"], unique=False)
    op.create_index(op.f("ix_person_link_marac_id"), "person_link", ["marac_id"], unique=False)
    op.create_index(op.f("ix_person_link_other_case_id"), "person_link", ["other_case_id"], unique=False)
    op.create_index(op.f("ix_person_link_other_person_id"), "person_link", ["other_person_id"], unique=False)
    op.create_index(op.f("ix_person_link_person_id"), "person_link", ["person_id"], unique=False)
    op.create_table(
        "person_name",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column(
            "party",
            sa.Enum("victim", "perpetrator", "child", "adult-at-risk", name="partyrole", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "kind", sa.Enum("name", "alias", "new-name", name="namekind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("searchable", sa.Boolean(), nullable=False),
        sa.Column("surname_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("forenames_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_person_name_case_id"), "person_name", ["case_id"], unique=False)
    op.create_index(op.f("ix_person_name_marac_id"), "person_name", ["marac_id"], unique=False)
    op.create_index(op.f("ix_person_name_person_id"), "person_name", ["person_id"], unique=False)
    op.create_table(
        "protected_detail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column(
            "party",
            sa.Enum("victim", "perpetrator", "child", "adult-at-risk", name="partyrole", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "home-address",
                "current-address",
                "former-address",
                "phone",
                "email",
                "safe-time",
                "school",
                "workplace",
                "routine",
                name="detailkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("given_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_protected_detail_case_id"), "protected_detail", ["case_id"], unique=False)
    op.create_index(op.f("ix_protected_detail_marac_id"), "protected_detail", ["marac_id"], unique=False)
    op.create_index(op.f("ix_protected_detail_person_id"), "protected_detail", ["person_id"], unique=False)
    op.create_table(
        "seat",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("check", "case", "hearing", "action", name="seatkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "side",
            sa.Enum("victim", "perpetrator", "neither", name="side", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("advocate", sa.Boolean(), nullable=False),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("from_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("until_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["given_by"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_seat_agency_case", "seat", ["agency_id", "case_id"], unique=False)
    op.create_index(op.f("ix_seat_agency_id"), "seat", ["agency_id"], unique=False)
    op.create_index(op.f("ix_seat_case_id"), "seat", ["case_id"], unique=False)
    op.create_index(op.f("ix_seat_marac_id"), "seat", ["marac_id"], unique=False)
    op.create_table(
        "action_update",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum("open", "completed", "not-possible", "not-done", name="actionstatus", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_action_update_action_id"), "action_update", ["action_id"], unique=False)
    op.create_index(op.f("ix_action_update_case_id"), "action_update", ["case_id"], unique=False)
    op.create_index(op.f("ix_action_update_marac_id"), "action_update", ["marac_id"], unique=False)
    op.create_table(
        "line_audience",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_line_audience_agency_id"), "line_audience", ["agency_id"], unique=False)
    op.create_index(op.f("ix_line_audience_case_id"), "line_audience", ["case_id"], unique=False)
    op.create_index(op.f("ix_line_audience_line_id"), "line_audience", ["line_id"], unique=False)
    op.create_index(op.f("ix_line_audience_marac_id"), "line_audience", ["marac_id"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("hearing_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("line_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("note", "risk", "decision", "voice", name="notekind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "risk_to",
            sa.Enum("victim", "children", "others", "professionals", name="riskto", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column(
            "sharing",
            sa.Enum("private", "seated", "named", "say-only", "withheld", name="sharing", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("for_perpetrators_side", sa.Boolean(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["hearing_id"], ["hearing.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["written_by"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("client_id"),
    )
    op.create_index(op.f("ix_note_case_id"), "note", ["case_id"], unique=False)
    op.create_index(op.f("ix_note_hearing_id"), "note", ["hearing_id"], unique=False)
    op.create_index(op.f("ix_note_marac_id"), "note", ["marac_id"], unique=False)
    op.create_table(
        "protected_audience",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("detail_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("named_by", sa.Uuid(), nullable=False),
        sa.Column("named_by_agency_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["detail_id"], ["protected_detail.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["named_by"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["named_by_agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_protected_audience_agency_id"), "protected_audience", ["agency_id"], unique=False)
    op.create_index(op.f("ix_protected_audience_case_id"), "protected_audience", ["case_id"], unique=False)
    op.create_index(op.f("ix_protected_audience_detail_id"), "protected_audience", ["detail_id"], unique=False)
    op.create_index(op.f("ix_protected_audience_marac_id"), "protected_audience", ["marac_id"], unique=False)
    op.create_table(
        "research",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("due_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("returned_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("returned_by", sa.Uuid(), nullable=True),
        sa.Column("searched_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["returned_by"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id", "agency_id", "meeting_id"),
    )
    op.create_index(op.f("ix_research_agency_id"), "research", ["agency_id"], unique=False)
    op.create_index(op.f("ix_research_case_id"), "research", ["case_id"], unique=False)
    op.create_index(op.f("ix_research_marac_id"), "research", ["marac_id"], unique=False)
    op.create_index(op.f("ix_research_meeting_id"), "research", ["meeting_id"], unique=False)
    op.create_table(
        "said",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("hearing_id", sa.Uuid(), nullable=False),
        sa.Column("said_by", sa.Uuid(), nullable=False),
        sa.Column("said_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column(
            "bears_on",
            sa.Enum("victim", "children", "others", "professionals", name="riskto", native_enum=False, length=40),
            nullable=True,
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["hearing_id"], ["hearing.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["said_by"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_said_case_id"), "said", ["case_id"], unique=False)
    op.create_index(op.f("ix_said_hearing_id"), "said", ["hearing_id"], unique=False)
    op.create_index(op.f("ix_said_line_id"), "said", ["line_id"], unique=False)
    op.create_index(op.f("ix_said_marac_id"), "said", ["marac_id"], unique=False)
    op.create_table(
        "note_audience",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_note_audience_agency_id"), "note_audience", ["agency_id"], unique=False)
    op.create_index(op.f("ix_note_audience_case_id"), "note_audience", ["case_id"], unique=False)
    op.create_index(op.f("ix_note_audience_marac_id"), "note_audience", ["marac_id"], unique=False)
    op.create_index(op.f("ix_note_audience_note_id"), "note_audience", ["note_id"], unique=False)
    op.create_table(
        "research_person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("marac_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("research_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "known",
                "not-known",
                "possible",
                "could-not-search",
                name="researchanswer",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["member.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["marac_id"], ["marac.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["research_id"], ["research.id"], initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("research_id", "person_id"),
    )
    op.create_index(op.f("ix_research_person_agency_id"), "research_person", ["agency_id"], unique=False)
    op.create_index(op.f("ix_research_person_case_id"), "research_person", ["case_id"], unique=False)
    op.create_index(op.f("ix_research_person_marac_id"), "research_person", ["marac_id"], unique=False)
    op.create_index(op.f("ix_research_person_research_id"), "research_person", ["research_id"], unique=False)
    for statement in [*scope_0001.statements(), *policies_0001.statements()]:
        op.execute(statement)


def downgrade() -> None:
    raise RuntimeError("there is nothing before the first")
