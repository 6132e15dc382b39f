"""Members' own homes, and what the parties of cases are found by: compared blind, inside the database (S18)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlmodel import Field

from marac import clock
from marac.store.scope import Internal


class MemberHome(Internal, table=True):
    """Where a member lives, if they chose to say so; sealed under the key of no case, and shown to them alone."""

    __tablename__ = "member_home"

    member_id: UUID = Field(foreign_key="member.id", unique=True)
    agency_id: UUID = Field(foreign_key="agency.id")
    line_sealed: bytes = Field(default=b"", sa_type=LargeBinary, repr=False)
    postcode_sealed: bytes = Field(default=b"", sa_type=LargeBinary, repr=False)
    fingerprint: bytes = Field(default=b"", sa_type=LargeBinary, index=True, repr=False)
    given_at: datetime = Field(default_factory=clock.now)


class PartyMark(Internal, table=True):
    """A keyed fingerprint of a party's name or address, protected ones too; `row_id` is the row that says it.

    No role of the application reads it: scope.wall_namesakes and scope.wall_member do.
    """

    __tablename__ = "party_mark"

    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    row_id: UUID
    fingerprint: bytes = Field(sa_type=LargeBinary, index=True)
