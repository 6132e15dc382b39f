"""Who comes to the table: MARACs, agencies, members, their appointments; and how they sign in."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary, String, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from marac import clock
from marac.store.scope import Internal, SeenByAll, words
from marac.vocabulary import AgencyKind, Role, Side


class Marac(SeenByAll, table=True):
    """One local conference and its rules (domain.md 1.0); every default may differ per MARAC."""

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


class Member(SeenByAll, table=True):
    """A person of an agency. What lets them in is kept apart, in Account."""

    __tablename__ = "member"

    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    name: str
    job_title: str = ""
    retired_at: datetime | None = None


class Appointment(SeenByAll, table=True):
    """One role in one MARAC, from and until; a deputy's is the same, for another member (C06)."""

    __tablename__ = "appointment"

    member_id: UUID = Field(foreign_key="member.id", index=True)
    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    role: Role = Field(sa_type=words(Role))
    side: Side = Field(default=Side.NEITHER, sa_type=words(Side))
    for_member_id: UUID | None = Field(default=None, foreign_key="member.id")
    from_on: date = Field(default_factory=clock.today)
    until_on: date | None = None


class Provider(Internal, table=True):
    """An agency's OpenID Connect provider. A demonstration issuer is stored relative (house.md 4.14, 19)."""

    __tablename__ = "provider"

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


class Account(Internal, table=True):
    """How a member is known to their agency's provider; bound to issuer and subject at first sign-in."""

    __tablename__ = "account"

    member_id: UUID = Field(foreign_key="member.id", unique=True)
    email: str = Field(unique=True)
    issuer: str = ""
    subject: str = ""

    __table_args__ = (
        Index("ix_account_identity", "issuer", "subject", unique=True, postgresql_where=text("subject <> ''")),
    )


class LoginTransaction(Internal, table=True):
    """One attempt to sign in, used once (sign-in-and-ui.md 1.3)."""

    __tablename__ = "login_transaction"

    state_hash: bytes = Field(sa_type=LargeBinary, unique=True)
    provider_id: UUID = Field(foreign_key="provider.id")
    issuer: str
    nonce: str
    verifier: str
    redirect_uri: str
    browser_hash: bytes = Field(sa_type=LargeBinary)
    next: str = "/"
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
    started_at: datetime = Field(default_factory=clock.now)
    last_seen_at: datetime = Field(default_factory=clock.now)
    expires_at: datetime
    ended_at: datetime | None = None
    ended_why: str = ""
