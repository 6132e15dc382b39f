"""The case and its referral (domain.md 3.1)."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import String, UniqueConstraint, and_, false, or_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.elements import SQLCoreOperations as Column
from sqlmodel import Field, col, select

from marac import clock
from marac.store.classes import classes
from marac.store.glimpses import moved_away, observed
from marac.store.guarded import guarded
from marac.store.opened import opened
from marac.store.people import Agency
from marac.store.scope import Scoped, words
from marac.store.sealing import sealed
from marac.store.seats import ANY, FULL, cases_for_person, over_the_meeting, seated
from marac.store.walls import outside_walls
from marac.vocabulary import AgencyKind, CaseStatus, Criterion, Hat, TopicVisibility, Viewer


class Case(Scoped, table=True):
    """A victim with their perpetrator(s), under one MARAC; it exists for those with a seat (S1).

    Chair and coordinator see their MARAC's cases; auditors, and guardians of its lines, that a case is, by its code.
    A draft is behind a wall for everybody but its author.
    """

    __tablename__ = "case_file"
    CLASSES: ClassVar = classes(
        key="id marac_id author_id agency_id",
        state="code status restricted stalking children repeat repeat_rule started_at referred_at version",
        content="repeat_sentence",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    code: str = Field(index=True)
    status: CaseStatus = Field(default=CaseStatus.DRAFT, sa_type=words(CaseStatus))
    author_id: UUID = Field(foreign_key="member.id")
    agency_id: UUID = Field(foreign_key="agency.id")
    restricted: bool = False
    stalking: bool = False
    children: int = 0
    repeat: bool = False
    repeat_rule: str = ""
    repeat_sentence: str = sealed()
    started_at: datetime = Field(default_factory=clock.now)
    referred_at: datetime | None = None
    version: int = 1

    __table_args__ = (UniqueConstraint("marac_id", "code"),)

    @property
    def label(self) -> str:
        return self.code

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        overseen = col(cls.marac_id) == viewer.marac_id if viewer.hat is Hat.AUDITOR else false()
        seen = or_(
            seated(col(cls.id), viewer, *ANY),
            cases_for_person(col(cls.id), viewer),
            over_the_meeting(col(cls.marac_id), viewer),
            overseen,
            observed(viewer, case_id=col(cls.id)),
            moved_away(col(cls.id), viewer),
            guarded(col(cls.id), viewer),
        )
        return and_(seen, outside_walls(col(cls.id)))


def victims_side(case_id: Column[UUID], marac_id: Column[UUID], viewer: Viewer) -> ColumnElement[bool]:
    """Common content of the file: case and hearing seats off the perpetrator's side, chair and coordinator."""
    seen = or_(seated(case_id, viewer, *FULL, victims_side=True), over_the_meeting(marac_id, viewer))
    return and_(seen, outside_walls(case_id))


class Referral(Scoped, table=True):
    """A professional's request that a case be heard; never seen on the perpetrator's side (S6)."""

    CLASSES: ClassVar = classes(
        key="id marac_id case_id agency_id member_id triaged_by",
        state="reference criteria urgent topics_done aware consent submitted_at triaged_at version",
        content="judgement taken_from triage_reason",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", unique=True)
    agency_id: UUID = Field(foreign_key="agency.id")
    member_id: UUID = Field(foreign_key="member.id")
    reference: str = Field(unique=True)
    criteria: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    judgement: str = sealed()
    urgent: bool = False
    topics_done: list[str] = Field(default_factory=list, sa_type=ARRAY(String))
    aware: str = ""
    consent: str = ""
    taken_from: str = sealed()
    submitted_at: datetime | None = None
    triage_reason: str = sealed()
    triaged_at: datetime | None = None
    triaged_by: UUID | None = Field(default=None, foreign_key="member.id")
    version: int = 1

    @property
    def met(self) -> list[Criterion]:
        return [Criterion(criterion) for criterion in self.criteria]

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        return victims_side(col(cls.case_id), col(cls.marac_id), viewer)


class ReferralSection(Scoped, table=True):
    """One topic of the referral form and its answers; the topic says which class it is of (topics.py)."""

    __tablename__ = "referral_section"
    __table_args__ = (UniqueConstraint("case_id", "topic"),)
    CLASSES: ClassVar = classes(
        key="id marac_id case_id agency_id",
        state="topic visibility version",
        content="answers",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id")
    topic: str
    visibility: TopicVisibility = Field(sa_type=words(TopicVisibility))
    answers: dict[str, Any] = sealed({})
    version: int = 1

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Common topics: victim's side. Police topics: police seats. Handling and equality: meeting hats and giver."""
        common = col(cls.visibility).in_([TopicVisibility.COMMON, TopicVisibility.REFERRER])
        own = col(cls.agency_id) == viewer.agency_id
        police = col(cls.visibility) == TopicVisibility.POLICE
        seat = seated(col(cls.case_id), viewer, *FULL, victims_side=True)
        by_seat = and_(seat, or_(common, own, and_(police, _police(viewer))))
        reviewed = and_(common, col(cls.marac_id) == viewer.marac_id, opened(col(cls.case_id), viewer))
        return and_(
            or_(by_seat, over_the_meeting(col(cls.marac_id), viewer), reviewed),
            outside_walls(col(cls.case_id)),
        )


def _police(viewer: Viewer) -> ColumnElement[bool]:
    return select(Agency.id).where(Agency.id == viewer.agency_id, Agency.kind == AgencyKind.POLICE).exists()


class RiskAssessment(Scoped, table=True):
    """Answers to one risk tool, as data: {item code: {answer, comment}} (domain.md 3.6)."""

    __tablename__ = "risk_assessment"
    CLASSES: ClassVar = classes(
        key="id marac_id case_id",
        state="tool tool_version completed_on version",
        staff="completed_by",
        content="answers",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    tool: str
    tool_version: str
    completed_by: str = ""
    completed_on: str = ""
    answers: dict[str, dict[str, str]] = sealed({})
    version: int = 1

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        return victims_side(col(cls.case_id), col(cls.marac_id), viewer)
