"""One sitting, its list, and each case's place in it (domain.md 3.3)."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import UniqueConstraint, and_, false, or_
from sqlalchemy.sql import ColumnElement
from sqlmodel import Field, col

from marac import clock
from marac.proceedings import DeferralReason, HearingStatus, MeetingStatus
from marac.store.classes import classes
from marac.store.glimpses import observed
from marac.store.scope import Scoped, words
from marac.store.sealing import sealed
from marac.store.seats import ANY, cases_for_person, over_the_meeting, seated
from marac.store.walls import outside_walls
from marac.vocabulary import FOR_THE_AGENCY, FOR_THE_MEETING, Hat, Viewer

ATTENDS = FOR_THE_AGENCY | FOR_THE_MEETING | {Hat.AUDITOR, Hat.OBSERVER, Hat.DATA_PROTECTION_OFFICER}


class Meeting(Scoped, table=True):
    """One sitting of a MARAC. Which case is being heard stands on the hearing, since a walled member sees this row."""

    CLASSES: ClassVar = classes(
        key="id marac_id chair_id",
        state="starts_at venue status list_version research_due_at opened_at closed_at version",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    starts_at: datetime = Field(index=True)
    venue: str = ""
    status: MeetingStatus = Field(default=MeetingStatus.PLANNED, sa_type=words(MeetingStatus))
    chair_id: UUID | None = Field(default=None, foreign_key="member.id")
    list_version: int = 0
    research_due_at: datetime | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    version: int = 1

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        return col(cls.marac_id) == viewer.marac_id if viewer.hat in ATTENDS else false()


class ListVersion(Scoped, table=True):
    """One publication of a meeting's list."""

    __tablename__ = "list_version"
    __table_args__ = (UniqueConstraint("meeting_id", "number"),)
    CLASSES: ClassVar = classes(key="id marac_id meeting_id published_by", state="number published_at")

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    meeting_id: UUID = Field(foreign_key="meeting.id", index=True)
    number: int
    published_by: UUID = Field(foreign_key="member.id")
    published_at: datetime = Field(default_factory=clock.now)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        return col(cls.marac_id) == viewer.marac_id if viewer.hat in ATTENDS else false()


class Hearing(Scoped, table=True):
    """A case's place in a meeting, and its discussion there (AgendaItem, CaseDiscussion).

    `acting_chair_id`, `acting_coordinator_id`: who takes it where those of the meeting must not (S18).
    """

    __table_args__ = (UniqueConstraint("meeting_id", "case_id"),)
    CLASSES: ClassVar = classes(
        key="id marac_id case_id meeting_id seats_confirmed_by teller_agency_id acting_chair_id acting_coordinator_id",
        state="position minutes slot_at status pinned listed_in seats_confirmed_at called_at closed_at deferral "
        "version",
        content="reason interim no_voice_reason no_perpetrator_action_reason teller_method teller_by not_told_reason",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    meeting_id: UUID = Field(foreign_key="meeting.id", index=True)
    position: int
    minutes: int = 12
    slot_at: datetime | None = None
    status: HearingStatus = Field(default=HearingStatus.LISTED, sa_type=words(HearingStatus))
    pinned: bool = False
    listed_in: int = 0
    seats_confirmed_at: datetime | None = None
    seats_confirmed_by: UUID | None = Field(default=None, foreign_key="member.id")
    acting_chair_id: UUID | None = Field(default=None, foreign_key="member.id")
    acting_coordinator_id: UUID | None = Field(default=None, foreign_key="member.id")
    called_at: datetime | None = None
    closed_at: datetime | None = None
    deferral: DeferralReason | None = Field(default=None, sa_type=words(DeferralReason))
    reason: str = sealed()
    interim: str = sealed()
    no_voice_reason: str = sealed()
    no_perpetrator_action_reason: str = sealed()
    teller_agency_id: UUID | None = Field(default=None, foreign_key="agency.id")
    teller_method: str = sealed()
    teller_by: str = sealed()
    not_told_reason: str = sealed()
    version: int = 1

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        seen = or_(
            seated(col(cls.case_id), viewer, *ANY),
            cases_for_person(col(cls.case_id), viewer),
            over_the_meeting(col(cls.marac_id), viewer),
            col(cls.marac_id) == viewer.marac_id if viewer.hat is Hat.AUDITOR else false(),
            observed(viewer, hearing_id=col(cls.id)),
        )
        return and_(seen, outside_walls(col(cls.case_id)))
