"""What agencies are asked, and what they bring: research and lines (domain.md 1.7, 3.2)."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import UniqueConstraint, and_, false, func, or_
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.elements import SQLCoreOperations as Column
from sqlmodel import Field, col, select

from marac import clock
from marac.proceedings import RiskTo
from marac.store.classes import classes
from marac.store.glimpses import moved_away
from marac.store.guarded import guarded_line, guards
from marac.store.opened import opened
from marac.store.scope import Scoped, words
from marac.store.sealing import GONE, sealed
from marac.store.seats import ANY, FULL, cases_for_person, over_the_meeting, seated, seated_for_person
from marac.store.walls import outside_walls
from marac.vocabulary import (
    FOR_THE_AGENCY,
    FOR_THE_MEETING,
    Hat,
    LineKind,
    ResearchAnswer,
    Sharing,
    Side,
    Viewer,
    WithholdingReason,
)


class Research(Scoped, table=True):
    """What one agency is asked to look up about one case, and whether it has answered (a ResearchReturn)."""

    __table_args__ = (UniqueConstraint("case_id", "agency_id", "meeting_id"),)
    CLASSES: ClassVar = classes(
        key="id marac_id case_id agency_id meeting_id seat_id returned_by",
        state="requested_at due_at returned_at",
        staff="searched_by",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    meeting_id: UUID = Field(foreign_key="meeting.id", index=True)
    seat_id: UUID = Field(foreign_key="seat.id")
    requested_at: datetime = Field(default_factory=clock.now)
    due_at: datetime
    returned_at: datetime | None = None
    returned_by: UUID | None = Field(default=None, foreign_key="member.id")
    searched_by: str = ""

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The agency asked, while it is seated; chair and coordinator. Nobody learns who else was asked (S2)."""
        return _own_or_hat(col(cls.agency_id), col(cls.case_id), col(cls.marac_id), viewer)


