"""Information-sharing agreements: what an agency has signed, and what was said and done about it (C04, S22)."""

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, LargeBinary, false, or_, text
from sqlalchemy.sql import ColumnElement
from sqlmodel import Field, col, select

from marac import clock
from marac.proceedings import RemarkKind
from marac.store.classes import classes
from marac.store.people import Agency, Partner
from marac.store.scope import Scoped, words
from marac.vocabulary import Hat, Viewer

# Hats that see where every agency of their MARAC stands, and hats that see their own agency's.
OF_ALL = frozenset(
    {Hat.ADMINISTRATOR, Hat.AUDITOR, Hat.SIGNATORY, Hat.DATA_PROTECTION_OFFICER, Hat.CHAIR, Hat.COORDINATOR}
)
OF_OWN = frozenset(
    {Hat.REPRESENTATIVE, Hat.ADVOCATE, Hat.CONTRIBUTOR, Hat.AGENCY_ADMINISTRATOR, Hat.CALDICOTT_GUARDIAN}
)


class Agreement(Scoped, table=True):
    """One version of what one agency has signed: with its MARAC, or the umbrella protocol, valid in all (S22).

    `successor_id`: to whom the agency's open actions go when it ends. `closed_at`: when a lapse was last dealt with.
    `replaced_at`: since when a later version stands in its place.
    """

    CLASSES: ClassVar = classes(
        key="id agency_id marac_id signatory_id successor_id recorded_by",
        state="label signed_on review_on expires_on reviewed_on document_sha256 suspended_at withdrawn_at "
        "closed_at replaced_at recorded_at version",
        staff="signed_by signed_as document_name",
    )

    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    marac_id: UUID | None = Field(default=None, foreign_key="marac.id", index=True)
    label: str
    signatory_id: UUID | None = Field(default=None, foreign_key="member.id")
    signed_by: str
    signed_as: str = ""
    signed_on: date
    review_on: date
    expires_on: date
    reviewed_on: date | None = None
    successor_id: UUID | None = Field(default=None, foreign_key="member.id")
    document_name: str = ""
    document_sha256: str = ""
    suspended_at: datetime | None = None
    withdrawn_at: datetime | None = None
    closed_at: datetime | None = None
    replaced_at: datetime | None = None
    recorded_by: UUID | None = Field(default=None, foreign_key="member.id")
    recorded_at: datetime = Field(default_factory=clock.now)
    version: int = 1

    __table_args__ = (
        Index(
            "ix_agreement_umbrella",
            "agency_id",
            unique=True,
            postgresql_where=text("marac_id IS NULL AND replaced_at IS NULL"),
        ),
        Index(
            "ix_agreement_of_marac",
            "agency_id",
            "marac_id",
            unique=True,
            postgresql_where=text("marac_id IS NOT NULL AND replaced_at IS NULL"),
        ),
    )

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Oversight and the meeting's hats: of every partner agency. An agency's people: their own agency's."""
        if viewer.hat in OF_ALL:
            units: Any = select(Partner.agency_id).where(Partner.marac_id == viewer.marac_id)
        elif viewer.hat in OF_OWN:
            units = select(Agency.id).where(Agency.id == viewer.agency_id)
        else:
            return false()
        parents = select(Agency.parent_id).where(col(Agency.id).in_(units), col(Agency.parent_id).is_not(None))
        here = or_(col(cls.marac_id).is_(None), col(cls.marac_id) == viewer.marac_id)
        return here & or_(col(cls.agency_id).in_(units), col(cls.agency_id).in_(parents))


def _of_visible(column: Any, viewer: Viewer) -> ColumnElement[bool]:
    seen: ColumnElement[bool] = column.in_(select(Agreement.id).where(Agreement.visible_to(viewer)).correlate(None))
    return seen


class AgreementDocument(Scoped, table=True):
    """The signed paper, a PDF of at most 10 MB."""

    __tablename__ = "agreement_document"
    CLASSES: ClassVar = classes(key="id agreement_id", staff="content")

    agreement_id: UUID = Field(foreign_key="agreement.id", unique=True)
    content: bytes = Field(sa_type=LargeBinary, repr=False)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        return _of_visible(col(cls.agreement_id), viewer)


class AgreementRemark(Scoped, table=True):
    """What was decided, recommended or extended, by whom and under which hat; only ever added.

    An extension is two of these, asked for and agreed by two people, chair and signatory, once for the lapse that
    came, or comes, on `lapsed_on`.
    """

    __tablename__ = "agreement_remark"
    CLASSES: ClassVar = classes(key="id agreement_id member_id", state="kind hat lapsed_on until_at at", staff="said")

    agreement_id: UUID = Field(foreign_key="agreement.id", index=True)
    kind: RemarkKind = Field(sa_type=words(RemarkKind))
    member_id: UUID | None = Field(default=None, foreign_key="member.id")
    hat: str = ""
    said: str = ""
    lapsed_on: date | None = None
    until_at: datetime | None = None
    at: datetime = Field(default_factory=clock.now)

    __table_args__ = (
        Index(
            "ix_agreement_remark_once",
            "agreement_id",
            "lapsed_on",
            "kind",
            unique=True,
            postgresql_where=text("lapsed_on IS NOT NULL"),
        ),
    )

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        return _of_visible(col(cls.agreement_id), viewer)
