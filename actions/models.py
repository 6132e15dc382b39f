"""What was agreed: actions, each with an agency, a person, a date and an outcome (domain.md 1.9, 5)."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import UniqueConstraint, and_, or_, true
from sqlalchemy.sql import ColumnElement
from sqlmodel import Field, col, select

from marac import clock
from marac.proceedings import ActionStatus, RiskTo
from marac.store.classes import classes
from marac.store.scope import Scoped, words
from marac.store.sealing import GONE, sealed
from marac.store.seats import ANY, FULL, advocated, cases_for_person, over_the_meeting, seated
from marac.store.walls import outside_walls
from marac.vocabulary import Hat, Side, Viewer


class Action(Scoped, table=True):
    """One agreed step, owned by one agency and a named person in it."""

    __table_args__ = (UniqueConstraint("case_id", "label"),)
    CLASSES: ClassVar = classes(
        key="id marac_id case_id hearing_id agency_id member_id agreed_by settled_by",
        state="side label catalogue_code risk_to due_on status quiet agreed_at settled_at version",
        content="wording risk conditions outcome evidence",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    hearing_id: UUID | None = Field(default=None, foreign_key="hearing.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id", index=True)
    member_id: UUID | None = Field(default=None, foreign_key="member.id", index=True)
    side: Side = Field(default=Side.NEITHER, sa_type=words(Side))
    label: str
    catalogue_code: str
    wording: str = sealed(gone=GONE)
    risk_to: RiskTo = Field(sa_type=words(RiskTo))
    risk: str = sealed()
    due_on: date = Field(index=True)
    status: ActionStatus = Field(default=ActionStatus.OPEN, sa_type=words(ActionStatus))
    conditions: list[str] = sealed([])
    outcome: str = sealed()
    evidence: str = sealed()
    quiet: bool = False
    agreed_by: UUID = Field(foreign_key="member.id")
    agreed_at: datetime = Field(default_factory=clock.now)
    settled_at: datetime | None = None
    settled_by: UUID | None = Field(default=None, foreign_key="member.id")
    version: int = 1

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        """Its owner, on the owner's side; the case's seats off the perpetrator's side; chair and coordinator.

        An action of a quiet seat: its owner, the advocate, chair and coordinator (S5). An action seat
        and the perpetrator's side see their own alone (S2, S6); who is asked for one thing, what names them.
        """
        perpetrators = col(cls.side) == Side.PERPETRATOR
        my_side = perpetrators if viewer.side is Side.PERPETRATOR else col(cls.side) != Side.PERPETRATOR
        seat = or_(seated(col(cls.case_id), viewer, *ANY), cases_for_person(col(cls.case_id), viewer))
        own = and_(col(cls.agency_id) == viewer.agency_id, seat, my_side)
        others = and_(
            seated(col(cls.case_id), viewer, *FULL, victims_side=True),
            or_(col(cls.quiet).is_(False), advocated(col(cls.case_id), viewer)),
        )
        for_one_thing = viewer.hat in {Hat.CONTRIBUTOR, Hat.GUEST}
        named = col(cls.member_id) == viewer.member_id if for_one_thing else true()
        seen = or_(and_(or_(own, others), named), over_the_meeting(col(cls.marac_id), viewer))
        return and_(seen, outside_walls(col(cls.case_id)))


class ActionUpdate(Scoped, table=True):
    """What its owner reported about an action, kept as said."""

    __tablename__ = "action_update"
    CLASSES: ClassVar = classes(
        key="id marac_id case_id action_id agency_id member_id",
        state="status at",
        content="text",
    )

    marac_id: UUID = Field(foreign_key="marac.id", index=True)
    case_id: UUID = Field(foreign_key="case_file.id", index=True)
    action_id: UUID = Field(foreign_key="action.id", index=True)
    agency_id: UUID = Field(foreign_key="agency.id")
    member_id: UUID = Field(foreign_key="member.id")
    status: ActionStatus = Field(sa_type=words(ActionStatus))
    text: str = sealed(gone=GONE)
    at: datetime = Field(default_factory=clock.now)

    @classmethod
    def visible_to(cls, viewer: Viewer) -> ColumnElement[bool]:
        return col(cls.action_id).in_(select(Action.id).where(Action.visible_to(viewer)).correlate(None))
