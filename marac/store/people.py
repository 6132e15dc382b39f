"""Who comes to the table: MARACs, agencies, members, their appointments; and how they sign in."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, LargeBinary, String, false, or_, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql import ColumnElement
from sqlmodel import Field, col, select

from marac import clock
from marac.store.classes import classes
from marac.store.scope import Internal, Scoped, SeenByAll, words
from marac.vocabulary import AgencyKind, Hat, Role, Side, Viewer


class Marac(SeenByAll, table=True):
    """One local conference and its rules (domain.md 1.0); every default may differ per MARAC.

    `idle_minutes` and `session_hours` end a session (NIST SP 800-63B 4.2.3 allows at most 30 minutes and 12 hours);
    `training_months` and `statement_months`, where given, are how long a member's training and signed
    confidentiality statement last: without them they are let into no case. `agreements_required`: nor is an agency's
    member while one of its information-sharing agreements is not in force (S22).
    """

    __tablename__ = "marac"

    name: str = Field(unique=True)
    slug: str = Field(unique=True)
    area: str = ""
    jurisdiction: str = "England and Wales"
    case_minutes: int = 12
    case_minutes_most: int = 15
    cases_warn_at: int = 15
    cases_most: int = 20
    research_due_days: int = 1
    flag_months: int = 12
    repeat_months: int = 12
    repeat_rule: str = "any-abuse-same-pair-12m"
    high_risk_score: int = 14
    idle_minutes: int = 30
    session_hours: int = 8
    training_months: int | None = None
    statement_months: int | None = None
    agreements_required: bool = True


class Agency(SeenByAll, table=True):
    """An agency, or a unit of one that must be kept apart from it (house.md 4.14, 5)."""

    __tablename__ = "agency"

    name: str = Field(unique=True)
    short_name: str
    kind: AgencyKind = Field(sa_type=words(AgencyKind))
    parent_id: UUID | None = Field(default=None, foreign_key="agency.id")
    competent_authority: bool = False
    gets_case_data: bool = True


class Partner(SeenByAll, table=True):
    """An agency's part in one MARAC; core agencies check every case (S3)."""

    __tablename__ = "partner"

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    core: bool = False


def _partners(viewer: Viewer) -> Any:
    return select(Partner.agency_id).where(Partner.marac_id == viewer.marac_id)


class Member(SeenByAll, table=True):
    """A person of an agency. What lets them in is kept apart, in Account."""

    __tablename__ = "member"

    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    name: str
    job_title: str = ""
    trained_on: date | None = None
    statement_on: date | None = None
    statement_version: str = ""
    retired_at: datetime | None = None


class Appointment(SeenByAll, table=True):
    """One role in one MARAC, from and until; a deputy's is the same, for another member (C06).

    Without `confirmed_at` it is only proposed: chair and auditor need a second person's word.
    """

    __tablename__ = "appointment"

    member_id: UUID = Field(foreign_key="member.id", index=True)
    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    role: Role = Field(sa_type=words(Role))
    side: Side = Field(default=Side.NEITHER, sa_type=words(Side))
    for_member_id: UUID | None = Field(default=None, foreign_key="member.id")
    from_on: date = Field(default_factory=clock.today)
    until_on: date | None = None
    ended_at: datetime | None = None
    made_by: UUID | None = Field(default=None, foreign_key="member.id")
    confirmed_by: UUID | None = Field(default=None, foreign_key="member.id")
    # Without a default of the column's own: SQLAlchemy would put that for None, and confirm what is only proposed.
    confirmed_at: datetime | None = Field(default_factory=clock.now, sa_column_kwargs={"default": None})