class ResearchPerson(Scoped, table=True):
    """An agency's answer about one person: known, not known, possible, could not search."""

    __tablename__ = "research_person"
    __table_args__ = (UniqueConstraint("research_id", "person_id"),)
    CLASSES: ClassVar = classes(
        key="id marac_id case_id agency_id research_id person_id answered_by",
        state="answer answered_at",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    research_id: UUID = Field(foreign_key="research.id", index=True)
    person_id: UUID = Field(foreign_key="person.id")
    answer: ResearchAnswer = Field(sa_type=words(ResearchAnswer))
    answered_at: datetime = Field(default_factory=clock.now)
    answered_by: UUID = Field(foreign_key="member.id")

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        return _own_or_hat(col(cls.agency_id), col(cls.case_id), col(cls.marac_id), viewer)


def _own_or_hat(
    agency_id: Column[UUID], case_id: Column[UUID], marac_id: Column[UUID], viewer: Viewer
) -> ColumnElement[bool]:
    seat = or_(seated(case_id, viewer, *ANY), cases_for_person(case_id, viewer))
    own = and_(agency_id == viewer.agency_id, seat)
    return and_(or_(own, over_the_meeting(marac_id, viewer)), outside_walls(case_id))


class Line(Scoped, table=True):
    """One thing that an agency holds on a case: private until it decides, line by line, who learns it (S8).

    Fact, opinion, or the victim's voice; with its source and date. A correction is a new row (S16).
    """

    CLASSES: ClassVar = classes(
        key="id marac_id case_id agency_id member_id person_id corrects_id",
        state="side label kind sharing to_chair to_coordinator for_perpetrators_side withholding recorded_at "
        "decided_at corrected_at version",
        content="text source source_date reason bears_on sensitive",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    member_id: UUID = Field(foreign_key="member.id")
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    side: Side = Field(default=Side.NEITHER, sa_type=words(Side))
    label: str
    kind: LineKind = Field(default=LineKind.FACT, sa_type=words(LineKind))
    text: str = sealed(gone=GONE)
    source: str = sealed()
    source_date: str = sealed()
    sharing: Sharing = Field(default=Sharing.PRIVATE, sa_type=words(Sharing))
    to_chair: bool = True
    to_coordinator: bool = True
    for_perpetrators_side: bool = False
    withholding: WithholdingReason | None = Field(default=None, sa_type=words(WithholdingReason))
    reason: str = sealed()
    bears_on: str = sealed()
    sensitive: str = sealed()
    recorded_at: datetime = Field(default_factory=clock.now)
    decided_at: datetime | None = None
    corrects_id: UUID | None = Field(default=None, foreign_key="line.id")
    corrected_at: datetime | None = None
    version: int = 1

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Mine, in my agency's hats and on my side; others' as they decided. No hat reads a private line (S8, S9).

        A Caldicott guardian reads their own agency's, to decide on them, and nobody else's (S21).
        """
        if viewer.hat in {Hat.CHAIR, Hat.COORDINATOR}:
            ticked = cls.to_chair if viewer.hat is Hat.CHAIR else cls.to_coordinator
            decided = or_(
                col(cls.sharing) == Sharing.SEATED, and_(col(cls.sharing) == Sharing.NAMED, col(ticked).is_(True))
            )
            return and_(col(cls.marac_id) == viewer.marac_id, decided, outside_walls(col(cls.case_id)))
        if viewer.hat is Hat.AUDITOR:
            return and_(_reviewed(cls, viewer), outside_walls(col(cls.case_id)))
        if guards(viewer):
            return and_(guarded_line(cls, viewer), outside_walls(col(cls.case_id)))
        if viewer.hat not in FOR_THE_AGENCY:
            return false()
        return and_(or_(_own(cls, viewer), _shared(cls, viewer)), outside_walls(col(cls.case_id)))


def _own(cls: type[Line], viewer: Viewer) -> ColumnElement[bool]:
    perpetrators = col(cls.side) == Side.PERPETRATOR
    my_side = perpetrators if viewer.side is Side.PERPETRATOR else col(cls.side) != Side.PERPETRATOR
    seat = or_(seated(col(cls.case_id), viewer, *ANY), seated_for_person(col(cls.person_id), viewer))
    held = or_(seat, moved_away(col(cls.case_id), viewer))
    return and_(col(cls.agency_id) == viewer.agency_id, held, my_side)


def _reviewed(cls: type[Line], viewer: Viewer) -> ColumnElement[bool]:
    """What was shared when an auditor opened it; nothing private, say-only or withheld (S8, S21)."""
    since = func.coalesce(col(cls.decided_at), col(cls.recorded_at))
    shared = col(cls.sharing).in_([Sharing.SEATED, Sharing.NAMED])
    return and_(col(cls.marac_id) == viewer.marac_id, shared, opened(col(cls.case_id), viewer, since, col(cls.id)))


def _shared(cls: type[Line], viewer: Viewer) -> ColumnElement[bool]:
    victims = seated(col(cls.case_id), viewer, *FULL, victims_side=True)
    any_side = and_(seated(col(cls.case_id), viewer, *FULL), col(cls.kind) != LineKind.VOICE)
    named = select(LineAudience.line_id).where(
        LineAudience.agency_id == viewer.agency_id, col(LineAudience.ended_at).is_(None)
    )
    to_seats = and_(
        col(cls.sharing) == Sharing.SEATED, or_(victims, and_(any_side, col(cls.for_perpetrators_side).is_(True)))
    )
    to_named = and_(col(cls.sharing) == Sharing.NAMED, or_(victims, any_side), col(cls.id).in_(named))
    return or_(to_seats, to_named)


class LineAudience(Scoped, table=True):
    """An agency named for one line; frozen when named (S2), ended when its owner decides otherwise."""

    __tablename__ = "line_audience"
    CLASSES: ClassVar = classes(key="id marac_id case_id line_id agency_id owner_id", state="ended_at")

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    line_id: UUID = Field(foreign_key="line.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    owner_id: UUID = Field(foreign_key="agency.id")
    ended_at: datetime | None = None

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """The agency named and the line's owner, each while seated; a hat that may read the line (S15, S21)."""
        named = and_(col(cls.agency_id) == viewer.agency_id, col(cls.ended_at).is_(None))
        told = or_(named, col(cls.owner_id) == viewer.agency_id)
        seen = and_(told, seated(col(cls.case_id), viewer, *ANY))
        if viewer.hat in FOR_THE_MEETING | {Hat.AUDITOR}:
            seen = col(cls.line_id).in_(select(Line.id).where(Line.visible_to(viewer)).correlate(None))
        if guards(viewer):
            seen = and_(col(cls.owner_id) == viewer.agency_id, _of_guarded(cls, viewer))
        return and_(seen, outside_walls(col(cls.case_id)))


class Said(Scoped, table=True):
    """That a line was said in a hearing; only its owner or the minute taker records it (S15).

    `bears_on`: of a say-only line, on whose risk it bears; nothing where its owner's seat is quiet (S5).
    """

    CLASSES: ClassVar = classes(
        key="id marac_id case_id line_id agency_id hearing_id said_by",
        state="said_at bears_on",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    line_id: UUID = Field(foreign_key="line.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id")
    hearing_id: UUID = Field(foreign_key="hearing.id", index=True)
    said_by: UUID = Field(foreign_key="member.id")
    said_at: datetime = Field(default_factory=clock.now)
    bears_on: RiskTo | None = Field(default=None, sa_type=words(RiskTo))

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Its agency, chair and coordinator; of a say-only line all seats learn on which risk it bears (S10)."""
        own = _own_or_hat(col(cls.agency_id), col(cls.case_id), col(cls.marac_id), viewer)
        seat = seated(col(cls.case_id), viewer, *FULL, victims_side=True)
        verbal = and_(col(cls.bears_on).is_not(None), seat, outside_walls(col(cls.case_id)))
        if guards(viewer):
            return and_(_of_guarded(cls, viewer), outside_walls(col(cls.case_id)))
        return or_(own, verbal)


def _of_guarded(cls: type[LineAudience] | type[Said], viewer: Viewer) -> ColumnElement[bool]:
    """What hangs on a line that is the guardian's to decide on."""
    lines = select(Line.id).where(Line.visible_to(viewer)).correlate(None)
    return and_(col(cls.marac_id) == viewer.marac_id, col(cls.line_id).in_(lines))
