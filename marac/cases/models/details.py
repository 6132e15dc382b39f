"""How a person can be found and reached: ordinary details, protected ones, and safe-contact warnings (S12, S13)."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import String, Uuid, and_, column, exists, false, or_, select, table, true
from sqlalchemy.sql import ColumnElement
from sqlmodel import Field, col
from sqlmodel import select as ask

from marac import clock
from marac.cases.models.people import party_seen
from marac.store.classes import classes
from marac.store.scope import Scoped, words
from marac.store.sealing import sealed
from marac.store.seats import ANY, FULL, advocated, over_the_meeting, seated
from marac.store.walls import BY_INDEX, outside_walls
from marac.vocabulary import DetailKind, PartyRole, SeatKind, Side, Viewer

# Past row-level security, of the viewer alone: what they may open in an emergency, and what their agency gave.
_BROKEN = table(
    "broken_glass", column("case_id", Uuid), column("kind", String), column("party", String), schema="scope"
)
_GIVEN = table("given_detail", column("detail_id", Uuid), schema="scope")


class Detail(Scoped, table=True):
    """An ordinary contact detail.

    `cleared`: on a check row, because it is known to the perpetrator, is neither refuge nor
    placement, and the referrer confirmed it, or because it is the perpetrator's own (S13).
    """

    CLASSES: ClassVar = classes(
        key="id marac_id case_id person_id agency_id",
        state="party kind cleared",
        content="value postcode",
    )

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


def _in_emergency(cls: type["ProtectedDetail"]) -> ColumnElement[bool]:
    """This member has broken the glass for what is kept of this kind about this party, within the hour."""
    broken = select(true()).where(
        _BROKEN.c.case_id == col(cls.case_id), _BROKEN.c.kind == col(cls.kind), _BROKEN.c.party == col(cls.party)
    )
    return exists(broken.correlate_except(_BROKEN).offset(BY_INDEX))


class ProtectedDetail(Scoped, table=True):
    """A detail that can kill: of a class of its own, opened one at a time by a recorded act.

    For its giver, the agencies that the giver or the advocate named, and the victim's advocate;
    no hat widens it, an emergency does for an hour (S12). No list, search, export, print or mail reads this table.
    """

    __tablename__ = "protected_detail"
    CLASSES: ClassVar = classes(
        key="id marac_id case_id person_id agency_id",
        state="party kind given_at",
        protected="secret",
    )

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
        named = ask(ProtectedAudience.detail_id).where(
            ProtectedAudience.agency_id == viewer.agency_id, col(ProtectedAudience.ended_at).is_(None)
        )
        told = or_(col(cls.agency_id) == viewer.agency_id, col(cls.id).in_(named), _in_emergency(cls))
        return and_(
            or_(and_(seat, told), advocated(col(cls.case_id), viewer)),
            outside_walls(col(cls.case_id)),
        )


class ProtectedAudience(Scoped, table=True):
    """An agency named for one protected detail, by its giver or the advocate, until either takes it off again."""

    __tablename__ = "protected_audience"
    CLASSES: ClassVar = classes(
        key="id marac_id case_id detail_id agency_id named_by named_by_agency_id ended_by", state="ended_at"
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    detail_id: UUID = Field(foreign_key="protected_detail.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    named_by: UUID = Field(foreign_key="member.id")
    named_by_agency_id: UUID = Field(foreign_key="agency.id")
    ended_at: datetime | None = None
    ended_by: UUID | None = Field(default=None, foreign_key="member.id")

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The agency named; the detail's giver, and whoever named it; the victim's advocate."""
        seat = seated(col(cls.case_id), viewer, *FULL, SeatKind.ACTION, victims_side=True)
        gave = exists(
            select(true()).where(_GIVEN.c.detail_id == col(cls.detail_id)).correlate_except(_GIVEN).offset(BY_INDEX)
        )
        named = and_(col(cls.agency_id) == viewer.agency_id, col(cls.ended_at).is_(None))
        told = or_(named, col(cls.named_by_agency_id) == viewer.agency_id, gave)
        return and_(
            or_(and_(seat, told), advocated(col(cls.case_id), viewer)),
            outside_walls(col(cls.case_id)),
        )


class SafeContact(Scoped, table=True):
    """Warnings before anybody calls, writes or visits: for every seat, unmasked, first (S12)."""

    __tablename__ = "safe_contact"
    CLASSES: ClassVar = classes(key="id marac_id case_id", state="version", warning="warnings note staff_warning")

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