class Provider(Scoped, table=True):
    """An agency's OpenID Connect provider. A demonstration issuer is stored relative (house.md 4.14, 19).

    `secret_sealed`: the client secret, or the private key with which this house signs for itself.
    """

    __tablename__ = "provider"
    CLASSES: ClassVar = classes(
        key="id agency_id tried_by",
        state="key auth_method email_domains algorithms acr amr max_age switched_on tried_at version",
        staff="issuer client_id name",
        secret="secret_sealed",
    )

    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    key: str = Field(unique=True)
    issuer: str
    client_id: str
    secret_sealed: bytes = Field(default=b"", sa_type=LargeBinary)
    auth_method: str = "client_secret_basic"
    email_domains: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    algorithms: list[str] = Field(default_factory=lambda: ["RS256"], sa_type=ARRAY(String))
    acr: str = ""
    amr: str = ""
    max_age: int | None = None
    switched_on: bool = True
    name: str = ""
    tried_at: datetime | None = None
    tried_by: UUID | None = Field(default=None, foreign_key="member.id")
    version: int = 1

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Administrators: those of their MARAC's agencies. An agency's own administrator: its own."""
        if viewer.hat is Hat.ADMINISTRATOR:
            return col(cls.agency_id).in_(_partners(viewer))
        return col(cls.agency_id) == viewer.agency_id if viewer.hat is Hat.AGENCY_ADMINISTRATOR else false()


class Account(Scoped, table=True):
    """How a member is known to their agency's provider; bound to issuer and subject at first sign-in."""

    __tablename__ = "account"
    CLASSES: ClassVar = classes(
        key="id member_id invited_by",
        state="invited_at bound_at last_sign_in_at",
        staff="email issuer subject",
    )

    member_id: UUID = Field(foreign_key="member.id", unique=True)
    email: str = Field(unique=True)
    issuer: str = ""
    subject: str = ""
    invited_at: datetime | None = None
    invited_by: UUID | None = Field(default=None, foreign_key="member.id")
    bound_at: datetime | None = None
    last_sign_in_at: datetime | None = None

    __table_args__ = (
        Index("ix_account_identity", "issuer", "subject", unique=True, postgresql_where=text("subject <> ''")),
    )

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """One's own; and for those who admit members, those of the agencies for which they do."""
        admitted = select(Member.id)
        if viewer.hat in {Hat.ADMINISTRATOR, Hat.COORDINATOR}:
            admitted = admitted.where(col(Member.agency_id).in_(_partners(viewer)))
        elif viewer.hat is Hat.AGENCY_ADMINISTRATOR:
            admitted = admitted.where(Member.agency_id == viewer.agency_id)
        else:
            admitted = admitted.where(false())
        return or_(col(cls.member_id) == viewer.member_id, col(cls.member_id).in_(admitted))


class LoginTransaction(Internal, table=True):
    """One attempt to sign in, used once (sign-in-and-ui.md 1.3); `trial_by`: an administrator's, who lets nobody in."""

    __tablename__ = "login_transaction"

    state_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    provider_id: UUID = Field(foreign_key="provider.id")
    issuer: str
    nonce: str
    verifier: str
    redirect_uri: str
    browser_hash: bytes = Field(sa_type=LargeBinary)
    next: str = "/"
    trial_by: UUID | None = Field(default=None, foreign_key="member.id")
    expires_at: datetime


class SignIn(Internal, table=True):
    """A session kept on the server; the cookie holds a token of which only the hash is here."""

    __tablename__ = "sign_in"

    token_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    member_id: UUID = Field(foreign_key="member.id", index=True)
    provider_id: UUID = Field(foreign_key="provider.id")
    issuer: str
    subject: str
    provider_session: str = ""
    acr: str = ""
    id_token: str = ""
    browser: str = ""
    started_at: datetime = Field(default_factory=clock.now)
    last_seen_at: datetime = Field(default_factory=clock.now)
    expires_at: datetime
    ended_at: datetime | None = None
    ended_why: str = ""

    __table_args__ = (
        Index("ix_sign_in_provider_session", "issuer", "provider_session"),
        Index("ix_sign_in_subject", "issuer", "subject"),
    )


class LogoutToken(Internal, table=True):
    """A back-channel logout token that was heard: each is believed once (Back-Channel Logout 1.0, 2.6)."""

    __tablename__ = "logout_token"

    issuer: str
    jti: str
    expires_at: datetime

    __table_args__ = (Index("ix_logout_token_once", "issuer", "jti", unique=True),)
