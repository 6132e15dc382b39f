"""How a person can be found and reached: ordinary details, protected ones, and safe-contact warnings (S12, S13)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, false, or_, true
from sqlalchemy.sql import ColumnElement
from sqlmodel import Field, col, select

from marac import clock
from marac.cases.models.people import party_seen
from marac.store.scope import Scoped, words
from marac.store.sealing import sealed
from marac.store.seats import ANY, FULL, advocated, over_the_meeting, seated
from marac.store.walls import outside_walls
from marac.vocabulary import DetailKind, PartyRole, SeatKind, Side, Viewer


class Detail(Scoped, table=True):
    """An ordinary contact detail.

    `cleared`: on a check row, because it is known to the perpetrator, is neither refuge nor
    placement, and the referrer confirmed it, or because it is the perpetrator's own (S13).
    """

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id")
    party: PartyRole = Field(sa_type=words(PartyRole))
    kind: DetailKind = Field(sa_type=words(DetailKind))
    value: str = sealed()
    postcode: str = sealed()
    cleared: bool = False

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        full = seated(col(cls.case_id), viewer, *FULL, victims_side=True)
        checking = and_(
            col(cls.cleared).is_(True),
            party_seen(col(cls.case_id), col(cls.person_id), col(cls.party), viewer),
        )
        seen = or_(full, checking, over_the_meeting(col(cls.marac_id), viewer))
        return and_(seen, outside_walls(col(cls.case_id)))


class ProtectedDetail(Scoped, table=True):
    """A detail that can kill: of a class of its own, opened one at a time by a recorded act.

    For its giver, the agencies that the giver or the advocate named, and the victim's advocate;
    no hat widens it (S12). No list, search, export, print or mail reads this table.
    """

    __tablename__ = "protected_detail"

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id")
    party: PartyRole = Field(sa_type=words(PartyRole))
    kind: DetailKind = Field(sa_type=words(DetailKind))
    secret: str = sealed()
    given_at: datetime = Field(default_factory=clock.now)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        seat = seated(col(cls.case_id), viewer, *FULL, SeatKind.ACTION, victims_side=True)
        named = select(ProtectedAudience.detail_id).where(ProtectedAudience.agency_id == viewer.agency_id)
        told = or_(col(cls.agency_id) == viewer.agency_id, col(cls.id).in_(named))
        return and_(
            or_(and_(seat, told), advocated(col(cls.case_id), viewer)),
            outside_walls(col(cls.case_id)),
        )


class ProtectedAudience(Scoped, table=True):
    """An agency named for one protected detail, by its giver or the advocate."""

    __tablename__ = "protected_audience"

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    detail_id: UUID = Field(foreign_key="protected_detail.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    named_by: UUID = Field(foreign_key="member.id")
    named_by_agency_id: UUID = Field(foreign_key="agency.id")

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        seat = seated(col(cls.case_id), viewer, *FULL, SeatKind.ACTION, victims_side=True)
        told = or_(col(cls.agency_id) == viewer.agency_id, col(cls.named_by_agency_id) == viewer.agency_id)
        return and_(
            or_(and_(seat, told), advocated(col(cls.case_id), viewer)),
            outside_walls(col(cls.case_id)),
        )


class SafeContact(Scoped, table=True):
    """Warnings before anybody calls, writes or visits: for every seat, unmasked, first (S12)."""

    __tablename__ = "safe_contact"

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", unique=True)
    warnings: list[str] = sealed([])
    note: str = sealed()
    staff_warning: str = sealed()
    version: int = 1

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The perpetrator's side has no contact with the victim and reads a fixed warning instead (S6)."""
        seat = seated(col(cls.case_id), viewer, *ANY, victims_side=True)
        by_hat = over_the_meeting(col(cls.marac_id), viewer)
        return and_(or_(seat, by_hat), outside_walls(col(cls.case_id)), _not_perpetrators(viewer))


def _not_perpetrators(viewer: Viewer) -> ColumnElement[bool]:
    return false() if viewer.side is Side.PERPETRATOR else true()
